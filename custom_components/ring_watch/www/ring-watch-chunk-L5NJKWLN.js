import{A as m,B as O,C as D,D as B,G as I}from"./ring-watch-chunk-SCALXKAV.js";import{a as u,b as _,c as T,d,e as h,h as l,i as M,q as P,t as E,u as w,v as A}from"./ring-watch-chunk-DTTWEAPV.js";var $={review_exact:"Exact times",review_moment_first:"The first time",review_moment_second:"The second time",review_moment_skipped:"The clocks never showed this time.",review_moment_twice:"The clocks showed this time twice",review_much:"This is a lot: {length} in all. Choose what is needed, then prepare it.",review_second_earlier:"{label}: one second earlier",review_second_later:"{label}: one second later",review_usual_terms:"Your own rules could not be read. These are the usual terms."};P($);var y=e=>Math.min(1,Math.max(0,e)),o=e=>Math.round(e*1e4)/1e4;function L(e,t,n,r){let[i,s]=[o(e),o(t)];return{x:i,y:s,width:o(o(n)-i),height:o(o(r)-s)}}function z(e,t){let n=L(y(Math.min(e.x,t.x)),y(Math.min(e.y,t.y)),y(Math.max(e.x,t.x)),y(Math.max(e.y,t.y)));return n.width<.02||n.height<.02?void 0:n}function K(e,t){let n=Math.min(1-e.width,Math.max(0,e.x+t.x)),r=Math.min(1-e.height,Math.max(0,e.y+t.y));return{...e,x:o(n),y:o(r)}}function G(e,t){let n=Math.min(1,Math.max(e.x+.02,e.x+e.width+t.x)),r=Math.min(1,Math.max(e.y+.02,e.y+e.height+t.y));return L(e.x,e.y,n,r)}function J(e,t){return e.length===t.length&&e.every((n,r)=>{let i=t[r];return n.x===i.x&&n.y===i.y&&n.width===i.width&&n.height===i.height})}function C(e){return{start:Date.parse(e.start),end:Date.parse(e.end)}}function X(e,t){let n=C(t);return{start:e.start<=n.start?t.start:new Date(e.start).toISOString(),end:e.end>=n.end?t.end:new Date(e.end).toISOString()}}function R(e,t,n,r){let i=Math.min(1e3,t.end-t.start),s=Math.round(r);return n==="start"?{start:Math.max(t.start,Math.min(s,e.end-i)),end:e.end}:{start:e.start,end:Math.min(t.end,Math.max(s,e.start+i))}}function W(e,t){return Math.abs(t-e.start)<=Math.abs(t-e.end)?"start":"end"}function ee(e,t){let n=e.end-e.start;return n>0?Math.min(1,Math.max(0,(t-e.start)/n)):0}function te(e,t){let n=e.end-e.start,r=n>6e4?1e3:100;return t<=0?e.start:t>=1?e.end:e.start+Math.round(t*n/r)*r}function ne(e,t,n,r,i){let s=i?100:1e3,p=Math.max(1e4,Math.round((t.end-t.start)/20)),v={Home:t.start,End:t.end}[r],f={ArrowLeft:-s,ArrowDown:-s,ArrowRight:s,ArrowUp:s,PageDown:-p,PageUp:p}[r],x=v??(f===void 0?void 0:e[n]+f);return x===void 0?void 0:R(e,t,n,x)}function re(e,t){return e.start===t.start&&e.end===t.end}var k=new Map;function V(e){let t=k.get(e);return t||(t=new Intl.DateTimeFormat("en-US-u-ca-iso8601",{timeZone:e,hourCycle:"h23",year:"numeric",month:"numeric",day:"numeric",hour:"numeric",minute:"numeric",second:"numeric"}),k.set(e,t)),t}function c(e,t){let n={};for(let{type:N,value:Y}of V(e).formatToParts(t))n[N]=Number(Y);let{year:r=0,month:i=1,day:s=1,hour:p=0,minute:v=0,second:f=0}=n,x=(t%1e3+1e3)%1e3;return Date.UTC(r,i-1,s,p,v,f,x)}function b(e,t){let r=[t-864e5,t+864e5].map(i=>c(e,i)-i).map(i=>t-i);return[...new Set(r)].filter(i=>c(e,i)===t).sort((i,s)=>i-s)}function se(e,t){return new Date(c(e,t)).toISOString().slice(0,10)}function F(e,t=1){return new Date(Date.parse(e)+t*864e5).toISOString().slice(0,10)}function ae(e,t){return{start:U(e,t),end:U(e,F(t))}}function U(e,t){let n=Date.parse(t),[r]=b(e,n);if(r!==void 0)return r;let i=n-864e5;return n-(c(e,i)-i)}function S(e,t){return new Date(c(e,t)).toISOString().slice(0,19)}function g(e){let t=Date.parse(`${e}Z`);return Number.isNaN(t)?null:t}var H=O(class extends D{constructor(e){if(super(e),e.type!==m.PROPERTY&&e.type!==m.ATTRIBUTE&&e.type!==m.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!B(e))throw Error("`live` bindings can only contain a single expression")}render(e){return e}update(e,[t]){if(t===d||t===h)return t;let n=e.element,r=e.name;if(e.type===m.PROPERTY){if(t===n[r])return d}else if(e.type===m.BOOLEAN_ATTRIBUTE){if(!!t===n.hasAttribute(r))return d}else if(e.type===m.ATTRIBUTE&&n.getAttribute(r)===t+"")return d;return I(e),t}});var a=class extends A{constructor(){super(...arguments);this.label="";this.value=0;this.least=-1/0;this.most=1/0;this.disabled=!1;this.skipped=!1}static{this.styles=[w,_`
label {
display: grid;
gap: 4px;
justify-items: start;
}
`]}willUpdate(n){n.has("value")&&(this.skipped=!1)}get zone(){return this.hass?.config.time_zone??"UTC"}render(){let n=S(this.zone,this.value),r=b(this.zone,g(n)??0),i=r.findIndex(s=>Math.abs(s-this.value)<1e3);return T`<label>
${this.label}
<input
type="datetime-local"
step="1"
.value=${this.skipped?d:H(n)}
?disabled=${this.disabled}
aria-invalid=${this.skipped}
aria-describedby="why"
@change=${this.entered}
@blur=${this.left}
@keydown=${s=>s.key==="Enter"&&this.left(s)}
/>
</label>
${r.length>1?T`<label>
${this.t("review_moment_twice")}
<select
?disabled=${this.disabled}
@change=${s=>this.set(r[s.target.selectedIndex])}
>
<option .selected=${i===0}>${this.t("review_moment_first")}</option>
<option .selected=${i===1}>${this.t("review_moment_second")}</option>
</select>
</label>`:h}
<span id="why" role="alert">
${this.skipped?this.t("review_moment_skipped"):h}
</span>`}entered(n){let r=this.typed(n);r!==void 0&&r>=this.least&&r<=this.most&&this.set(r)}left(n){this.set(this.typed(n)),this.requestUpdate()}typed(n){let r=g(n.target.value);if(r===null)return;let i=b(this.zone,r);return this.skipped=!i.length,r===g(S(this.zone,this.value))?void 0:i[0]}set(n){n!==void 0&&this.fire("moment",n)}};u([l()],a.prototype,"label",2),u([l({type:Number})],a.prototype,"value",2),u([l({type:Number})],a.prototype,"least",2),u([l({type:Number})],a.prototype,"most",2),u([l({type:Boolean})],a.prototype,"disabled",2),u([M()],a.prototype,"skipped",2);E("ring-watch-moment",a);export{z as a,K as b,G as c,J as d,C as e,X as f,R as g,W as h,ee as i,te as j,ne as k,re as l,se as m,F as n,ae as o};
