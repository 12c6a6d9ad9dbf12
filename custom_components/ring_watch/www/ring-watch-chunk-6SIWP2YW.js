import{a as _}from"./ring-watch-chunk-RV4BEZH2.js";import{a as $,b as k}from"./ring-watch-chunk-N7NYMZ7I.js";import{a as w}from"./ring-watch-chunk-VCEVBVLE.js";import{j as b,k as z,l as B,m as F,n as U,o as I,p as N,q as D,t as G,u as K}from"./ring-watch-chunk-VYGTX4IF.js";import{d as E,j as C,k as M,l as H,m as O,n as q,s as T}from"./ring-watch-chunk-FL3QDHBV.js";import{f as L,h as A,i as V,m as j,n as l}from"./ring-watch-chunk-SEZ4P5SB.js";import{a as c,b as r,d as n,g as v,h as o,j as u,k as m,l as f}from"./ring-watch-chunk-ZGHHENJU.js";import{a}from"./ring-watch-chunk-IYF4DUAC.js";var g=class extends f{constructor(){super(...arguments);this.path=""}static{this.styles=[m,c`
img {
width: 100%;
max-height: 120px;
object-fit: cover;
border-radius: 8px;
}
`]}willUpdate(e){e.has("path")&&this.sign()}async sign(){let{hass:e,path:t}=this;if(this.url=void 0,!e||!t)return;let i=await T(e,t).catch(()=>{});t===this.path&&(this.url=i?.path)}render(){return this.url?r`<img src=${this.url} alt="" @error=${()=>this.url=void 0} />`:n}};a([v()],g.prototype,"path",2),a([o()],g.prototype,"url",2);u("ring-watch-picture",g);var p=class extends f{constructor(){super();this.open="";this.asking=!1;this.opened=new Set;this.failures=new Map;this.declining=new Set;this.ledTo="";this.reading=new _(()=>this.read());this.reviews=new $(this,()=>import("./ring-watch-review-OFSB4GZ2.js"));new k(this),new b(this,{heard:()=>{this.reading.ask()},advanced:e=>{this.requests=this.requests?.map(t=>F(t,e))},failed:e=>this.error=l(this.hass,e)})}static{this.styles=[m,c`
li {
padding: 16px 0;
/* The panel's header stays at the top. */
scroll-margin-top: 120px;
border-top: 1px solid var(--divider-color);
}
li:first-child {
border-top: 0;
padding-top: 8px;
}
.note + .note,
.note + #waiting {
margin-top: 12px;
}
.about {
display: grid;
grid-template-columns: minmax(0, 1fr);
gap: 12px;
}
@container (min-width: 420px) {
.about.pictured {
grid-template-columns: minmax(0, 1fr) auto;
}
ring-watch-picture {
width: 160px;
}
}
ul {
container-type: inline-size;
}
.words {
display: flex;
flex-direction: column;
gap: 6px;
}
dl > div {
display: flex;
flex-wrap: wrap;
column-gap: 8px;
}
`]}async read(){let{hass:e,open:t}=this;if(e)try{let i=await I(e),s;t&&!i.some(d=>d.request_id===t)&&await E(e,t).then(({request:d})=>i.push(d),d=>s=l(e,d)),this.requests=N(this.requests??[],i,this.opened),this.absence=s,this.error=void 0}catch(i){this.error=l(e,i)}}willUpdate(e){e.has("open")&&(this.open&&this.toggle(this.open,!0),this.requests&&this.reading.ask())}updated(){let{open:e}=this,t=e&&this.renderRoot.querySelector(`#review-${e}`)?.parentElement;!t||this.ledTo===e||(this.ledTo=e,t.scrollIntoView?.({block:"start"}))}toggle(e,t){let i=new Set(this.opened);t&&this.reviews.load(),t?i.add(e):i.delete(e),this.opened=i}async review(e){this.toggle(e,!0),await this.focusOn(`#review-${e}`)}async focusOn(e){await this.updateComplete,this.renderRoot.querySelector(e)?.focus({preventScroll:!0})}async done(e){this.toggle(e,!1),this.open===e&&(this.open="",this.fire("open-done")),await this.reading.ask(),await this.focusOn("#waiting")}async decline(e){if(!this.hass||this.declining.has(e))return;this.declining=new Set(this.declining).add(e);let t=new Map(this.failures);t.delete(e);try{await C(this.hass,e),await this.done(e)}catch(i){t.set(e,l(this.hass,i))}finally{let i=new Set(this.declining);i.delete(e),this.declining=i,this.failures=t}}render(){let{hass:e,requests:t}=this;if(!e)return n;if(!e.user?.is_admin)return r`<p>${this.t("card_admins_only")}</p>`;let i=t?.filter(U).length??0;return r`
${[this.error,this.absence].map(s=>s?r`<p class="note error" role="alert">${s}</p>`:n)}
<p id="waiting" class="secondary" role="status" tabindex="-1">
${t?this.t(i?"card_waiting":"card_none_waiting",{count:i}):this.error?n:this.t("card_loading")}
</p>
<ul>
${w(t??[],s=>s.request_id,s=>this.request(e,s))}
</ul>
`}request(e,t){let i=t.request_id,s=this.opened.has(i),d=this.failures.get(i),y=J=>{J.stopPropagation(),this.done(i)};return r`<li class="stack">
<div class="about ${t.picture?"pictured":""}">
<div class="words">
<h3 class="typed" id="who-${i}">${G(e,t)}</h3>
${K(e,t)}
</div>
${t.picture&&!s?r`<ring-watch-picture .hass=${e} .path=${t.picture}></ring-watch-picture>`:n}
</div>
${t.state==="preparing"&&!s?r`<div>
<p>${this.t("card_preparing")}</p>
${z(e,this.t("card_preparing"),t.progress??B)}
</div>`:n}
${d?r`<p class="note error" role="alert">${d}</p>`:n}
${s?r`${this.reviews.note()}<ring-watch-review
.hass=${e}
id="review-${i}"
tabindex="-1"
.requestId=${i}
.asking=${this.asking&&this.open===i}
@review-done=${y}
></ring-watch-review>`:r`<div class="row">
<button
type="button"
class="primary"
aria-describedby="who-${i}"
@click=${()=>this.review(i)}
>
${this.t("card_review")}
</button>
<button
type="button"
class="danger"
aria-describedby="who-${i}"
aria-disabled=${this.declining.has(i)}
@click=${()=>this.decline(i)}
>
${this.t("card_decline")}
</button>
</div>`}
</li>`}};a([v()],p.prototype,"open",2),a([v({type:Boolean})],p.prototype,"asking",2),a([o()],p.prototype,"requests",2),a([o()],p.prototype,"opened",2),a([o()],p.prototype,"error",2),a([o()],p.prototype,"absence",2),a([o()],p.prototype,"failures",2),a([o()],p.prototype,"declining",2);u("ring-watch-requests",p);var x={take_back:{label:"card_take_back",sure:"card_take_back_sure"},new_link:{label:"card_new_link",sure:"card_new_link_sure"}},h=class extends f{constructor(){super();this.links=new Map;this.reading=new _(()=>this.read());this.linking=new $(this,()=>import("./ring-watch-link-MTQRKACN.js"));new k(this),new b(this,{heard:e=>{(!e?.request_id||e.share_id)&&this.reading.ask()},failed:e=>this.error=l(this.hass,e)})}static{this.styles=[m,c`
li {
padding: 12px 0;
border-top: 1px solid var(--divider-color);
}
li:first-child {
border-top: 0;
padding-top: 0;
}
.note + #live {
margin-top: 12px;
}
`]}async read(){if(this.hass)try{this.shares=(await M(this.hass)).shares,this.error=void 0}catch(e){this.error=l(this.hass,e)}}async act(e,t){if(!this.hass||this.busy)return!1;this.busy=e.share_id;try{return await t(this.hass),await this.reading.ask(),!0}catch(i){return this.error=l(this.hass,i),!1}finally{this.busy=this.asked=void 0}}async change(e,t){let i=e.share_id,s=await this.act(e,async y=>{if(t==="take_back")return H(y,i);this.linking.load(),this.links=new Map(this.links).set(i,await O(y,i))}),d=t==="take_back"?"#live":`#link-${i}`;await this.focusOn(s?d:`#${t}-${i}`)}async confirm(e){let t=e.share_id;await this.act(e,i=>q(i,[t]))&&await this.focusOn(`#to-${t}`)}async ask(e,t){this.busy||(this.asked={id:e.share_id,what:t},await this.focusOn("#sure"))}async keep(e,t){this.busy||(this.asked=void 0,await this.focusOn(`#${t}-${e.share_id}`))}async focusOn(e){await this.updateComplete,this.renderRoot.querySelector(e)?.focus()}render(){let{hass:e,shares:t}=this;return e?e.user?.is_admin?r`
${this.error?r`<p class="note error" role="alert">${this.error}</p>`:n}
<p id="live" class="secondary" role="status" tabindex="-1">
${t?this.t(t.length?"card_live":"card_no_shares",{count:t.length}):this.error?n:this.t("card_loading")}
</p>
<ul>
${w(t??[],i=>i.share_id,i=>this.share(e,i))}
</ul>
`:r`<p>${this.t("card_admins_only")}</p>`:n}share(e,t){let i=t.share_id,s=this.links.get(i);return r`<li class="stack">
<div>
<h3 class="typed" id="to-${i}" tabindex="-1">${this.recipient(t)}</h3>
<p>${t.doorbells.map(d=>d.name).join(", ")}, ${A(e,t)}</p>
<p class="secondary">
${this.t("card_opened",{used:t.claims_used,claims:t.claims})}
${this.t("card_sent",{size:j(e,t.bytes_sent)})}
<span title=${L(e,t.expires)}>
${this.t("card_ends",{when:V(e,t.expires)})}
</span>
${t.passphrase?this.t("card_has_passphrase"):n}
</p>
</div>
${t.suspended?this.suspended(t):n}
${s?r`${this.linking.note()}<ring-watch-link
id="link-${i}"
tabindex="-1"
.hass=${e}
.url=${s.url}
.reach=${s.reach}
></ring-watch-link>`:n}
${this.asked?.id===i?this.sure(t,this.asked.what):this.buttons(t)}
</li>`}recipient(e){return D(e.requester||e.name)||this.t("card_no_recipient")}suspended(e){return r`<div class="note stack">
<p>${this.t("card_suspended")}</p>
<div class="row">
<button
type="button"
aria-disabled=${!!this.busy}
@click=${()=>this.confirm(e)}
>
${this.t("card_use_again")}
</button>
</div>
</div>`}buttons(e){let t=(i,s)=>r`<button
id="${i}-${e.share_id}"
type="button"
class=${s}
aria-describedby="to-${e.share_id}"
aria-disabled=${!!this.busy}
@click=${()=>this.ask(e,i)}
>
${this.t(x[i].label)}
</button>`;return r`<div class="row">${t("take_back","danger")} ${t("new_link","")}</div>`}sure(e,t){return r`<div
class="note error stack"
@keydown=${i=>i.key==="Escape"&&this.keep(e,t)}
>
<p id="why">${this.t(x[t].sure)}</p>
<div class="row">
<button
id="sure"
type="button"
class="danger"
aria-describedby="why"
aria-disabled=${!!this.busy}
@click=${()=>this.change(e,t)}
>
${this.t(x[t].label)}
</button>
<button
type="button"
aria-disabled=${!!this.busy}
@click=${()=>this.keep(e,t)}
>
${this.t("card_keep")}
</button>
</div>
</div>`}};a([o()],h.prototype,"shares",2),a([o()],h.prototype,"error",2),a([o()],h.prototype,"asked",2),a([o()],h.prototype,"busy",2),a([o()],h.prototype,"links",2);u("ring-watch-shares",h);
