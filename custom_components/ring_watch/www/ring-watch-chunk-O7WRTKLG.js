import{a as P}from"./ring-watch-chunk-UQGVVHEZ.js";import{a as z}from"./ring-watch-chunk-RXDRZLP5.js";import{a as E}from"./ring-watch-chunk-S37YMKN7.js";import{B as C,C as Q,D as X,E as Y,F as Z,K as R,L as W,d as O,j,k as L,l as I,m as U,n as V,p as F,r as N}from"./ring-watch-chunk-RMJSESFL.js";import{B as D,C as k,D as G,E as K,F as J,G as p,a as n,b as u,c as r,e as s,h as w,i as o,o as q,p as M,s as S,t as m,u as f,v,y as B,z as H}from"./ring-watch-chunk-BHSGLDZN.js";var b=class{constructor(h,t){this.host=h;this.part=t;this.loaded=!1;this.loading=!1;this.failed=!1}async load(){if(!(this.loaded||this.loading)){this.loading=!0;try{await this.part(),this.loaded=!0}catch{this.failed&&location.reload(),this.failed=!0}this.loading=!1,this.host.requestUpdate()}}note(){if(this.loaded)return s;let{hass:h}=this.host;return this.failed?r`<div class="note error stack">
<p role="alert">${S(h,"card_error_reload")}</p>
<div class="row">
<button type="button" @click=${()=>this.load()}>${S(h,"card_try_again")}</button>
</div>
</div>`:r`<p role="status">${S(h,"card_loading")}</p>`}};var g=class{constructor(h){this.host=h;h.addController(this)}hostConnected(){this.timer=setInterval(()=>this.host.requestUpdate(),3e4)}hostDisconnected(){clearInterval(this.timer)}};var tt="ha-camera-stream",et=["unavailable","unknown"],y=class extends v{constructor(){super();this.doorbell="";this.live=!1;this.saving=!1;this.player=new b(this,()=>import("./ring-watch-player-B4P7SI3F.js"));new g(this),customElements.whenDefined(tt).then(()=>this.requestUpdate())}static{this.styles=[f,u`
.picture {
position: relative;
min-height: 120px;
background: #000;
color: #fff;
border-radius: 8px;
overflow: hidden;
display: grid;
align-items: center;
text-align: center;
}
.picture img {
width: 100%;
}
dl {
display: grid;
grid-template-columns: auto 1fr;
gap: 4px 16px;
}
`]}differ(t,e){if(!t||!e||super.differ(t,e))return!0;if(t.states===e.states)return!1;let[i,a]=[t,e].map(l=>q(l,this.doorbell));return["camera","ring","motion","recording"].some(l=>i[l]!==a[l])}async save(){let{hass:t,doorbell:e}=this;if(!(!t||this.saving)){this.saving=!0,this.player.load(),this.error=this.clip=void 0;try{let{response:i}=await t.callService("ring_watch","gather_clip",{devices:[e],last:"00:01:00"},void 0,!1,!0);this.clip=i.clips[0]}catch(i){this.error=p(t,i)}finally{this.saving=!1}}}render(){let{hass:t}=this;if(!t)return s;let e=q(t,this.doorbell);return!e.camera&&!e.ring?r`<p class="note">${this.t("card_no_doorbell")}</p>`:r`<div class="stack">
${this.picture(e)} ${this.facts(t,e)}
${t.user?.is_admin?this.saver():s}
</div>`}picture({camera:t}){let e=M(this.hass,this.doorbell);if(!t)return s;if(et.includes(t.state))return r`<div class="picture"><p>${this.t("card_no_picture")}</p></div>`;let i=!!customElements.get(tt);if(i&&(this.live||!z()))return r`<div class="picture">
<ha-camera-stream
.hass=${this.hass}
.stateObj=${t}
.controls=${!1}
.muted=${!0}
aria-label=${e}
></ha-camera-stream>
</div>`;let a=t.attributes.entity_picture;return r`<div class="picture">
${typeof a=="string"?r`<img src="${a}&t=${Math.floor(Date.now()/3e4)}" alt=${e} />`:r`<p>${this.t("card_no_picture")}</p>`}
</div>
${i?r`<button type="button" @click=${()=>this.live=!0}>
${this.t("card_show_live")}
</button>`:s}`}facts(t,{ring:e,motion:i,recording:a}){let d=(l,A)=>r`<dt class="secondary">${this.t(l)}</dt>
<dd>${A}</dd>`;return r`<dl>
${e?d("card_last_press",this.moment(t,e)):s}
${i?d("card_motion",this.motion(t,i)):s}
${a?d("card_recording",this.t(a.state==="on"?"card_recording_on":"card_recording_off")):s}
</dl>`}moment(t,e){return e.state==="unavailable"?this.t("card_unavailable"):e.state==="unknown"?this.t("card_never"):`${k(t,e.state)}, ${H(t,e.state)}`}motion(t,e){return et.includes(e.state)?this.t("card_unavailable"):e.state==="on"?this.t("card_motion_now"):this.t("card_motion_none",{when:k(t,e.last_changed)})}saver(){let{clip:t,hass:e}=this;return r`
<div class="row">
<button type="button" class="primary" aria-disabled=${this.saving} @click=${this.save}>
${this.t(this.saving?"card_saving":"card_save_minute")}
</button>
<span role="status">${t?this.t("card_saved"):s}</span>
</div>
${this.error?r`<p class="note error" role="alert">${this.error}</p>`:s}
${t?r`${this.player.note()}<ring-watch-player
.hass=${e}
.of=${t.clip_id}
.from=${K(t.requested,t.gaps)}
.look=${async()=>(await F(e,t.clip_id)).url}
.label=${this.t("card_saved")}
></ring-watch-player>`:s}
${t?.gaps.length?r`<p class="note">
${this.t("card_partial",{missing:B(G(t.gaps))})}
</p>`:s}
`}};n([w()],y.prototype,"doorbell",2),n([o()],y.prototype,"live",2),n([o()],y.prototype,"saving",2),n([o()],y.prototype,"clip",2),n([o()],y.prototype,"error",2);m("ring-watch-doorbell",y);var x=class extends v{constructor(){super(...arguments);this.path=""}static{this.styles=[f,u`
img {
width: 100%;
max-height: 120px;
object-fit: cover;
border-radius: 8px;
}
`]}willUpdate(t){t.has("path")&&this.sign()}async sign(){let{hass:t,path:e}=this;if(this.url=void 0,!t||!e)return;let i=await N(t,e).catch(()=>{});e===this.path&&(this.url=i?.path)}render(){return this.url?r`<img src=${this.url} alt="" @error=${()=>this.url=void 0} />`:s}};n([w()],x.prototype,"path",2),n([o()],x.prototype,"url",2);m("ring-watch-picture",x);var c=class extends v{constructor(){super();this.open="";this.asking=!1;this.opened=new Set;this.failures=new Map;this.declining=new Set;this.ledTo="";this.reading=new P(()=>this.read());this.reviews=new b(this,()=>import("./ring-watch-review-AERMWIG3.js"));new g(this),new C(this,{heard:()=>{this.reading.ask()},failed:t=>this.error=p(this.hass,t)})}static{this.styles=[f,u`
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
`]}async read(){let{hass:t,open:e}=this;if(t)try{let i=await X(t),a;e&&!i.some(d=>d.request_id===e)&&await O(t,e).then(({request:d})=>i.push(d),d=>a=p(t,d)),this.requests=Y(this.requests??[],i,this.opened),this.absence=a,this.error=void 0}catch(i){this.error=p(t,i)}}willUpdate(t){t.has("open")&&(this.open&&this.toggle(this.open,!0),this.requests&&this.reading.ask())}updated(){let{open:t}=this,e=t&&this.renderRoot.querySelector(`#review-${t}`)?.parentElement;!e||this.ledTo===t||(this.ledTo=t,e.scrollIntoView?.({block:"start"}))}toggle(t,e){let i=new Set(this.opened);e&&this.reviews.load(),e?i.add(t):i.delete(t),this.opened=i}async review(t){this.toggle(t,!0),await this.focusOn(`#review-${t}`)}async focusOn(t){await this.updateComplete,this.renderRoot.querySelector(t)?.focus({preventScroll:!0})}async done(t){this.toggle(t,!1),this.open===t&&(this.open="",this.fire("open-done")),await this.reading.ask(),await this.focusOn("#waiting")}async decline(t){if(!this.hass||this.declining.has(t))return;this.declining=new Set(this.declining).add(t);let e=new Map(this.failures);e.delete(t);try{await j(this.hass,t),await this.done(t)}catch(i){e.set(t,p(this.hass,i))}finally{let i=new Set(this.declining);i.delete(t),this.declining=i,this.failures=e}}render(){let{hass:t,requests:e}=this;if(!t)return s;if(!t.user?.is_admin)return r`<p>${this.t("card_admins_only")}</p>`;let i=e?.filter(Q).length??0;return r`
${[this.error,this.absence].map(a=>a?r`<p class="note error" role="alert">${a}</p>`:s)}
<p id="waiting" class="secondary" role="status" tabindex="-1">
${e?this.t(i?"card_waiting":"card_none_waiting",{count:i}):this.error?s:this.t("card_loading")}
</p>
<ul>
${E(e??[],a=>a.request_id,a=>this.request(t,a))}
</ul>
`}request(t,e){let i=e.request_id,a=this.opened.has(i),d=this.failures.get(i),l=A=>{A.stopPropagation(),this.done(i)};return r`<li class="stack">
<div class="about ${e.picture?"pictured":""}">
<div class="words">
<h3 class="typed" id="who-${i}">${R(t,e)}</h3>
${W(t,e)}
</div>
${e.picture&&!a?r`<ring-watch-picture .hass=${t} .path=${e.picture}></ring-watch-picture>`:s}
</div>
${d?r`<p class="note error" role="alert">${d}</p>`:s}
${a?r`${this.reviews.note()}<ring-watch-review
.hass=${t}
id="review-${i}"
tabindex="-1"
.requestId=${i}
.asking=${this.asking&&this.open===i}
@review-done=${l}
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
</li>`}};n([w()],c.prototype,"open",2),n([w({type:Boolean})],c.prototype,"asking",2),n([o()],c.prototype,"requests",2),n([o()],c.prototype,"opened",2),n([o()],c.prototype,"error",2),n([o()],c.prototype,"absence",2),n([o()],c.prototype,"failures",2),n([o()],c.prototype,"declining",2);m("ring-watch-requests",c);var T={take_back:{label:"card_take_back",sure:"card_take_back_sure"},new_link:{label:"card_new_link",sure:"card_new_link_sure"}},$=class extends v{constructor(){super();this.links=new Map;this.reading=new P(()=>this.read());new g(this),new C(this,{heard:t=>{(!t?.request_id||t.share_id)&&this.reading.ask()},failed:t=>this.error=p(this.hass,t)})}static{this.styles=[f,u`
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
`]}async read(){if(this.hass)try{this.shares=(await L(this.hass)).shares,this.error=void 0}catch(t){this.error=p(this.hass,t)}}async act(t,e){if(!this.hass||this.busy)return!1;this.busy=t.share_id;try{return await e(this.hass),await this.reading.ask(),!0}catch(i){return this.error=p(this.hass,i),!1}finally{this.busy=this.asked=void 0}}async change(t,e){let i=t.share_id,a=await this.act(t,async l=>{if(e==="take_back")return I(l,i);this.links=new Map(this.links).set(i,await U(l,i))}),d=e==="take_back"?"#live":`#link-${i}`;await this.focusOn(a?d:`#${e}-${i}`)}async confirm(t){let e=t.share_id;await this.act(t,i=>V(i,[e]))&&await this.focusOn(`#to-${e}`)}async ask(t,e){this.busy||(this.asked={id:t.share_id,what:e},await this.focusOn("#sure"))}async keep(t,e){this.busy||(this.asked=void 0,await this.focusOn(`#${e}-${t.share_id}`))}async focusOn(t){await this.updateComplete,this.renderRoot.querySelector(t)?.focus()}render(){let{hass:t,shares:e}=this;return t?t.user?.is_admin?r`
${this.error?r`<p class="note error" role="alert">${this.error}</p>`:s}
<p id="live" class="secondary" role="status" tabindex="-1">
${e?this.t(e.length?"card_live":"card_no_shares",{count:e.length}):this.error?s:this.t("card_loading")}
</p>
<ul>
${E(e??[],i=>i.share_id,i=>this.share(t,i))}
</ul>
`:r`<p>${this.t("card_admins_only")}</p>`:s}share(t,e){let i=e.share_id,a=this.links.get(i);return r`<li class="stack">
<div>
<h3 class="typed" id="to-${i}" tabindex="-1">${this.recipient(e)}</h3>
<p>${e.doorbells.map(d=>d.name).join(", ")}, ${D(t,e)}</p>
<p class="secondary">
${this.t("card_opened",{used:e.claims_used,claims:e.claims})}
${this.t("card_sent",{size:J(t,e.bytes_sent)})}
<span title=${H(t,e.expires)}>
${this.t("card_ends",{when:k(t,e.expires)})}
</span>
${e.passphrase?this.t("card_has_passphrase"):s}
</p>
</div>
${e.suspended?this.suspended(e):s}
${a?r`<ring-watch-link
id="link-${i}"
tabindex="-1"
.hass=${t}
.url=${a.url}
.reach=${a.reach}
></ring-watch-link>`:s}
${this.asked?.id===i?this.sure(e,this.asked.what):this.buttons(e)}
</li>`}recipient(t){return Z(t.requester||t.name)||this.t("card_no_recipient")}suspended(t){return r`<div class="note stack">
<p>${this.t("card_suspended")}</p>
<div class="row">
<button
type="button"
aria-disabled=${!!this.busy}
@click=${()=>this.confirm(t)}
>
${this.t("card_use_again")}
</button>
</div>
</div>`}buttons(t){let e=(i,a)=>r`<button
id="${i}-${t.share_id}"
type="button"
class=${a}
aria-describedby="to-${t.share_id}"
aria-disabled=${!!this.busy}
@click=${()=>this.ask(t,i)}
>
${this.t(T[i].label)}
</button>`;return r`<div class="row">${e("take_back","danger")} ${e("new_link","")}</div>`}sure(t,e){return r`<div
class="note error stack"
@keydown=${i=>i.key==="Escape"&&this.keep(t,e)}
>
<p id="why">${this.t(T[e].sure)}</p>
<div class="row">
<button
id="sure"
type="button"
class="danger"
aria-describedby="why"
aria-disabled=${!!this.busy}
@click=${()=>this.change(t,e)}
>
${this.t(T[e].label)}
</button>
<button
type="button"
aria-disabled=${!!this.busy}
@click=${()=>this.keep(t,e)}
>
${this.t("card_keep")}
</button>
</div>
</div>`}};n([o()],$.prototype,"shares",2),n([o()],$.prototype,"error",2),n([o()],$.prototype,"asked",2),n([o()],$.prototype,"busy",2),n([o()],$.prototype,"links",2);m("ring-watch-shares",$);export{b as a};
