import{a as P}from"./ring-watch-chunk-S6F6UYLE.js";import{a as E}from"./ring-watch-chunk-RPFFGQP2.js";import{J as A,K as J,L as K,M as Q,N as X,S as Y,T as Z,c as T,h as O,i as j,j as L,k as U,l as B,n as F,p as I,q as p,s as N,t as H,v as V,w as k,x as z,y as D,z as G}from"./ring-watch-chunk-GZ7KHRZ7.js";import{a,b as u,c as r,e as s,h as $,i as n,o as M,p as C,s as S,t as m,u as f,v}from"./ring-watch-chunk-53HSTH5H.js";var _=class{constructor(c,t){this.host=c;this.part=t;this.loaded=!1;this.loading=!1;this.failed=!1}async load(){if(!(this.loaded||this.loading)){this.loading=!0;try{await this.part(),this.loaded=!0}catch{this.failed&&location.reload(),this.failed=!0}this.loading=!1,this.host.requestUpdate()}}note(){if(this.loaded)return s;let{hass:c}=this.host;return this.failed?r`<div class="note error stack">
<p role="alert">${S(c,"card_error_reload")}</p>
<div class="row">
<button type="button" @click=${()=>this.load()}>${S(c,"card_try_again")}</button>
</div>
</div>`:r`<p role="status">${S(c,"card_loading")}</p>`}};var g=class{constructor(c){this.host=c;c.addController(this)}hostConnected(){this.timer=setInterval(()=>this.host.requestUpdate(),3e4)}hostDisconnected(){clearInterval(this.timer)}};var R="ha-camera-stream",W=["unavailable","unknown"],w=class extends v{constructor(){super();this.doorbell="";this.saving=!1;this.player=new _(this,()=>import("./ring-watch-player-RSS5DEWB.js"));new g(this),customElements.whenDefined(R).then(()=>this.requestUpdate())}static{this.styles=[f,u`
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
`]}differ(t,e){if(!t||!e||super.differ(t,e))return!0;if(t.states===e.states)return!1;let[i,o]=[t,e].map(h=>M(h,this.doorbell));return["camera","ring","motion","recording"].some(h=>i[h]!==o[h])}async save(){let{hass:t,doorbell:e}=this;if(!(!t||this.saving)){this.saving=!0,this.player.load(),this.error=this.clip=void 0;try{let{response:i}=await t.callService("ring_watch","gather_clip",{devices:[e],last:"00:01:00"},void 0,!1,!0);this.clip=i.clips[0]}catch(i){this.error=p(t,i)}finally{this.saving=!1}}}render(){let{hass:t}=this;if(!t)return s;let e=M(t,this.doorbell);return!e.camera&&!e.ring?r`<p class="note">${this.t("card_no_doorbell")}</p>`:r`<div class="stack">
${this.picture(e)} ${this.facts(t,e)}
${t.user?.is_admin?this.saver():s}
</div>`}picture({camera:t}){let e=C(this.hass,this.doorbell);if(!t)return s;if(W.includes(t.state))return r`<div class="picture"><p>${this.t("card_no_picture")}</p></div>`;if(customElements.get(R))return r`<div class="picture">
<ha-camera-stream
.hass=${this.hass}
.stateObj=${t}
.controls=${!1}
.muted=${!0}
aria-label=${e}
></ha-camera-stream>
</div>`;let i=t.attributes.entity_picture;return r`<div class="picture">
${typeof i=="string"?r`<img src="${i}&t=${Math.floor(Date.now()/3e4)}" alt=${e} />`:r`<p>${this.t("card_no_picture")}</p>`}
</div>`}facts(t,{ring:e,motion:i,recording:o}){let d=(h,q)=>r`<dt class="secondary">${this.t(h)}</dt>
<dd>${q}</dd>`;return r`<dl>
${e?d("card_last_press",this.moment(t,e)):s}
${i?d("card_motion",this.motion(t,i)):s}
${o?d("card_recording",this.t(o.state==="on"?"card_recording_on":"card_recording_off")):s}
</dl>`}moment(t,e){return e.state==="unavailable"?this.t("card_unavailable"):e.state==="unknown"?this.t("card_never"):`${k(t,e.state)}, ${H(t,e.state)}`}motion(t,e){return W.includes(e.state)?this.t("card_unavailable"):e.state==="on"?this.t("card_motion_now"):this.t("card_motion_none",{when:k(t,e.last_changed)})}saver(){let{clip:t,hass:e}=this;return r`
<div class="row">
<button type="button" class="primary" ?disabled=${this.saving} @click=${this.save}>
${this.t(this.saving?"card_saving":"card_save_minute")}
</button>
<span role="status">${t?this.t("card_saved"):s}</span>
</div>
${this.error?r`<p class="note error" role="alert">${this.error}</p>`:s}
${t?r`${this.player.note()}<ring-watch-player
.hass=${e}
.of=${t.clip_id}
.from=${D(t.requested,t.gaps)}
.look=${async()=>(await F(e,t.clip_id)).url}
.label=${this.t("card_saved")}
></ring-watch-player>`:s}
${t?.gaps.length?r`<p class="note">
${this.t("card_partial",{missing:N(z(t.gaps))})}
</p>`:s}
`}};a([$()],w.prototype,"doorbell",2),a([n()],w.prototype,"saving",2),a([n()],w.prototype,"clip",2),a([n()],w.prototype,"error",2);m("ring-watch-doorbell",w);var x=class extends v{constructor(){super(...arguments);this.path=""}static{this.styles=[f,u`
img {
width: 100%;
max-height: 120px;
object-fit: cover;
border-radius: 8px;
}
`]}willUpdate(t){t.has("path")&&this.sign()}async sign(){let{hass:t,path:e}=this;if(this.url=void 0,!t||!e)return;let i=await I(t,e).catch(()=>{});e===this.path&&(this.url=i?.path)}render(){return this.url?r`<img src=${this.url} alt="" @error=${()=>this.url=void 0} />`:s}};a([$()],x.prototype,"path",2),a([n()],x.prototype,"url",2);m("ring-watch-picture",x);var l=class extends v{constructor(){super();this.open="";this.asking=!1;this.opened=new Set;this.failures=new Map;this.declining=new Set;this.reading=new P(()=>this.read());this.reviews=new _(this,()=>import("./ring-watch-review-6NH5JSDB.js"));new g(this),new A(this,{heard:()=>{this.reading.ask()},failed:t=>this.error=p(this.hass,t)})}static{this.styles=[f,u`
li {
padding: 16px 0;
border-top: 1px solid var(--divider-color);
}
li:first-child {
border-top: 0;
padding-top: 0;
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
`]}async read(){let{hass:t,open:e}=this;if(t)try{let i=await K(t),o;e&&!i.some(d=>d.request_id===e)&&await T(t,e).then(({request:d})=>i.push(d),d=>o=p(t,d)),this.requests=Q(this.requests??[],i,this.opened),this.absence=o,this.error=void 0}catch(i){this.error=p(t,i)}}willUpdate(t){t.has("open")&&(this.open&&this.toggle(this.open,!0),this.requests&&this.reading.ask())}toggle(t,e){let i=new Set(this.opened);e&&this.reviews.load(),e?i.add(t):i.delete(t),this.opened=i}async review(t){this.toggle(t,!0),await this.focusOn(`#review-${t}`)}async focusOn(t){await this.updateComplete,this.renderRoot.querySelector(t)?.focus({preventScroll:!0})}async done(t){this.toggle(t,!1),this.open===t&&(this.open="",this.fire("open-done")),await this.reading.ask(),await this.focusOn("#waiting")}async decline(t){if(!this.hass||this.declining.has(t))return;this.declining=new Set(this.declining).add(t);let e=new Map(this.failures);e.delete(t);try{await O(this.hass,t),await this.done(t)}catch(i){e.set(t,p(this.hass,i))}finally{let i=new Set(this.declining);i.delete(t),this.declining=i,this.failures=e}}render(){let{hass:t,requests:e}=this;if(!t)return s;if(!t.user?.is_admin)return r`<p>${this.t("card_admins_only")}</p>`;let i=e?.filter(J).length??0;return r`
${[this.error,this.absence].map(o=>o?r`<p class="note error" role="alert">${o}</p>`:s)}
<p id="waiting" class="secondary" role="status" tabindex="-1">
${e?this.t(i?"card_waiting":"card_none_waiting",{count:i}):this.error?s:this.t("card_loading")}
</p>
<ul>
${E(e??[],o=>o.request_id,o=>this.request(t,o))}
</ul>
`}request(t,e){let i=e.request_id,o=this.opened.has(i),d=this.failures.get(i),h=q=>{q.stopPropagation(),this.done(i)};return r`<li class="stack">
<div class="about ${e.picture?"pictured":""}">
<div class="words">
<h3 class="typed" id="who-${i}">${Y(t,e)}</h3>
${Z(t,e)}
</div>
${e.picture&&!o?r`<ring-watch-picture .hass=${t} .path=${e.picture}></ring-watch-picture>`:s}
</div>
${d?r`<p class="note error" role="alert">${d}</p>`:s}
${o?r`${this.reviews.note()}<ring-watch-review
.hass=${t}
id="review-${i}"
tabindex="-1"
.requestId=${i}
.asking=${this.asking&&this.open===i}
@review-done=${h}
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
?disabled=${this.declining.has(i)}
@click=${()=>this.decline(i)}
>
${this.t("card_decline")}
</button>
</div>`}
</li>`}};a([$()],l.prototype,"open",2),a([$({type:Boolean})],l.prototype,"asking",2),a([n()],l.prototype,"requests",2),a([n()],l.prototype,"opened",2),a([n()],l.prototype,"error",2),a([n()],l.prototype,"absence",2),a([n()],l.prototype,"failures",2),a([n()],l.prototype,"declining",2);m("ring-watch-requests",l);var y=class extends v{constructor(){super();this.links=new Map;this.reading=new P(()=>this.read());new g(this),new A(this,{heard:t=>{(!t?.request_id||t.share_id)&&this.reading.ask()},failed:t=>this.error=p(this.hass,t)})}static{this.styles=[f,u`
li {
padding: 12px 0;
border-top: 1px solid var(--divider-color);
}
li:first-child {
border-top: 0;
padding-top: 0;
}
`]}async read(){if(this.hass)try{this.shares=(await j(this.hass)).shares,this.error=void 0}catch(t){this.error=p(this.hass,t)}}async act(t,e){if(!(!this.hass||this.busy)){this.busy=t.share_id;try{await e(this.hass),await this.reading.ask()}catch(i){this.error=p(this.hass,i)}finally{this.busy=this.asked=void 0}}}takeBack(t){this.act(t,e=>L(e,t.share_id)).then(()=>this.focusOn("#live"))}renew(t){this.act(t,async e=>{let i=await U(e,t.share_id);this.links=new Map(this.links).set(t.share_id,i)})}async ask(t){this.asked=t.share_id,await this.focusOn("#sure")}async focusOn(t){await this.updateComplete,this.renderRoot.querySelector(t)?.focus()}render(){let{hass:t,shares:e}=this;return t?t.user?.is_admin?r`
${this.error?r`<p class="note error" role="alert">${this.error}</p>`:s}
<p id="live" class="secondary" role="status" tabindex="-1">
${e?this.t(e.length?"card_live":"card_no_shares",{count:e.length}):this.error?s:this.t("card_loading")}
</p>
<ul>
${E(e??[],i=>i.share_id,i=>this.share(t,i))}
</ul>
`:r`<p>${this.t("card_admins_only")}</p>`:s}share(t,e){let i=e.share_id,o=this.links.get(i);return r`<li class="stack">
<div>
<h3 class="typed" id="to-${i}">${this.recipient(e)}</h3>
<p>${e.doorbells.map(d=>d.name).join(", ")}, ${V(t,e)}</p>
<p class="secondary">
${this.t("card_opened",{used:e.claims_used,claims:e.claims})}
${this.t("card_sent",{size:G(t,e.bytes_sent)})}
<span title=${H(t,e.expires)}>
${this.t("card_ends",{when:k(t,e.expires)})}
</span>
${e.passphrase?this.t("card_has_passphrase"):s}
</p>
</div>
${e.suspended?this.suspended(e):s}
${o?r`<ring-watch-link
.hass=${t}
.url=${o.url}
.reach=${o.reach}
></ring-watch-link>`:s}
${this.asked===i?this.sure(e):this.buttons(e)}
</li>`}recipient(t){return X(t.requester||t.name)||this.t("card_no_recipient")}suspended(t){return r`<div class="note stack">
<p>${this.t("card_suspended")}</p>
<div class="row">
<button
type="button"
?disabled=${!!this.busy}
@click=${()=>this.act(t,e=>B(e,[t.share_id]))}
>
${this.t("card_use_again")}
</button>
</div>
</div>`}buttons(t){return r`<div class="row">
<button
type="button"
class="danger"
aria-describedby="to-${t.share_id}"
?disabled=${!!this.busy}
@click=${()=>this.ask(t)}
>
${this.t("card_take_back")}
</button>
<button
type="button"
aria-describedby="to-${t.share_id}"
?disabled=${!!this.busy}
@click=${()=>this.renew(t)}
>
${this.t("card_new_link")}
</button>
</div>`}sure(t){return r`<div class="note error stack">
<p>${this.t("card_take_back_sure")}</p>
<div class="row">
<button
id="sure"
type="button"
class="danger"
?disabled=${!!this.busy}
@click=${()=>this.takeBack(t)}
>
${this.t("card_take_back")}
</button>
<button type="button" ?disabled=${!!this.busy} @click=${()=>this.asked=void 0}>
${this.t("card_keep")}
</button>
</div>
</div>`}};a([n()],y.prototype,"shares",2),a([n()],y.prototype,"error",2),a([n()],y.prototype,"asked",2),a([n()],y.prototype,"busy",2),a([n()],y.prototype,"links",2);m("ring-watch-shares",y);export{_ as a};
