import{a as pe}from"./ring-watch-chunk-YUCM2JGQ.js";import{a as M,b as K,c as G,d as be,e as m,f as ve,g as X,h as ge,i as P,j as $e,k as we,l as L}from"./ring-watch-chunk-MYL7UQZV.js";import{J as he,K as H,O as ce,P as ue,Q as me,R as fe,a as Q,d as W,e as ee,f as R,g as te,h as ie,i as se,n as re,r as ne,s as y,t as z,u as O,v as ae,x as C,y as de,z as le}from"./ring-watch-chunk-LLSZRRXA.js";import{a as l,b as $,c as n,e as c,h as p,i as u,j as T,t as f,u as w,v as b,w as oe,x as q}from"./ring-watch-chunk-P4UVZMHH.js";function A(d){let{prepared:r}=d,e=r?.clips??[],t=e.map(s=>({doorbell_id:s.doorbell_id,included:!0,...m(s.requested)})),i=d.doorbells.filter(({doorbell_id:s})=>!e.some(o=>o.doorbell_id===s)).map(({doorbell_id:s})=>({doorbell_id:s,included:!r,...m(d)}));return{parts:[...t,...i],boxes:r?.boxes??[],audio:r?.audio??!1}}var F=d=>d.parts.filter(r=>r.included);function B(d){return F(d).reduce((r,{start:e,end:t})=>r+t-e,0)}function ye(d){let r=new Set(F(d).map(e=>e.doorbell_id));return d.boxes.filter(e=>r.has(e.doorbell_id))}function V(d,r){return{parts:F(d).map(e=>({doorbell_id:e.doorbell_id,...ve(e,r)})),boxes:ye(d),audio:d.audio}}function N(d,r){if(!r||d.audio!==r.audio)return!1;let e=F(d),t=ye(d);return e.length===r.clips.length&&e.every((i,s)=>{let o=r.clips[s];return i.doorbell_id===o.doorbell_id&&L(i,m(o.requested))})&&be(t,r.boxes)&&t.every((i,s)=>i.doorbell_id===r.boxes[s].doorbell_id)}function xe(d,r,e){return(r.prepared?N(d,r.prepared):Oe(d,A(r)))&&e.prepared?A(e):d}function Oe(d,r){return JSON.stringify(d)===JSON.stringify(r)}function Y(d,r,e){let t=d.parts.map((i,s)=>s===r?{...i,...e}:i);return{...d,parts:t}}function ke(d,r,e){let t=d.boxes.filter(s=>s.doorbell_id!==r),i=e.map(({x:s,y:o,width:a,height:h})=>({doorbell_id:r,x:s,y:o,width:a,height:h}));return{...d,boxes:[...t,...i]}}function U(d,r,e){let{doorbell_id:t}=d.parts[r],i=a=>a.doorbell_id===t,s=d.parts.slice(0,r).filter(i).length,o=e?.clips??[];return o.findIndex((a,h)=>i(a)&&o.slice(0,h).filter(i).length===s)}var J=3600,k=24*J,v=class extends b{constructor(){super(...arguments);this.seen=!1;this.busy=!1;this.chosen={};this.passphrase="";this.toAsker=!0;this.confirmed=new Set}static{this.styles=[w,$`
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
`]}firstUpdated(){this.renderRoot.querySelector("h4")?.focus({preventScroll:!0}),this.seen?this.scrollIntoView({block:"nearest"}):this.fire("question-look")}get lifetime(){return this.chosen.lifetime??Number(this.rules?.options.share_days??7)*k}get claims(){return this.chosen.claims??Number(this.rules?.options.share_claims??5)}choose(e){this.chosen={...this.chosen,...e}}get toConfirm(){return(this.request?.warnings??[]).filter(e=>ce.has(e))}get problem(){let{claims:e,passphrase:t}=this;if(!Number.isInteger(e)||e<1||e>1e3)return"review_bad_claims";if(t&&(t.length<8||t.length>256))return"review_bad_passphrase"}get complete(){return this.seen&&this.rules!==void 0&&!this.problem&&this.toConfirm.every(e=>this.confirmed.has(e))}get leadsAsker(){return this.toAsker&&this.request?.origin!=="action"}confirm(e,t){let i=new Set(this.confirmed);t?i.add(e):i.delete(e),this.confirmed=i}share(){if(!this.complete||this.busy)return;let e={lifetime:this.lifetime,claims:this.claims,to_asker:this.leadsAsker,confirmed:this.toConfirm};this.passphrase&&(e.passphrase=this.passphrase),this.fire("question-share",e)}clip(e){let{hass:t}=this;if(!t)return c;let i=this.request?.doorbells.find(o=>o.doorbell_id===e.doorbell_id),s=C(e.gaps);return n`<li>
<strong>${i?.name}</strong>: ${ae(t,e.requested)},
${y(ne(e.requested))}, ${le(t,e.size)}
${s?n`<br />${this.t("card_partial",{missing:y(s)})}`:c}
</li>`}length(e){let t=e>=k;return new Intl.NumberFormat(this.hass?.locale.language,{style:"unit",unit:t?"day":"hour",unitDisplay:"long"}).format(e/(t?k:J))}howLong(){return n`${this.t("review_terms",{length:this.length(this.lifetime),claims:Number.isNaN(this.claims)?"?":this.claims})}
${this.passphrase?this.t("card_has_passphrase"):c}`}lifetimes(){let e=[J,k,3*k,7*k,14*k,30*k];return e.includes(this.lifetime)||e.push(this.lifetime),e.sort((t,i)=>t-i).map(t=>n`<option value=${t} .selected=${t===this.lifetime}>
${this.length(t)}
</option>`)}terms(){return n`<details>
<summary>${this.t("review_change_terms")}</summary>
<div class="terms">
<label>
${this.t("review_lifetime")}
<select
@change=${e=>this.choose({lifetime:Number(e.target.value)})}
>
${this.lifetimes()}
</select>
</label>
<label>
${this.t("review_claims")}
<input
type="number"
min="1"
max="1000"
.value=${String(this.claims)}
@input=${e=>this.choose({claims:e.target.valueAsNumber})}
/>
</label>
<label>
${this.t("review_passphrase")}
<input
type="text"
autocomplete="off"
spellcheck="false"
.value=${this.passphrase}
@input=${e=>this.passphrase=e.target.value}
/>
</label>
</div>
<fieldset ?hidden=${this.request?.origin==="action"}>
${[!0,!1].map(e=>n`<label class="check">
<input
type="radio"
name="to"
.checked=${this.toAsker===e}
@change=${()=>this.toAsker=e}
/>
${this.t(e?"review_to_asker":"review_link_only")}
</label>`)}
</fieldset>
</details>`}render(){let e=this.request?.prepared;if(!this.request||!e)return c;let t=e.zones.length+e.boxes.length;return n`<div class="question stack" role="group" aria-labelledby="asked">
<h4 id="asked" tabindex="-1">${this.t("review_question")}</h4>
<ul>
${e.clips.map(i=>this.clip(i))}
<li>${this.t(e.audio?"review_with_sound":"review_without_sound")}</li>
<li>
${t?this.t("review_covered",{count:t}):this.t("review_uncovered")}
</li>
<li>${this.rules===void 0?this.t("card_loading"):this.howLong()}</li>
<li>${this.t(this.leadsAsker?"review_to_asker":"review_link_only")}</li>
</ul>
${this.rules===null?n`<p class="note">${this.t("review_usual_terms")}</p>`:c}
${this.rules?.links.reach==="home_network"?n`<p class="note">${this.t("card_link_home")}</p>`:c}
${this.rules===void 0?c:this.terms()}
${this.toConfirm.map(i=>n`<label class="check note">
<input
type="checkbox"
@change=${s=>this.confirm(i,s.target.checked)}
/>
${ue(this.hass,i)} ${this.t("review_share_anyway")}
</label>`)}
${this.problem?n`<p class="note error" role="alert">${this.t(this.problem)}</p>`:c}
<p class="secondary">${this.t("review_no_recall")}</p>
<div class="row">
<button
type="button"
class="primary"
?disabled=${!this.complete}
aria-disabled=${this.busy}
@click=${this.share}
>
${this.t(this.busy?"review_sharing":"review_share_now")}
</button>
${this.way("review_back","question-back")}
${this.way("card_decline","question-decline","danger")}
${this.way("review_later","question-later")}
${this.seen?c:n`<span role="status">${this.t("review_look_first")}</span>
<button type="button" @click=${()=>this.fire("question-look")}>
${this.t("review_show_preview")}
</button>`}
</div>
</div>`}way(e,t,i=""){return n`<button
type="button"
class=${i}
aria-disabled=${this.busy}
@click=${()=>this.busy||this.fire(t)}
>
${this.t(e)}
</button>`}};l([p({attribute:!1})],v.prototype,"request",2),l([p({type:Boolean})],v.prototype,"seen",2),l([p({type:Boolean})],v.prototype,"busy",2),l([p({attribute:!1})],v.prototype,"rules",2),l([u()],v.prototype,"chosen",2),l([u()],v.prototype,"passphrase",2),l([u()],v.prototype,"toAsker",2),l([u()],v.prototype,"confirmed",2);f("ring-watch-question",v);var j=.02,Ie={ArrowLeft:{x:-j,y:0},ArrowRight:{x:j,y:0},ArrowUp:{x:0,y:-j},ArrowDown:{x:0,y:j}},_=class extends b{constructor(){super(...arguments);this.boxes=[];this.zones=[];this.editing=!1}static{this.styles=[w,$`
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
`]}async add(){this.boxes.length>=64||(this.changed([...this.boxes,{x:.35,y:.35,width:.3,height:.3}]),await this.updateComplete,[...this.renderRoot.querySelectorAll("button.box")].at(-1)?.focus())}changed(e){this.boxes=e,this.fire("boxes-changed",e)}replace(e,t){this.changed(this.boxes.map((i,s)=>s===e?t:i))}without(e){this.changed(this.boxes.filter((t,i)=>i!==e))}at(e){let t=this.renderRoot.querySelector(".area").getBoundingClientRect();return{x:(e.clientX-t.left)/(t.width||1),y:(e.clientY-t.top)/(t.height||1)}}down(e){if(!this.editing||e.button!==0)return;let t=e.target;if(t.classList.contains("remove"))return;let i=t.dataset.index;if(i===void 0)this.from=this.at(e);else{let s=t.classList.contains("grip");this.held={index:Number(i),at:this.at(e),grip:s}}e.currentTarget.setPointerCapture(e.pointerId)}move(e){let t=this.at(e);this.from&&(this.drawn=M(this.from,t));let i=this.held&&this.boxes[this.held.index];if(!this.held||!i)return;let s={x:t.x-this.held.at.x,y:t.y-this.held.at.y};this.replace(this.held.index,(this.held.grip?G:K)(i,s)),this.held={...this.held,at:t}}up(e){let{from:t}=this;if(t){let i=this.at(e),o=M(t,i)??(this.corner&&M(this.corner,i));this.corner=o?void 0:i,o&&this.boxes.length<64&&this.changed([...this.boxes,o])}this.rest()}rest(){this.from=this.held=this.drawn=void 0}press(e,t){let i=this.boxes[t],s=Ie[e.key];!i||!s&&e.key!=="Delete"&&e.key!=="Backspace"||(e.preventDefault(),s?this.replace(t,(e.shiftKey?G:K)(i,s)):this.without(t))}willUpdate(){this.editing||(this.corner=void 0)}render(){let e=({x:s,y:o,width:a,height:h})=>`left:${s*100}%;top:${o*100}%;width:${a*100}%;height:${h*100}%`,t=(s,o)=>n`<div class=${o} style=${e(s)}></div>`,i=(s,o)=>n`
<button
class="box"
type="button"
data-index=${o}
style=${e(s)}
aria-label=${this.t("review_box",{number:o+1})}
aria-description=${this.t("review_box_keys")}
@keydown=${a=>this.press(a,o)}
></button>
<button
class="remove"
type="button"
style="left:calc(${Math.min(1,s.x+s.width)*100}% - 32px);top:${s.y*100}%"
aria-label=${this.t("review_box_remove",{number:o+1})}
@click=${()=>this.without(o)}
>
×
</button>
<div
class="grip"
data-index=${o}
style="left:min(${(s.x+s.width)*100}% - 12px, 100% - 24px);
top:min(${(s.y+s.height)*100}% - 12px, 100% - 24px)"
></div>
`;return n`<div
class="area ${this.editing?"editing":""}"
@pointerdown=${this.down}
@pointermove=${this.move}
@pointerup=${this.up}
@pointercancel=${this.rest}
>
${this.zones.map(s=>t(s,"zone"))}
${this.boxes.map((s,o)=>this.editing?i(s,o):t(s,"box"))}
${this.drawn?t(this.drawn,"box"):c}
${this.corner?n`<div
class="corner"
style="left:${this.corner.x*100}%;top:${this.corner.y*100}%"
></div>`:c}
</div>`}};l([p({attribute:!1})],_.prototype,"boxes",2),l([p({attribute:!1})],_.prototype,"zones",2),l([p({type:Boolean})],_.prototype,"editing",2),l([u()],_.prototype,"drawn",2),l([u()],_.prototype,"corner",2);f("ring-watch-boxes",_);var D=class extends b{constructor(){super(...arguments);this.thumbnails=[];this.gaps=[]}static{this.styles=[w,$`
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
`]}render(){if(!this.window)return;let e=m(this.window),t=s=>P(e,s)*100,i=this.thumbnails.map(s=>t(Date.parse(s.time)));return n`<div class="strip" aria-hidden="true">
${this.thumbnails.map((s,o)=>{let a=o===0?0:i[o],h=(i[o+1]??100)-a;return n`<img
alt=""
draggable="false"
src="data:image/jpeg;base64,${s.jpeg}"
style="inset-inline-start: ${a}%; width: ${h}%"
/>`})}
${this.gaps.map(s=>{let{start:o,end:a}=m(s),h=t(a)-t(o);return n`<div
class="gap"
style="inset-inline-start: ${t(o)}%; width: ${h}%"
></div>`})}
</div>`}};l([p({attribute:!1})],D.prototype,"window",2),l([p({attribute:!1})],D.prototype,"thumbnails",2),l([p({attribute:!1})],D.prototype,"gaps",2);f("ring-watch-strip",D);var Pe=["start","end"],De=5,Z=1e3,Te=900*Z,x=class extends b{constructor(){super(...arguments);this.label="";this.disabled=!1;this.told=""}static{this.styles=[w,$`
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
.handle::before {
content: "";
position: absolute;
inset: 0 -8px;
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
summary {
min-height: 32px;
align-content: center;
cursor: pointer;
}
.exact {
display: flex;
flex-wrap: wrap;
gap: 12px 24px;
margin-bottom: 8px;
}
.edge {
display: flex;
flex-wrap: wrap;
gap: 4px;
align-items: end;
}
.edge button {
min-width: 40px;
padding: 0;
}
.unseen {
position: absolute;
clip-path: inset(50%);
}
`]}to(e){!e||!this.kept||L(e,this.kept)||(this.kept=e,this.fire("kept-changed",e))}get isMirrored(){return getComputedStyle(this.bar).direction==="rtl"}timeOf(e){let{left:t,width:i}=this.bar.getBoundingClientRect(),s=i?(e-t)/i:0;return $e(m(this.window),this.isMirrored?1-s:s)}placeOf(e){let{left:t,width:i}=this.bar.getBoundingClientRect(),s=P(m(this.window),e);return t+i*(this.isMirrored?1-s:s)}down(e){let{kept:t}=this;if(this.disabled||!t||e.button!==0)return;let{clientX:i,clientY:s}=e,o=e.target.dataset.handle;this.grip={handle:o??ge(t,this.timeOf(i)),x:i,y:s,offset:o?i-this.placeOf(t[o]):0,onHandle:o!==void 0,before:t,moves:!1},this.bar.setPointerCapture(e.pointerId),e.preventDefault()}drag(e){let{grip:t}=this;if(!t)return;let[i,s]=[e.clientX-t.x,e.clientY-t.y].map(Math.abs);if(!t.moves&&!t.onHandle&&s>Math.max(De,i)){this.grip=void 0;return}t.moves||=i>De,t.moves&&this.follow(t,e.clientX)}up(e){let{grip:t}=this;this.grip=void 0,t&&((t.moves||!t.onHandle)&&this.follow(t,e.clientX),this.renderRoot.querySelector(`[data-handle=${t.handle}]`)?.focus({preventScroll:!0}))}cancel(){this.to(this.grip?.before),this.grip=void 0}follow({handle:e,offset:t},i){let{kept:s,window:o}=this;s&&o&&this.to(X(s,m(o),e,this.timeOf(i-t)))}press(e,t){if(this.disabled||!this.kept)return;let i=we(this.kept,m(this.window),t,e.key,e.shiftKey);i&&(e.preventDefault(),this.to(i))}render(){let{hass:e,kept:t}=this;if(!e||!this.window||!t)return;let i=m(this.window),s=h=>`${(P(i,h)*100).toFixed(3)}%`,o=h=>`${(100-P(i,h)*100).toFixed(3)}%`,a=h=>O(e,new Date(h).toISOString());return n`
<div
class="bar"
@pointerdown=${this.down}
@pointermove=${this.drag}
@pointerup=${this.up}
@pointercancel=${this.cancel}
>
<slot></slot>
<div class="cut" style="inset-inline: 0 ${o(t.start)}"></div>
<div class="cut" style="inset-inline: ${s(t.end)} 0"></div>
<div class="kept" style="inset-inline: ${s(t.start)} ${o(t.end)}"></div>
${Pe.map(h=>n`<div
class="handle"
data-handle=${h}
role="slider"
tabindex=${this.disabled?-1:0}
aria-disabled=${this.disabled}
aria-label="${this.t(`review_trim_${h}`)} ${this.label}"
aria-valuemin=${i.start/1e3}
aria-valuemax=${i.end/1e3}
aria-valuenow=${t[h]/1e3}
aria-valuetext=${z(e,new Date(t[h]).toISOString())}
style="inset-inline-start: ${s(t[h])}"
@keydown=${S=>this.press(S,h)}
></div>`)}
</div>
<div class="times">
<span>${a(t.start)}</span>
<span>${y((t.end-t.start)/1e3)}</span>
<span>${a(t.end)}</span>
</div>
<details ?open=${i.end-i.start>Te}>
<summary>${this.t("review_exact")}</summary>
<div class="exact">${Pe.map(h=>this.edge(h,t,i))}</div>
</details>
<span class="unseen" role="status">${this.told}</span>
`}edge(e,t,i){let s=this.t(`review_trim_${e}`),o=h=>this.to(X(t,i,e,h)),a=(h,S,Se)=>n`<button
type="button"
aria-label=${this.t(h,{label:s})}
?disabled=${this.disabled}
@click=${()=>{o(t[e]+Se),this.told=z(this.hass,new Date(this.kept[e]).toISOString())}}
>
${S}
</button>`;return n`<div class="edge">
<ring-watch-moment
.hass=${this.hass}
.label=${s}
.value=${t[e]}
.least=${e==="start"?i.start:t.start+1e3}
.most=${e==="start"?t.end-1e3:i.end}
.disabled=${this.disabled}
@moment=${h=>o(h.detail)}
></ring-watch-moment>
${a("review_second_earlier","\u2212",-Z)} ${a("review_second_later","+",Z)}
</div>`}};l([p({attribute:!1})],x.prototype,"window",2),l([p({attribute:!1})],x.prototype,"kept",2),l([p()],x.prototype,"label",2),l([p({type:Boolean})],x.prototype,"disabled",2),l([T(".bar")],x.prototype,"bar",2),l([u()],x.prototype,"told",2);f("ring-watch-trim",x);var g=class extends b{constructor(){super(...arguments);this.index=0;this.thumbnails=[];this.disabled=!1;this.covering=!1;this.address=async()=>{let{hass:e,request:t,draft:i,index:s}=this,o=U(i,s,t.prepared)+1;return(await te(e,t.request_id,o)).url}}static{this.styles=[w,$`
section + section {
margin-top: 16px;
}
`]}get preview(){let{request:e,draft:t,index:i}=this,s=e&&t?U(t,i,e.prepared)+1:0;return s?`${e.prepared.render_hash}/${s}`:void 0}showPreview(){this.renderRoot.querySelector("ring-watch-player")?.scrollIntoView({block:"center"})}changed(e){this.fire("draft-changed",e)}async addBox(){this.covering=!0,await this.updateComplete,await this.boxes?.add()}get passed(){let{request:e,draft:t,index:i}=this,s=e?.prepared?.clips[U(t,i,e.prepared)];return s?de(s.requested,s.gaps):0}render(){let{request:e,draft:t}=this,i=t?.parts[this.index];if(!e||!t||!i)return c;let o=e.doorbells.find(a=>a.doorbell_id===i.doorbell_id)?.name??"";return n`<section class="stack" aria-label=${o}>
${t.parts.length>1?n`<label class="check">
<input
type="checkbox"
.checked=${i.included}
?disabled=${this.disabled}
@change=${a=>this.changed(Y(t,this.index,{included:a.target.checked}))}
/>
${o}
</label>`:n`<h4>${o}</h4>`}
${this.clip(t,o)}
${i.included?n`<ring-watch-trim
.hass=${this.hass}
.window=${e}
.kept=${i}
.label=${o}
.disabled=${this.disabled}
@kept-changed=${a=>this.changed(Y(t,this.index,{start:a.detail.start,end:a.detail.end}))}
>
<ring-watch-strip
.window=${e}
.thumbnails=${this.thumbnails}
.gaps=${this.coverage?.gaps??[]}
></ring-watch-strip>
</ring-watch-trim>
${this.partial()}`:c}
</section>`}partial(){let{hass:e,coverage:t}=this,i=t?.gaps??[];if(!e||!i.length)return c;let s=new Set(t?.missing?.map(a=>me(e,a.reason))),o=i.slice(0,3).map(a=>{let[h,S]=[O(e,a.start),O(e,a.end)];return`${h} \u2013 ${S}`});return n`<p class="note">
${this.t("card_partial",{missing:y(C(i))})}
${o.join(", ")}${i.length>o.length?", \u2026":""}
${[...s].map(a=>n`<br />${a}`)}
</p>`}clip(e,t){let{preview:i}=this,s=e.parts[this.index];if(!i||!s.included)return c;let o=e.boxes.filter(a=>a.doorbell_id===s.doorbell_id);return n`
<ring-watch-player
.hass=${this.hass}
.of=${i}
.look=${this.address}
.from=${this.passed}
.label=${this.t("review_preview",{name:t})}
.still=${this.covering}
>
<ring-watch-boxes
.hass=${this.hass}
.boxes=${o}
.editing=${this.covering&&!this.disabled}
@boxes-changed=${a=>this.changed(ke(this.draft,s.doorbell_id,a.detail))}
></ring-watch-boxes>
</ring-watch-player>
<div class="row">
<button
type="button"
aria-pressed=${this.covering}
?disabled=${this.disabled}
@click=${()=>this.covering=!this.covering}
>
${this.t("review_cover")}
</button>
${this.covering?n`<button type="button" ?disabled=${this.disabled} @click=${this.addBox}>
${this.t("review_add_box")}
</button>
<span class="secondary">${this.t("review_cover_how")}</span>`:c}
</div>
`}};l([p({attribute:!1})],g.prototype,"request",2),l([p({attribute:!1})],g.prototype,"draft",2),l([p({type:Number})],g.prototype,"index",2),l([p({attribute:!1})],g.prototype,"coverage",2),l([p({attribute:!1})],g.prototype,"thumbnails",2),l([p({type:Boolean})],g.prototype,"disabled",2),l([u()],g.prototype,"covering",2),l([T("ring-watch-boxes")],g.prototype,"boxes",2);f("ring-watch-review-part",g);var Ce=8,He=15*6e4,Ee=new WeakMap,I=class{constructor(r,e){this.host=r;this.requestId=e;this.coverage=[];this.thumbnails=new Map;this.seen=new Set;this.answers=0;this.reading=new pe(()=>this.readOnce());this.looking=!1}heard(r){(!r?.request_id||r.request_id===this.requestId)&&this.read(),r||this.readRules()}async readRules(){let{hass:r}=this.host;!r||!this.requestId||(this.rules=await re(r).catch(()=>this.rules??null),this.host.requestUpdate())}read(){return this.reading.ask()}async readOnce(){let{answers:r,requestId:e}=this,{hass:t}=this.host;if(!t||!e)return;let i=!this.request;try{let{request:s,coverage:o}=await W(t,e);if(this.coverage=o,r!==this.answers)return void this.read();if(this.take(s),!i)return;this.say(void 0),s.state==="pending"&&!this.isMuch&&(this.unfinished.has(e)?this.prepareDraft():this.prepare({})),Q.includes(s.state)&&this.look()}catch(s){this.say(q(t,s))}}say(r){this.error=r,this.host.requestUpdate()}change(r){this.draft=r,this.unfinished.set(this.requestId,r),this.host.requestUpdate()}saw(r){this.seen=new Set(this.seen).add(r),this.host.requestUpdate()}wasSeen(r){return this.seen.has(r)}get allSeen(){let{render_hash:r,clips:e}=this.request?.prepared??{render_hash:"",clips:[]};return e.length>0&&e.every((t,i)=>this.seen.has(`${r}/${i+1}`))}get approvable(){let{request:r,draft:e}=this;return!!r&&!!e&&["ready","approved"].includes(r.state)&&r.prepared?.render_hash!==this.outdated&&N(e,r.prepared)}get isMuch(){return!!this.draft&&B(this.draft)>He}prepareDraft(){return this.prepare(V(this.draft,this.request))}async share(r){let e=this.request?.prepared?.render_hash;return!e||!this.approvable||!this.allSeen?!1:this.attempt("share",async t=>{this.link=await ie(t,this.requestId,e,r),await this.read()})}decline(){return this.attempt("decline",r=>se(r,this.requestId))}get unfinished(){let{connection:r}=this.host.hass,e=Ee.get(r)??new Map;return Ee.set(r,e),e}take(r){this.answers++;let e=this.request;this.request=r,this.draft=e&&this.draft?xe(this.draft,e,r):this.unfinished.get(this.requestId)??A(r),(!H(r)||N(this.draft,r.prepared))&&this.unfinished.delete(this.requestId),this.host.requestUpdate()}async look(){if(!this.looking){this.looking=!0;for(let{doorbell_id:r}of this.request.doorbells){let{hass:e}=this.host;if(!e||this.thumbnails.get(r)?.length)continue;let t=await ee(e,this.requestId,r,Ce).catch(()=>({thumbnails:[]}));this.thumbnails=new Map(this.thumbnails).set(r,t.thumbnails),this.host.requestUpdate()}this.looking=!1}}prepare(r){return this.attempt("prepare",async e=>{let t=await R(e,this.requestId,r).catch(i=>this.prepareRest(e,i,r));this.take(t),this.look()})}prepareRest(r,e,t){let i=new Set(this.coverage.filter(a=>a.spans.length).map(a=>a.doorbell_id)),s=this.draft;if(t.parts||!i.size||i.size===s.parts.length)throw e;let o=s.parts.map(a=>({...a,included:i.has(a.doorbell_id)}));return this.draft={...s,parts:o},R(r,this.requestId,V(this.draft,this.request))}async attempt(r,e){let{hass:t}=this.host;if(!t||this.doing&&r!=="decline"||this.doing===r)return!1;this.doing=r,this.say(void 0);try{return await e(t),!0}catch(i){return this.doing===r&&this.say(q(t,i)),oe(i).code==="changed_since_preview"&&(this.outdated=this.request?.prepared?.render_hash),await this.read(),!1}finally{this.doing===r&&(this.doing=void 0),this.host.requestUpdate()}}};var E=class extends b{constructor(){super();this.requestId="";this.asking=!1;this.session=new I(this,"");new he(this,{heard:e=>{this.silence=void 0,this.session.heard(e)},failed:e=>this.silence=q(this.hass,e)})}willUpdate(e){e.has("requestId")&&(this.session=new I(this,this.requestId),this.hasUpdated&&this.session.heard())}async share(e){await this.session.share(e.detail)&&(this.asking=!1,await this.focusOn("#shared"))}async decline(){this.session.doing!=="share"&&await this.session.decline()&&this.leave()}leave(){this.fire("review-done",{request_id:this.requestId})}async ask(e){this.asking=e,e||await this.focusOn("#main")}async focusOn(e){await this.updateComplete,this.renderRoot.querySelector(e)?.focus()}showPreview(){[...this.renderRoot.querySelectorAll("ring-watch-review-part")].find(({preview:e})=>e&&!this.session.wasSeen(e))?.showPreview()}render(){let{request:e,draft:t,link:i}=this.session;return this.hass&&!this.hass.user?.is_admin?n`<p>${this.t("card_admins_only")}</p>`:!e||!t?n`${this.errorNote()}
<p role="status">${this.session.error?c:this.t("card_loading")}</p>`:i?this.shared(i):H(e)?n`<div class="stack">
${this.parts(e,t)} ${this.sound(t)} ${this.status(e,t)}
${this.errorNote()} ${this.actions(e)}
</div>`:n`<div class="stack">
<p class="note info" role="status">${fe(this.hass,e.state)}</p>
<div class="row">${this.leaving("review_close")}</div>
</div>`}errorNote(){let e=this.session.error??this.silence;return e?n`<p class="note error" role="alert">${e}</p>`:c}leaving(e){return n`<button type="button" @click=${this.leave}>${this.t(e)}</button>`}shared({url:e,reach:t}){return n`<div class="stack">
<h4 id="shared" tabindex="-1">${this.t("review_shared")}</h4>
<ring-watch-link .hass=${this.hass} .url=${e} .reach=${t}></ring-watch-link>
<div class="row">${this.leaving("review_close")}</div>
</div>`}parts(e,t){let{session:i}=this;return t.parts.map(({doorbell_id:s},o)=>n`<ring-watch-review-part
.hass=${this.hass}
.request=${e}
.draft=${t}
.index=${o}
.coverage=${i.coverage.find(a=>a.doorbell_id===s)}
.thumbnails=${i.thumbnails.get(s)??[]}
?disabled=${i.doing==="share"}
@draft-changed=${a=>i.change(a.detail)}
@frame-shown=${a=>i.saw(a.detail)}
></ring-watch-review-part>`)}sound(e){return n`<label class="check">
<input
type="checkbox"
.checked=${e.audio}
?disabled=${this.session.doing==="share"}
@change=${t=>this.session.change({...this.session.draft,audio:t.target.checked})}
/>
${this.t("review_sound")}
</label>`}preparing(e){return this.session.doing==="prepare"||e.state==="preparing"}status(e,t){let i=this.situation(e,t);return n`<p class=${i?"note info":""} role="status">${i||c}</p>`}situation(e,t){let{session:i}=this;return this.preparing(e)?this.t("review_preparing"):e.prepared?i.approvable?"":this.t("review_changed"):i.isMuch?this.t("review_much",{length:y(B(t)/1e3)}):""}actions(e){let{session:t}=this,i=t.rules?.links.refusal;if(this.asking&&t.approvable&&!i)return n`<ring-watch-question
.hass=${this.hass}
.request=${e}
.rules=${t.rules}
.seen=${t.allSeen}
.busy=${t.doing==="share"}
@question-share=${this.share}
@question-back=${()=>this.ask(!1)}
@question-decline=${this.decline}
@question-later=${this.leave}
@question-look=${this.showPreview}
></ring-watch-question>`;let s=t.doing==="share"||t.doing==="decline";return n`${i?this.noAddress(i):c}<div class="row">
${t.approvable&&i?c:this.main(e)}
<button type="button" class="danger" aria-disabled=${s} @click=${this.decline}>
${this.t("card_decline")}
</button>
${this.leaving("review_later")}
</div>`}noAddress(e){return n`<div class="note stack">
<p>${q(this.hass,e)}</p>
<div class="row">
<button type="button" @click=${()=>this.session.readRules()}>
${this.t("card_try_again")}
</button>
</div>
</div>`}main(e){let{session:t}=this,i=e.prepared?"review_prepare_again":"review_prepare",s=!t.draft.parts.some(o=>o.included);return n`<button
id="main"
type="button"
class="primary"
?disabled=${s}
aria-disabled=${!!t.doing||this.preparing(e)}
@click=${()=>this.goOn(e)}
>
${this.t(t.approvable?"card_approve":i)}
</button>`}goOn(e){let{session:t}=this;t.doing||this.preparing(e)||(t.approvable?this.ask(!0):t.prepareDraft())}};l([p()],E.prototype,"requestId",2),l([p({type:Boolean})],E.prototype,"asking",2),l([u()],E.prototype,"silence",2);f("ring-watch-review",E);export{E as a};
