import{a as q}from"./ring-watch-chunk-3U4YAJI7.js";import{A as S,B as D,F as L,G as z,a as A,b as M,c as F,h as C,i as T,j as N,k as j,l as I,n as O,q as B,r as c,u as x,w as U,x as b,z as V}from"./ring-watch-chunk-V6NGUK5Y.js";import{a as o,b as m,c as r,e as s,h as _,i as n,o as H,p as P,t as f,u as v,v as g}from"./ring-watch-chunk-MHUJW2LF.js";var y=class{constructor(d){this.host=d;d.addController(this)}hostConnected(){this.timer=setInterval(()=>this.host.requestUpdate(),3e4)}hostDisconnected(){clearInterval(this.timer)}};var G="ha-camera-stream",R=["unavailable","unknown"],w=class extends g{constructor(){super();this.doorbell="";this.saving=!1;new y(this),customElements.whenDefined(G).then(()=>this.requestUpdate())}static{this.styles=[v,m`
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
`]}differ(t,e){if(!t||!e||super.differ(t,e))return!0;if(t.states===e.states)return!1;let[i,a]=[t,e].map(u=>H(u,this.doorbell));return["camera","ring","motion","recording"].some(u=>i[u]!==a[u])}async save(){let{hass:t,doorbell:e}=this;if(!(!t||this.saving)){this.saving=!0,import("./ring-watch-player-ESL7TEXM.js").catch(()=>this.error=this.t("card_error_reload")),this.error=this.clip=void 0;try{let{response:i}=await t.callService("ring_watch","gather_clip",{devices:[e],last:"00:01:00"},void 0,!1,!0);this.clip=i.clips[0]?.clip_id}catch(i){this.error=c(t,i)}finally{this.saving=!1}}}render(){let{hass:t}=this;if(!t)return s;let e=H(t,this.doorbell);return!e.camera&&!e.ring?r`<p class="note">${this.t("card_no_doorbell")}</p>`:r`<div class="stack">
${this.picture(e)} ${this.facts(t,e)}
${t.user?.is_admin?this.saver():s}
</div>`}picture({camera:t}){let e=P(this.hass,this.doorbell);if(!t)return s;if(R.includes(t.state))return r`<div class="picture"><p>${this.t("card_no_picture")}</p></div>`;if(customElements.get(G))return r`<div class="picture">
<ha-camera-stream
.hass=${this.hass}
.stateObj=${t}
.controls=${!1}
.muted=${!0}
aria-label=${e}
></ha-camera-stream>
</div>`;let i=t.attributes.entity_picture;return r`<div class="picture">
${typeof i=="string"?r`<img src="${i}&t=${Math.floor(Date.now()/3e4)}" alt=${e} />`:r`<p>${this.t("card_no_picture")}</p>`}
</div>`}facts(t,{ring:e,motion:i,recording:a}){let l=(u,E)=>r`<dt class="secondary">${this.t(u)}</dt>
<dd>${E}</dd>`;return r`<dl>
${e?l("card_last_press",this.moment(t,e)):s}
${i?l("card_motion",this.motion(t,i)):s}
${a?l("card_recording",this.t(a.state==="on"?"card_recording_on":"card_recording_off")):s}
</dl>`}moment(t,e){return e.state==="unavailable"?this.t("card_unavailable"):e.state==="unknown"?this.t("card_never"):`${b(t,e.state)}, ${x(t,e.state)}`}motion(t,e){return R.includes(e.state)?this.t("card_unavailable"):e.state==="on"?this.t("card_motion_now"):this.t("card_motion_none",{when:b(t,e.last_changed)})}saver(){let{clip:t,hass:e}=this;return r`
<div class="row">
<button type="button" class="primary" ?disabled=${this.saving} @click=${this.save}>
${this.t(this.saving?"card_saving":"card_save_minute")}
</button>
<span role="status">${t?this.t("card_saved"):s}</span>
</div>
${this.error?r`<p class="note error" role="alert">${this.error}</p>`:s}
${t?r`<ring-watch-player
.hass=${e}
.of=${t}
.look=${async()=>(await O(e,t)).url}
.label=${this.t("card_saved")}
></ring-watch-player>`:s}
`}};o([_()],w.prototype,"doorbell",2),o([n()],w.prototype,"saving",2),o([n()],w.prototype,"clip",2),o([n()],w.prototype,"error",2);f("ring-watch-doorbell",w);var k=class extends g{constructor(){super(...arguments);this.path=""}static{this.styles=[v,m`
img {
width: 100%;
max-height: 120px;
object-fit: cover;
border-radius: 8px;
}
`]}willUpdate(t){t.has("path")&&this.sign()}async sign(){let{hass:t,path:e}=this;if(this.url=void 0,!t||!e)return;let i=await B(t,e).catch(()=>{});e===this.path&&(this.url=i?.path)}render(){return this.url?r`<img src=${this.url} alt="" @error=${()=>this.url=void 0} />`:s}};o([_()],k.prototype,"path",2),o([n()],k.prototype,"url",2);f("ring-watch-picture",k);function Q(p){let{state:d,share_id:t}=p;return A.includes(d)||d==="approved"&&!t}async function J(p,d){let t=[],e=null;do{let i=await M(p,{states:[...A,"approved"],limit:200,...e?{cursor:e}:{}});t.push(...i.requests.filter(Q)),{cursor:e}=i}while(e);return d&&!t.some(i=>i.request_id===d)&&t.push((await F(p,d)).request),t}function K(p,d,t){let e=new Map(d.map(a=>[a.request_id,a])),i=p.filter(a=>t.has(a.request_id)&&!e.has(a.request_id));return[...d,...i].sort((a,l)=>Date.parse(a.received)-Date.parse(l.received)||(a.request_id<l.request_id?-1:1))}var h=class extends g{constructor(){super();this.open="";this.asking=!1;this.opened=new Set;this.failures=new Map;this.declining=new Set;this.stale=!1;new y(this),new S(this,{heard:()=>{this.read()},failed:t=>this.error=c(this.hass,t)})}static{this.styles=[v,m`
li {
padding: 16px 0;
border-top: 1px solid var(--divider-color);
}
li:first-child {
border-top: 0;
padding-top: 0;
}
.about {
display: grid;
grid-template-columns: minmax(0, 1fr);
gap: 12px;
}
@container (min-width: 420px) {
.about.pictured {
grid-template-columns: minmax(0, 1fr) 160px;
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
`]}async read(){this.stale=!0,this.reading??=(async()=>{for(;this.stale&&this.hass;){this.stale=!1;try{let t=await J(this.hass,this.open);this.requests=K(this.requests??[],t,this.opened),this.error=void 0}catch(t){this.error=c(this.hass,t)}}})().finally(()=>this.reading=void 0),await this.reading}willUpdate(t){!t.has("open")||!this.open||(this.toggle(this.open,!0),this.requests&&this.read())}load(){import("./ring-watch-review-G6WWLFHO.js").catch(()=>this.error=this.t("card_error_reload"))}toggle(t,e){let i=new Set(this.opened);e&&this.load(),e?i.add(t):i.delete(t),this.opened=i}async done(t){this.toggle(t,!1),this.open===t&&(this.open=""),await this.read(),await this.updateComplete,this.renderRoot.querySelector("#waiting")?.focus()}async decline(t){if(!this.hass||this.declining.has(t))return;this.declining=new Set(this.declining).add(t);let e=new Map(this.failures);e.delete(t);try{await C(this.hass,t),await this.done(t)}catch(i){e.set(t,c(this.hass,i))}finally{let i=new Set(this.declining);i.delete(t),this.declining=i,this.failures=e}}render(){let{hass:t,requests:e}=this;if(!t)return s;if(!t.user?.is_admin)return r`<p>${this.t("card_admins_only")}</p>`;let i=e?.length??0;return r`
${this.error?r`<p class="note error" role="alert">${this.error}</p>`:s}
<p id="waiting" class="secondary" role="status" tabindex="-1">
${e?this.t(i?"card_waiting":"card_none_waiting",{count:i}):this.error?s:this.t("card_loading")}
</p>
<ul>
${q(e??[],a=>a.request_id,a=>this.request(t,a))}
</ul>
`}request(t,e){let i=e.request_id,a=this.opened.has(i),l=this.failures.get(i),u=E=>{E.stopPropagation(),this.done(i)};return r`<li class="stack">
<div class="about ${e.picture?"pictured":""}">
<div class="words">
<h2 class="typed" id="who-${i}">${L(t,e)}</h2>
${z(t,e)}
</div>
${e.picture&&!a?r`<ring-watch-picture .hass=${t} .path=${e.picture}></ring-watch-picture>`:s}
</div>
${l?r`<p class="note error" role="alert">${l}</p>`:s}
${a?r`<ring-watch-review
.hass=${t}
.requestId=${i}
.asking=${this.asking&&this.open===i}
@review-done=${u}
></ring-watch-review>`:r`<div class="row">
<button
type="button"
class="primary"
aria-describedby="who-${i}"
@click=${()=>this.toggle(i,!0)}
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
</li>`}};o([_()],h.prototype,"open",2),o([_({type:Boolean})],h.prototype,"asking",2),o([n()],h.prototype,"requests",2),o([n()],h.prototype,"opened",2),o([n()],h.prototype,"error",2),o([n()],h.prototype,"failures",2),o([n()],h.prototype,"declining",2);f("ring-watch-requests",h);var $=class extends g{constructor(){super();this.links=new Map;this.reads=0;new y(this),new S(this,{heard:t=>{(!t||t.share_id||["suspended","confirmed"].includes(t.type))&&this.read()},failed:t=>this.error=c(this.hass,t)})}static{this.styles=[v,m`
li {
padding: 12px 0;
border-top: 1px solid var(--divider-color);
}
li:first-child {
border-top: 0;
padding-top: 0;
}
`]}async read(){if(!this.hass)return;let t=++this.reads;try{let{shares:e}=await T(this.hass);if(t!==this.reads)return;this.shares=e,this.error=void 0}catch(e){t===this.reads&&(this.error=c(this.hass,e))}}async act(t,e){if(!(!this.hass||this.busy)){this.busy=t.share_id;try{await e(this.hass),await this.read()}catch(i){this.error=c(this.hass,i)}finally{this.busy=this.asked=void 0}}}takeBack(t){this.act(t,e=>N(e,t.share_id)).then(()=>this.focusOn("#live"))}renew(t){this.act(t,async e=>{let{url:i}=await j(e,t.share_id);this.links=new Map(this.links).set(t.share_id,i)})}async ask(t){this.asked=t.share_id,await this.focusOn("#sure")}async focusOn(t){await this.updateComplete,this.renderRoot.querySelector(t)?.focus()}render(){let{hass:t,shares:e}=this;return t?t.user?.is_admin?r`
${this.error?r`<p class="note error" role="alert">${this.error}</p>`:s}
<p id="live" class="secondary" role="status" tabindex="-1">
${e?this.t(e.length?"card_live":"card_no_shares",{count:e.length}):this.error?s:this.t("card_loading")}
</p>
<ul>
${q(e??[],i=>i.share_id,i=>this.share(t,i))}
</ul>
`:r`<p>${this.t("card_admins_only")}</p>`:s}share(t,e){let i=e.share_id,a=this.links.get(i);return r`<li class="stack">
<div>
<h3 class="typed" id="to-${i}">${this.recipient(e)}</h3>
<p>${e.doorbells.map(l=>l.name).join(", ")}, ${U(t,e)}</p>
<p class="secondary">
${this.t("card_opened",{used:e.claims_used,claims:e.claims})}
${this.t("card_sent",{size:V(t,e.bytes_sent)})}
<span title=${x(t,e.expires)}>
${this.t("card_ends",{when:b(t,e.expires)})}
</span>
${e.passphrase?this.t("card_has_passphrase"):s}
</p>
</div>
${e.suspended?this.suspended(e):s}
${a?r`<ring-watch-link .hass=${t} .url=${a}></ring-watch-link>`:s}
${this.asked===i?this.sure(e):this.buttons(e)}
</li>`}recipient(t){return D(t.requester||t.name)||this.t("card_no_name")}suspended(t){return r`<div class="note stack">
<p>${this.t("card_suspended")}</p>
<div class="row">
<button
type="button"
?disabled=${!!this.busy}
@click=${()=>this.act(t,e=>I(e,[t.share_id]))}
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
</div>`}};o([n()],$.prototype,"shares",2),o([n()],$.prototype,"error",2),o([n()],$.prototype,"asked",2),o([n()],$.prototype,"busy",2),o([n()],$.prototype,"links",2);f("ring-watch-shares",$);export{J as a};
