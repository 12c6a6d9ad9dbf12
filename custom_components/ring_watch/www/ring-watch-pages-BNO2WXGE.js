import{a as je}from"./ring-watch-chunk-YY6DN636.js";import{b as Re,d as Fe,e as L,m as de,n as _e,o as Xe,q as Ye,r as le,s as Je}from"./ring-watch-chunk-RNVVXYLC.js";import{b as Ie,c as Le,j as oe,k as Ke,q as w,t as ne}from"./ring-watch-chunk-BGG72NQJ.js";import"./ring-watch-chunk-W72E2VT2.js";import{b as U,c as V,p as ve,q as ie,s as Ge}from"./ring-watch-chunk-5TM5LHW4.js";import{c as P,d as Be,f as Ue,g as z,h as K,i as R,n as Ve,o as ae}from"./ring-watch-chunk-ERCDFIQD.js";import{a as g,b as a,c as ge,d as l,f as De,g as m,h as p,i as v,j as u,k as re,l as Ce}from"./ring-watch-chunk-I6PT2PEK.js";import{a as n,h as He,i as Ne,j as C,k as I}from"./ring-watch-chunk-EIOITLRY.js";var be=["requests","shares","footage","requesters","zones","record","ledger","settings"],Ze="/ring-watch",j="/config/integrations/integration/ring_watch";function Qe(i){let[,r="",e="",t=""]=i.split("/"),s=be.find(o=>o===r);return s?{page:s,rest:e,looks:t==="look"}:{page:"requests",rest:"",looks:!1}}function Z(i,r=""){return`${Ze}/${i}${r&&`/${encodeURIComponent(r)}`}`}function we(i,r=!1){r?history.replaceState(null,"",i):history.pushState(null,"",i),window.dispatchEvent(new CustomEvent("location-changed",{detail:{replace:r}}))}function x(i){let r=i.currentTarget;i.button||i.ctrlKey||i.metaKey||i.shiftKey||i.altKey||(i.preventDefault(),we(r.getAttribute("href")??Ze))}function b(i,r,e={}){return i.callWS({type:`ring_watch/${r}`,...e})}async function ye(i,r,e={}){let{response:t}=await i.callService("ring_watch",r,e,void 0,!1,!0);return t}var We=(i,r,e)=>b(i,"footage/timeline",{doorbell_id:r,...e}),pe=(i,r,e,t)=>b(i,"footage/thumbnails",{doorbell_id:r,...e,count:t}),et=(i,r,e)=>b(i,"footage/look",{doorbell_id:r,time:e}),tt=i=>b(i,"clips/list"),st=(i,r)=>b(i,"clips/delete",{clip_id:r}),rt=(i,r,e,t)=>ye(i,"gather_clip",{devices:[r],...e,audio:t}),it=(i,r)=>i.callService("ring_watch","cancel_gather",{clip_id:r},void 0,!1),at=(i,r)=>i.connection.subscribeEvents(({data:e})=>r(e),"ring_watch_gather_progress"),ot=i=>b(i,"requesters/list"),nt=(i,r)=>b(i,"requesters/erase",{requester_id:r}),dt=(i,r)=>b(i,"requests/erase",{request_id:r}),lt=(i,r)=>b(i,"zones/get",{doorbell_id:r}),pt=(i,r,e)=>b(i,"zones/set",{doorbell_id:r,zones:e}),$e=["asked","approved","declined","lapsed","withdrawn","rejected","shared","revoked","minutes"],ht=i=>b(i,"record"),ct=async i=>(await ye(i,"get_record")).download,mt=(i,r,e)=>b(i,"ledger/page",e===void 0?{limit:r}:{limit:r,before:e}),ut=async(i,r)=>(await ye(i,"get_ledger",{limit:1})).download[r],ft=i=>b(i,"settings/get"),gt=(i,r)=>b(i,"settings/set",{options:r});var vt=g`
h2 {
font-size: 1.4em;
}
section > * + * {
margin-top: 12px;
}
section {
margin-bottom: 16px;
padding: 16px;
border: 1px solid var(--ha-card-border-color, var(--divider-color));
border-radius: var(--ha-card-border-radius, 12px);
background: var(--ha-card-background, var(--card-background-color, #fff));
}
a {
color: inherit;
}
label:not(.check) {
display: grid;
/* What is long, such as a doorbell's name, is cut where there is no room. */
grid-template-columns: minmax(0, max-content);
gap: 4px;
min-width: 0;
justify-items: start;
}
ul.plain > li + li {
margin-top: 12px;
padding-top: 12px;
border-top: 1px solid var(--divider-color);
}
.fields {
display: flex;
flex-wrap: wrap;
gap: 12px;
align-items: end;
}
.spread {
display: flex;
flex-wrap: wrap;
gap: 8px;
align-items: center;
justify-content: space-between;
}
.tag {
padding: 2px 10px;
border: 1px solid var(--secondary-text-color);
border-radius: 12px;
font-size: 0.9em;
white-space: nowrap;
}
code {
font-family: var(--ha-font-family-code, monospace);
overflow-wrap: anywhere;
}
.button {
display: inline-flex;
align-items: center;
min-height: 44px;
padding: 0 16px;
border: 1px solid var(--secondary-text-color);
border-radius: 22px;
color: inherit;
text-decoration: none;
}
`;var c=class extends Ce{constructor(){super(...arguments);this.failure=""}static{this.styles=[re,vt]}async attempt(e){try{let t=await e();return this.failure="",t}catch(t){this.refused(t);return}}refused(e){this.failure=ae(this.hass,e)}hear(e){new oe(this,{heard:e,failed:t=>this.refused(t)})}complaint(){return a`<p class="note error" role="alert" ?hidden=${!this.failure}>
${this.failure||l}
</p>`}};n([p()],c.prototype,"failure",2);var A=class extends c{constructor(){super(...arguments);this.label="";this.question="";this.disabled=!1;this.asking=!1}static{this.styles=[c.styles,g`
:host {
display: inline-block;
}
.question {
max-width: 60ch;
}
`]}render(){return this.asking?a`<div
class="question stack"
role="group"
aria-label=${this.label}
@keydown=${e=>e.key==="Escape"&&this.leave()}
>
<p>${this.question}</p>
<div class="row">
<button class="danger" aria-label="${this.label}: ${this.question}" @click=${this.agree}>
${this.label}
</button>
<button class="no" @click=${this.leave}>${this.t("panel_cancel")}</button>
</div>
</div>`:a`<button class="ask danger" ?disabled=${this.disabled} @click=${this.begin}>
${this.label}
</button>`}async begin(){this.asking=!0,await this.updateComplete,this.no?.focus()}async leave(){this.asking=!1,await this.updateComplete,this.ask?.focus()}agree(){this.asking=!1,this.fire("agreed")}};n([m()],A.prototype,"label",2),n([m()],A.prototype,"question",2),n([m({type:Boolean})],A.prototype,"disabled",2),n([p()],A.prototype,"asking",2),n([v(".no")],A.prototype,"no",2),n([v(".ask")],A.prototype,"ask",2);u("ring-watch-ask",A);var F=class{constructor(r,e){this.read=r;this.changed=e;this.cursor=null}get goesOn(){return this.cursor!==null}async load(){let r=Math.min(200,Math.max(20,this.requests?.length??0)),e=await this.read({limit:r});e&&this.take(e.requests,e.cursor)}async more(){let{cursor:r}=this;if(!r)return;let e=await this.read({limit:20,cursor:r});!e||r!==this.cursor||this.take([...this.requests??[],...e.requests],e.cursor)}take(r,e){this.requests=r,this.cursor=e,this.changed()}};var Q=class extends c{constructor(){super();this.requestId="";this.asking=!0;this.answered=new F(e=>this.attempt(()=>V(this.hass,{states:Ye,...e})),()=>this.requestUpdate());this.hear(()=>{this.answered.load()})}static{this.styles=[c.styles,g`
dl {
display: grid;
grid-template-columns: minmax(80px, max-content) 1fr;
gap: 4px 16px;
margin: 8px 0 12px;
}
dt {
color: var(--secondary-text-color);
}
dd {
margin: 0;
}
`]}render(){return a`<section>
<ring-watch-requests
.hass=${this.hass}
.open=${this.requestId}
.asking=${this.asking&&!!this.requestId}
@open-done=${()=>we(Z("requests"),!0)}
></ring-watch-requests>
</section>
<section>
<h2>${this.t("panel_answered")}</h2>
${this.complaint()}
${this.answered.requests?.length===0?a`<p class="secondary">${this.t("panel_answered_none")}</p>`:l}
<ul class="plain">
${this.answered.requests?.map(e=>this.row(e))}
</ul>
${this.answered.goesOn?a`<p>
<button @click=${()=>this.answered.more()}>${this.t("panel_more")}</button>
</p>`:l}
</section>`}row(e){let t=e.history.at(-1);return a`<li>
<div class="spread">
<span>
<strong class="typed">${ne(this.hass,e)}</strong>
<span class="secondary">${R(this.hass,e)}</span>
</span>
<span>${le(this.hass,e.state)}</span>
</div>
<details>
<summary>${this.t("panel_details")}</summary>
<dl>
${this.term("card_reason",e.reason)}
${this.term("card_case",e.case_number)}
${this.term("card_contact",e.contact)}
<dt>${this.t("panel_doorbells")}</dt>
<dd>${e.doorbells.map(({name:s})=>s).join(", ")}</dd>
<dt>${this.t("panel_received")}</dt>
<dd>${z(this.hass,e.received)}</dd>
${t?a`<dt>${this.t("panel_last_step")}</dt>
<dd>${z(this.hass,t.time)}</dd>`:l}
</dl>
<div class="row">
${e.state==="shared"?a`<a class="button" href=${Z("shares")} @click=${x}>
${this.t("panel_to_shares")}
</a>`:a`<ring-watch-ask
.hass=${this.hass}
.label=${this.t("panel_erase_request")}
.question=${this.t("panel_erase_request_ask")}
@agreed=${()=>this.erase(e.request_id)}
></ring-watch-ask>`}
</div>
</details>
</li>`}term(e,t){return t?a`<dt>${this.t(e)}</dt>
<dd class="typed">${w(t)}</dd>`:l}async erase(e){await this.attempt(()=>dt(this.hass,e))&&await this.answered.load()}};n([m()],Q.prototype,"requestId",2),n([m({type:Boolean})],Q.prototype,"asking",2);u("ring-watch-page-requests",Q);var jt=["revoked","expired","used_up"],xe=class extends c{constructor(){super();this.ended=new F(e=>this.attempt(()=>V(this.hass,{states:jt,...e})),()=>this.requestUpdate());this.hear(()=>{this.ended.load()})}render(){return a`<section>
<h2>${this.t("panel_page_shares")}</h2>
<ring-watch-shares .hass=${this.hass}></ring-watch-shares>
</section>
<section>
<h2>${this.t("panel_ended")}</h2>
${this.complaint()}
${this.ended.requests?.length===0?a`<p class="secondary">${this.t("panel_ended_none")}</p>`:l}
<ul class="plain">
${this.ended.requests?.map(e=>this.row(e))}
</ul>
${this.ended.goesOn?a`<p>
<button @click=${()=>this.ended.more()}>${this.t("panel_more")}</button>
</p>`:l}
</section>`}row(e){let t=e.history.at(-1);return a`<li class="spread">
<span>
<strong class="typed">${ne(this.hass,e)}</strong>
<span class="secondary">${R(this.hass,e)}</span>
</span>
<span>
${le(this.hass,e.state)}
${t?a`<span class="secondary">${z(this.hass,t.time)}</span>`:l}
</span>
</li>`}};u("ring-watch-page-shares",xe);var Gt=2e3,E=class extends c{constructor(){super(...arguments);this.doorbellId="";this.label="";this.elsewhere=!1;this.url="";this.start=0;this.offset=0;this.retried=!1}static{this.styles=[c.styles,g`
video {
width: 100%;
max-height: 60vh;
background: #000;
}
`]}willUpdate(e){(e.has("doorbellId")||e.has("from"))&&(this.url="",this.skipped=void 0,this.retried=!1,this.from&&this.look(this.from.time))}render(){return a`${this.complaint()}
${this.skipped?a`<p role="status">
${this.t("panel_no_footage_between",{start:K(this.hass,new Date(this.skipped[0]).toISOString()),end:K(this.hass,new Date(this.skipped[1]).toISOString())})}
</p>`:l}
${this.url?a`<video
src=${this.url}
aria-label=${this.label}
controls
playsinline
@loadedmetadata=${this.ready}
@timeupdate=${this.tick}
@ended=${this.next}
@error=${this.failed}
></video>`:l}`}disconnectedCallback(){super.disconnectedCallback(),this.video?.pause()}async look(e){let{from:t}=this,s=await this.attempt(async()=>{try{return await et(this.hass,this.doorbellId,new Date(e).toISOString())}catch(o){if(Be(o).code!=="not_found")throw o;let d=this.elsewhere?"panel_ring_first":"panel_no_footage_after";throw new Error(this.t(d),{cause:o})}});!s||t!==this.from||(this.start=Date.parse(s.start),this.offset=Math.max(0,(e-this.start)/1e3),this.skipped=this.start-e>Gt?[e,this.start]:void 0,this.url=s.url)}ready(){let{video:e}=this;e&&(this.retried=!1,e.currentTime=Math.min(this.offset,Math.max(0,e.duration-.1)),e.play()?.catch(()=>{}))}tick(){this.video&&this.fire("playing-at",this.start+this.video.currentTime*1e3)}next(){this.video&&this.look(this.start+this.video.duration*1e3+1)}failed(){if(!this.url)return;let e=this.start+(this.video?.currentTime||this.offset)*1e3;this.retried?this.failure=this.t("review_player_failed"):this.look(e),this.retried=!0}};n([m()],E.prototype,"doorbellId",2),n([m()],E.prototype,"label",2),n([m({type:Boolean})],E.prototype,"elsewhere",2),n([m({attribute:!1})],E.prototype,"from",2),n([p()],E.prototype,"url",2),n([p()],E.prototype,"skipped",2),n([v("video")],E.prototype,"video",2);u("ring-watch-archive-player",E);function M(i,r=""){let e=document.createElement("a");e.href=i,e.download=r,document.body.append(e),e.click(),e.remove()}var X=class extends c{constructor(){super(...arguments);this.gathers=new Map;this.played=""}static{this.styles=[c.styles,g`
.progress {
flex: 1 1 200px;
}
ring-watch-player {
margin-top: 12px;
}
`]}connectedCallback(){super.connectedCallback(),this.unsubscribe=at(this.hass,e=>this.heard(e)),this.unsubscribe.catch(()=>{}),this.load()}disconnectedCallback(){super.disconnectedCallback(),this.unsubscribe?.then(e=>e()).catch(()=>{}),this.gathers=new Map}async load(){let e=await this.attempt(()=>tt(this.hass));e&&(this.clips=e.clips)}render(){return a`<h2>${this.t("panel_clips")}</h2>
${this.complaint()}
${[...this.gathers.values()].map(e=>this.gather(e))}
${this.clips?.length===0&&!this.gathers.size?a`<p class="secondary">${this.t("panel_clips_none")}</p>`:l}
<ul class="plain">
${this.clips?.map(e=>this.row(e))}
</ul>`}gather({clip_id:e,name:t,progress:s,waiting:o}){let d=this.t("panel_gathering_from",{name:t});return a`<div class="row">
<span>${d}</span>
${Ke(this.hass,d,{done:s??0,left:null,waiting:o})}
<button
aria-label="${this.t("panel_cancel")}: ${d}"
@click=${()=>this.attempt(()=>it(this.hass,e))}
>
${this.t("panel_cancel")}
</button>
</div>`}row(e){let{clip_id:t,name:s}=e,o=R(this.hass,e),d=this.played===t;return a`<li>
<div class="spread">
<span>
<strong>${s}</strong> ${o}
<span class="secondary">${Ve(this.hass,e.size)}</span>
${e.gaps.length?a`<span class="tag">${this.t("panel_with_gaps")}</span>`:l}
</span>
<span class="row">
<button aria-expanded=${d} @click=${()=>this.played=d?"":t}>
${this.t(d?"review_close":"panel_play")}
</button>
<button @click=${()=>this.save(e)}>${this.t("panel_download")}</button>
<ring-watch-ask
.hass=${this.hass}
.label=${this.t("panel_delete")}
.question=${this.t("panel_delete_ask")}
@agreed=${()=>this.erase(t)}
></ring-watch-ask>
</span>
</div>
${d?a`<ring-watch-player
.hass=${this.hass}
.of=${t}
.look=${async()=>(await ve(this.hass,t)).url}
.label="${s} ${o}"
></ring-watch-player>`:l}
</li>`}heard(e){let t=new Map(this.gathers);e.state==="running"?t.set(e.clip_id,e):t.delete(e.clip_id),this.gathers=t,e.state==="done"&&this.load()}async save({clip_id:e,name:t,start:s}){let o=await this.attempt(()=>ve(this.hass,e)),d=s.slice(0,19).replaceAll(/[:-]/g,"").replace("T","_");o&&M(o.url,`${t} ${d}Z.mp4`)}async erase(e){await this.attempt(()=>st(this.hass,e))!==void 0&&await this.load()}};n([p()],X.prototype,"clips",2),n([p()],X.prototype,"gathers",2),n([p()],X.prototype,"played",2);u("ring-watch-clips",X);var S=1e3,_t=60*S,ke=60*_t,bt=20*S,W=12*ke,wt=[...[1,2,5,10,15,30].map(i=>i*S),...[1,2,5,10,15,30].map(i=>i*_t),...[1,2,3,4,6,12].map(i=>i*ke)],k=i=>i.end-i.start,O=(i,r,e)=>Math.max(r,Math.min(e,i)),D=(i,r)=>(r-i.start)/k(i),yt=(i,r)=>i.start+r*k(i);function qe(i,r){let e=Math.max(0,D(i,r.start)),t=Math.min(1,D(i,r.end));return t>e?{left:e,width:t-e}:null}function $t(i,r,e,t){let s=O(k(i)*r,Math.min(bt,k(t)),k(t));return Se(e-D(i,e)*s,s,t)}function ce(i,r,e){return Se(i.start+r*k(i),k(i),e)}function Ee(i,r){let e=O(k(i)*3,bt,k(r));return Se((i.start+i.end-e)/2,e,r)}function Se(i,r,e){let t=O(i,e.start,e.end-r);return{start:t,end:t+r}}function xt(i,r,e){let t=wt.find(d=>k(i)/d<=r)??24*ke,s=[],o=e+Math.ceil((i.start-e)/t)*t;for(let d=o;d<i.end;d+=t)s.push(d);return s}function Y(i,r,e){let t=ee(Math.min(i,r),e),s=ee(Math.max(i,r),e);return s-t>W?i<r?{start:t,end:t+W}:{start:s-W,end:s}:{start:t,end:s}}function me(i,r,e,t){let{start:s,end:o}=i;return r==="start"?{start:O(ee(e,t),o-W,o-1e3),end:o}:{start:s,end:O(ee(e,t),s+1e3,s+W)}}function kt(i,r,e,t){let s=ee(e,t),o=me(i,r,s,t);if(o[r]===s)return o;let d=s-i[r],{start:h,end:f}=Y(i.start+d,i.end+d,t);return f>h?{start:h,end:f}:r==="start"?{start:f-1e3,end:f}:{start:h,end:h+1e3}}function ee(i,r){let e=Math.round(i/S)*S;return O(e,Math.ceil(r.start/S)*S,Math.floor(r.end/S)*S)}function qt(i){return wt.findLast(r=>r<=k(i)/100)??S}var Bt=8,Ut=400,$=class extends c{constructor(){super(...arguments);this.gaps=[];this.sound="unknown";this.thumbnails=[];this.audio=!1;this.running=0;this.done=""}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer)}willUpdate(e){!e.has("window")&&!e.has("doorbell")||(this.thumbnails=[],this.done="",clearTimeout(this.timer),this.timer=setTimeout(()=>{this.picture()},Ut))}render(){let{window:e,limits:t}=this,s=o=>a`<ring-watch-moment
.hass=${this.hass}
.label=${this.t(`panel_window_${o}`)}
.value=${e[o]}
.least=${t.start}
.most=${t.end}
@moment=${d=>this.fire("window-changed",kt(e,o,d.detail,t))}
></ring-watch-moment>`;return a`<div class="stack">
<div class="fields">
${s("start")} ${s("end")}
<p>${this.t("panel_length",{length:Ue((e.end-e.start)/1e3)})}</p>
</div>
<ring-watch-strip
.hass=${this.hass}
.window=${this.span}
.thumbnails=${this.thumbnails}
.gaps=${this.gaps}
></ring-watch-strip>
<div class="row">
<button @click=${()=>this.fire("play-at",e.start)}>
${this.t("panel_play")}
</button>
<button class="primary" @click=${this.gather}>${this.t("panel_gather")}</button>
${this.withSound()}
<span role="status">
${this.running?this.t("panel_gathering"):this.done||l}
</span>
</div>
${this.complaint()}
</div>`}withSound(){return this.sound==="none"?a`<span class="secondary">${this.t("review_no_sound")}</span>`:a`<label class="check">
<input
type="checkbox"
.checked=${this.audio}
@change=${e=>this.audio=e.target.checked}
/>
${this.t(this.sound==="some"?"review_with_sound":"review_sound_maybe")}
</label>`}get span(){return{start:new Date(this.window.start).toISOString(),end:new Date(this.window.end).toISOString()}}async picture(){let{window:e,doorbell:t}=this;try{let{thumbnails:s}=await pe(this.hass,t.doorbell_id,this.span,Bt);e===this.window&&t===this.doorbell&&(this.thumbnails=s)}catch{}}async gather(){this.running++,this.done="";let e=this.audio&&this.sound!=="none",t=await this.attempt(()=>rt(this.hass,this.doorbell.device_id,this.span,e));if(this.running--,!t)return;let s=e&&!t.clips[0]?.audio;this.done=this.t(s?"panel_gathered_silent":"panel_gathered"),this.fire("gathered")}};n([m({attribute:!1})],$.prototype,"doorbell",2),n([m({attribute:!1})],$.prototype,"window",2),n([m({attribute:!1})],$.prototype,"limits",2),n([m({attribute:!1})],$.prototype,"gaps",2),n([m()],$.prototype,"sound",2),n([p()],$.prototype,"thumbnails",2),n([p()],$.prototype,"audio",2),n([p()],$.prototype,"running",2),n([p()],$.prototype,"done",2);u("ring-watch-gather-window",$);var Vt={},Te=Ie(class extends Le{constructor(){super(...arguments),this.ot=Vt}render(i,r){return r()}update(i,[r,e]){if(Array.isArray(r)){if(Array.isArray(this.ot)&&this.ot.length===r.length&&r.every((t,s)=>t===this.ot[s]))return ge}else if(this.ot===r)return ge;return this.ot=Array.isArray(r)?Array.from(r):r,this.render(r,e)}});var Kt=5,Rt=["start","end"],Pe=i=>new Date(i).toISOString(),q=class extends c{constructor(){super(...arguments);this.wide=600;this.sized=new ResizeObserver(([e])=>{e&&(this.wide=e.contentRect.width)})}static{this.styles=[c.styles,g`
.tools {
margin-bottom: 8px;
}
.tools button {
min-width: 44px;
padding: 0 12px;
}
.day {
display: grid;
grid-template-columns: max-content 1fr;
column-gap: 8px;
}
.names {
display: grid;
grid-template-rows: 24px repeat(3, 28px);
align-items: center;
font-size: 0.9em;
}
.track {
position: relative;
height: 108px;
margin: 0 12px;
overflow: clip;
overflow-clip-margin: 24px;
direction: ltr;
touch-action: pan-y;
cursor: crosshair;
user-select: none;
}
.lane {
position: absolute;
inset-inline: 0;
height: 20px;
border-radius: 4px;
background: var(--secondary-background-color, #e5e5e5);
overflow: hidden;
}
.lane > * {
position: absolute;
top: 0;
bottom: 0;
min-width: 2px;
}
.footage {
background: var(--success-color, #2e7d32);
}
.gap {
background: repeating-linear-gradient(
45deg,
var(--primary-text-color) 0 2px,
transparent 2px 6px
);
}
.motion {
background: var(--primary-color);
}
.press {
width: 4px;
margin-left: -2px;
background: var(--error-color);
}
.tick {
position: absolute;
top: 0;
bottom: 0;
padding-left: 4px;
border-left: 1px solid var(--divider-color);
font-size: 0.85em;
white-space: nowrap;
pointer-events: none;
}
.chosen {
position: absolute;
top: 22px;
bottom: 0;
border: 2px solid var(--primary-text-color);
border-width: 2px 0;
background: color-mix(in srgb, var(--primary-color) 20%, transparent);
pointer-events: none;
}
.handle {
position: absolute;
top: 20px;
bottom: -2px;
width: 24px;
cursor: ew-resize;
touch-action: none;
}
/* Outside of the window, so that they never lie on each other. */
.handle[data-handle="start"] {
margin-left: -24px;
}
.handle::after {
content: "";
position: absolute;
inset-block: 0;
left: 0;
width: 4px;
border-radius: 2px;
background: var(--primary-text-color);
}
.handle[data-handle="start"]::after {
left: auto;
right: 0;
}
.handle::before {
content: "";
position: absolute;
top: calc(50% - 12px);
left: 4px;
border: 10px solid transparent;
border-left-color: var(--primary-text-color);
border-right-width: 0;
}
.handle[data-handle="start"]::before {
left: auto;
right: 4px;
transform: scaleX(-1);
}
.at {
position: absolute;
top: 18px;
bottom: 0;
width: 2px;
margin-left: -1px;
background: var(--error-color);
outline: 1px solid var(--card-background-color, #fff);
pointer-events: none;
}
.chips {
display: flex;
flex-wrap: wrap;
gap: 8px;
max-height: 200px;
margin: 4px 0 0;
padding: 4px;
overflow-y: auto;
list-style: none;
}
.chips button {
font-variant-numeric: tabular-nums;
}
@media (max-width: 599px) {
.day {
column-gap: 0;
}
.names {
font-size: 0.8em;
}
}
`]}disconnectedCallback(){super.disconnectedCallback(),this.sized.disconnect()}willUpdate(e){e.has("whole")&&(this.view=this.whole)}firstUpdated(){this.sized.observe(this.track)}render(){let{data:e,view:t,window:s}=this;return a`${this.tools()}
<div class="day">
<div class="names" aria-hidden="true">
<span></span>
<span>${this.t("panel_footage")}</span>
<span>${this.t("panel_motion")}</span>
<span>${this.t("panel_presses")}</span>
</div>
<div
class="track"
@pointerdown=${this.down}
@pointermove=${this.move}
@pointerup=${this.up}
@pointercancel=${this.cancel}
@wheel=${this.wheel}
>
${xt(t,Math.max(3,this.wide/80),this.whole.start).map(o=>a`<span class="tick" style="left:${D(t,o)*100}%">
${this.tickText(o)}
</span>`)}
${Te([e,t],()=>this.lanes(e))}
${s?this.chosen(s):l}
${this.at===void 0?l:this.mark("at",this.at)}
</div>
</div>
${Te([e,this.hass.localize],()=>this.lists(e))}`}tools(){let e=_=>()=>this.view=_,{view:t,whole:s,window:o}=this,d=(t.start+t.end)/2,h=t.start<=s.start&&t.end>=s.end,f=(_,B,Lt,Oe=h)=>a`<button
aria-label=${this.t(_)}
title=${this.t(_)}
aria-disabled=${Oe}
@click=${()=>Oe||Lt()}
>
<ha-icon icon=${B}></ha-icon>
</button>`;return a`<div class="tools row" role="group" aria-label=${this.t("panel_view")}>
${f("panel_zoom_in","mdi:magnify-plus-outline",()=>this.zoom(.5,d),!1)}
${f("panel_zoom_out","mdi:magnify-minus-outline",()=>this.zoom(2,d))}
${f("panel_earlier","mdi:chevron-left",e(ce(t,-.5,s)))}
${f("panel_later","mdi:chevron-right",e(ce(t,.5,s)))}
<button aria-disabled=${h} @click=${e(s)}>${this.t("panel_whole_day")}</button>
<button ?disabled=${!o} @click=${()=>o&&(this.view=Ee(o,s))}>
${this.t("panel_show_window")}
</button>
</div>`}tickText(e){let t=this.view.end-this.view.start>6e5;return K(this.hass,Pe(e),t?"short":"medium")}lanes(e){return a`<div class="lane" style="top:26px">
${this.bars(e?.spans,"footage")}${this.bars(e?.gaps,"gap")}
</div>
<div class="lane" style="top:54px">${this.bars(e?.motion,"motion")}</div>
<div class="lane" style="top:82px">
${e?.presses.map(t=>this.mark("press",Date.parse(t)))}
</div>`}bars(e,t){return e?.map(s=>{let o=L(s),d=qe(this.view,{...o,end:Math.min(o.end,this.limits.end)});return d?a`<div class=${t} style="left:${d.left*100}%;width:${d.width*100}%"></div>`:l})}mark(e,t){let s=D(this.view,t);return s<0||s>1?l:a`<div class=${e} style="left:${s*100}%"></div>`}chosen(e){let t=qe(this.view,e);return a`${t?a`<div
class="chosen"
style="left:${t.left*100}%;width:${t.width*100}%"
></div>`:l}
${Rt.map(s=>a`<div
class="handle"
role="slider"
tabindex="0"
data-handle=${s}
aria-label=${this.t(`panel_window_${s}`)}
aria-valuemin=${Math.round(this.limits.start/1e3)}
aria-valuemax=${Math.round(this.limits.end/1e3)}
aria-valuenow=${Math.round(e[s]/1e3)}
aria-valuetext=${z(this.hass,Pe(e[s]))}
style="left:${O(D(this.view,e[s]),-1,2)*100}%"
@keydown=${o=>this.press(o,s)}
@focus=${()=>this.bring(e[s])}
></div>`)}`}lists(e){if(!e)return l;let t=e.presses.map(o=>Date.parse(o)),s=(o,d)=>d.length?a`<details>
<summary>${this.t(o)} (${d.length})</summary>
<ul class="chips">
${d.map(h=>a`<li>
<button @click=${()=>this.around(h)}>
${K(this.hass,Pe(h.start))}
</button>
</li>`)}
</ul>
</details>`:l;return a`${s("panel_presses",t.map(o=>({start:o,end:o})))}
${s("panel_motion",e.motion.map(L))} ${s("panel_gaps",e.gaps.map(L))}`}around(e){let t=Y(e.start-1e4,e.end+1e4,this.limits);this.view=Ee(t,this.whole),this.fire("window-changed",t)}zoom(e,t){this.view=$t(this.view,e,t,this.whole)}timeOf(e){let{left:t,width:s}=this.track.getBoundingClientRect();return yt(this.view,s?(e.clientX-t)/s:0)}down(e){if(e.button)return;this.track.setPointerCapture(e.pointerId);let t=e.target;this.former=this.window,this.held=t.dataset.handle,this.held?t.focus():this.from={time:this.timeOf(e),x:e.clientX,dragged:!1},e.preventDefault()}move(e){let{from:t,held:s,window:o,limits:d}=this;if(s&&o&&this.fire("window-changed",me(o,s,this.timeOf(e),d)),!t)return;t.dragged||=Math.abs(e.clientX-t.x)>Kt;let h=Y(t.time,this.timeOf(e),d);t.dragged&&h.end>h.start&&this.fire("window-changed",h)}up(){let{from:e}=this;e&&!e.dragged&&e.time<this.limits.end&&this.fire("play-at",e.time),this.rest()}cancel(){(this.from??this.held)&&this.former&&this.window!==this.former&&this.fire("window-changed",this.former),this.rest()}rest(){this.from=this.held=void 0}wheel(e){e.ctrlKey&&(e.preventDefault(),this.zoom(e.deltaY>0?1.25:.8,this.timeOf(e)))}press(e,t){let{window:s,limits:o,view:d}=this;if(!s)return;let h=e.shiftKey?1e3:qt(d),f={Home:o.start,End:o.end}[e.key],_={ArrowLeft:-h,ArrowDown:-h,ArrowRight:h,ArrowUp:h,PageDown:-10*h,PageUp:10*h}[e.key];if(f===void 0&&_===void 0)return;e.preventDefault();let B=me(s,t,f??s[t]+(_??0),o);this.bring(B[t]),this.fire("window-changed",B)}bring(e){let t=D(this.view,e);(t<0||t>1)&&(this.view=ce(this.view,t-.5,this.whole))}};n([m({attribute:!1})],q.prototype,"whole",2),n([m({attribute:!1})],q.prototype,"limits",2),n([m({attribute:!1})],q.prototype,"data",2),n([m({attribute:!1})],q.prototype,"window",2),n([m({type:Number})],q.prototype,"at",2),n([p()],q.prototype,"view",2),n([p()],q.prototype,"wide",2),n([v(".track")],q.prototype,"track",2);u("ring-watch-timeline",q);var Et=6e4,ue=6e4,Ft=4320*60*ue,y=class extends c{constructor(){super();this.day="";this.hear(e=>{e??this.begin()})}connectedCallback(){super.connectedCallback(),this.choose(de(this.zone,P())),this.timer=setInterval(()=>{this.limits.end<this.whole.end&&this.load()},Et)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer)}willUpdate(e){!e.has("doorbell")&&!e.has("day")||(this.data=this.window=this.from=this.at=void 0,this.load())}render(){let{doorbells:e,doorbell:t}=this;return e?.length===0?a`<section>
<h2>${this.t("panel_page_footage")}</h2>
<p>${this.t("panel_doorbells_none")}</p>
<div>
<a class="button" href=${j} @click=${x}>
${this.t("panel_doorbell_add")}
</a>
</div>
</section>`:a`<section>
<h2>${this.t("panel_page_footage")}</h2>
${this.choices()} ${this.complaint()} ${t?this.shown(t):l}
</section>
<section>
<ring-watch-clips .hass=${this.hass}></ring-watch-clips>
</section>`}choices(){let e=de(this.zone,P()),t=this.doorbell&&St(this.doorbell),s=t===void 0?e:de(this.zone,t),o=(d,h,f,_)=>a`<button
aria-label=${this.t(d)}
title=${this.t(d)}
aria-disabled=${_}
@click=${()=>_||this.choose(f)}
>
<ha-icon icon=${h}></ha-icon>
</button>`;return a`<div class="fields">
<label>
${this.t("panel_doorbell")}
<select @change=${this.chooseDoorbell}>
${this.doorbells?.map(d=>a`<option .selected=${d.doorbell_id===this.doorbell?.doorbell_id}>
${d.name}
</option>`)}
</select>
</label>
<label>
${this.t("panel_day")}
<input
type="date"
.value=${this.day}
min=${s}
max=${e}
@change=${d=>this.choose(d.target.value)}
/>
</label>
${o("panel_day_before","mdi:chevron-left",_e(this.day,-1),this.day<=s)}
${o("panel_day_after","mdi:chevron-right",_e(this.day),this.day>=e)}
</div>`}shown(e){let{window:t,data:s}=this;return a`<ring-watch-timeline
.hass=${this.hass}
.whole=${this.whole}
.limits=${this.limits}
.data=${s}
.window=${t}
.at=${this.at}
@window-changed=${this.chosen}
@play-at=${this.play}
></ring-watch-timeline>
${this.about(e,s)}
${t?a`<ring-watch-gather-window
.hass=${this.hass}
.doorbell=${e}
.window=${t}
.limits=${this.kept(e)}
.gaps=${s?.gaps??[]}
.sound=${Je(t,s&&{...s,elsewhere:U(e)})}
@window-changed=${this.chosen}
@play-at=${this.play}
@gathered=${()=>this.clips?.load()}
></ring-watch-gather-window>`:l}
<ring-watch-archive-player
.hass=${this.hass}
.doorbellId=${e.doorbell_id}
.label=${e.name}
.elsewhere=${U(e)}
.from=${this.from}
@playing-at=${o=>this.at=o.detail}
></ring-watch-archive-player>`}about(e,t){return U(e)?a`<p class="secondary">${this.t("panel_ring_about")}</p>`:t&&!t.spans.length?a`<p role="status">${this.t("panel_no_footage_day")}</p>`:a`<p class="secondary">${this.t("panel_timeline_about")}</p>`}kept(e){return{start:St(e)??this.whole.start,end:P()}}get zone(){return this.hass.config.time_zone}chosen(e){this.window=e.detail}play(e){this.from={time:e.detail},this.at=e.detail}chooseDoorbell(e){this.doorbell=this.doorbells?.[e.target.selectedIndex]}choose(e){e&&(this.day=e,this.whole=Xe(this.zone,e),this.limits={...this.whole,end:Math.min(this.whole.end,P())})}async begin(){let e=await this.attempt(()=>ie(this.hass));e&&(this.doorbells=e.doorbells,this.doorbell?this.load():this.doorbell=e.doorbells[0])}async load(){let{doorbell:e,day:t,whole:s}=this;if(!e)return;let o=P(),d=await this.attempt(()=>We(this.hass,e.doorbell_id,{start:new Date(s.start).toISOString(),end:new Date(s.end).toISOString()}));if(!d||e!==this.doorbell||t!==this.day)return;this.limits={...s,end:Math.min(s.end,o)};let h=f=>Date.parse(f.start)<o-(L(f).end>o?Et:0);this.data={...d,gaps:d.gaps.filter(h)},this.window??=this.toBeginWith(d,U(e))}toBeginWith(e,t){let s=e.spans.at(-1),o=s?L(s):t?this.lastOf(e):void 0;if(!o)return;let{start:d,end:h}=o,f=Y(Math.max(d,h-ue),h,this.limits);return f.end>f.start?f:void 0}lastOf({presses:e,motion:t}){let{end:s}=this.limits,o=[...e,...t.map(h=>h.start)].map(h=>Date.parse(h)),d=o.length?Math.max(...o)-1e4:s-ue;return{start:d,end:d+ue}}};n([p()],y.prototype,"doorbells",2),n([p()],y.prototype,"doorbell",2),n([p()],y.prototype,"day",2),n([p()],y.prototype,"whole",2),n([p()],y.prototype,"limits",2),n([p()],y.prototype,"data",2),n([p()],y.prototype,"window",2),n([p()],y.prototype,"from",2),n([p()],y.prototype,"at",2),n([v("ring-watch-clips")],y.prototype,"clips",2);function St(i){let r=i.oldest?Date.parse(i.oldest):void 0;return U(i)?Math.min(r??1/0,P()-Ft):r}u("ring-watch-page-footage",y);function ze(i,r){return new Intl.DateTimeFormat(C(i),{dateStyle:"medium",timeZone:"UTC"}).format(new Date(`${r}T00:00:00Z`))}function Tt(i,r){return new Intl.DateTimeFormat(C(i),{month:"long",year:"numeric",timeZone:"UTC"}).format(new Date(`${r}-01T00:00:00Z`))}function Pt(i){return i.match(/.{1,4}/g)?.join(" ")??""}var te=class extends c{constructor(){super();this.done="";this.hear(()=>{this.load()})}render(){return a`<section>
<div class="spread">
<h2>${this.t("panel_page_requesters")}</h2>
<a class="button" href=${j} @click=${x}>
${this.t("panel_requesters_change")}
</a>
</div>
<p class="secondary">${this.t("panel_requesters_about")}</p>
${this.complaint()}
<p role="status">${this.done||l}</p>
${this.requesters?.length===0?a`<p>${this.t("panel_requesters_none")}</p>`:l}
<ul class="plain">
${this.requesters?.map(e=>this.row(e))}
</ul>
</section>`}row(e){let{agreement:t}=e,s=w(e.name);return a`<li class="stack">
<div class="row">
<strong class="typed">${s}</strong>
<span class="tag">${this.t(`panel_kind_${e.kind}`)}</span>
${e.closed?a`<span class="tag">${this.t("panel_requester_closed")}</span>`:l}
</div>
${e.contact?a`<div class="typed">${w(e.contact)}</div>`:l}
${t?a`<div>
${this.t(t.end?"panel_agreement_until":"panel_agreement",{from:ze(this.hass,t.date),until:t.end?ze(this.hass,t.end):""})}
<span class="typed">${w(t.text)}</span>
</div>`:l}
<p class="secondary">
${this.t("panel_requester_numbers",{asked:e.asked,waiting:e.waiting,live:e.live_shares})}
</p>
<div>
<ring-watch-ask
.hass=${this.hass}
.label=${this.t("panel_requester_erase")}
.question=${this.t("panel_requester_erase_ask",{name:s})}
@agreed=${()=>this.erase(e)}
></ring-watch-ask>
</div>
</li>`}async load(){let e=await this.attempt(()=>ot(this.hass));e&&(this.requesters=e.requesters)}async erase({requester_id:e,name:t}){let s=await this.attempt(()=>nt(this.hass,e));s&&(this.done=this.t("panel_requester_erased",{name:w(t),count:s.erased}),await this.load())}};n([p()],te.prototype,"requesters",2),n([p()],te.prototype,"done",2);u("ring-watch-page-requesters",te);var zt=i=>Math.round(Math.max(.02,Math.min(1,i))*1e4)/1e4;function At(i){return Re({...i,width:zt(i.width),height:zt(i.height)},{x:0,y:0})}var Jt=["x","y","width","height"],Zt=36e5,T=class extends c{constructor(){super();this.zones=[];this.picture="";this.done="";this.hear(e=>{e??this.begin()})}static{this.styles=[c.styles,g`
.picture {
position: relative;
max-width: 800px;
background: #333;
aspect-ratio: 16 / 9;
}
.picture.has {
aspect-ratio: auto;
}
.picture img {
width: 100%;
}
fieldset {
display: flex;
flex-wrap: wrap;
gap: 8px 12px;
align-items: end;
min-width: 0;
padding: 8px 12px 12px;
border: 1px solid var(--divider-color);
border-radius: 8px;
}
fieldset input {
width: 88px;
}
`]}willUpdate(e){e.has("doorbell")&&this.doorbell&&this.load(this.doorbell)}render(){return a`<section>
<h2>${this.t("panel_page_zones")}</h2>
<p class="secondary">${this.t("panel_zones_about")}</p>
${this.complaint()}
${this.doorbells?.length===0?a`<p>${this.t("panel_doorbells_none")}</p>`:this.doorbell?a`${this.choice()} ${this.saved?this.shown(this.doorbell,this.saved):l}`:l}
</section>`}choice(){return a`<label>
${this.t("panel_doorbell")}
<select
@change=${e=>this.doorbell=this.doorbells?.[e.target.selectedIndex]}
>
${this.doorbells?.map(e=>a`<option .selected=${e.doorbell_id===this.doorbell?.doorbell_id}>
${e.name}
</option>`)}
</select>
</label>`}shown(e,t){let s=Fe(t,this.zones);return a`<div class="picture ${this.picture?"has":""}">
${this.picture?a`<img
src=${this.picture}
alt=${this.t("panel_zones_picture",{name:e.name})}
@error=${this.withoutCamera}
/>`:l}
<ring-watch-boxes
.hass=${this.hass}
.boxes=${this.zones}
.editing=${!0}
@boxes-changed=${o=>this.change(o.detail)}
></ring-watch-boxes>
</div>
<p class="secondary">${this.t("panel_zones_how")}</p>
<p>
<button aria-disabled=${this.zones.length>=64} @click=${()=>this.editor.add()}>
${this.t("panel_zone_add")}
</button>
</p>
${this.zones.map((o,d)=>this.numbers(o,d))}
<div class="row">
<button
class="primary"
aria-disabled=${s}
@click=${()=>s||this.save(e)}
>
${this.t("panel_save")}
</button>
<button aria-disabled=${s} @click=${()=>this.zones=t}>
${this.t("panel_undo")}
</button>
<span role="status">${this.done||(s?l:this.t("panel_unsaved"))}</span>
</div>`}numbers(e,t){return a`<fieldset>
<legend>${this.t("panel_zone",{number:t+1})}</legend>
${Jt.map(s=>a`<label>
${this.t(`panel_zone_${s}`)}
<input
type="number"
min="0"
max="100"
step="any"
.value=${String(Math.round(e[s]*1e4)/100)}
@change=${o=>this.typed(o,t,s)}
/>
</label>`)}
<button
aria-label=${this.t("review_box_remove",{number:t+1})}
@click=${()=>this.change(this.zones.filter((s,o)=>o!==t))}
>
${this.t("panel_remove")}
</button>
</fieldset>`}change(e){this.zones=e,this.done=""}typed(e,t,s){let o=e.target,d=o.valueAsNumber/100,h=this.zones[t];if(!h)return;let f=Number.isNaN(d)?h:At({...h,[s]:d});this.change(this.zones.map((_,B)=>B===t?f:_)),o.value=String(Math.round(f[s]*1e4)/100)}async begin(){let e=await this.attempt(()=>ie(this.hass));e&&(this.doorbells=e.doorbells,this.doorbell??=e.doorbells[0])}async load(e){this.saved=void 0,this.done="";let s=this.hass.states[e.entities.camera??""]?.attributes.entity_picture;this.picture=typeof s=="string"?`${s}&time=${Date.now()}`:"",this.picture||this.withoutCamera();let o=await this.attempt(()=>lt(this.hass,e.doorbell_id));!o||e!==this.doorbell||(this.saved=this.zones=o.zones.map(({x:d,y:h,width:f,height:_})=>({x:d,y:h,width:f,height:_})))}async withoutCamera(){let{doorbell:e}=this;if(this.picture="",!e)return;let t=P(),s={start:new Date(t-Zt).toISOString(),end:new Date(t).toISOString()};try{let{thumbnails:o}=await pe(this.hass,e.doorbell_id,s,1),[d]=o;d&&e===this.doorbell&&!this.picture&&(this.picture=`data:image/jpeg;base64,${d.jpeg}`)}catch{}}async save(e){let{zones:t}=this;await this.attempt(()=>pt(this.hass,e.doorbell_id,t))!==void 0&&(this.saved=t,this.done=this.t("panel_zones_saved"))}};n([p()],T.prototype,"doorbells",2),n([p()],T.prototype,"doorbell",2),n([p()],T.prototype,"saved",2),n([p()],T.prototype,"zones",2),n([p()],T.prototype,"picture",2),n([p()],T.prototype,"done",2),n([v("ring-watch-boxes")],T.prototype,"editor",2);u("ring-watch-page-zones",T);var se=class extends c{static{this.styles=[c.styles,g`
.wide {
overflow-x: auto;
}
table {
width: 100%;
border-collapse: collapse;
font-variant-numeric: tabular-nums;
}
caption {
padding: 12px 0 4px;
font-size: 1.15em;
font-weight: 500;
text-align: start;
}
th,
td {
padding: 8px;
border-bottom: 1px solid var(--divider-color);
text-align: end;
}
th {
font-weight: 500;
}
th[scope="col"] {
overflow-wrap: normal;
}
th:first-child {
min-width: 120px;
text-align: start;
}
tr.total > * {
font-weight: 500;
}
/* On a phone each row becomes a list of what is not zero. */
@media (max-width: 699px) {
thead {
position: absolute;
clip-path: inset(50%);
}
tr {
display: flex;
flex-wrap: wrap;
gap: 4px 16px;
padding: 8px 0;
border-bottom: 1px solid var(--divider-color);
}
th,
td {
padding: 0;
border: 0;
}
th:first-child {
width: 100%;
}
td.zero {
display: none;
}
td::before {
content: attr(data-label) " ";
color: var(--secondary-text-color);
}
}
`]}constructor(){super(),this.hear(r=>{r??this.load()})}render(){return a`<section>
<div class="spread">
<h2>${this.t("panel_page_record")}</h2>
<button @click=${this.save}>${this.t("panel_export_json")}</button>
</div>
<p class="secondary">${this.t("panel_record_about")}</p>
${this.complaint()}
${this.months?.length===0?a`<p>${this.t("panel_record_none")}</p>`:l}
${this.months?.map(r=>this.month(r))}
${this.total&&this.months?.length?this.table(this.t("panel_record_all"),[],this.total):l}
</section>`}month({month:r,requesters:e,total:t}){let s=e.map(o=>[o.requester_id===null?this.t("panel_record_strangers"):w(o.requester??"")||this.t("panel_record_removed"),o]);return this.table(Tt(this.hass,r),s,t)}table(r,e,t){return a`<div class="wide" role="region" tabindex="0" aria-label=${r}>
<table>
<caption>
${r}
</caption>
<thead>
<tr>
<th scope="col">${this.t("panel_record_who")}</th>
${$e.map(s=>a`<th scope="col">${this.t(`panel_count_${s}`)}</th>`)}
</tr>
</thead>
<tbody>
${e.map(([s,o])=>this.row(s,o))}
${this.row(this.t("panel_record_total"),t,"total")}
</tbody>
</table>
</div>`}row(r,e,t=""){return a`<tr class=${t}>
<th scope="row" class="typed">${r}</th>
${$e.map(s=>a`<td class=${e[s]?"":"zero"} data-label=${this.t(`panel_count_${s}`)}>
${e[s].toLocaleString(C(this.hass))}
</td>`)}
</tr>`}async load(){let r=await this.attempt(()=>ht(this.hass));r&&(this.months=r.months,this.total=r.total)}async save(){let r=await this.attempt(()=>ct(this.hass));r&&M(r)}};n([p()],se.prototype,"months",2),n([p()],se.prototype,"total",2);u("ring-watch-page-record",se);var G=class extends c{constructor(){super(...arguments);this.label="";this.value=""}static{this.styles=[c.styles,g`
.row {
justify-content: space-between;
}
.value {
flex: 1 1 260px;
}
`]}render(){return a`<div class="row">
<span class="value">
<span class="secondary">${this.label}</span><br />
<code>${Pt(this.value)}</code>
</span>
<span role="status">
${this.copied===void 0?l:this.t(this.copied?"review_copied":"review_copy_failed")}
</span>
<button aria-label="${this.t("review_copy")}: ${this.label}" @click=${this.copy}>
${this.t("review_copy")}
</button>
</div>`}async copy(){try{await navigator.clipboard.writeText(this.value),this.copied=!0}catch{getSelection()?.selectAllChildren(this.code),this.copied=!1}}};n([m()],G.prototype,"label",2),n([m()],G.prototype,"value",2),n([p()],G.prototype,"copied",2),n([v("code")],G.prototype,"code",2);u("ring-watch-copied",G);var fe=class{constructor(r){this.reader=r;this.size=0;this.head="";this.fingerprint="";this.pages=new Map;this.fresh=new Set;this.wanted=[]}entry(r){return this.pages.get(Math.floor(r/100))?.get(r)}want(r,e){this.wanted=[];for(let t=Math.floor(e/100);t>=Math.floor(r/100);t--)t>=0&&t*100<this.size&&this.wanted.push(t);return this.fetching??=this.work().finally(()=>this.fetching=void 0),this.fetching}async refresh(){this.fresh.clear();try{this.learn(await this.reader.fetch(1))}catch(r){return this.reader.failed(r)}this.reader.changed()}async work(){for(;;){let r=this.wanted.find(e=>!this.fresh.has(e));if(r===void 0)return;this.fresh.add(r);try{let e=await this.reader.fetch(100,(r+1)*100);this.pages.set(r,new Map(e.entries.map(t=>[t.seq,t]))),this.learn(e)}catch(e){return this.fresh.delete(r),this.reader.failed(e)}this.forget(r),this.reader.changed()}}learn({size:r,head:e,fingerprint:t}){r!==this.size&&this.fresh.delete(Math.floor((this.size-1)/100)),Object.assign(this,{size:r,head:e,fingerprint:t})}forget(r){if(this.pages.size<=40)return;let e=[...this.pages.keys()].reduce((t,s)=>Math.abs(s-r)>Math.abs(t-r)?s:t);this.pages.delete(e),this.fresh.delete(e)}};var Qt=new Set(["attempt","checkpoint","earlier_texts_erased","erased","key_replaced","key_rotated","key_rotation","ledger_recovered","ledger_started","passphrase_wrong","replayed","request_approved","request_carried","request_declined","request_lapsed","request_pending","request_preparing","request_ready","request_received","request_rejected","request_withdrawn","rules_set","share_claimed","share_created","share_delivered","share_expired","share_renewed","share_revoked","share_used_up","shares_confirmed","shares_suspended","state_missing","texts_erased","too_late","voided","zones_set"]);function Mt(i,{type:r}){return Qt.has(r)?I(i,`panel_entry_${r}`):r}function Dt(i){return i.count*i.row+(i.open&&i.open.index<i.count?i.open.more:0)}function Ae(i,r){let{open:e}=i;return r*i.row+(e&&e.index<r?e.more:0)}function Ot(i,r){let{open:e,row:t,count:s}=i,o=Math.floor(r/t);return e&&o>e.index&&(o=Math.max(e.index,Math.floor((r-e.more)/t))),Math.max(0,Math.min(s-1,o))}function Me(i,r,e){if(!i.count)return{first:0,end:0,top:0};let t=Math.max(0,Ot(i,r)-6),s=Math.min(i.count,Ot(i,r+e)+1+6);return{first:t,end:s,top:Ae(i,t)}}var Ht=56,Nt=260,H=class extends c{constructor(){super();this.scrolled=0;this.seen=600;this.loaded=!1;this.ledger=new fe({fetch:(e,t)=>mt(this.hass,e,t),changed:()=>{this.loaded=!0,this.failure="",this.requestUpdate()},failed:e=>this.refused(e)});this.sized=new ResizeObserver(([e])=>{e&&(this.seen=e.contentRect.height)});this.hear(()=>{this.ledger.refresh()})}static{this.styles=[c.styles,g`
.rows {
position: relative;
height: max(320px, calc(100vh - 450px));
border: 1px solid var(--divider-color);
border-radius: 8px;
overflow-y: auto;
overflow-anchor: none;
contain: strict;
}
.all {
position: relative;
}
.drawn {
position: absolute;
inset-inline: 0;
}
.entry {
height: ${Ht}px;
border-bottom: 1px solid var(--divider-color);
}
.entry > button {
display: block;
width: 100%;
height: 100%;
padding: 6px 12px;
border: 0;
border-radius: 0;
text-align: start;
}
.entry > button:focus-visible {
outline-offset: -2px;
}
.line {
display: block;
overflow: hidden;
text-overflow: ellipsis;
white-space: nowrap;
}
.more {
height: ${Nt}px;
padding: 12px;
border-bottom: 1px solid var(--divider-color);
background: var(--secondary-background-color);
overflow: auto;
}
pre {
margin: 8px 0;
font-family: var(--ha-font-family-code, monospace);
white-space: pre-wrap;
overflow-wrap: anywhere;
}
.heads {
display: grid;
gap: 8px;
margin-bottom: 16px;
}
`]}disconnectedCallback(){super.disconnectedCallback(),this.sized.disconnect()}updated(){this.scroller&&this.sized.observe(this.scroller);let{first:e,end:t}=Me(this.list,this.scrolled,this.seen);t>e&&this.ledger.want(this.seqOf(t-1),this.seqOf(e))}render(){return a`<section>
<div class="spread">
<h2>${this.t("panel_page_ledger")}</h2>
<span class="row">
<button @click=${()=>this.save("json")}>${this.t("panel_export_json")}</button>
<button @click=${()=>this.save("csv")}>${this.t("panel_export_csv")}</button>
</span>
</div>
<p class="secondary">${this.t("panel_ledger_about")}</p>
${this.complaint()} ${this.loaded?this.heads():l}
${this.loaded?this.rows():l}
</section>`}heads(){let{size:e,head:t,fingerprint:s}=this.ledger,o=(d,h)=>a`<ring-watch-copied
.hass=${this.hass}
.label=${this.t(d)}
.value=${h}
></ring-watch-copied>`;return a`<div class="heads">
<div class="fields">
<span>${this.t("panel_ledger_size",{count:this.number(e)})}</span>
<label>
${this.t("panel_ledger_go")}
<input
type="number"
min="0"
max=${e-1}
inputmode="numeric"
@change=${d=>this.goTo(d.target.valueAsNumber)}
/>
</label>
</div>
${o("panel_ledger_head",t)} ${o("panel_ledger_fingerprint",s)}
</div>`}rows(){let{list:e}=this,{first:t,end:s,top:o}=Me(e,this.scrolled,this.seen),d=Array.from({length:s-t},(h,f)=>t+f);return a`<div
class="rows"
role="region"
tabindex="0"
aria-label=${this.t("panel_page_ledger")}
@scroll=${this.scrolledTo}
>
<div class="all" role="list" style="height:${Dt(e)}px">
<div class="drawn" role="presentation" style="top:${o}px">
${je(d,h=>this.seqOf(h),h=>this.row(h))}
</div>
</div>
</div>`}row(e){let t=this.seqOf(e),s=this.ledger.entry(t),o=this.open===t;return a`<div
role="listitem"
aria-setsize=${this.ledger.size}
aria-posinset=${e+1}
class="item"
>
<div class="entry">
<button
aria-expanded=${o}
?disabled=${!s}
@click=${()=>this.open=o?void 0:t}
>
<span class="line">${s?this.words(s):this.t("card_loading")}</span>
<span class="line secondary">
${this.number(t)}${s?a` · ${z(this.hass,s.time)}`:l}
</span>
</button>
</div>
${o&&s?this.more(s):l}
</div>`}words(e){let t=e.texts.name;return a`${Mt(this.hass,e)}${t?a` · <bdi>${w(t)}</bdi>`:l}`}more(e){return a`<div class="more" tabindex="0" role="region" aria-label=${this.number(e.seq)}>
${Object.entries(e.texts).map(([t,s])=>a`<div>
<span class="secondary">${this.t(`panel_text_${t}`)}</span>
<span class="typed">${w(s)}</span>
</div>`)}
<pre>${w(JSON.stringify(e.data,null,2))}</pre>
<ring-watch-copied
.hass=${this.hass}
.label=${this.t("panel_ledger_hash")}
.value=${e.hash}
></ring-watch-copied>
</div>`}get list(){let{size:e}=this.ledger,t=this.open===void 0?void 0:{index:e-1-this.open,more:Nt};return{count:e,row:Ht,open:t}}seqOf(e){return this.ledger.size-1-e}number(e){return e.toLocaleString(C(this.hass))}scrolledTo(e){this.scrolled=e.currentTarget.scrollTop}goTo(e){!Number.isInteger(e)||e<0||e>=this.ledger.size||(this.open=e,this.scroller&&(this.scroller.scrollTop=Ae(this.list,this.ledger.size-1-e)))}async save(e){let t=await this.attempt(()=>ut(this.hass,e));t&&M(t)}};n([p()],H.prototype,"scrolled",2),n([p()],H.prototype,"seen",2),n([p()],H.prototype,"open",2),n([p()],H.prototype,"loaded",2),n([v(".rows")],H.prototype,"scroller",2);u("ring-watch-page-ledger",H);var Ct={"data.door_page":"Page for strangers","data.lapse_days":"Requests lapse after","data.longest_hours":"Longest window","data.notify_phones":"Tell administrators' phones","data.open_per_case":"Open requests for one case","data.share_claims":"Links can be opened","data.share_days":"Links work for","data.total_hours":"All windows for one case","data.warn_hours":"Point out many windows from","data_description.door_page":"Whether anybody who knows its address may ask, for example from a code at the door.","data_description.lapse_days":"When you do not answer, that is a decline.","data_description.longest_hours":"Nobody can ask for more at once.","data_description.notify_phones":"Whether the phones of administrators are told of every request.","data_description.open_per_case":"How many requests of one requester for one case may wait for you at once.","data_description.share_claims":"How many times, unless you say otherwise when you approve.","data_description.share_days":"Unless you say otherwise when you approve.","data_description.total_hours":"How much one requester can ask for one case, all requests together.","data_description.warn_hours":"When one requester asks for so much of one day in small pieces, you are warned.",description:"They count at once, for what is asked and shared from now on.",title:"Rules for asking and sharing"};var J=class extends c{constructor(){super();this.options={};this.done="";this.hear(()=>{this.settings??this.load()})}static{this.styles=[c.styles,g`
.setting {
margin-bottom: 16px;
}
.setting input[type="number"] {
width: 120px;
}
.setting p {
margin: 4px 0 0;
}
.value {
display: flex;
gap: 8px;
align-items: center;
}
`]}render(){let{settings:e}=this;return a`<section>
<h2>${this.text("title")}</h2>
<p class="secondary">${this.text("description")}</p>
${e?this.form(e):this.complaint()}
</section>
${e?this.others(e):l}`}form(e){let t=this.isChanged(e);return a`<form novalidate @submit=${this.save}>
${Object.entries(e.limits).map(([s,o])=>this.field(s,o))}
${this.complaint()}
<div class="row">
<button class="primary" aria-disabled=${!t}>${this.t("panel_save")}</button>
<button type="button" aria-disabled=${!t} @click=${()=>this.reset(e)}>
${this.t("panel_undo")}
</button>
<span role="status">${this.done||l}</span>
</div>
</form>`}field(e,t){let s=this.wrong(e,t),o=a`<p id="about-${e}" class="secondary">
${this.text(`data_description.${e}`)}
</p>
<p id="wrong-${e}" class="note error" role="alert" ?hidden=${!s}>${s}</p>`;return t.kind==="boolean"?a`<div class="setting">
<label class="check">
<input
type="checkbox"
name=${e}
aria-describedby="about-${e}"
.checked=${!!this.options[e]}
@change=${d=>this.set(e,d.target.checked)}
/>
${this.text(`data.${e}`)}
</label>
${o}
</div>`:a`<div class="setting">
<label>
${this.text(`data.${e}`)}
<span class="value">
<input
type="number"
name=${e}
inputmode="numeric"
min=${t.min}
max=${t.max}
step="1"
aria-describedby="about-${e} wrong-${e}"
aria-invalid=${!!s}
.value=${String(this.options[e]??"")}
@input=${d=>this.set(e,d.target.valueAsNumber)}
/>
${t.unit?this.unit(t.unit):l}
</span>
</label>
${o}
</div>`}others(e){return a`<section>
<h2>${this.t("panel_storage")}</h2>
<p><code>${e.storage}</code></p>
<p>
${this.t("panel_retention",{days:e.retention_days,size:e.retention_gb})}
</p>
<a class="button" href=${j} @click=${x}>
${this.t("panel_storage_change")}
</a>
</section>
<section>
<h2>${this.t("panel_more_settings")}</h2>
<p>${this.t("panel_phones",{count:e.phones})}</p>
${e.links.refusal?a`<p class="note">${ae(this.hass,e.links.refusal)}</p>`:l}
${e.options.door_page&&e.links.door?this.door(e.links.door,e.door_code_path):l}
<a class="button" href=${j} @click=${x}>${this.t("panel_doorbell_add")}</a>
</section>`}door(e,t){return a`<p>
${this.t("panel_door_page")}
<a href=${e} target="_blank" rel="noreferrer">${e}</a>
</p>
<p>
<button type="button" @click=${()=>this.saveCode(t)}>
${this.t("panel_door_code")}
</button>
</p>`}async saveCode(e){let t=await this.attempt(()=>Ge(this.hass,e));t&&M(t.path,"ring_watch_door.svg")}text(e){return this.hass.localize(`component.ring_watch.options.step.init.${e}`)||Ct[e]}unit(e){let t={hours:"panel_hours",days:"panel_days"};return t[e]?this.t(t[e]):e}wrong(e,t){let s=this.options[e];return t.kind==="boolean"||typeof s!="number"||Number.isInteger(s)&&s>=t.min&&s<=t.max?"":this.t("panel_number_between",{min:t.min,max:t.max})}isChanged({limits:e,options:t}){return Object.keys(e).some(s=>this.options[s]!==t[s])}set(e,t){this.options={...this.options,[e]:t},this.done=""}reset(e){this.options=e.options,this.failure=""}async load(){let e=await this.attempt(async()=>(await this.hass.loadBackendTranslation("options","ring_watch").catch(()=>{}),ft(this.hass)));e&&(this.settings=e,this.options=e.options)}async save(e){e.preventDefault();let{options:t,settings:s}=this;if(!s||!this.isChanged(s))return;let o=Object.entries(s.limits).find(([d,h])=>this.wrong(d,h));if(o)return this.renderRoot.querySelector(`[name="${o[0]}"]`)?.focus();await this.attempt(()=>gt(this.hass,t))!==void 0&&(this.settings={...s,options:t},this.done=this.t("panel_saved"))}};n([p()],J.prototype,"settings",2),n([p()],J.prototype,"options",2),n([p()],J.prototype,"done",2);u("ring-watch-page-settings",J);var It={panel_agreement:"Agreement from {from}:",panel_agreement_until:"Agreement from {from} until {until}:",panel_answered:"Answered",panel_answered_none:"No request has been answered yet.",panel_cancel:"Cancel",panel_clips:"Gathered clips",panel_clips_none:"Nothing was gathered yet. A clip that you gather stays in the house.",panel_count_approved:"Approved",panel_count_asked:"Asked",panel_count_declined:"Declined",panel_count_lapsed:"Lapsed",panel_count_minutes:"Minutes",panel_count_rejected:"Against a rule",panel_count_revoked:"Taken back",panel_count_shared:"Shared",panel_count_withdrawn:"Withdrawn",panel_day:"Day",panel_day_after:"The day after",panel_day_before:"The day before",panel_days:"days",panel_delete:"Delete",panel_delete_ask:"The clip is deleted for good.",panel_details:"Details",panel_door_code:"Code for the door",panel_door_page:"The page for strangers:",panel_doorbell:"Doorbell",panel_doorbell_add:"Add a doorbell",panel_doorbells:"Doorbells",panel_doorbells_none:"There is no doorbell yet.",panel_download:"Download",panel_earlier:"Earlier",panel_ended:"Ended",panel_ended_none:"No share has ended yet.",panel_entry_attempt:"Somebody tried what only an administrator may",panel_entry_checkpoint:"Signed up to here",panel_entry_earlier_texts_erased:"Words of an earlier ledger erased",panel_entry_erased:"Words erased by an administrator",panel_entry_key_replaced:"The key was lost and replaced",panel_entry_key_rotated:"Another key signs from here on",panel_entry_key_rotation:"An administrator changed the key",panel_entry_ledger_recovered:"A line that was cut off is kept in a file",panel_entry_ledger_started:"The ledger begins",panel_entry_passphrase_wrong:"Wrong passphrase for a share",panel_entry_replayed:"A message was sent again",panel_entry_request_approved:"Request approved",panel_entry_request_carried:"Request carried over from an earlier ledger",panel_entry_request_declined:"Request declined",panel_entry_request_lapsed:"Request lapsed without an answer",panel_entry_request_pending:"Request waits for you",panel_entry_request_preparing:"Clip being prepared",panel_entry_request_ready:"Clip ready to be looked at",panel_entry_request_received:"Request received",panel_entry_request_rejected:"Request against a rule",panel_entry_request_withdrawn:"Request withdrawn by who asked",panel_entry_rules_set:"Rules changed",panel_entry_share_claimed:"Share opened",panel_entry_share_created:"Clip shared",panel_entry_share_delivered:"What was sent under a share",panel_entry_share_expired:"Share expired",panel_entry_share_renewed:"New link for a share",panel_entry_share_revoked:"Share taken back",panel_entry_share_used_up:"Share used up",panel_entry_shares_confirmed:"Shares can be used again",panel_entry_shares_suspended:"Shares suspended",panel_entry_state_missing:"The stored state was missing",panel_entry_texts_erased:"Words are gone from here on",panel_entry_too_late:"A decision came too late",panel_entry_voided:"Entries without effect",panel_entry_zones_set:"Privacy zones changed",panel_erase_request:"Erase words",panel_erase_request_ask:"Name, reason, contact and case number of this request are forgotten for good. What happened stays in the ledger.",panel_export_csv:"Export as CSV",panel_export_json:"Export as JSON",panel_footage:"Footage",panel_gaps:"Gaps",panel_gather:"Gather",panel_gathered:"Gathered. The clip is in the list below.",panel_gathered_silent:"Gathered without sound: this footage has none. The clip is in the list below.",panel_gathering:"Gathering\u2026",panel_gathering_from:"Gathering from {name}",panel_hours:"hours",panel_kind_agency:"Agency",panel_kind_household:"Member of the household",panel_kind_neighbour:"Neighbour",panel_last_step:"Last step",panel_later:"Later",panel_ledger_about:"Every step, newest first. Each entry is linked to the one before, so that a change shows.",panel_ledger_fingerprint:"Fingerprint of the key",panel_ledger_go:"Go to entry",panel_ledger_hash:"Hash of this entry",panel_ledger_head:"Head: hash of the last entry",panel_ledger_size:"Entries: {count}",panel_length:"Length {length}",panel_more:"Show more",panel_more_settings:"Doorbells and phones",panel_motion:"Motion",panel_no_footage_after:"There is no footage from here on.",panel_no_footage_between:"There is no footage from {start} to {end}.",panel_no_footage_day:"There is no footage of this day.",panel_number_between:"Enter a whole number from {min} to {max}.",panel_page_footage:"Footage",panel_page_ledger:"Ledger",panel_page_record:"My record",panel_page_requesters:"Requesters",panel_page_requests:"Requests",panel_page_settings:"Settings",panel_page_shares:"Shares",panel_page_zones:"Privacy zones",panel_phones:"Phones of administrators that are told: {count}.",panel_play:"Play",panel_presses:"Presses",panel_received:"Received",panel_record_about:"Counted from the ledger: what was asked and what came of it.",panel_record_all:"Everything",panel_record_none:"Nothing was asked yet.",panel_record_removed:"A requester who was removed",panel_record_strangers:"Strangers and your automations",panel_record_total:"Together",panel_record_who:"Who",panel_remove:"Remove",panel_requester_closed:"Page closed",panel_requester_erase:"Erase",panel_requester_erase_ask:"Everything that {name} wrote is forgotten for good. Open requests are declined and live shares taken back. What happened stays in the ledger.",panel_requester_erased:"Erased what {name} wrote. Requests: {count}.",panel_requester_numbers:"Asked: {asked}. Waiting for you: {waiting}. Live shares: {live}.",panel_requesters_about:"People and agencies to whom you gave a page of their own. They can ask there; nothing leaves until you decide.",panel_requesters_change:"Add or change requesters",panel_requesters_none:"There is no requester yet.",panel_retention:"Footage is kept for {days} days, and uses {size} GB at most.",panel_ring_about:"The recordings of this doorbell are at Ring, and are fetched when you gather them. Drag over the timeline to choose a window; hatched is what is not at home yet.",panel_ring_first:"This is not at home yet. Gather it to look at it.",panel_save:"Save",panel_saved:"Saved. It counts from now on.",panel_show_window:"Show the window",panel_storage:"Storage",panel_storage_change:"Change on the page of the integration",panel_text_case_number:"Case number",panel_text_contact:"Contact",panel_text_name:"Name",panel_text_reason:"Reason",panel_timeline_about:"Drag over the timeline to choose a window; tap it to play from there. Hatched is where there is no footage.",panel_title:"Ring Watch",panel_to_shares:"Go to the share",panel_undo:"Undo changes",panel_unsaved:"Not saved yet",panel_view:"View",panel_whole_day:"Whole day",panel_window_end:"End of the window",panel_window_start:"Start of the window",panel_with_gaps:"With gaps",panel_zone:"Zone {number}",panel_zone_add:"Add a zone",panel_zone_height:"Height, %",panel_zone_width:"Width, %",panel_zone_x:"Left, %",panel_zone_y:"Top, %",panel_zones_about:"What lies in a privacy zone is black in every clip that is shared. Recordings keep the whole picture.",panel_zones_how:"Draw over the picture. Drag a zone to move it, its round grip to change its size. Arrow keys do the same, with Shift they change the size.",panel_zones_picture:"Picture of {name}",panel_zones_saved:"Saved. Clips that were prepared before have to be prepared again.",panel_zoom_in:"Zoom in",panel_zoom_out:"Zoom out"};He(It);var Wt={requests:"mdi:message-question-outline",shares:"mdi:link-variant",footage:"mdi:filmstrip",requesters:"mdi:account-group-outline",zones:"mdi:vector-rectangle",record:"mdi:table",ledger:"mdi:book-lock-outline",settings:"mdi:cog-outline"},N=class extends De{constructor(){super();this.narrow=!1;this.path="";this.waiting=0;new oe(this,{heard:()=>{this.count()},failed:()=>{}})}static{this.styles=[re,g`
:host {
min-height: 100vh;
background: var(--primary-background-color);
}
header {
position: sticky;
top: 0;
z-index: 4;
padding-top: var(--safe-area-inset-top, 0);
background: var(--app-header-background-color, var(--primary-color));
color: var(--app-header-text-color, #fff);
}
.bar {
display: flex;
align-items: center;
min-height: var(--header-height, 56px);
padding: 0 12px;
}
h1 {
margin: 0 0 0 12px;
font-size: 20px;
font-weight: 400;
}
nav {
display: flex;
container-type: inline-size;
overflow-x: auto;
scrollbar-width: thin;
}
nav a {
display: flex;
gap: 8px;
align-items: center;
min-height: 48px;
padding: 0 16px;
border-bottom: 3px solid transparent;
color: inherit;
text-decoration: none;
white-space: nowrap;
}
ha-icon {
flex: none;
width: 24px;
height: 24px;
}
/* Words say more: where there is no room for both, they stay. */
@container (max-width: 1100px) {
ha-icon {
display: none;
}
nav a {
padding: 0 14px;
}
}
nav a:focus-visible {
outline-color: currentcolor;
outline-offset: -4px;
}
nav a[aria-current] {
border-bottom-color: currentcolor;
font-weight: 500;
}
.count {
min-width: 20px;
padding: 0 6px;
border-radius: 10px;
background: var(--app-header-text-color, #fff);
color: var(--app-header-background-color, var(--primary-color));
text-align: center;
}
main {
max-width: 1100px;
margin: 0 auto;
padding: 16px 16px calc(32px + var(--safe-area-inset-bottom, 0px));
outline: none;
}
@media (max-width: 599px) {
main {
padding: 8px 8px 32px;
}
}
`]}updated(e){let t=e.get("hass");e.has("hass")&&t?.language!==this.hass.language&&Ne(this.hass).then(()=>this.requestUpdate()),e.has("path")&&this.current?.scrollIntoView?.({inline:"center",block:"nearest"})}render(){let e=Qe(this.path),t=this.hass.user?.is_admin;return a`<header>
<div class="bar">
<ha-menu-button .hass=${this.hass} .narrow=${this.narrow}></ha-menu-button>
<h1>${I(this.hass,"panel_title")}</h1>
</div>
${t?this.links(e.page):l}
</header>
<main>
${t?this.shown(e):a`<p>${I(this.hass,"card_admins_only")}</p>`}
</main>`}links(e){return a`<nav aria-label=${I(this.hass,"panel_title")}>
${be.map(t=>a`<a
href=${Z(t)}
aria-current=${t===e?"page":l}
@click=${x}
>
<ha-icon icon=${Wt[t]}></ha-icon>${I(this.hass,`panel_page_${t}`)}
${t==="requests"&&this.waiting?a`<span class="count">${this.waiting}</span>`:l}
</a>`)}
</nav>`}shown({page:e,rest:t,looks:s}){let{hass:o}=this;switch(e){case"requests":return a`<ring-watch-page-requests
.hass=${o}
.requestId=${t}
.asking=${!s}
></ring-watch-page-requests>`;case"shares":return a`<ring-watch-page-shares .hass=${o}></ring-watch-page-shares>`;case"footage":return a`<ring-watch-page-footage .hass=${o}></ring-watch-page-footage>`;case"requesters":return a`<ring-watch-page-requesters .hass=${o}></ring-watch-page-requesters>`;case"zones":return a`<ring-watch-page-zones .hass=${o}></ring-watch-page-zones>`;case"record":return a`<ring-watch-page-record .hass=${o}></ring-watch-page-record>`;case"ledger":return a`<ring-watch-page-ledger .hass=${o}></ring-watch-page-ledger>`;case"settings":return a`<ring-watch-page-settings .hass=${o}></ring-watch-page-settings>`}}async count(){try{this.waiting=(await V(this.hass,{limit:1})).waiting}catch{}}};n([m({attribute:!1})],N.prototype,"hass",2),n([m({type:Boolean})],N.prototype,"narrow",2),n([m()],N.prototype,"path",2),n([p()],N.prototype,"waiting",2),n([v("nav a[aria-current]")],N.prototype,"current",2);u("ring-watch-pages",N);export{N as RingWatchPages};
