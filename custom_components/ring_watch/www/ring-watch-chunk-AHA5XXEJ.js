import{a as _}from"./ring-watch-chunk-RV4BEZH2.js";import{a as $,b as k}from"./ring-watch-chunk-AJFYODIV.js";import{a as w}from"./ring-watch-chunk-YY6DN636.js";import{j as b,k as z,l as B,m as F,n as U,o as I,p as N,q as D,t as G,u as K}from"./ring-watch-chunk-BGG72NQJ.js";import{d as E,j as C,k as M,l as H,m as O,n as T,s as q}from"./ring-watch-chunk-5TM5LHW4.js";import{g as L,i as A,j as V,n as j,o as l}from"./ring-watch-chunk-ERCDFIQD.js";import{a as c,b as r,d as o,g as v,h as n,j as u,k as m,l as f}from"./ring-watch-chunk-I6PT2PEK.js";import{a}from"./ring-watch-chunk-EIOITLRY.js";var g=class extends f{constructor(){super(...arguments);this.path=""}static{this.styles=[m,c`
img {
width: 100%;
max-height: 120px;
object-fit: cover;
border-radius: 8px;
}
`]}willUpdate(e){e.has("path")&&this.sign()}async sign(){let{hass:e,path:i}=this;if(this.url=void 0,!e||!i)return;let t=await q(e,i).catch(()=>{});i===this.path&&(this.url=t?.path)}render(){return this.url?r`<img src=${this.url} alt="" @error=${()=>this.url=void 0} />`:o}};a([v()],g.prototype,"path",2),a([n()],g.prototype,"url",2);u("ring-watch-picture",g);var p=class extends f{constructor(){super();this.open="";this.asking=!1;this.waiting=0;this.opened=new Set;this.failures=new Map;this.declining=new Set;this.ledTo="";this.reading=new _(()=>this.read());this.reviews=new $(this,()=>import("./ring-watch-review-GG7HONHK.js"));new k(this),new b(this,{heard:()=>{this.reading.ask()},advanced:e=>{this.requests=this.requests?.map(i=>F(i,e))},failed:e=>this.error=l(this.hass,e)})}static{this.styles=[m,c`
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
`]}async read(){let{hass:e,open:i}=this;if(e)try{let t=await I(e),s;i&&!t.some(d=>d.request_id===i)&&await E(e,i).then(({request:d})=>t.push(d),d=>s=l(e,d)),this.requests=N(this.requests??[],t,this.opened),this.waiting=t.filter(U).length,this.absence=s,this.error=void 0}catch(t){this.error=l(e,t)}}willUpdate(e){e.has("open")&&(this.open&&this.toggle(this.open,!0),this.requests&&this.reading.ask())}updated(){let{open:e}=this,i=e&&this.renderRoot.querySelector(`#review-${e}`)?.parentElement;!i||this.ledTo===e||(this.ledTo=e,i.scrollIntoView?.({block:"start"}))}toggle(e,i){let t=new Set(this.opened);i&&this.reviews.load(),i?t.add(e):t.delete(e),this.opened=t}async review(e){this.toggle(e,!0),await this.focusOn(`#review-${e}`)}async focusOn(e){await this.updateComplete,this.renderRoot.querySelector(e)?.focus({preventScroll:!0})}async done(e){this.toggle(e,!1),this.open===e&&(this.open="",this.fire("open-done")),await this.reading.ask(),await this.focusOn("#waiting")}async decline(e){if(!this.hass||this.declining.has(e))return;this.declining=new Set(this.declining).add(e);let i=new Map(this.failures);i.delete(e);try{await C(this.hass,e),await this.done(e)}catch(t){i.set(e,l(this.hass,t))}finally{let t=new Set(this.declining);t.delete(e),this.declining=t,this.failures=i}}render(){let{hass:e,requests:i,waiting:t}=this;return e?e.user?.is_admin?r`
${[this.error,this.absence].map(s=>s?r`<p class="note error" role="alert">${s}</p>`:o)}
<p id="waiting" class="secondary" role="status" tabindex="-1">
${i?this.t(t?"card_waiting":"card_none_waiting",{count:t}):this.error?o:this.t("card_loading")}
</p>
<ul>
${w(i??[],s=>s.request_id,s=>this.request(e,s))}
</ul>
`:r`<p>${this.t("card_admins_only")}</p>`:o}request(e,i){let t=i.request_id,s=this.opened.has(t),d=this.failures.get(t),y=J=>{J.stopPropagation(),this.done(t)};return r`<li class="stack">
<div class="about ${i.picture?"pictured":""}">
<div class="words">
<h3 class="typed" id="who-${t}">${G(e,i)}</h3>
${K(e,i)}
</div>
${i.picture&&!s?r`<ring-watch-picture .hass=${e} .path=${i.picture}></ring-watch-picture>`:o}
</div>
${i.state==="preparing"&&!s?r`<div>
<p>${this.t("card_preparing")}</p>
${z(e,this.t("card_preparing"),i.progress??B)}
</div>`:o}
${d?r`<p class="note error" role="alert">${d}</p>`:o}
${s?r`${this.reviews.note()}<ring-watch-review
.hass=${e}
id="review-${t}"
tabindex="-1"
.requestId=${t}
.asking=${this.asking&&this.open===t}
@review-done=${y}
></ring-watch-review>`:r`<div class="row">
<button
type="button"
class="primary"
aria-describedby="who-${t}"
@click=${()=>this.review(t)}
>
${this.t("card_review")}
</button>
<button
type="button"
class="danger"
aria-describedby="who-${t}"
aria-disabled=${this.declining.has(t)}
@click=${()=>this.decline(t)}
>
${this.t("card_decline")}
</button>
</div>`}
</li>`}};a([v()],p.prototype,"open",2),a([v({type:Boolean})],p.prototype,"asking",2),a([n()],p.prototype,"requests",2),a([n()],p.prototype,"waiting",2),a([n()],p.prototype,"opened",2),a([n()],p.prototype,"error",2),a([n()],p.prototype,"absence",2),a([n()],p.prototype,"failures",2),a([n()],p.prototype,"declining",2);u("ring-watch-requests",p);var x={take_back:{label:"card_take_back",sure:"card_take_back_sure"},new_link:{label:"card_new_link",sure:"card_new_link_sure"}},h=class extends f{constructor(){super();this.links=new Map;this.reading=new _(()=>this.read());this.linking=new $(this,()=>import("./ring-watch-link-6HSA2IEM.js"));new k(this),new b(this,{heard:e=>{(!e?.request_id||e.share_id)&&this.reading.ask()},failed:e=>this.error=l(this.hass,e)})}static{this.styles=[m,c`
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
`]}async read(){if(this.hass)try{this.shares=(await M(this.hass)).shares,this.error=void 0}catch(e){this.error=l(this.hass,e)}}async act(e,i){if(!this.hass||this.busy)return!1;this.busy=e.share_id,this.failure=void 0;try{return await i(this.hass),await this.reading.ask(),!0}catch(t){return this.failure=l(this.hass,t),!1}finally{this.busy=this.asked=void 0}}async change(e,i){let t=e.share_id,s=await this.act(e,async y=>{if(i==="take_back")return H(y,t);this.linking.load(),this.links=new Map(this.links).set(t,await O(y,t))}),d=i==="take_back"?"#live":`#link-${t}`;await this.focusOn(s?d:`#${i}-${t}`)}async confirm(e){let i=e.share_id;await this.act(e,t=>T(t,[i]))&&await this.focusOn(`#to-${i}`)}async ask(e,i){this.busy||(this.asked={id:e.share_id,what:i},await this.focusOn("#sure"))}async keep(e,i){this.busy||(this.asked=void 0,await this.focusOn(`#${i}-${e.share_id}`))}async focusOn(e){await this.updateComplete,this.renderRoot.querySelector(e)?.focus()}render(){let{hass:e,shares:i}=this;return e?e.user?.is_admin?r`
${[this.error,this.failure].map(t=>t?r`<p class="note error" role="alert">${t}</p>`:o)}
<p id="live" class="secondary" role="status" tabindex="-1">
${i?this.t(i.length?"card_live":"card_no_shares",{count:i.length}):this.error?o:this.t("card_loading")}
</p>
<ul>
${w(i??[],t=>t.share_id,t=>this.share(e,t))}
</ul>
`:r`<p>${this.t("card_admins_only")}</p>`:o}share(e,i){let t=i.share_id,s=this.links.get(t);return r`<li class="stack">
<div>
<h3 class="typed" id="to-${t}" tabindex="-1">${this.recipient(i)}</h3>
<p>${i.doorbells.map(d=>d.name).join(", ")}, ${A(e,i)}</p>
<p class="secondary">
${this.t("card_opened",{used:i.claims_used,claims:i.claims})}
${this.t("card_sent",{size:j(e,i.bytes_sent)})}
<span title=${L(e,i.expires)}>
${this.t("card_ends",{when:V(e,i.expires)})}
</span>
${i.passphrase?this.t("card_has_passphrase"):o}
</p>
</div>
${i.suspended?this.suspended(i):o}
${s?r`${this.linking.note()}<ring-watch-link
id="link-${t}"
tabindex="-1"
.hass=${e}
.url=${s.url}
.reach=${s.reach}
></ring-watch-link>`:o}
${this.asked?.id===t?this.sure(i,this.asked.what):this.buttons(i)}
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
</div>`}buttons(e){let i=(t,s)=>r`<button
id="${t}-${e.share_id}"
type="button"
class=${s}
aria-describedby="to-${e.share_id}"
aria-disabled=${!!this.busy}
@click=${()=>this.ask(e,t)}
>
${this.t(x[t].label)}
</button>`;return r`<div class="row">${i("take_back","danger")} ${i("new_link","")}</div>`}sure(e,i){return r`<div
class="note error stack"
@keydown=${t=>t.key==="Escape"&&this.keep(e,i)}
>
<p id="why">${this.t(x[i].sure)}</p>
<div class="row">
<button
id="sure"
type="button"
class="danger"
aria-describedby="why"
aria-disabled=${!!this.busy}
@click=${()=>this.change(e,i)}
>
${this.t(x[i].label)}
</button>
<button
type="button"
aria-disabled=${!!this.busy}
@click=${()=>this.keep(e,i)}
>
${this.t("card_keep")}
</button>
</div>
</div>`}};a([n()],h.prototype,"shares",2),a([n()],h.prototype,"error",2),a([n()],h.prototype,"failure",2),a([n()],h.prototype,"asked",2),a([n()],h.prototype,"busy",2),a([n()],h.prototype,"links",2);u("ring-watch-shares",h);
