import{D as st,E as at,a as F,b as z,c as Q,h as Y,i as J,j as K,k as X,l as Z,n as W,o as tt,p as $,s as M,u as et,v as q,x as it,y as B,z as rt}from"./ring-watch-chunk-CML75C2Y.js";import{e as R,f as G,g as k}from"./ring-watch-chunk-NJDAWRC6.js";import{a as c,b as y,c as n,d as j,e as d,f as O,h as T,i as m,n as w,o as b}from"./ring-watch-chunk-AHGIKGB5.js";var x=class{constructor(a){this.host=a;a.addController(this)}hostConnected(){this.timer=setInterval(()=>this.host.requestUpdate(),3e4)}hostDisconnected(){clearInterval(this.timer)}};var ot="ha-camera-stream",nt=["unavailable","unknown"],P=class extends k{constructor(){super();this.doorbell="";this.saving=!1;new x(this),customElements.whenDefined(ot).then(()=>this.requestUpdate())}static{this.styles=[b,y`
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
`]}differ(t,e){if(!t||!e||super.differ(t,e))return!0;if(t.states===e.states)return!1;let[i,s]=[t,e].map(l=>R(l,this.doorbell));return["camera","ring","motion","recording"].some(l=>i[l]!==s[l])}async save(){let{hass:t,doorbell:e}=this;if(!(!t||this.saving)){this.saving=!0,import("./ring-watch-player-24AKV2SQ.js").catch(()=>this.error=this.t("card_error_reload")),this.error=this.clip=void 0;try{let{response:i}=await t.callService("ring_watch","gather_clip",{devices:[e],last:"00:01:00"},void 0,!1,!0);this.clip=i.clips[0]?.clip_id}catch(i){this.error=$(t,i)}finally{this.saving=!1}}}render(){let{hass:t}=this;if(!t)return d;let e=R(t,this.doorbell);return!e.camera&&!e.ring?n`<p class="note">${this.t("card_no_doorbell")}</p>`:n`<div class="stack">
${this.picture(e)} ${this.facts(t,e)}
${t.user?.is_admin?this.saver():d}
</div>`}picture({camera:t}){let e=G(this.hass,this.doorbell);if(!t)return d;if(nt.includes(t.state))return n`<div class="picture"><p>${this.t("card_no_picture")}</p></div>`;if(customElements.get(ot))return n`<div class="picture">
<ha-camera-stream
.hass=${this.hass}
.stateObj=${t}
.controls=${!1}
.muted=${!0}
aria-label=${e}
></ha-camera-stream>
</div>`;let i=t.attributes.entity_picture;return n`<div class="picture">
${typeof i=="string"?n`<img src="${i}&t=${Math.floor(Date.now()/3e4)}" alt=${e} />`:n`<p>${this.t("card_no_picture")}</p>`}
</div>`}facts(t,{ring:e,motion:i,recording:s}){let o=(l,p)=>n`<dt class="secondary">${this.t(l)}</dt>
<dd>${p}</dd>`;return n`<dl>
${e?o("card_last_press",this.moment(t,e)):d}
${i?o("card_motion",this.motion(t,i)):d}
${s?o("card_recording",this.t(s.state==="on"?"card_recording_on":"card_recording_off")):d}
</dl>`}moment(t,e){return e.state==="unavailable"?this.t("card_unavailable"):e.state==="unknown"?this.t("card_never"):`${q(t,e.state)}, ${M(t,e.state)}`}motion(t,e){return nt.includes(e.state)?this.t("card_unavailable"):e.state==="on"?this.t("card_motion_now"):this.t("card_motion_none",{when:q(t,e.last_changed)})}saver(){let{clip:t,hass:e}=this;return n`
<div class="row">
<button type="button" class="primary" ?disabled=${this.saving} @click=${this.save}>
${this.t(this.saving?"card_saving":"card_save_minute")}
</button>
<span role="status">${t?this.t("card_saved"):d}</span>
</div>
${this.error?n`<p class="note error" role="alert">${this.error}</p>`:d}
${t?n`<ring-watch-player
.hass=${e}
.of=${t}
.look=${async()=>(await W(e,t)).url}
.label=${this.t("card_saved")}
></ring-watch-player>`:d}
`}};c([T()],P.prototype,"doorbell",2),c([m()],P.prototype,"saving",2),c([m()],P.prototype,"clip",2),c([m()],P.prototype,"error",2);w("ring-watch-doorbell",P);var C=class extends k{constructor(){super(...arguments);this.path=""}static{this.styles=[b,y`
img {
width: 100%;
max-height: 120px;
object-fit: cover;
border-radius: 8px;
}
`]}willUpdate(t){t.has("path")&&this.sign()}async sign(){let{hass:t,path:e}=this;if(this.url=void 0,!t||!e)return;let i=await tt(t,e).catch(()=>{});e===this.path&&(this.url=i?.path)}render(){return this.url?n`<img src=${this.url} alt="" @error=${()=>this.url=void 0} />`:d}};c([T()],C.prototype,"path",2),c([m()],C.prototype,"url",2);w("ring-watch-picture",C);var dt={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},lt=r=>(...a)=>({_$litDirective$:r,values:a}),D=class{constructor(a){}get _$AU(){return this._$AM._$AU}_$AT(a,t,e){this._$Ct=a,this._$AM=t,this._$Ci=e}_$AS(a,t){return this.update(a,t)}update(a,t){return this.render(...t)}};var{I:$t}=O,pt=r=>r;var ct=()=>document.createComment(""),S=(r,a,t)=>{let e=r._$AA.parentNode,i=a===void 0?r._$AB:a._$AA;if(t===void 0){let s=e.insertBefore(ct(),i),o=e.insertBefore(ct(),i);t=new $t(s,o,r,r.options)}else{let s=t._$AB.nextSibling,o=t._$AM,l=o!==r;if(l){let p;t._$AQ?.(r),t._$AM=r,t._$AP!==void 0&&(p=r._$AU)!==o._$AU&&t._$AP(p)}if(s!==i||l){let p=t._$AA;for(;p!==s;){let H=pt(p).nextSibling;pt(e).insertBefore(p,i),p=H}}}return t},A=(r,a,t=r)=>(r._$AI(a,t),r),gt={},ht=(r,a=gt)=>r._$AH=a,ut=r=>r._$AH,I=r=>{r._$AR(),r._$AA.remove()};var mt=(r,a,t)=>{let e=new Map;for(let i=a;i<=t;i++)e.set(r[i],i);return e},V=lt(class extends D{constructor(r){if(super(r),r.type!==dt.CHILD)throw Error("repeat() can only be used in text expressions")}dt(r,a,t){let e;t===void 0?t=a:a!==void 0&&(e=a);let i=[],s=[],o=0;for(let l of r)i[o]=e?e(l,o):o,s[o]=t(l,o),o++;return{values:s,keys:i}}render(r,a,t){return this.dt(r,a,t).values}update(r,[a,t,e]){let i=ut(r),{values:s,keys:o}=this.dt(a,t,e);if(!Array.isArray(i))return this.ut=o,s;let l=this.ut??=[],p=[],H,L,h=0,f=i.length-1,u=0,v=s.length-1;for(;h<=f&&u<=v;)if(i[h]===null)h++;else if(i[f]===null)f--;else if(l[h]===o[u])p[u]=A(i[h],s[u]),h++,u++;else if(l[f]===o[v])p[v]=A(i[f],s[v]),f--,v--;else if(l[h]===o[v])p[v]=A(i[h],s[v]),S(r,p[v+1],i[h]),h++,v--;else if(l[f]===o[u])p[u]=A(i[f],s[u]),S(r,i[h],i[f]),f--,u++;else if(H===void 0&&(H=mt(o,u,v),L=mt(l,h,f)),H.has(l[h]))if(H.has(l[f])){let _=L.get(o[u]),N=_!==void 0?i[_]:null;if(N===null){let U=S(r,i[h]);A(U,s[u]),p[u]=U}else p[u]=A(N,s[u]),S(r,i[h],N),i[_]=null;u++}else I(i[f]),f--;else I(i[h]),h++;for(;u<=v;){let _=S(r,p[v+1]);A(_,s[u]),p[u++]=_}for(;h<=f;){let _=i[h++];_!==null&&I(_)}return this.ut=o,ht(r,p),j}});function _t(r){let{state:a,share_id:t}=r;return F.includes(a)||a==="approved"&&!t}async function ft(r,a){let t=[],e=null;do{let i=await z(r,{states:[...F,"approved"],limit:200,...e?{cursor:e}:{}});t.push(...i.requests.filter(_t)),{cursor:e}=i}while(e);return a&&!t.some(i=>i.request_id===a)&&t.push((await Q(r,a)).request),t}function vt(r,a,t){let e=new Map(a.map(s=>[s.request_id,s])),i=r.filter(s=>t.has(s.request_id)&&!e.has(s.request_id));return[...a,...i].sort((s,o)=>Date.parse(s.received)-Date.parse(o.received)||(s.request_id<o.request_id?-1:1))}var g=class extends k{constructor(){super();this.open="";this.asking=!1;this.opened=new Set;this.failures=new Map;this.declining=new Set;this.stale=!1;new x(this),new B(this,{heard:()=>{this.read()},failed:t=>this.error=$(this.hass,t)})}static{this.styles=[b,y`
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
`]}async read(){this.stale=!0,this.reading??=(async()=>{for(;this.stale&&this.hass;){this.stale=!1;try{let t=await ft(this.hass,this.open);this.requests=vt(this.requests??[],t,this.opened),this.error=void 0}catch(t){this.error=$(this.hass,t)}}})().finally(()=>this.reading=void 0),await this.reading}willUpdate(t){!t.has("open")||!this.open||(this.toggle(this.open,!0),this.requests&&this.read())}load(){import("./ring-watch-review-LCPK7HY4.js").catch(()=>this.error=this.t("card_error_reload"))}toggle(t,e){let i=new Set(this.opened);e&&this.load(),e?i.add(t):i.delete(t),this.opened=i}async done(t){this.toggle(t,!1),this.open===t&&(this.open=""),await this.read(),await this.updateComplete,this.renderRoot.querySelector("#waiting")?.focus()}async decline(t){if(!this.hass||this.declining.has(t))return;this.declining=new Set(this.declining).add(t);let e=new Map(this.failures);e.delete(t);try{await Y(this.hass,t),await this.done(t)}catch(i){e.set(t,$(this.hass,i))}finally{let i=new Set(this.declining);i.delete(t),this.declining=i,this.failures=e}}render(){let{hass:t,requests:e}=this;if(!t)return d;if(!t.user?.is_admin)return n`<p>${this.t("card_admins_only")}</p>`;let i=e?.length??0;return n`
${this.error?n`<p class="note error" role="alert">${this.error}</p>`:d}
<p id="waiting" class="secondary" role="status" tabindex="-1">
${e?this.t(i?"card_waiting":"card_none_waiting",{count:i}):this.error?d:this.t("card_loading")}
</p>
<ul>
${V(e??[],s=>s.request_id,s=>this.request(t,s))}
</ul>
`}request(t,e){let i=e.request_id,s=this.opened.has(i),o=this.failures.get(i),l=p=>{p.stopPropagation(),this.done(i)};return n`<li class="stack">
<div class="about ${e.picture?"pictured":""}">
<div class="words">
<h2 class="typed" id="who-${i}">${st(t,e)}</h2>
${at(t,e)}
</div>
${e.picture&&!s?n`<ring-watch-picture .hass=${t} .path=${e.picture}></ring-watch-picture>`:d}
</div>
${o?n`<p class="note error" role="alert">${o}</p>`:d}
${s?n`<ring-watch-review
.hass=${t}
.requestId=${i}
.asking=${this.asking&&this.open===i}
@review-done=${l}
></ring-watch-review>`:n`<div class="row">
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
</li>`}};c([T()],g.prototype,"open",2),c([T({type:Boolean})],g.prototype,"asking",2),c([m()],g.prototype,"requests",2),c([m()],g.prototype,"opened",2),c([m()],g.prototype,"error",2),c([m()],g.prototype,"failures",2),c([m()],g.prototype,"declining",2);w("ring-watch-requests",g);var E=class extends k{constructor(){super();this.links=new Map;this.reads=0;new x(this),new B(this,{heard:t=>{(!t||t.share_id||["suspended","confirmed"].includes(t.type))&&this.read()},failed:t=>this.error=$(this.hass,t)})}static{this.styles=[b,y`
li {
padding: 12px 0;
border-top: 1px solid var(--divider-color);
}
li:first-child {
border-top: 0;
padding-top: 0;
}
`]}async read(){if(!this.hass)return;let t=++this.reads;try{let{shares:e}=await J(this.hass);if(t!==this.reads)return;this.shares=e,this.error=void 0}catch(e){t===this.reads&&(this.error=$(this.hass,e))}}async act(t,e){if(!(!this.hass||this.busy)){this.busy=t.share_id;try{await e(this.hass),await this.read()}catch(i){this.error=$(this.hass,i)}finally{this.busy=this.asked=void 0}}}takeBack(t){this.act(t,e=>K(e,t.share_id)).then(()=>this.focusOn("#live"))}renew(t){this.act(t,async e=>{let{url:i}=await X(e,t.share_id);this.links=new Map(this.links).set(t.share_id,i)})}async ask(t){this.asked=t.share_id,await this.focusOn("#sure")}async focusOn(t){await this.updateComplete,this.renderRoot.querySelector(t)?.focus()}render(){let{hass:t,shares:e}=this;return t?t.user?.is_admin?n`
${this.error?n`<p class="note error" role="alert">${this.error}</p>`:d}
<p id="live" class="secondary" role="status" tabindex="-1">
${e?this.t(e.length?"card_live":"card_no_shares",{count:e.length}):this.error?d:this.t("card_loading")}
</p>
<ul>
${V(e??[],i=>i.share_id,i=>this.share(t,i))}
</ul>
`:n`<p>${this.t("card_admins_only")}</p>`:d}share(t,e){let i=e.share_id,s=this.links.get(i);return n`<li class="stack">
<div>
<h3 class="typed" id="to-${i}">${this.recipient(e)}</h3>
<p>${e.doorbells.map(o=>o.name).join(", ")}, ${et(t,e)}</p>
<p class="secondary">
${this.t("card_opened",{used:e.claims_used,claims:e.claims})}
${this.t("card_sent",{size:it(t,e.bytes_sent)})}
<span title=${M(t,e.expires)}>
${this.t("card_ends",{when:q(t,e.expires)})}
</span>
${e.passphrase?this.t("card_has_passphrase"):d}
</p>
</div>
${e.suspended?this.suspended(e):d}
${s?n`<ring-watch-link .hass=${t} .url=${s}></ring-watch-link>`:d}
${this.asked===i?this.sure(e):this.buttons(e)}
</li>`}recipient(t){return rt(t.requester||t.name)||this.t("card_no_name")}suspended(t){return n`<div class="note stack">
<p>${this.t("card_suspended")}</p>
<div class="row">
<button
type="button"
?disabled=${!!this.busy}
@click=${()=>this.act(t,e=>Z(e,[t.share_id]))}
>
${this.t("card_use_again")}
</button>
</div>
</div>`}buttons(t){return n`<div class="row">
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
</div>`}sure(t){return n`<div class="note error stack">
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
</div>`}};c([m()],E.prototype,"shares",2),c([m()],E.prototype,"error",2),c([m()],E.prototype,"asked",2),c([m()],E.prototype,"busy",2),c([m()],E.prototype,"links",2);w("ring-watch-shares",E);export{ft as a};
