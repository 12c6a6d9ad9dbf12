import{A as nt,B as dt,C as ht,a as j,c as G,d as Z,e as N,f as Q,g as R,h as W,m as tt,p as O,q as rt,r as P,s as st,t as E,u as it,w as I,x as at,y as ot}from"./ring-watch-chunk-CML75C2Y.js";import{g,h as et}from"./ring-watch-chunk-NJDAWRC6.js";import{a as n,b as y,c as d,e as u,h as p,i as c,j as T,n as b,o as $}from"./ring-watch-chunk-AHGIKGB5.js";var B=i=>Math.min(1,Math.max(0,i)),_=i=>Math.round(i*1e4)/1e4;function lt(i,a,t,e){let[r,s]=[_(i),_(a)];return{x:r,y:s,width:_(_(t)-r),height:_(_(e)-s)}}function A(i,a){let t=lt(B(Math.min(i.x,a.x)),B(Math.min(i.y,a.y)),B(Math.max(i.x,a.x)),B(Math.max(i.y,a.y)));return t.width<.02||t.height<.02?void 0:t}function z(i,a){let t=Math.min(1-i.width,Math.max(0,i.x+a.x)),e=Math.min(1-i.height,Math.max(0,i.y+a.y));return{...i,x:_(t),y:_(e)}}function pt(i,a){let t=Math.min(1,Math.max(i.x+.02,i.x+i.width+a.x)),e=Math.min(1,Math.max(i.y+.02,i.y+i.height+a.y));return lt(i.x,i.y,t,e)}function ct(i,a){return i.length===a.length&&i.every((t,e)=>{let r=a[e];return t.x===r.x&&t.y===r.y&&t.width===r.width&&t.height===r.height})}function m(i){return{start:Date.parse(i.start),end:Date.parse(i.end)}}function ut(i,a){let t=m(a);return{start:i.start<=t.start?a.start:new Date(i.start).toISOString(),end:i.end>=t.end?a.end:new Date(i.end).toISOString()}}function H(i,a,t,e){let r=Math.min(1e3,a.end-a.start),s=Math.round(e);return t==="start"?{start:Math.max(a.start,Math.min(s,i.end-r)),end:i.end}:{start:i.start,end:Math.min(a.end,Math.max(s,i.start+r))}}function mt(i,a){return Math.abs(a-i.start)<=Math.abs(a-i.end)?"start":"end"}function M(i,a){let t=i.end-i.start;return t>0?Math.min(1,Math.max(0,(a-i.start)/t)):0}function ft(i,a){let t=i.end-i.start,e=t>6e4?1e3:100;return a<=0?i.start:a>=1?i.end:i.start+Math.round(a*t/e)*e}function bt(i,a,t,e,r){let s=r?100:1e3,o=Math.max(1e4,Math.round((a.end-a.start)/20)),h={Home:a.start,End:a.end}[e],l={ArrowLeft:-s,ArrowDown:-s,ArrowRight:s,ArrowUp:s,PageDown:-o,PageUp:o}[e],D=h??(l===void 0?void 0:i[t]+l);return D===void 0?void 0:H(i,a,t,D)}function L(i,a){return i.start===a.start&&i.end===a.end}function C(i){let{prepared:a}=i,t=a?.clips??[],e=t.map(s=>({doorbell_id:s.doorbell_id,included:!0,...m(s.requested)})),r=i.doorbells.filter(({doorbell_id:s})=>!t.some(o=>o.doorbell_id===s)).map(({doorbell_id:s})=>({doorbell_id:s,included:!a,...m(i)}));return{parts:[...e,...r],boxes:a?.boxes??[],audio:a?.audio??!1}}var U=i=>i.parts.filter(a=>a.included);function gt(i){let a=new Set(U(i).map(t=>t.doorbell_id));return i.boxes.filter(t=>a.has(t.doorbell_id))}function K(i,a){return{parts:U(i).map(t=>({doorbell_id:t.doorbell_id,...ut(t,a)})),boxes:gt(i),audio:i.audio}}function V(i,a){if(!a||i.audio!==a.audio)return!1;let t=U(i),e=gt(i);return t.length===a.clips.length&&t.every((r,s)=>{let o=a.clips[s];return r.doorbell_id===o.doorbell_id&&L(r,m(o.requested))})&&ct(e,a.boxes)&&e.every((r,s)=>r.doorbell_id===a.boxes[s].doorbell_id)}function vt(i,a,t){return(a.prepared?V(i,a.prepared):$t(i,C(a)))&&t.prepared?C(t):i}function $t(i,a){return JSON.stringify(i)===JSON.stringify(a)}function J(i,a,t){let e=i.parts.map((r,s)=>s===a?{...r,...t}:r);return{...i,parts:e}}function xt(i,a,t){let e=i.boxes.filter(s=>s.doorbell_id!==a),r=t.map(({x:s,y:o,width:h,height:l})=>({doorbell_id:a,x:s,y:o,width:h,height:l}));return{...i,boxes:[...e,...r]}}function X(i,a,t){let{doorbell_id:e}=i.parts[a],r=h=>h.doorbell_id===e,s=i.parts.slice(0,a).filter(r).length,o=t?.clips??[];return o.findIndex((h,l)=>r(h)&&o.slice(0,l).filter(r).length===s)}var Y=3600,w=24*Y,v=class extends g{constructor(){super(...arguments);this.seen=!1;this.busy=!1;this.lifetime=7*w;this.claims=5;this.passphrase="";this.toAsker=!0;this.confirmed=new Set}static{this.styles=[$,y`
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
fieldset {
border: 0;
margin: 0;
padding: 0;
}
`]}firstUpdated(){this.rules(),this.renderRoot.querySelector("h3")?.focus({preventScroll:!0}),this.scrollIntoView?.({block:"nearest"})}async rules(){if(!this.hass)return;let{options:t}=await tt(this.hass).catch(()=>({options:{}})),{share_days:e,share_claims:r}=t;typeof e=="number"&&(this.lifetime=e*w),typeof r=="number"&&(this.claims=r)}get toConfirm(){return(this.request?.warnings??[]).filter(t=>nt.has(t))}get complete(){return this.seen&&this.toConfirm.every(t=>this.confirmed.has(t))}confirm(t,e){let r=new Set(this.confirmed);e?r.add(t):r.delete(t),this.confirmed=r}share(t){if(t.preventDefault(),!this.complete||this.busy)return;let e={lifetime:this.lifetime,claims:this.claims,to_asker:this.toAsker,confirmed:this.toConfirm};this.passphrase&&(e.passphrase=this.passphrase),this.fire("question-share",e)}clip(t){let{hass:e}=this;if(!e)return u;let r=this.request?.doorbells.find(o=>o.doorbell_id===t.doorbell_id),s=I(t.gaps);return d`<li>
<strong>${r?.name}</strong>: ${it(e,t.requested)},
${P(rt(t.requested))}, ${at(e,t.size)}
${s?d`<br />${this.t("card_partial",{missing:P(s)})}`:u}
</li>`}lifetimes(){let t=[Y,w,3*w,7*w,14*w,30*w];return t.includes(this.lifetime)||t.push(this.lifetime),t.sort((e,r)=>e-r).map(e=>{let[r,s]=e<w?["hour",e/Y]:["day",e/w],o=new Intl.NumberFormat(this.hass?.locale.language,{style:"unit",unit:r,unitDisplay:"long"}).format(s);return d`<option value=${e} ?selected=${e===this.lifetime}>${o}</option>`})}render(){let t=this.request?.prepared;if(!this.request||!t)return u;let e=t.zones.length+t.boxes.length;return d`<form class="question stack" @submit=${this.share}>
<h3 tabindex="-1">${this.t("card_question")}</h3>
<ul>
${t.clips.map(r=>this.clip(r))}
<li>${this.t(t.audio?"card_with_sound":"card_without_sound")}</li>
<li>
${e?this.t("card_covered",{count:e}):this.t("card_uncovered")}
</li>
</ul>
<div class="terms">
<label>
${this.t("card_lifetime")}
<select
@change=${r=>this.lifetime=Number(r.target.value)}
>
${this.lifetimes()}
</select>
</label>
<label>
${this.t("card_claims")}
<input
type="number"
required
min="1"
max="1000"
.value=${String(this.claims)}
@input=${r=>this.claims=r.target.valueAsNumber}
/>
</label>
<label>
${this.t("card_passphrase")}
<input
type="text"
minlength="8"
maxlength="256"
autocomplete="off"
spellcheck="false"
.value=${this.passphrase}
@input=${r=>this.passphrase=r.target.value}
/>
</label>
</div>
<fieldset>
${[!0,!1].map(r=>d`<label class="check">
<input
type="radio"
name="to"
.checked=${this.toAsker===r}
@change=${()=>this.toAsker=r}
/>
${this.t(r?"card_to_asker":"card_link_only")}
</label>`)}
</fieldset>
${this.toConfirm.map(r=>d`<label class="check note">
<input
type="checkbox"
@change=${s=>this.confirm(r,s.target.checked)}
/>
${dt(this.hass,r)} ${this.t("card_share_anyway")}
</label>`)}
<p class="secondary">${this.t("card_no_recall")}</p>
<div class="row">
<button class="primary" ?disabled=${!this.complete||this.busy}>
${this.t(this.busy?"card_sharing":"card_share_now")}
</button>
<button type="button" ?disabled=${this.busy} @click=${()=>this.fire("question-back")}>
${this.t("card_back")}
</button>
${this.seen?u:d`<span role="status">${this.t("card_look_first")}</span>`}
</div>
</form>`}};n([p({attribute:!1})],v.prototype,"request",2),n([p({type:Boolean})],v.prototype,"seen",2),n([p({type:Boolean})],v.prototype,"busy",2),n([c()],v.prototype,"lifetime",2),n([c()],v.prototype,"claims",2),n([c()],v.prototype,"passphrase",2),n([c()],v.prototype,"toAsker",2),n([c()],v.prototype,"confirmed",2);b("ring-watch-question",v);var F=.02,wt={ArrowLeft:{x:-F,y:0},ArrowRight:{x:F,y:0},ArrowUp:{x:0,y:-F},ArrowDown:{x:0,y:F}},k=class extends g{constructor(){super(...arguments);this.boxes=[];this.zones=[];this.editing=!1}static{this.styles=[$,y`
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
.corner {
width: 12px;
height: 12px;
margin: -6px;
background: #ffeb3b;
}
`]}async add(){this.boxes.length>=64||(this.changed([...this.boxes,{x:.35,y:.35,width:.3,height:.3}]),await this.updateComplete,[...this.renderRoot.querySelectorAll("button.box")].at(-1)?.focus())}changed(t){this.boxes=t,this.fire("boxes-changed",t)}replace(t,e){this.changed(this.boxes.map((r,s)=>s===t?e:r))}without(t){this.changed(this.boxes.filter((e,r)=>r!==t))}at(t){let e=this.renderRoot.querySelector(".area").getBoundingClientRect();return{x:(t.clientX-e.left)/(e.width||1),y:(t.clientY-e.top)/(e.height||1)}}down(t){if(!this.editing||t.button!==0)return;let e=t.target;if(e.classList.contains("remove"))return;let r=e.dataset.index;r===void 0?this.from=this.at(t):this.held={index:Number(r),at:this.at(t)},t.currentTarget.setPointerCapture(t.pointerId)}move(t){let e=this.at(t);this.from&&(this.drawn=A(this.from,e));let r=this.held&&this.boxes[this.held.index];if(!this.held||!r)return;let s={x:e.x-this.held.at.x,y:e.y-this.held.at.y};this.replace(this.held.index,z(r,s)),this.held={...this.held,at:e}}up(t){let{from:e}=this;if(e){let r=this.at(t),o=A(e,r)??(this.corner&&A(this.corner,r));this.corner=o?void 0:r,o&&this.boxes.length<64&&this.changed([...this.boxes,o])}this.rest()}rest(){this.from=this.held=this.drawn=void 0}press(t,e){let r=this.boxes[e],s=wt[t.key];!r||!s&&t.key!=="Delete"&&t.key!=="Backspace"||(t.preventDefault(),s?this.replace(e,(t.shiftKey?pt:z)(r,s)):this.without(e))}willUpdate(){this.editing||(this.corner=void 0)}render(){let t=({x:s,y:o,width:h,height:l})=>`left:${s*100}%;top:${o*100}%;width:${h*100}%;height:${l*100}%`,e=(s,o)=>d`<div class=${o} style=${t(s)}></div>`,r=(s,o)=>d`
<button
class="box"
type="button"
data-index=${o}
style=${t(s)}
aria-label=${this.t("card_box",{number:o+1})}
aria-description=${this.t("card_box_keys")}
@keydown=${h=>this.press(h,o)}
></button>
<button
class="remove"
type="button"
style="left:calc(${Math.min(1,s.x+s.width)*100}% - 32px);top:${s.y*100}%"
aria-label=${this.t("card_box_remove",{number:o+1})}
@click=${()=>this.without(o)}
>
×
</button>
`;return d`<div
class="area ${this.editing?"editing":""}"
@pointerdown=${this.down}
@pointermove=${this.move}
@pointerup=${this.up}
@pointercancel=${this.rest}
>
${this.zones.map(s=>e(s,"zone"))}
${this.boxes.map((s,o)=>this.editing?r(s,o):e(s,"box"))}
${this.drawn?e(this.drawn,"box"):u}
${this.corner?d`<div
class="corner"
style="left:${this.corner.x*100}%;top:${this.corner.y*100}%"
></div>`:u}
</div>`}};n([p({attribute:!1})],k.prototype,"boxes",2),n([p({attribute:!1})],k.prototype,"zones",2),n([p({type:Boolean})],k.prototype,"editing",2),n([c()],k.prototype,"drawn",2),n([c()],k.prototype,"corner",2);b("ring-watch-boxes",k);var S=class extends g{constructor(){super(...arguments);this.thumbnails=[];this.gaps=[]}static{this.styles=[$,y`
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
`]}render(){if(!this.window)return;let t=m(this.window),e=s=>M(t,s)*100,r=this.thumbnails.map(s=>e(Date.parse(s.time)));return d`<div class="strip" aria-hidden="true">
${this.thumbnails.map((s,o)=>{let h=o===0?0:r[o],l=(r[o+1]??100)-h;return d`<img
alt=""
draggable="false"
src="data:image/jpeg;base64,${s.jpeg}"
style="inset-inline-start: ${h}%; width: ${l}%"
/>`})}
${this.gaps.map(s=>{let{start:o,end:h}=m(s),l=e(h)-e(o);return d`<div
class="gap"
style="inset-inline-start: ${e(o)}%; width: ${l}%"
></div>`})}
</div>`}};n([p({attribute:!1})],S.prototype,"window",2),n([p({attribute:!1})],S.prototype,"thumbnails",2),n([p({attribute:!1})],S.prototype,"gaps",2);b("ring-watch-strip",S);var _t=["start","end"],q=class extends g{constructor(){super(...arguments);this.label="";this.disabled=!1}static{this.styles=[$,y`
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
`]}to(t){!t||!this.kept||L(t,this.kept)||(this.kept=t,this.fire("kept-changed",t))}timeOf(t){let{left:e,width:r}=this.bar.getBoundingClientRect(),s=r?(t.clientX-e)/r:0,o=getComputedStyle(this.bar).direction==="rtl";return ft(m(this.window),o?1-s:s)}down(t){if(this.disabled||!this.kept||t.button!==0)return;let e=this.timeOf(t),r=t.target.dataset.handle;this.dragged=r??mt(this.kept,e),this.bar.setPointerCapture(t.pointerId),r||this.to(H(this.kept,m(this.window),this.dragged,e)),this.renderRoot.querySelector(`[data-handle=${this.dragged}]`)?.focus(),t.preventDefault()}drag(t){!this.dragged||!this.kept||this.to(H(this.kept,m(this.window),this.dragged,this.timeOf(t)))}press(t,e){if(this.disabled||!this.kept)return;let r=bt(this.kept,m(this.window),e,t.key,t.shiftKey);r&&(t.preventDefault(),this.to(r))}render(){let{hass:t,kept:e}=this;if(!t||!this.window||!e)return;let r=m(this.window),s=l=>`${(M(r,l)*100).toFixed(3)}%`,o=l=>`${(100-M(r,l)*100).toFixed(3)}%`,h=l=>E(t,new Date(l).toISOString());return d`
<div
class="bar"
@pointerdown=${this.down}
@pointermove=${this.drag}
@pointerup=${()=>this.dragged=void 0}
@pointercancel=${()=>this.dragged=void 0}
>
<slot></slot>
<div class="cut" style="inset-inline: 0 ${o(e.start)}"></div>
<div class="cut" style="inset-inline: ${s(e.end)} 0"></div>
<div class="kept" style="inset-inline: ${s(e.start)} ${o(e.end)}"></div>
${_t.map(l=>d`<div
class="handle"
data-handle=${l}
role="slider"
tabindex=${this.disabled?-1:0}
aria-disabled=${this.disabled}
aria-label="${this.t(`card_trim_${l}`)} ${this.label}"
aria-valuemin=${r.start/1e3}
aria-valuemax=${r.end/1e3}
aria-valuenow=${e[l]/1e3}
aria-valuetext=${st(t,new Date(e[l]).toISOString())}
style="inset-inline-start: ${s(e[l])}"
@keydown=${D=>this.press(D,l)}
></div>`)}
</div>
<div class="times">
<span>${h(e.start)}</span>
<span>${P((e.end-e.start)/1e3)}</span>
<span>${h(e.end)}</span>
</div>
`}};n([p({attribute:!1})],q.prototype,"window",2),n([p({attribute:!1})],q.prototype,"kept",2),n([p()],q.prototype,"label",2),n([p({type:Boolean})],q.prototype,"disabled",2),n([T(".bar")],q.prototype,"bar",2);b("ring-watch-trim",q);var x=class extends g{constructor(){super(...arguments);this.index=0;this.gaps=[];this.thumbnails=[];this.disabled=!1;this.covering=!1;this.address=async()=>{let{hass:t,request:e,draft:r,index:s}=this,o=X(r,s,e.prepared)+1;return(await Q(t,e.request_id,o)).url}}static{this.styles=[$,y`
section + section {
margin-top: 16px;
}
`]}changed(t){this.fire("draft-changed",t)}async addBox(){this.covering=!0,await this.updateComplete,await this.boxes?.add()}render(){let{request:t,draft:e}=this,r=e?.parts[this.index];if(!t||!e||!r)return u;let o=t.doorbells.find(h=>h.doorbell_id===r.doorbell_id)?.name??"";return d`<section class="stack" aria-label=${o}>
${e.parts.length>1?d`<label class="check">
<input
type="checkbox"
.checked=${r.included}
?disabled=${this.disabled}
@change=${h=>this.changed(J(e,this.index,{included:h.target.checked}))}
/>
${o}
</label>`:d`<h3>${o}</h3>`}
${this.clip(t,e,o)}
${r.included?d`<ring-watch-trim
.hass=${this.hass}
.window=${t}
.kept=${r}
.label=${o}
.disabled=${this.disabled}
@kept-changed=${h=>this.changed(J(e,this.index,{start:h.detail.start,end:h.detail.end}))}
>
<ring-watch-strip
.window=${t}
.thumbnails=${this.thumbnails}
.gaps=${this.gaps}
></ring-watch-strip>
</ring-watch-trim>
${this.partial()}`:u}
</section>`}partial(){let{hass:t,gaps:e}=this;if(!t||!e.length)return u;let r=e.slice(0,3).map(s=>{let[o,h]=[E(t,s.start),E(t,s.end)];return`${o} \u2013 ${h}`});return d`<p class="note">
${this.t("card_partial",{missing:P(I(e))})}
${r.join(", ")}${e.length>r.length?", \u2026":""}
</p>`}clip(t,e,r){let s=X(e,this.index,t.prepared)+1,o=e.parts[this.index];if(!s||!o.included)return u;let h=e.boxes.filter(l=>l.doorbell_id===o.doorbell_id);return d`
<ring-watch-player
.hass=${this.hass}
.of=${`${t.prepared.render_hash}/${s}`}
.look=${this.address}
.label=${this.t("card_preview",{name:r})}
.still=${this.covering}
>
<ring-watch-boxes
.hass=${this.hass}
.boxes=${h}
.editing=${this.covering&&!this.disabled}
@boxes-changed=${l=>this.changed(xt(this.draft,o.doorbell_id,l.detail))}
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
${this.covering?d`<button type="button" ?disabled=${this.disabled} @click=${this.addBox}>
${this.t("card_add_box")}
</button>
<span class="secondary">${this.t("card_cover_how")}</span>`:u}
</div>
`}};n([p({attribute:!1})],x.prototype,"request",2),n([p({attribute:!1})],x.prototype,"draft",2),n([p({type:Number})],x.prototype,"index",2),n([p({attribute:!1})],x.prototype,"gaps",2),n([p({attribute:!1})],x.prototype,"thumbnails",2),n([p({type:Boolean})],x.prototype,"disabled",2),n([c()],x.prototype,"covering",2),n([T("ring-watch-boxes")],x.prototype,"boxes",2);b("ring-watch-review-part",x);var kt=8,f=class extends g{constructor(){super();this.requestId="";this.asking=!1;this.coverage=[];this.thumbnails=new Map;this.seen=new Set;this.answers=0;new ot(this,{heard:t=>this.heard(t),failed:t=>this.error=O(this.hass,t)})}heard(t){(!t||t.request_id===this.requestId)&&this.read()}async read(){let{hass:t,requestId:e,answers:r}=this;if(!(!t||!e))try{let{request:s,coverage:o}=await G(t,e);if(e!==this.requestId||r!==this.answers)return;let h=!this.request;if(this.coverage=o,this.take(s),!h)return;this.error=void 0,s.state==="pending"&&this.prepare({}),j.includes(s.state)&&this.look(s)}catch(s){e===this.requestId&&(this.error=O(t,s))}}take(t){this.answers++;let e=this.request;this.request=t,this.draft=e&&this.draft?vt(this.draft,e,t):C(t)}async look(t){for(let{doorbell_id:e}of t.doorbells){if(!this.hass||!this.isConnected)return;let r=await Z(this.hass,t.request_id,e,kt).catch(()=>({thumbnails:[]}));if(t.request_id!==this.requestId)return;this.thumbnails=new Map(this.thumbnails).set(e,r.thumbnails)}}async attempt(t,e){if(this.doing)return;let{requestId:r}=this;this.doing=t,this.error=void 0;try{await e()}catch(s){if(r!==this.requestId)return;this.error=O(this.hass,s),et(s).code==="changed_since_preview"&&(this.outdated=this.request?.prepared?.render_hash),await this.read()}finally{r===this.requestId&&(this.doing=void 0)}}prepare(t){let{requestId:e}=this;return this.attempt("prepare",async()=>{let r=await N(this.hass,e,t).catch(s=>this.withFootage(s,t));e===this.requestId&&this.take(r)})}async withFootage(t,e){let r=new Set(this.coverage.filter(h=>h.spans.length).map(h=>h.doorbell_id)),s=this.draft;if(e.parts||!r.size||r.size===s.parts.length)throw t;let o=s.parts.map(h=>({...h,included:r.has(h.doorbell_id)}));return this.draft={...s,parts:o},N(this.hass,this.requestId,K(this.draft,this.request))}prepareAgain(){this.draft&&this.request&&this.prepare(K(this.draft,this.request))}share(t){let{requestId:e,request:r}=this,s=r?.prepared?.render_hash;!s||!this.approvable||!this.allSeen||this.attempt("share",async()=>{let{url:o}=await R(this.hass,e,s,t.detail);e===this.requestId&&(this.link=o??"",this.asking=!1,await this.read(),await this.updateComplete,this.renderRoot.querySelector("#shared")?.focus())})}decline(){let{request_id:t}=this.request;this.attempt("decline",async()=>{await W(this.hass,t),this.fire("review-done",{request_id:t})})}get approvable(){let{request:t,draft:e}=this;return!!t&&!!e&&!this.link&&["ready","approved"].includes(t.state)&&t.prepared?.render_hash!==this.outdated&&V(e,t.prepared)}get allSeen(){let{render_hash:t,clips:e}=this.request?.prepared??{render_hash:"",clips:[]};return e.length>0&&e.every((r,s)=>this.seen.has(`${t}/${s+1}`))}frame(t){this.seen=new Set(this.seen).add(t.detail)}willUpdate(t){!t.has("requestId")||!t.get("requestId")||(this.request=this.draft=this.error=this.link=this.doing=void 0,this.outdated=void 0,this.seen=new Set,this.thumbnails=new Map,this.answers++,this.read())}async toggle(t){this.asking=t,await this.updateComplete,t||this.renderRoot.querySelector("#approve")?.focus()}render(){let{request:t,draft:e}=this;if(!t||!e)return d`<p role="status">${this.error??this.t("card_loading")}</p>`;if(this.link!==void 0)return this.shared(this.link);let r=[...j,"approved"].includes(t.state)&&!t.share_id;return d`<div class="stack">
${r?d`${this.parts(t,e)} ${this.sound(e)} ${this.status(t)}
${this.errorNote()} ${this.actions(t)}`:d`<p class="note info" role="status">
${ht(this.hass,t.state)}
</p>
${this.close()}`}
</div>`}errorNote(){return this.error?d`<p class="note error" role="alert">${this.error}</p>`:u}close(){let t={request_id:this.requestId};return d`<div class="row">
<button type="button" @click=${()=>this.fire("review-done",t)}>
${this.t("card_close")}
</button>
</div>`}shared(t){return d`<div class="stack">
<h3 id="shared" tabindex="-1">${this.t("card_shared")}</h3>
${t?d`<ring-watch-link .hass=${this.hass} .url=${t}></ring-watch-link>`:u}
${this.close()}
</div>`}parts(t,e){return e.parts.map((r,s)=>d`<ring-watch-review-part
.hass=${this.hass}
.request=${t}
.draft=${e}
.index=${s}
.gaps=${this.coverage.find(o=>o.doorbell_id===r.doorbell_id)?.gaps??[]}
.thumbnails=${this.thumbnails.get(r.doorbell_id)??[]}
?disabled=${this.doing==="share"}
@draft-changed=${o=>this.draft=o.detail}
@frame-shown=${this.frame}
></ring-watch-review-part>`)}sound(t){return d`<label class="check">
<input
type="checkbox"
.checked=${t.audio}
?disabled=${this.doing==="share"}
@change=${e=>this.draft={...this.draft,audio:e.target.checked}}
/>
${this.t("card_sound")}
</label>`}status(t){let r=this.doing==="prepare"||t.state==="preparing"?this.t("card_preparing"):t.prepared&&!this.approvable?this.t("card_changed"):"";return d`<p class=${r?"note info":""} role="status">${r}</p>`}actions(t){let e=!!this.doing||t.state==="preparing";return this.asking&&this.approvable?d`<ring-watch-question
.hass=${this.hass}
.request=${t}
.seen=${this.allSeen}
.busy=${this.doing==="share"}
@question-share=${this.share}
@question-back=${()=>this.toggle(!1)}
></ring-watch-question>`:d`<div class="row">
${this.approvable?d`<button
id="approve"
type="button"
class="primary"
?disabled=${e}
@click=${()=>this.toggle(!0)}
>
${this.t("card_approve")}
</button>`:d`<button
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
</div>`}};n([p()],f.prototype,"requestId",2),n([p({type:Boolean})],f.prototype,"asking",2),n([c()],f.prototype,"request",2),n([c()],f.prototype,"draft",2),n([c()],f.prototype,"coverage",2),n([c()],f.prototype,"thumbnails",2),n([c()],f.prototype,"seen",2),n([c()],f.prototype,"outdated",2),n([c()],f.prototype,"doing",2),n([c()],f.prototype,"error",2),n([c()],f.prototype,"link",2);b("ring-watch-review",f);export{f as a};
