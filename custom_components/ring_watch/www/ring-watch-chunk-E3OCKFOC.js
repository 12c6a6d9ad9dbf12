import{a as C,b as z,c as j,d as ht,e as f,f as pt,g as K,h as ct,i as D,j as ut,k as mt,l as B}from"./ring-watch-chunk-WIYJGGL4.js";import{E as at,F as nt,G as dt,H as lt,a as L,c as G,d as Z,e as N,f as Q,g as R,h as W,m as tt,q as I,r as T,s as q,t as rt,u as E,v as it,x as O,y as st,z as ot}from"./ring-watch-chunk-NTEZRMSV.js";import{a,b as y,c as o,e as u,h,i as c,j as S,t as b,u as x,v as g,w as et}from"./ring-watch-chunk-2TFEJOEN.js";function M(d){let{prepared:l}=d,t=l?.clips??[],e=t.map(i=>({doorbell_id:i.doorbell_id,included:!0,...f(i.requested)})),r=d.doorbells.filter(({doorbell_id:i})=>!t.some(s=>s.doorbell_id===i)).map(({doorbell_id:i})=>({doorbell_id:i,included:!l,...f(d)}));return{parts:[...e,...r],boxes:l?.boxes??[],audio:l?.audio??!1}}var U=d=>d.parts.filter(l=>l.included);function ft(d){let l=new Set(U(d).map(t=>t.doorbell_id));return d.boxes.filter(t=>l.has(t.doorbell_id))}function V(d,l){return{parts:U(d).map(t=>({doorbell_id:t.doorbell_id,...pt(t,l)})),boxes:ft(d),audio:d.audio}}function J(d,l){if(!l||d.audio!==l.audio)return!1;let t=U(d),e=ft(d);return t.length===l.clips.length&&t.every((r,i)=>{let s=l.clips[i];return r.doorbell_id===s.doorbell_id&&B(r,f(s.requested))})&&ht(e,l.boxes)&&e.every((r,i)=>r.doorbell_id===l.boxes[i].doorbell_id)}function bt(d,l,t){return(l.prepared?J(d,l.prepared):$t(d,M(l)))&&t.prepared?M(t):d}function $t(d,l){return JSON.stringify(d)===JSON.stringify(l)}function X(d,l,t){let e=d.parts.map((r,i)=>i===l?{...r,...t}:r);return{...d,parts:e}}function gt(d,l,t){let e=d.boxes.filter(i=>i.doorbell_id!==l),r=t.map(({x:i,y:s,width:n,height:p})=>({doorbell_id:l,x:i,y:s,width:n,height:p}));return{...d,boxes:[...e,...r]}}function A(d,l,t){let{doorbell_id:e}=d.parts[l],r=n=>n.doorbell_id===e,i=d.parts.slice(0,l).filter(r).length,s=t?.clips??[];return s.findIndex((n,p)=>r(n)&&s.slice(0,p).filter(r).length===i)}var Y=3600,w=24*Y,v=class extends g{constructor(){super(...arguments);this.seen=!1;this.busy=!1;this.lifetime=7*w;this.claims=5;this.passphrase="";this.toAsker=!0;this.confirmed=new Set}static{this.styles=[x,y`
.question {
border: 2px solid var(--primary-text-color);
border-radius: 12px;
padding: 16px;
}
.terms {
display: grid;
grid-template-columns: repeat(auto-fill, minmax(min(100%, 200px), 1fr));
gap: 12px;
}
.terms label {
display: flex;
flex-direction: column;
gap: 4px;
}
li + li {
margin-top: 4px;
}
summary {
min-height: 40px;
align-content: center;
cursor: pointer;
}
fieldset {
border: 0;
margin: 0;
padding: 0;
}
`]}firstUpdated(){this.rules(),this.renderRoot.querySelector("h4")?.focus({preventScroll:!0}),this.seen?this.scrollIntoView({block:"nearest"}):this.fire("question-look")}async rules(){if(!this.hass)return;let{options:t}=await tt(this.hass).catch(()=>({options:{}})),{share_days:e,share_claims:r}=t;typeof e=="number"&&(this.lifetime=e*w),typeof r=="number"&&(this.claims=r)}get toConfirm(){return(this.request?.warnings??[]).filter(t=>at.has(t))}get problem(){let{claims:t,passphrase:e}=this;if(!Number.isInteger(t)||t<1||t>1e3)return"card_bad_claims";if(e&&(e.length<8||e.length>256))return"card_bad_passphrase"}get complete(){return this.seen&&!this.problem&&this.toConfirm.every(t=>this.confirmed.has(t))}get leadsAsker(){return this.toAsker&&this.request?.origin!=="action"}confirm(t,e){let r=new Set(this.confirmed);e?r.add(t):r.delete(t),this.confirmed=r}share(t){if(t.preventDefault(),!this.complete||this.busy)return;let e={lifetime:this.lifetime,claims:this.claims,to_asker:this.leadsAsker,confirmed:this.toConfirm};this.passphrase&&(e.passphrase=this.passphrase),this.fire("question-share",e)}clip(t){let{hass:e}=this;if(!e)return u;let r=this.request?.doorbells.find(s=>s.doorbell_id===t.doorbell_id),i=O(t.gaps);return o`<li>
<strong>${r?.name}</strong>: ${it(e,t.requested)},
${q(T(t.requested))}, ${st(e,t.size)}
${i?o`<br />${this.t("card_partial",{missing:q(i)})}`:u}
</li>`}length(t){let e=t>=w;return new Intl.NumberFormat(this.hass?.locale.language,{style:"unit",unit:e?"day":"hour",unitDisplay:"long"}).format(t/(e?w:Y))}lifetimes(){let t=[Y,w,3*w,7*w,14*w,30*w];return t.includes(this.lifetime)||t.push(this.lifetime),t.sort((e,r)=>e-r).map(e=>o`<option value=${e} ?selected=${e===this.lifetime}>
${this.length(e)}
</option>`)}terms(){return o`<details>
<summary>${this.t("card_change_terms")}</summary>
<div class="terms">
<label>
${this.t("card_lifetime")}
<select
@change=${t=>this.lifetime=Number(t.target.value)}
>
${this.lifetimes()}
</select>
</label>
<label>
${this.t("card_claims")}
<input
type="number"
min="1"
max="1000"
.value=${String(this.claims)}
@input=${t=>this.claims=t.target.valueAsNumber}
/>
</label>
<label>
${this.t("card_passphrase")}
<input
type="text"
autocomplete="off"
spellcheck="false"
.value=${this.passphrase}
@input=${t=>this.passphrase=t.target.value}
/>
</label>
</div>
<fieldset ?hidden=${this.request?.origin==="action"}>
${[!0,!1].map(t=>o`<label class="check">
<input
type="radio"
name="to"
.checked=${this.toAsker===t}
@change=${()=>this.toAsker=t}
/>
${this.t(t?"card_to_asker":"card_link_only")}
</label>`)}
</fieldset>
</details>`}render(){let t=this.request?.prepared;if(!this.request||!t)return u;let e=t.zones.length+t.boxes.length;return o`<form class="question stack" novalidate @submit=${this.share}>
<h4 tabindex="-1">${this.t("card_question")}</h4>
<ul>
${t.clips.map(r=>this.clip(r))}
<li>${this.t(t.audio?"card_with_sound":"card_without_sound")}</li>
<li>
${e?this.t("card_covered",{count:e}):this.t("card_uncovered")}
</li>
<li>
${this.t("card_terms",{length:this.length(this.lifetime),claims:Number.isNaN(this.claims)?"?":this.claims})}
${this.passphrase?this.t("card_has_passphrase"):u}
</li>
<li>${this.t(this.leadsAsker?"card_to_asker":"card_link_only")}</li>
</ul>
${this.terms()}
${this.toConfirm.map(r=>o`<label class="check note">
<input
type="checkbox"
@change=${i=>this.confirm(r,i.target.checked)}
/>
${nt(this.hass,r)} ${this.t("card_share_anyway")}
</label>`)}
${this.problem?o`<p class="note error" role="alert">${this.t(this.problem)}</p>`:u}
<p class="secondary">${this.t("card_no_recall")}</p>
<div class="row">
<button class="primary" ?disabled=${!this.complete||this.busy}>
${this.t(this.busy?"card_sharing":"card_share_now")}
</button>
<button type="button" ?disabled=${this.busy} @click=${()=>this.fire("question-back")}>
${this.t("card_back")}
</button>
${this.seen?u:o`<span role="status">${this.t("card_look_first")}</span>
<button type="button" @click=${()=>this.fire("question-look")}>
${this.t("card_show_preview")}
</button>`}
</div>
</form>`}};a([h({attribute:!1})],v.prototype,"request",2),a([h({type:Boolean})],v.prototype,"seen",2),a([h({type:Boolean})],v.prototype,"busy",2),a([c()],v.prototype,"lifetime",2),a([c()],v.prototype,"claims",2),a([c()],v.prototype,"passphrase",2),a([c()],v.prototype,"toAsker",2),a([c()],v.prototype,"confirmed",2);b("ring-watch-question",v);var F=.02,yt={ArrowLeft:{x:-F,y:0},ArrowRight:{x:F,y:0},ArrowUp:{x:0,y:-F},ArrowDown:{x:0,y:F}},_=class extends g{constructor(){super(...arguments);this.boxes=[];this.zones=[];this.editing=!1}static{this.styles=[x,y`
:host {
position: absolute;
inset: 0;
pointer-events: none;
}
.area {
position: absolute;
inset: 0;
overflow: hidden;
}
.area.editing {
pointer-events: auto;
cursor: crosshair;
touch-action: none;
}
.box,
.zone,
.corner {
position: absolute;
box-shadow: 0 0 0 1px #000;
border: 2px solid #fff;
}
.zone {
border-style: dashed;
}
.box {
background: rgba(0, 0, 0, 0.6);
}
button.box,
button.remove {
min-height: 0;
padding: 0;
border-radius: 0;
position: absolute;
touch-action: none;
}
button.box {
background: rgba(0, 0, 0, 0.6);
border: 2px solid #fff;
cursor: move;
}
button.box:focus-visible {
outline: 3px solid #ffeb3b;
outline-offset: 0;
}
button.remove {
width: 32px;
height: 32px;
line-height: 28px;
font-size: 20px;
background: #000;
color: #fff;
border: 1px solid #fff;
}
.grip {
position: absolute;
width: 24px;
height: 24px;
border: 2px solid #000;
border-radius: 50%;
background: #fff;
cursor: nwse-resize;
touch-action: none;
}
.corner {
width: 12px;
height: 12px;
margin: -6px;
background: #ffeb3b;
}
`]}async add(){this.boxes.length>=64||(this.changed([...this.boxes,{x:.35,y:.35,width:.3,height:.3}]),await this.updateComplete,[...this.renderRoot.querySelectorAll("button.box")].at(-1)?.focus())}changed(t){this.boxes=t,this.fire("boxes-changed",t)}replace(t,e){this.changed(this.boxes.map((r,i)=>i===t?e:r))}without(t){this.changed(this.boxes.filter((e,r)=>r!==t))}at(t){let e=this.renderRoot.querySelector(".area").getBoundingClientRect();return{x:(t.clientX-e.left)/(e.width||1),y:(t.clientY-e.top)/(e.height||1)}}down(t){if(!this.editing||t.button!==0)return;let e=t.target;if(e.classList.contains("remove"))return;let r=e.dataset.index;if(r===void 0)this.from=this.at(t);else{let i=e.classList.contains("grip");this.held={index:Number(r),at:this.at(t),grip:i}}t.currentTarget.setPointerCapture(t.pointerId)}move(t){let e=this.at(t);this.from&&(this.drawn=C(this.from,e));let r=this.held&&this.boxes[this.held.index];if(!this.held||!r)return;let i={x:e.x-this.held.at.x,y:e.y-this.held.at.y};this.replace(this.held.index,(this.held.grip?j:z)(r,i)),this.held={...this.held,at:e}}up(t){let{from:e}=this;if(e){let r=this.at(t),s=C(e,r)??(this.corner&&C(this.corner,r));this.corner=s?void 0:r,s&&this.boxes.length<64&&this.changed([...this.boxes,s])}this.rest()}rest(){this.from=this.held=this.drawn=void 0}press(t,e){let r=this.boxes[e],i=yt[t.key];!r||!i&&t.key!=="Delete"&&t.key!=="Backspace"||(t.preventDefault(),i?this.replace(e,(t.shiftKey?j:z)(r,i)):this.without(e))}willUpdate(){this.editing||(this.corner=void 0)}render(){let t=({x:i,y:s,width:n,height:p})=>`left:${i*100}%;top:${s*100}%;width:${n*100}%;height:${p*100}%`,e=(i,s)=>o`<div class=${s} style=${t(i)}></div>`,r=(i,s)=>o`
<button
class="box"
type="button"
data-index=${s}
style=${t(i)}
aria-label=${this.t("card_box",{number:s+1})}
aria-description=${this.t("card_box_keys")}
@keydown=${n=>this.press(n,s)}
></button>
<button
class="remove"
type="button"
style="left:calc(${Math.min(1,i.x+i.width)*100}% - 32px);top:${i.y*100}%"
aria-label=${this.t("card_box_remove",{number:s+1})}
@click=${()=>this.without(s)}
>
×
</button>
<div
class="grip"
data-index=${s}
style="left:min(${(i.x+i.width)*100}% - 12px, 100% - 24px);
top:min(${(i.y+i.height)*100}% - 12px, 100% - 24px)"
></div>
`;return o`<div
class="area ${this.editing?"editing":""}"
@pointerdown=${this.down}
@pointermove=${this.move}
@pointerup=${this.up}
@pointercancel=${this.rest}
>
${this.zones.map(i=>e(i,"zone"))}
${this.boxes.map((i,s)=>this.editing?r(i,s):e(i,"box"))}
${this.drawn?e(this.drawn,"box"):u}
${this.corner?o`<div
class="corner"
style="left:${this.corner.x*100}%;top:${this.corner.y*100}%"
></div>`:u}
</div>`}};a([h({attribute:!1})],_.prototype,"boxes",2),a([h({attribute:!1})],_.prototype,"zones",2),a([h({type:Boolean})],_.prototype,"editing",2),a([c()],_.prototype,"drawn",2),a([c()],_.prototype,"corner",2);b("ring-watch-boxes",_);var P=class extends g{constructor(){super(...arguments);this.thumbnails=[];this.gaps=[]}static{this.styles=[x,y`
.strip {
position: relative;
height: 56px;
overflow: hidden;
border-radius: 4px;
background: var(--secondary-background-color, #ddd);
}
img,
.gap {
position: absolute;
inset-block: 0;
height: 100%;
}
img {
object-fit: cover;
max-width: none;
}
.gap {
background: repeating-linear-gradient(45deg, #555 0 4px, #999 4px 8px);
}
`]}render(){if(!this.window)return;let t=f(this.window),e=i=>D(t,i)*100,r=this.thumbnails.map(i=>e(Date.parse(i.time)));return o`<div class="strip" aria-hidden="true">
${this.thumbnails.map((i,s)=>{let n=s===0?0:r[s],p=(r[s+1]??100)-n;return o`<img
alt=""
draggable="false"
src="data:image/jpeg;base64,${i.jpeg}"
style="inset-inline-start: ${n}%; width: ${p}%"
/>`})}
${this.gaps.map(i=>{let{start:s,end:n}=f(i),p=e(n)-e(s);return o`<div
class="gap"
style="inset-inline-start: ${e(s)}%; width: ${p}%"
></div>`})}
</div>`}};a([h({attribute:!1})],P.prototype,"window",2),a([h({attribute:!1})],P.prototype,"thumbnails",2),a([h({attribute:!1})],P.prototype,"gaps",2);b("ring-watch-strip",P);var xt=["start","end"],k=class extends g{constructor(){super(...arguments);this.label="";this.disabled=!1}static{this.styles=[x,y`
.bar {
position: relative;
min-height: 48px;
margin: 0 12px;
touch-action: pan-y;
cursor: pointer;
user-select: none;
}
.cut {
position: absolute;
inset-block: 0;
background: rgba(0, 0, 0, 0.65);
pointer-events: none;
}
.kept {
position: absolute;
inset-block: 0;
border-block: 3px solid var(--primary-color);
pointer-events: none;
}
.handle {
position: absolute;
inset-block: -3px;
width: 24px;
margin-inline-start: -12px;
background: var(--primary-color);
border: 2px solid var(--card-background-color, #fff);
border-radius: 8px;
cursor: ew-resize;
touch-action: none;
}
.handle::after {
content: "";
position: absolute;
inset: 30% 9px;
background: var(--card-background-color, #fff);
}
.times {
display: flex;
flex-wrap: wrap;
justify-content: space-between;
gap: 4px 12px;
margin-top: 8px;
font-variant-numeric: tabular-nums;
}
`]}to(t){!t||!this.kept||B(t,this.kept)||(this.kept=t,this.fire("kept-changed",t))}timeOf(t){let{left:e,width:r}=this.bar.getBoundingClientRect(),i=r?(t.clientX-e)/r:0,s=getComputedStyle(this.bar).direction==="rtl";return ut(f(this.window),s?1-i:i)}down(t){if(this.disabled||!this.kept||t.button!==0)return;let e=this.timeOf(t),r=t.target.dataset.handle;this.dragged=r??ct(this.kept,e),this.bar.setPointerCapture(t.pointerId),r||this.to(K(this.kept,f(this.window),this.dragged,e)),this.renderRoot.querySelector(`[data-handle=${this.dragged}]`)?.focus(),t.preventDefault()}drag(t){!this.dragged||!this.kept||this.to(K(this.kept,f(this.window),this.dragged,this.timeOf(t)))}press(t,e){if(this.disabled||!this.kept)return;let r=mt(this.kept,f(this.window),e,t.key,t.shiftKey);r&&(t.preventDefault(),this.to(r))}render(){let{hass:t,kept:e}=this;if(!t||!this.window||!e)return;let r=f(this.window),i=p=>`${(D(r,p)*100).toFixed(3)}%`,s=p=>`${(100-D(r,p)*100).toFixed(3)}%`,n=p=>E(t,new Date(p).toISOString());return o`
<div
class="bar"
@pointerdown=${this.down}
@pointermove=${this.drag}
@pointerup=${()=>this.dragged=void 0}
@pointercancel=${()=>this.dragged=void 0}
>
<slot></slot>
<div class="cut" style="inset-inline: 0 ${s(e.start)}"></div>
<div class="cut" style="inset-inline: ${i(e.end)} 0"></div>
<div class="kept" style="inset-inline: ${i(e.start)} ${s(e.end)}"></div>
${xt.map(p=>o`<div
class="handle"
data-handle=${p}
role="slider"
tabindex=${this.disabled?-1:0}
aria-disabled=${this.disabled}
aria-label="${this.t(`card_trim_${p}`)} ${this.label}"
aria-valuemin=${r.start/1e3}
aria-valuemax=${r.end/1e3}
aria-valuenow=${e[p]/1e3}
aria-valuetext=${rt(t,new Date(e[p]).toISOString())}
style="inset-inline-start: ${i(e[p])}"
@keydown=${H=>this.press(H,p)}
></div>`)}
</div>
<div class="times">
<span>${n(e.start)}</span>
<span>${q((e.end-e.start)/1e3)}</span>
<span>${n(e.end)}</span>
</div>
`}};a([h({attribute:!1})],k.prototype,"window",2),a([h({attribute:!1})],k.prototype,"kept",2),a([h()],k.prototype,"label",2),a([h({type:Boolean})],k.prototype,"disabled",2),a([S(".bar")],k.prototype,"bar",2);b("ring-watch-trim",k);var $=class extends g{constructor(){super(...arguments);this.index=0;this.thumbnails=[];this.disabled=!1;this.covering=!1;this.address=async()=>{let{hass:t,request:e,draft:r,index:i}=this,s=A(r,i,e.prepared)+1;return(await Q(t,e.request_id,s)).url}}static{this.styles=[x,y`
section + section {
margin-top: 16px;
}
`]}get of(){let{request:t,draft:e,index:r}=this,i=t&&e?A(e,r,t.prepared)+1:0;return i?`${t.prepared.render_hash}/${i}`:void 0}seen(t){return!this.of||t.has(this.of)}showPreview(){this.renderRoot.querySelector("ring-watch-player")?.scrollIntoView({block:"center"})}changed(t){this.fire("draft-changed",t)}async addBox(){this.covering=!0,await this.updateComplete,await this.boxes?.add()}get passed(){let{request:t,draft:e,index:r}=this,i=t?.prepared?.clips[A(e,r,t.prepared)],[s]=i?.gaps??[];return i&&s&&s.start<=i.requested.start?T(s):0}render(){let{request:t,draft:e}=this,r=e?.parts[this.index];if(!t||!e||!r)return u;let s=t.doorbells.find(n=>n.doorbell_id===r.doorbell_id)?.name??"";return o`<section class="stack" aria-label=${s}>
${e.parts.length>1?o`<label class="check">
<input
type="checkbox"
.checked=${r.included}
?disabled=${this.disabled}
@change=${n=>this.changed(X(e,this.index,{included:n.target.checked}))}
/>
${s}
</label>`:o`<h4>${s}</h4>`}
${this.clip(e,s)}
${r.included?o`<ring-watch-trim
.hass=${this.hass}
.window=${t}
.kept=${r}
.label=${s}
.disabled=${this.disabled}
@kept-changed=${n=>this.changed(X(e,this.index,{start:n.detail.start,end:n.detail.end}))}
>
<ring-watch-strip
.window=${t}
.thumbnails=${this.thumbnails}
.gaps=${this.coverage?.gaps??[]}
></ring-watch-strip>
</ring-watch-trim>
${this.partial()}`:u}
</section>`}partial(){let{hass:t,coverage:e}=this,r=e?.gaps??[];if(!t||!r.length)return u;let i=new Set(e?.missing?.map(n=>dt(t,n.reason))),s=r.slice(0,3).map(n=>{let[p,H]=[E(t,n.start),E(t,n.end)];return`${p} \u2013 ${H}`});return o`<p class="note">
${this.t("card_partial",{missing:q(O(r))})}
${s.join(", ")}${r.length>s.length?", \u2026":""}
${[...i].map(n=>o`<br />${n}`)}
</p>`}clip(t,e){let{of:r}=this,i=t.parts[this.index];if(!r||!i.included)return u;let s=t.boxes.filter(n=>n.doorbell_id===i.doorbell_id);return o`
<ring-watch-player
.hass=${this.hass}
.of=${r}
.look=${this.address}
.from=${this.passed}
.label=${this.t("card_preview",{name:e})}
.still=${this.covering}
>
<ring-watch-boxes
.hass=${this.hass}
.boxes=${s}
.editing=${this.covering&&!this.disabled}
@boxes-changed=${n=>this.changed(gt(this.draft,i.doorbell_id,n.detail))}
></ring-watch-boxes>
</ring-watch-player>
<div class="row">
<button
type="button"
aria-pressed=${this.covering}
?disabled=${this.disabled}
@click=${()=>this.covering=!this.covering}
>
${this.t("card_cover")}
</button>
${this.covering?o`<button type="button" ?disabled=${this.disabled} @click=${this.addBox}>
${this.t("card_add_box")}
</button>
<span class="secondary">${this.t("card_cover_how")}</span>`:u}
</div>
`}};a([h({attribute:!1})],$.prototype,"request",2),a([h({attribute:!1})],$.prototype,"draft",2),a([h({type:Number})],$.prototype,"index",2),a([h({attribute:!1})],$.prototype,"coverage",2),a([h({attribute:!1})],$.prototype,"thumbnails",2),a([h({type:Boolean})],$.prototype,"disabled",2),a([c()],$.prototype,"covering",2),a([S("ring-watch-boxes")],$.prototype,"boxes",2);b("ring-watch-review-part",$);var wt=8,m=class extends g{constructor(){super();this.requestId="";this.asking=!1;this.coverage=[];this.thumbnails=new Map;this.seen=new Set;this.answers=0;new ot(this,{heard:t=>this.heard(t),failed:t=>this.error=I(this.hass,t)})}heard(t){(!t?.request_id||t.request_id===this.requestId)&&this.read()}async read(){let{hass:t,requestId:e,answers:r}=this;if(!(!t||!e))try{let{request:i,coverage:s}=await G(t,e);if(e!==this.requestId||r!==this.answers)return;let n=!this.request;if(this.coverage=s,this.take(i),!n)return;this.error=void 0,i.state==="pending"&&this.prepare({}),L.includes(i.state)&&this.look(i)}catch(i){e===this.requestId&&(this.error=I(t,i))}}take(t){this.answers++;let e=this.request;this.request=t,this.draft=e&&this.draft?bt(this.draft,e,t):M(t)}async look(t){for(let{doorbell_id:e}of t.doorbells){if(!this.hass||!this.isConnected)return;let r=await Z(this.hass,t.request_id,e,wt).catch(()=>({thumbnails:[]}));if(t.request_id!==this.requestId)return;this.thumbnails=new Map(this.thumbnails).set(e,r.thumbnails)}}async attempt(t,e){if(this.doing)return;let{requestId:r}=this;this.doing=t,this.error=void 0;try{await e()}catch(i){if(r!==this.requestId)return;this.error=I(this.hass,i),et(i).code==="changed_since_preview"&&(this.outdated=this.request?.prepared?.render_hash),await this.read()}finally{r===this.requestId&&(this.doing=void 0)}}prepare(t){let{requestId:e}=this;return this.attempt("prepare",async()=>{let r=await N(this.hass,e,t).catch(i=>this.withFootage(i,t));e===this.requestId&&this.take(r)})}async withFootage(t,e){let r=new Set(this.coverage.filter(n=>n.spans.length).map(n=>n.doorbell_id)),i=this.draft;if(e.parts||!r.size||r.size===i.parts.length)throw t;let s=i.parts.map(n=>({...n,included:r.has(n.doorbell_id)}));return this.draft={...i,parts:s},N(this.hass,this.requestId,V(this.draft,this.request))}prepareAgain(){this.draft&&this.request&&this.prepare(V(this.draft,this.request))}share(t){let{requestId:e,request:r}=this,i=r?.prepared?.render_hash;!i||!this.approvable||!this.allSeen||this.attempt("share",async()=>{let{url:s}=await R(this.hass,e,i,t.detail);e===this.requestId&&(this.link=s??"",this.asking=!1,await this.read(),await this.updateComplete,this.renderRoot.querySelector("#shared")?.focus())})}decline(){let{request_id:t}=this.request;this.attempt("decline",async()=>{await W(this.hass,t),this.fire("review-done",{request_id:t})})}get approvable(){let{request:t,draft:e}=this;return!!t&&!!e&&!this.link&&["ready","approved"].includes(t.state)&&t.prepared?.render_hash!==this.outdated&&J(e,t.prepared)}get allSeen(){let{render_hash:t,clips:e}=this.request?.prepared??{render_hash:"",clips:[]};return e.length>0&&e.every((r,i)=>this.seen.has(`${t}/${i+1}`))}frame(t){this.seen=new Set(this.seen).add(t.detail)}willUpdate(t){!t.has("requestId")||!t.get("requestId")||(this.request=this.draft=this.error=this.link=this.doing=void 0,this.outdated=void 0,this.seen=new Set,this.thumbnails=new Map,this.answers++,this.read())}showPreview(){[...this.renderRoot.querySelectorAll("ring-watch-review-part")].find(e=>!e.seen(this.seen))?.showPreview()}async toggle(t){this.asking=t,await this.updateComplete,t||this.renderRoot.querySelector("#approve")?.focus()}render(){let{request:t,draft:e}=this;if(!t||!e)return o`<p role="status">${this.error??this.t("card_loading")}</p>`;if(this.link!==void 0)return this.shared(this.link);let r=[...L,"approved"].includes(t.state)&&!t.share_id;return o`<div class="stack">
${r?o`${this.parts(t,e)} ${this.sound(e)} ${this.status(t)}
${this.errorNote()} ${this.actions(t)}`:o`<p class="note info" role="status">
${lt(this.hass,t.state)}
</p>
${this.close()}`}
</div>`}errorNote(){return this.error?o`<p class="note error" role="alert">${this.error}</p>`:u}leave(t){let e={request_id:this.requestId};return o`<button type="button" @click=${()=>this.fire("review-done",e)}>
${this.t(t)}
</button>`}close(){return o`<div class="row">${this.leave("card_close")}</div>`}shared(t){return o`<div class="stack">
<h4 id="shared" tabindex="-1">${this.t("card_shared")}</h4>
${t?o`<ring-watch-link .hass=${this.hass} .url=${t}></ring-watch-link>`:u}
${this.close()}
</div>`}parts(t,e){return e.parts.map((r,i)=>o`<ring-watch-review-part
.hass=${this.hass}
.request=${t}
.draft=${e}
.index=${i}
.coverage=${this.coverage.find(s=>s.doorbell_id===r.doorbell_id)}
.thumbnails=${this.thumbnails.get(r.doorbell_id)??[]}
?disabled=${this.doing==="share"}
@draft-changed=${s=>this.draft=s.detail}
@frame-shown=${this.frame}
></ring-watch-review-part>`)}sound(t){return o`<label class="check">
<input
type="checkbox"
.checked=${t.audio}
?disabled=${this.doing==="share"}
@change=${e=>this.draft={...this.draft,audio:e.target.checked}}
/>
${this.t("card_sound")}
</label>`}status(t){let r=this.doing==="prepare"||t.state==="preparing"?this.t("card_preparing"):t.prepared&&!this.approvable?this.t("card_changed"):"";return o`<p class=${r?"note info":""} role="status">${r}</p>`}actions(t){let e=!!this.doing||t.state==="preparing";return this.asking&&this.approvable?o`<ring-watch-question
.hass=${this.hass}
.request=${t}
.seen=${this.allSeen}
.busy=${this.doing==="share"}
@question-share=${this.share}
@question-back=${()=>this.toggle(!1)}
@question-look=${this.showPreview}
></ring-watch-question>`:o`<div class="row">
${this.approvable?o`<button
id="approve"
type="button"
class="primary"
?disabled=${e}
@click=${()=>this.toggle(!0)}
>
${this.t("card_approve")}
</button>`:o`<button
type="button"
class="primary"
?disabled=${e||!this.draft?.parts.some(r=>r.included)}
@click=${this.prepareAgain}
>
${this.t(t.prepared?"card_prepare_again":"card_prepare")}
</button>`}
<button
type="button"
class="danger"
?disabled=${this.doing==="share"||this.doing==="decline"}
@click=${this.decline}
>
${this.t("card_decline")}
</button>
${this.leave("card_later")}
</div>`}};a([h()],m.prototype,"requestId",2),a([h({type:Boolean})],m.prototype,"asking",2),a([c()],m.prototype,"request",2),a([c()],m.prototype,"draft",2),a([c()],m.prototype,"coverage",2),a([c()],m.prototype,"thumbnails",2),a([c()],m.prototype,"seen",2),a([c()],m.prototype,"outdated",2),a([c()],m.prototype,"doing",2),a([c()],m.prototype,"error",2),a([c()],m.prototype,"link",2);b("ring-watch-review",m);export{m as a};
