import{a as we}from"./ring-watch-chunk-RV4BEZH2.js";import{a as M,b as G,c as K,d as xe,e as u,f as _e,g as J,h as ke,i as D,j as qe,k as Pe,l as C,p as De,r as Se,s as Oe,t as Ee}from"./ring-watch-chunk-RNVVXYLC.js";import{j as fe,k as be,l as ge,m as ve,n as T,r as ye,s as $e}from"./ring-watch-chunk-BGG72NQJ.js";import{a as se,d as ie,e as re,f as R,g as oe,h as ne,i as ae,j as de,o as le}from"./ring-watch-chunk-5TM5LHW4.js";import{d as he,e as pe,f as $,g as z,h as E,i as ce,l as A,m as ue,n as me,o as P}from"./ring-watch-chunk-ERCDFIQD.js";import{a as w,b as a,d as p,g as c,h as m,i as I,j as f,k as y,l as b}from"./ring-watch-chunk-I6PT2PEK.js";import{a as h,j as te}from"./ring-watch-chunk-EIOITLRY.js";function L(n){let{prepared:r}=n,e=r?.clips??[],t=e.map(i=>({doorbell_id:i.doorbell_id,included:!0,...u(i.requested)})),s=n.doorbells.filter(({doorbell_id:i})=>!e.some(o=>o.doorbell_id===i)).map(({doorbell_id:i})=>({doorbell_id:i,included:!r,...u(n)}));return{parts:[...t,...s],boxes:r?.boxes??[],audio:r?.audio??!1}}var F=n=>n.parts.filter(r=>r.included);function N(n){return F(n).reduce((r,{start:e,end:t})=>r+t-e,0)}function He(n){let r=new Set(F(n).map(e=>e.doorbell_id));return n.boxes.filter(e=>r.has(e.doorbell_id))}function X(n,r){return{parts:F(n).map(e=>({doorbell_id:e.doorbell_id,..._e(e,r)})),boxes:He(n),audio:n.audio}}function B(n,r){if(!r||n.audio!==r.audio)return!1;let e=F(n),t=He(n);return e.length===r.clips.length&&e.every((s,i)=>{let o=r.clips[i];return s.doorbell_id===o.doorbell_id&&C(s,u(o.requested))})&&xe(t,r.boxes)&&t.every((s,i)=>s.doorbell_id===r.boxes[i].doorbell_id)}function Ie(n,r,e){return(r.prepared?B(n,r.prepared):Re(n,L(r)))&&e.prepared?L(e):n}function Re(n,r){return JSON.stringify(n)===JSON.stringify(r)}function V(n,r,e){let t=n.parts.map((s,i)=>i===r?{...s,...e}:s);return{...n,parts:t}}function Ae(n,r,e){let t=n.boxes.filter(i=>i.doorbell_id!==r),s=e.map(({x:i,y:o,width:d,height:l})=>({doorbell_id:r,x:i,y:o,width:d,height:l}));return{...n,boxes:[...t,...s]}}function j(n,r,e){let{doorbell_id:t}=n.parts[r],s=d=>d.doorbell_id===t,i=n.parts.slice(0,r).filter(s).length,o=e?.clips??[];return o.findIndex((d,l)=>s(d)&&o.slice(0,l).filter(s).length===i)}var Y=3600,_=24*Y,g=class extends b{constructor(){super(...arguments);this.seen=!1;this.busy=!1;this.sound="unknown";this.chosen={};this.passphrase="";this.toAsker=!0;this.confirmed=new Set}static{this.styles=[y,w`
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
`]}firstUpdated(){this.renderRoot.querySelector("h4")?.focus({preventScroll:!0}),this.seen?this.scrollIntoView({block:"nearest"}):this.fire("question-look")}get lifetime(){return this.chosen.lifetime??Number(this.rules?.options.share_days??7)*_}get claims(){return this.chosen.claims??Number(this.rules?.options.share_claims??5)}choose(e){this.chosen={...this.chosen,...e}}get toConfirm(){return(this.request?.warnings??[]).filter(e=>ye.has(e))}get problem(){let{claims:e,passphrase:t}=this;if(!Number.isInteger(e)||e<1||e>1e3)return"review_bad_claims";if(t&&(t.length<8||t.length>256))return"review_bad_passphrase"}get complete(){return this.seen&&this.rules!==void 0&&!this.problem&&this.toConfirm.every(e=>this.confirmed.has(e))}get leadsAsker(){return this.toAsker&&this.request?.origin!=="action"}confirm(e,t){let s=new Set(this.confirmed);t?s.add(e):s.delete(e),this.confirmed=s}share(){if(!this.complete||this.busy)return;let e={lifetime:this.lifetime,claims:this.claims,to_asker:this.leadsAsker,confirmed:this.toConfirm};this.passphrase&&(e.passphrase=this.passphrase),this.fire("question-share",e)}clip(e){let{hass:t}=this;if(!t)return p;let s=this.request?.doorbells.find(o=>o.doorbell_id===e.doorbell_id),i=A(e.gaps);return a`<li>
<strong>${s?.name}</strong>: ${ce(t,e.requested)},
${$(pe(e.requested))}, ${me(t,e.size)}
${i?a`<br />${this.t("card_partial",{missing:$(i)})}`:p}
</li>`}length(e){let t=e>=_;return new Intl.NumberFormat(this.hass&&te(this.hass),{style:"unit",unit:t?"day":"hour",unitDisplay:"long"}).format(e/(t?_:Y))}soundText({audio:e}){return!e||this.sound==="none"?"review_without_sound":this.sound==="some"?"review_with_sound":"review_sound_maybe"}howLong(){return a`${this.t("review_terms",{length:this.length(this.lifetime),claims:Number.isNaN(this.claims)?"?":this.claims})}
${this.passphrase?this.t("card_has_passphrase"):p}`}lifetimes(){let e=[Y,_,3*_,7*_,14*_,30*_];return e.includes(this.lifetime)||e.push(this.lifetime),e.sort((t,s)=>t-s).map(t=>a`<option value=${t} .selected=${t===this.lifetime}>
${this.length(t)}
</option>`)}terms(){return a`<details>
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
${[!0,!1].map(e=>a`<label class="check">
<input
type="radio"
name="to"
.checked=${this.toAsker===e}
@change=${()=>this.toAsker=e}
/>
${this.t(e?"review_to_asker":"review_link_only")}
</label>`)}
</fieldset>
</details>`}render(){let e=this.request?.prepared;if(!this.request||!e)return p;let t=e.zones.length+e.boxes.length;return a`<div class="question stack" role="group" aria-labelledby="asked">
<h4 id="asked" tabindex="-1">${this.t("review_question")}</h4>
<ul>
${e.clips.map(s=>this.clip(s))}
<li>${this.t(this.soundText(e))}</li>
<li>
${t?this.t("review_covered",{count:t}):this.t("review_uncovered")}
</li>
<li>${this.rules===void 0?this.t("card_loading"):this.howLong()}</li>
<li>${this.t(this.leadsAsker?"review_to_asker":"review_link_only")}</li>
</ul>
${this.rules===null?a`<p class="note">${this.t("review_usual_terms")}</p>`:p}
${this.rules?.links.reach==="home_network"?a`<p class="note">${this.t("review_link_home")}</p>`:p}
${this.rules===void 0?p:this.terms()}
${this.toConfirm.map(s=>a`<label class="check note">
<input
type="checkbox"
@change=${i=>this.confirm(s,i.target.checked)}
/>
${$e(this.hass,s)} ${this.t("review_share_anyway")}
</label>`)}
${this.problem?a`<p class="note error" role="alert">${this.t(this.problem)}</p>`:p}
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
${this.seen?p:a`<span role="status">${this.t("review_look_first")}</span>
<button type="button" @click=${()=>this.fire("question-look")}>
${this.t("review_show_preview")}
</button>`}
</div>
</div>`}way(e,t,s=""){return a`<button
type="button"
class=${s}
aria-disabled=${this.busy}
@click=${()=>this.busy||this.fire(t)}
>
${this.t(e)}
</button>`}};h([c({attribute:!1})],g.prototype,"request",2),h([c({type:Boolean})],g.prototype,"seen",2),h([c({type:Boolean})],g.prototype,"busy",2),h([c()],g.prototype,"sound",2),h([c({attribute:!1})],g.prototype,"rules",2),h([m()],g.prototype,"chosen",2),h([m()],g.prototype,"passphrase",2),h([m()],g.prototype,"toAsker",2),h([m()],g.prototype,"confirmed",2);f("ring-watch-question",g);var U=.02,ze={ArrowLeft:{x:-U,y:0},ArrowRight:{x:U,y:0},ArrowUp:{x:0,y:-U},ArrowDown:{x:0,y:U}},k=class extends b{constructor(){super(...arguments);this.boxes=[];this.zones=[];this.editing=!1}static{this.styles=[y,w`
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
`]}async add(){this.boxes.length>=64||(this.changed([...this.boxes,{x:.35,y:.35,width:.3,height:.3}]),await this.updateComplete,[...this.renderRoot.querySelectorAll("button.box")].at(-1)?.focus())}changed(e){this.boxes=e,this.fire("boxes-changed",e)}replace(e,t){this.changed(this.boxes.map((s,i)=>i===e?t:s))}without(e){this.changed(this.boxes.filter((t,s)=>s!==e))}at(e){let t=this.renderRoot.querySelector(".area").getBoundingClientRect();return{x:(e.clientX-t.left)/(t.width||1),y:(e.clientY-t.top)/(t.height||1)}}down(e){if(!this.editing||e.button!==0)return;let t=e.target;if(t.classList.contains("remove"))return;let s=t.dataset.index;if(s===void 0)this.from=this.at(e);else{let i=t.classList.contains("grip");this.held={index:Number(s),at:this.at(e),grip:i}}e.currentTarget.setPointerCapture(e.pointerId)}move(e){let t=this.at(e);this.from&&(this.drawn=M(this.from,t));let s=this.held&&this.boxes[this.held.index];if(!this.held||!s)return;let i={x:t.x-this.held.at.x,y:t.y-this.held.at.y};this.replace(this.held.index,(this.held.grip?K:G)(s,i)),this.held={...this.held,at:t}}up(e){let{from:t}=this;if(t){let s=this.at(e),o=M(t,s)??(this.corner&&M(this.corner,s));this.corner=o?void 0:s,o&&this.boxes.length<64&&this.changed([...this.boxes,o])}this.rest()}rest(){this.from=this.held=this.drawn=void 0}press(e,t){let s=this.boxes[t],i=ze[e.key];!s||!i&&e.key!=="Delete"&&e.key!=="Backspace"||(e.preventDefault(),i?this.replace(t,(e.shiftKey?K:G)(s,i)):this.without(t))}willUpdate(){this.editing||(this.corner=void 0)}render(){let e=({x:i,y:o,width:d,height:l})=>`left:${i*100}%;top:${o*100}%;width:${d*100}%;height:${l*100}%`,t=(i,o)=>a`<div class=${o} style=${e(i)}></div>`,s=(i,o)=>a`
<button
class="box"
type="button"
data-index=${o}
style=${e(i)}
aria-label=${this.t("review_box",{number:o+1})}
aria-description=${this.t("review_box_keys")}
@keydown=${d=>this.press(d,o)}
></button>
<button
class="remove"
type="button"
style="left:calc(${Math.min(1,i.x+i.width)*100}% - 32px);top:${i.y*100}%"
aria-label=${this.t("review_box_remove",{number:o+1})}
@click=${()=>this.without(o)}
>
×
</button>
<div
class="grip"
data-index=${o}
style="left:min(${(i.x+i.width)*100}% - 12px, 100% - 24px);
top:min(${(i.y+i.height)*100}% - 12px, 100% - 24px)"
></div>
`;return a`<div
class="area ${this.editing?"editing":""}"
@pointerdown=${this.down}
@pointermove=${this.move}
@pointerup=${this.up}
@pointercancel=${this.rest}
>
${this.zones.map(i=>t(i,"zone"))}
${this.boxes.map((i,o)=>this.editing?s(i,o):t(i,"box"))}
${this.drawn?t(this.drawn,"box"):p}
${this.corner?a`<div
class="corner"
style="left:${this.corner.x*100}%;top:${this.corner.y*100}%"
></div>`:p}
</div>`}};h([c({attribute:!1})],k.prototype,"boxes",2),h([c({attribute:!1})],k.prototype,"zones",2),h([c({type:Boolean})],k.prototype,"editing",2),h([m()],k.prototype,"drawn",2),h([m()],k.prototype,"corner",2);f("ring-watch-boxes",k);var S=class extends b{constructor(){super(...arguments);this.thumbnails=[];this.gaps=[]}static{this.styles=[y,w`
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
`]}render(){if(!this.window)return;let e=u(this.window),t=i=>D(e,i)*100,s=this.thumbnails.map(i=>t(Date.parse(i.time)));return a`<div class="strip" aria-hidden="true">
${this.thumbnails.map((i,o)=>{let d=o===0?0:s[o],l=(s[o+1]??100)-d;return a`<img
alt=""
draggable="false"
src="data:image/jpeg;base64,${i.jpeg}"
style="inset-inline-start: ${d}%; width: ${l}%"
/>`})}
${this.gaps.map(i=>{let{start:o,end:d}=u(i),l=t(d)-t(o);return a`<div
class="gap"
style="inset-inline-start: ${t(o)}%; width: ${l}%"
></div>`})}
</div>`}};h([c({attribute:!1})],S.prototype,"window",2),h([c({attribute:!1})],S.prototype,"thumbnails",2),h([c({attribute:!1})],S.prototype,"gaps",2);f("ring-watch-strip",S);var Ce=["start","end"],Le=5,Z=1e3,Ge=900*Z,x=class extends b{constructor(){super(...arguments);this.label="";this.disabled=!1;this.told=""}static{this.styles=[y,w`
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
min-width: 44px;
padding: 0;
}
.unseen {
position: absolute;
clip-path: inset(50%);
}
`]}to(e){!e||!this.kept||C(e,this.kept)||(this.kept=e,this.fire("kept-changed",e))}get isMirrored(){return getComputedStyle(this.bar).direction==="rtl"}timeOf(e){let{left:t,width:s}=this.bar.getBoundingClientRect(),i=s?(e-t)/s:0;return qe(u(this.window),this.isMirrored?1-i:i)}placeOf(e){let{left:t,width:s}=this.bar.getBoundingClientRect(),i=D(u(this.window),e);return t+s*(this.isMirrored?1-i:i)}down(e){let{kept:t}=this;if(this.disabled||!t||e.button!==0)return;let{clientX:s,clientY:i}=e,o=e.target.dataset.handle;this.grip={handle:o??ke(t,this.timeOf(s)),x:s,y:i,offset:o?s-this.placeOf(t[o]):0,onHandle:o!==void 0,before:t,moves:!1},this.bar.setPointerCapture(e.pointerId),e.preventDefault()}drag(e){let{grip:t}=this;if(!t)return;let[s,i]=[e.clientX-t.x,e.clientY-t.y].map(Math.abs);if(!t.moves&&!t.onHandle&&i>Math.max(Le,s)){this.grip=void 0;return}t.moves||=s>Le,t.moves&&this.follow(t,e.clientX)}up(e){let{grip:t}=this;this.grip=void 0,t&&((t.moves||!t.onHandle)&&this.follow(t,e.clientX),this.renderRoot.querySelector(`[data-handle=${t.handle}]`)?.focus({preventScroll:!0}))}cancel(){this.to(this.grip?.before),this.grip=void 0}follow({handle:e,offset:t},s){let{kept:i,window:o}=this;i&&o&&this.to(J(i,u(o),e,this.timeOf(s-t)))}press(e,t){if(this.disabled||!this.kept)return;let s=Pe(this.kept,u(this.window),t,e.key,e.shiftKey);s&&(e.preventDefault(),this.to(s))}render(){let{hass:e,kept:t}=this;if(!e||!this.window||!t)return;let s=u(this.window),i=l=>`${(D(s,l)*100).toFixed(3)}%`,o=l=>`${(100-D(s,l)*100).toFixed(3)}%`,d=l=>E(e,new Date(l).toISOString());return a`
<div
class="bar"
@pointerdown=${this.down}
@pointermove=${this.drag}
@pointerup=${this.up}
@pointercancel=${this.cancel}
>
<slot></slot>
<div class="cut" style="inset-inline: 0 ${o(t.start)}"></div>
<div class="cut" style="inset-inline: ${i(t.end)} 0"></div>
<div class="kept" style="inset-inline: ${i(t.start)} ${o(t.end)}"></div>
${Ce.map(l=>a`<div
class="handle"
data-handle=${l}
role="slider"
tabindex=${this.disabled?-1:0}
aria-disabled=${this.disabled}
aria-label="${this.t(`review_trim_${l}`)} ${this.label}"
aria-valuemin=${s.start/1e3}
aria-valuemax=${s.end/1e3}
aria-valuenow=${t[l]/1e3}
aria-valuetext=${z(e,new Date(t[l]).toISOString())}
style="inset-inline-start: ${i(t[l])}"
@keydown=${q=>this.press(q,l)}
></div>`)}
</div>
<div class="times">
<span>${d(t.start)}</span>
<span>${$((t.end-t.start)/1e3)}</span>
<span>${d(t.end)}</span>
</div>
<details ?open=${s.end-s.start>Ge}>
<summary>${this.t("review_exact")}</summary>
<div class="exact">${Ce.map(l=>this.edge(l,t,s))}</div>
</details>
<span class="unseen" role="status">${this.told}</span>
`}edge(e,t,s){let i=this.t(`review_trim_${e}`),o=l=>this.to(J(t,s,e,l)),d=(l,q,Ue)=>a`<button
type="button"
aria-label=${this.t(l,{label:i})}
?disabled=${this.disabled}
@click=${()=>{o(t[e]+Ue),this.told=z(this.hass,new Date(this.kept[e]).toISOString())}}
>
${q}
</button>`;return a`<div class="edge">
<ring-watch-moment
.hass=${this.hass}
.label=${i}
.value=${t[e]}
.least=${e==="start"?s.start:t.start+1e3}
.most=${e==="start"?t.end-1e3:s.end}
.disabled=${this.disabled}
@moment=${l=>o(l.detail)}
></ring-watch-moment>
${d("review_second_earlier","\u2212",-Z)} ${d("review_second_later","+",Z)}
</div>`}};h([c({attribute:!1})],x.prototype,"window",2),h([c({attribute:!1})],x.prototype,"kept",2),h([c()],x.prototype,"label",2),h([c({type:Boolean})],x.prototype,"disabled",2),h([I(".bar")],x.prototype,"bar",2),h([m()],x.prototype,"told",2);f("ring-watch-trim",x);var v=class extends b{constructor(){super(...arguments);this.index=0;this.thumbnails=[];this.disabled=!1;this.covering=!1;this.address=async()=>{let{hass:e,request:t,draft:s,index:i}=this,o=j(s,i,t.prepared)+1;return(await ne(e,t.request_id,o)).url}}static{this.styles=[y,w`
section + section {
margin-top: 16px;
}
`]}get preview(){let{request:e,draft:t,index:s}=this,i=e&&t?j(t,s,e.prepared)+1:0;return i?`${e.prepared.render_hash}/${i}`:void 0}showPreview(){this.renderRoot.querySelector("ring-watch-player")?.scrollIntoView({block:"center"})}changed(e){this.fire("draft-changed",e)}async addBox(){this.covering=!0,await this.updateComplete,await this.boxes?.add()}get passed(){let{request:e,draft:t,index:s}=this,i=e?.prepared?.clips[j(t,s,e.prepared)];return i?ue(i.requested,i.gaps):0}get gaps(){let{elsewhere:e,missing:t=[],gaps:s=[]}=this.coverage??{};return e?t:s}render(){let{request:e,draft:t}=this,s=t?.parts[this.index];if(!e||!t||!s)return p;let o=e.doorbells.find(d=>d.doorbell_id===s.doorbell_id)?.name??"";return a`<section class="stack" aria-label=${o}>
${t.parts.length>1?a`<label class="check">
<input
type="checkbox"
.checked=${s.included}
?disabled=${this.disabled}
@change=${d=>this.changed(V(t,this.index,{included:d.target.checked}))}
/>
${o}
</label>`:a`<h4>${o}</h4>`}
${this.clip(t,o)}
${s.included?a`<ring-watch-trim
.hass=${this.hass}
.window=${e}
.kept=${s}
.label=${o}
.disabled=${this.disabled}
@kept-changed=${d=>this.changed(V(t,this.index,{start:d.detail.start,end:d.detail.end}))}
>
<ring-watch-strip
.window=${e}
.thumbnails=${this.thumbnails}
.gaps=${this.gaps}
></ring-watch-strip>
</ring-watch-trim>
${this.partial()}`:p}
</section>`}partial(){let{hass:e,coverage:t,gaps:s}=this;if(!e||!s.length)return p;let i=!t?.spans.length&&!t?.elsewhere,o=new Set(t?.missing?.map(d=>De(e,d.reason)));return a`<p class="note">
${i?this.t("review_nothing"):this.missing(e,s)}
${[...o].map(d=>a`<br />${d}`)}
</p>`}missing(e,t){let s=t.slice(0,3).map(o=>{let[d,l]=[E(e,o.start),E(e,o.end)];return`${d} \u2013 ${l}`}),i=t.length>s.length?", \u2026":"";return`${this.t("card_partial",{missing:$(A(t))})} ${s.join(", ")}${i}`}clip(e,t){let{preview:s}=this,i=e.parts[this.index];if(!s||!i.included)return p;let o=e.boxes.filter(d=>d.doorbell_id===i.doorbell_id);return a`
<ring-watch-player
.hass=${this.hass}
.of=${s}
.look=${this.address}
.from=${this.passed}
.label=${this.t("review_preview",{name:t})}
.still=${this.covering}
>
<ring-watch-boxes
.hass=${this.hass}
.boxes=${o}
.editing=${this.covering&&!this.disabled}
@boxes-changed=${d=>this.changed(Ae(this.draft,i.doorbell_id,d.detail))}
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
${this.covering?a`<button type="button" ?disabled=${this.disabled} @click=${this.addBox}>
${this.t("review_add_box")}
</button>
<span class="secondary">${this.t("review_cover_how")}</span>`:p}
</div>
`}};h([c({attribute:!1})],v.prototype,"request",2),h([c({attribute:!1})],v.prototype,"draft",2),h([c({type:Number})],v.prototype,"index",2),h([c({attribute:!1})],v.prototype,"coverage",2),h([c({attribute:!1})],v.prototype,"thumbnails",2),h([c({type:Boolean})],v.prototype,"disabled",2),h([m()],v.prototype,"covering",2),h([I("ring-watch-boxes")],v.prototype,"boxes",2);f("ring-watch-review-part",v);var Ke=20,Fe=new Map,Ne=n=>`ring-watch-unfinished-${n.user?.id}`;function Q(n){let r=Ne(n);try{let e=JSON.parse(sessionStorage.getItem(r)??"{}");return typeof e=="object"&&e?e:{}}catch{return JSON.parse(Fe.get(r)??"{}")}}function Be(n,r){let e=Ne(n),t=JSON.stringify(Object.fromEntries(Object.entries(r).slice(-Ke)));try{t==="{}"?sessionStorage.removeItem(e):sessionStorage.setItem(e,t)}catch{Fe=new Map([[e,t]])}}function W(n,r,e){let{[r]:t,...s}=Q(n);Be(n,{...s,[r]:e})}function je(n,r){let{[r]:e,...t}=Q(n);e&&Be(n,t)}function ee(n,r){let e=Q(n)[r.request_id];return Je(e,r)?e:void 0}function Je(n,r){let{parts:e,boxes:t,audio:s}=n??{};if(!Array.isArray(e)||!Array.isArray(t)||typeof s!="boolean")return!1;let i=u(r),o=new Set(e.map(l=>l?.doorbell_id)),d=new Set(r.doorbells.map(l=>l.doorbell_id));return[...d].every(l=>o.has(l))&&e.every(l=>d.has(l?.doorbell_id)&&typeof l.included=="boolean"&&i.start<=l.start&&l.start<l.end&&l.end<=i.end)&&t.every(l=>d.has(l?.doorbell_id)&&[l.x,l.y,l.width,l.height].every(q=>typeof q=="number"&&0<=q&&q<=1))}var Xe=8,Ve=15*6e4,H=class{constructor(r,e){this.host=r;this.requestId=e;this.coverage=[];this.thumbnails=new Map;this.seen=new Set;this.answers=0;this.reading=new we(()=>this.readOnce());this.looking=!1;this.turn=0}heard(r){(!r?.request_id||r.request_id===this.requestId)&&this.read(),r||this.readRules()}advanced(r){this.request&&(this.request=ve(this.request,r),this.host.requestUpdate())}async readRules(){let{hass:r}=this.host;!r||!this.requestId||(this.rules=await le(r).catch(()=>this.rules??null),this.host.requestUpdate())}read(){return this.reading.ask()}async readOnce(){let{answers:r,requestId:e}=this,{hass:t}=this.host;if(!t||!e)return;let s=!this.request;try{let{request:i,coverage:o}=await ie(t,e);if(this.coverage=o,r!==this.answers)return void this.read();if(this.take(i),!s)return;this.say(void 0),i.state==="pending"&&!this.isMuch&&(ee(t,i)?this.prepareDraft():this.prepare({})),se.includes(i.state)&&this.look()}catch(i){this.say(P(t,i))}}say(r){this.error=r,this.host.requestUpdate()}change(r){this.draft=r,this.host.hass&&W(this.host.hass,this.requestId,r),this.host.requestUpdate()}saw(r){this.seen=new Set(this.seen).add(r),this.host.requestUpdate()}wasSeen(r){return this.seen.has(r)}get allSeen(){let{render_hash:r,clips:e}=this.request?.prepared??{render_hash:"",clips:[]};return e.length>0&&e.every((t,s)=>this.seen.has(`${r}/${s+1}`))}get approvable(){let{request:r,draft:e}=this;return!!r&&!!e&&["ready","approved"].includes(r.state)&&r.prepared?.render_hash!==this.outdated&&B(e,r.prepared)}get isMuch(){return!!this.draft&&N(this.draft)>Ve}get sound(){let r=t=>this.coverage.find(({doorbell_id:s})=>s===t),e=this.draft?.parts.filter(t=>t.included)??[];return Ee(e.map(t=>Oe(t,r(t.doorbell_id))))}prepareDraft(){return W(this.host.hass,this.requestId,this.draft),this.prepare(X(this.draft,this.request))}get preparing(){return this.doing==="prepare"||this.request?.state==="preparing"}stop(){return this.attempt("stop",async r=>this.take(await oe(r,this.requestId)))}async share(r){let e=this.request?.prepared?.render_hash;return!e||!this.approvable||!this.allSeen?!1:this.attempt("share",async t=>{this.link=await ae(t,this.requestId,e,r),await this.read()})}decline(){return this.attempt("decline",r=>de(r,this.requestId))}take(r){this.answers++;let e=this.host.hass,t=this.request;this.request=r,this.draft=t&&this.draft?Ie(this.draft,t,r):ee(e,r)??L(r),(!T(r)||B(this.draft,r.prepared))&&je(e,this.requestId),this.host.requestUpdate()}async look(){if(!this.looking){this.looking=!0;for(let{doorbell_id:r}of this.request.doorbells){let{hass:e}=this.host;if(!e||this.thumbnails.get(r)?.length)continue;let t=await re(e,this.requestId,r,Xe).catch(()=>({thumbnails:[]}));this.thumbnails=new Map(this.thumbnails).set(r,t.thumbnails),this.host.requestUpdate()}this.looking=!1}}prepare(r){return this.attempt("prepare",async e=>{let t=await R(e,this.requestId,r).catch(s=>this.prepareRest(e,s,r));this.take(t),this.look()})}prepareRest(r,e,t){let s=new Set(this.coverage.filter(d=>d.spans.length).map(d=>d.doorbell_id)),i=this.draft;if(t.parts||!s.size||s.size===i.parts.length)throw e;let o=i.parts.map(d=>({...d,included:s.has(d.doorbell_id)}));return this.draft={...i,parts:o},R(r,this.requestId,X(this.draft,this.request))}async attempt(r,e){let{hass:t}=this.host;if(!t||this.doing===r||this.doing&&!Ye(r,this.doing))return!1;let s=++this.turn;this.doing=r,this.say(void 0);try{return await e(t),!0}catch(i){return this.turn===s&&this.say(P(t,i)),he(i).code==="changed_since_preview"&&(this.outdated=this.request?.prepared?.render_hash),await this.read(),!1}finally{this.turn===s&&(this.doing=void 0),this.host.requestUpdate()}}};function Ye(n,r){return n==="decline"||n==="stop"&&r==="prepare"}var O=class extends b{constructor(){super();this.requestId="";this.asking=!1;this.session=new H(this,"");new fe(this,{heard:e=>{this.silence=void 0,this.session.heard(e)},advanced:e=>this.session.advanced(e),failed:e=>this.silence=P(this.hass,e)})}willUpdate(e){e.has("requestId")&&(this.session=new H(this,this.requestId),this.hasUpdated&&this.session.heard())}async share(e){await this.session.share(e.detail)&&(this.asking=!1,await this.focusOn("#shared"))}async decline(){this.session.doing!=="share"&&await this.session.decline()&&this.leave()}async stop(){await this.session.stop()&&await this.focusOn("#main")}leave(){this.fire("review-done",{request_id:this.requestId})}async ask(e){this.asking=e,e||await this.focusOn("#main")}async focusOn(e){await this.updateComplete,this.renderRoot.querySelector(e)?.focus()}showPreview(){[...this.renderRoot.querySelectorAll("ring-watch-review-part")].find(({preview:e})=>e&&!this.session.wasSeen(e))?.showPreview()}render(){let{request:e,draft:t,link:s}=this.session;return this.hass&&!this.hass.user?.is_admin?a`<p>${this.t("card_admins_only")}</p>`:!e||!t?a`${this.errorNote()}
<p role="status">${this.session.error?p:this.t("card_loading")}</p>`:s?this.shared(s):T(e)?a`<div class="stack">
${this.parts(e,t)} ${this.sound(t)} ${this.status(e,t)}
${this.progress(e)} ${this.errorNote()} ${this.actions(e)}
</div>`:a`<div class="stack">
<p class="note info" role="status">${Se(this.hass,e.state)}</p>
<div class="row">${this.leaving("review_close")}</div>
</div>`}errorNote(){let e=this.session.error??this.silence;return e?a`<p class="note error" role="alert">${e}</p>`:p}leaving(e){return a`<button type="button" @click=${this.leave}>${this.t(e)}</button>`}shared({url:e,reach:t}){return a`<div class="stack">
<h4 id="shared" tabindex="-1">${this.t("review_shared")}</h4>
<ring-watch-link .hass=${this.hass} .url=${e} .reach=${t}></ring-watch-link>
<div class="row">${this.leaving("review_close")}</div>
</div>`}parts(e,t){let{session:s}=this;return t.parts.map(({doorbell_id:i},o)=>a`<ring-watch-review-part
.hass=${this.hass}
.request=${e}
.draft=${t}
.index=${o}
.coverage=${s.coverage.find(d=>d.doorbell_id===i)}
.thumbnails=${s.thumbnails.get(i)??[]}
?disabled=${s.doing==="share"}
@draft-changed=${d=>s.change(d.detail)}
@frame-shown=${d=>s.saw(d.detail)}
></ring-watch-review-part>`)}sound(e){let{session:t}=this,s=t.sound==="none",i=t.sound==="unknown"?"review_sound_maybe":"review_sound";return a`${s?a`<p class="secondary">${this.t("review_no_sound")}</p>`:p}
${s&&!e.audio?p:a`<label class="check">
<input
type="checkbox"
.checked=${e.audio}
?disabled=${t.doing==="share"}
@change=${o=>t.change({...t.draft,audio:o.target.checked})}
/>
${this.t(i)}
</label>`}`}status(e,t){let s=this.situation(e,t);return a`<p class=${s?"note info":""} role="status">${s||p}</p>`}progress(e){return this.session.preparing?be(this.hass,this.t("card_preparing"),e.progress??ge):p}situation(e,t){let{session:s}=this;return s.preparing?this.t("card_preparing"):e.prepared?s.approvable?"":this.t("review_changed"):s.isMuch?this.t("review_much",{length:$(N(t)/1e3)}):""}actions(e){let{session:t}=this,s=t.rules?.links.refusal;if(this.asking&&t.approvable&&!s)return a`<ring-watch-question
.hass=${this.hass}
.request=${e}
.rules=${t.rules}
.seen=${t.allSeen}
.sound=${t.sound}
.busy=${t.doing==="share"}
@question-share=${this.share}
@question-back=${()=>this.ask(!1)}
@question-decline=${this.decline}
@question-later=${this.leave}
@question-look=${this.showPreview}
></ring-watch-question>`;let i=t.doing==="share"||t.doing==="decline";return a`${s?this.noAddress(s):p}<div class="row">
${t.approvable&&s?p:this.main(e)}
${t.preparing?this.stopping():p}
<button type="button" class="danger" aria-disabled=${i} @click=${this.decline}>
${this.t("card_decline")}
</button>
${this.leaving("review_later")}
</div>`}noAddress(e){return a`<div class="note stack">
<p>${P(this.hass,e)}</p>
<div class="row">
<button type="button" @click=${()=>this.session.readRules()}>
${this.t("card_try_again")}
</button>
</div>
</div>`}stopping(){let e=this.session.doing==="stop";return a`<button type="button" aria-disabled=${e} @click=${this.stop}>
${this.t("review_stop_preparing")}
</button>`}main(e){let{session:t}=this,s=e.prepared?"review_prepare_again":"review_prepare",i=!t.draft.parts.some(o=>o.included);return a`<button
id="main"
type="button"
class="primary"
?disabled=${i}
aria-disabled=${!!t.doing||t.preparing}
@click=${this.goOn}
>
${this.t(t.approvable?"card_approve":s)}
</button>`}goOn(){let{session:e}=this;e.doing||e.preparing||(e.approvable?this.ask(!0):e.prepareDraft())}};h([c()],O.prototype,"requestId",2),h([c({type:Boolean})],O.prototype,"asking",2),h([m()],O.prototype,"silence",2);f("ring-watch-review",O);export{O as a};
