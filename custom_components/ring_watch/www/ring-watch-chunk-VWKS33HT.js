import{B as m,C as D,D as B,E as I,H as _}from"./ring-watch-chunk-6ERGYEXR.js";import{a as u,b as M,c as T,d,e as p,h as l,i as P,t as E,u as A,v as O}from"./ring-watch-chunk-P4UVZMHH.js";var y=t=>Math.min(1,Math.max(0,t)),o=t=>Math.round(t*1e4)/1e4;function $(t,e,n,r){let[i,s]=[o(t),o(e)];return{x:i,y:s,width:o(o(n)-i),height:o(o(r)-s)}}function V(t,e){let n=$(y(Math.min(t.x,e.x)),y(Math.min(t.y,e.y)),y(Math.max(t.x,e.x)),y(Math.max(t.y,e.y)));return n.width<.02||n.height<.02?void 0:n}function F(t,e){let n=Math.min(1-t.width,Math.max(0,t.x+e.x)),r=Math.min(1-t.height,Math.max(0,t.y+e.y));return{...t,x:o(n),y:o(r)}}function j(t,e){let n=Math.min(1,Math.max(t.x+.02,t.x+t.width+e.x)),r=Math.min(1,Math.max(t.y+.02,t.y+t.height+e.y));return $(t.x,t.y,n,r)}function Z(t,e){return t.length===e.length&&t.every((n,r)=>{let i=e[r];return n.x===i.x&&n.y===i.y&&n.width===i.width&&n.height===i.height})}function N(t){return{start:Date.parse(t.start),end:Date.parse(t.end)}}function z(t,e){let n=N(e);return{start:t.start<=n.start?e.start:new Date(t.start).toISOString(),end:t.end>=n.end?e.end:new Date(t.end).toISOString()}}function Y(t,e,n,r){let i=Math.min(1e3,e.end-e.start),s=Math.round(r);return n==="start"?{start:Math.max(e.start,Math.min(s,t.end-i)),end:t.end}:{start:t.start,end:Math.min(e.end,Math.max(s,t.start+i))}}function K(t,e){return Math.abs(e-t.start)<=Math.abs(e-t.end)?"start":"end"}function G(t,e){let n=t.end-t.start;return n>0?Math.min(1,Math.max(0,(e-t.start)/n)):0}function J(t,e){let n=t.end-t.start,r=n>6e4?1e3:100;return e<=0?t.start:e>=1?t.end:t.start+Math.round(e*n/r)*r}function Q(t,e,n,r,i){let s=i?100:1e3,f=Math.max(1e4,Math.round((e.end-e.start)/20)),v={Home:e.start,End:e.end}[r],c={ArrowLeft:-s,ArrowDown:-s,ArrowRight:s,ArrowUp:s,PageDown:-f,PageUp:f}[r],x=v??(c===void 0?void 0:t[n]+c);return x===void 0?void 0:Y(t,e,n,x)}function X(t,e){return t.start===e.start&&t.end===e.end}var L=new Map;function C(t){let e=L.get(t);return e||(e=new Intl.DateTimeFormat("en-US-u-ca-iso8601",{timeZone:t,hourCycle:"h23",year:"numeric",month:"numeric",day:"numeric",hour:"numeric",minute:"numeric",second:"numeric"}),L.set(t,e)),e}function h(t,e){let n={};for(let{type:w,value:H}of C(t).formatToParts(e))n[w]=Number(H);let{year:r=0,month:i=1,day:s=1,hour:f=0,minute:v=0,second:c=0}=n,x=(e%1e3+1e3)%1e3;return Date.UTC(r,i-1,s,f,v,c,x)}function g(t,e){let r=[e-864e5,e+864e5].map(i=>h(t,i)-i).map(i=>e-i);return[...new Set(r)].filter(i=>h(t,i)===e).sort((i,s)=>i-s)}function tt(t,e){return new Date(h(t,e)).toISOString().slice(0,10)}function R(t,e=1){return new Date(Date.parse(t)+e*864e5).toISOString().slice(0,10)}function et(t,e){return{start:U(t,e),end:U(t,R(e))}}function U(t,e){let n=Date.parse(e),[r]=g(t,n);if(r!==void 0)return r;let i=n-864e5;return n-(h(t,i)-i)}function S(t,e){return new Date(h(t,e)).toISOString().slice(0,19)}function b(t){let e=Date.parse(`${t}Z`);return Number.isNaN(e)?null:e}var k=D(class extends B{constructor(t){if(super(t),t.type!==m.PROPERTY&&t.type!==m.ATTRIBUTE&&t.type!==m.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!I(t))throw Error("`live` bindings can only contain a single expression")}render(t){return t}update(t,[e]){if(e===d||e===p)return e;let n=t.element,r=t.name;if(t.type===m.PROPERTY){if(e===n[r])return d}else if(t.type===m.BOOLEAN_ATTRIBUTE){if(!!e===n.hasAttribute(r))return d}else if(t.type===m.ATTRIBUTE&&n.getAttribute(r)===e+"")return d;return _(t),e}});var a=class extends O{constructor(){super(...arguments);this.label="";this.value=0;this.least=-1/0;this.most=1/0;this.disabled=!1;this.skipped=!1}static{this.styles=[A,M`
label {
display: grid;
gap: 4px;
justify-items: start;
}
`]}willUpdate(n){n.has("value")&&(this.skipped=!1)}get zone(){return this.hass?.config.time_zone??"UTC"}render(){let n=S(this.zone,this.value),r=g(this.zone,b(n)??0),i=r.findIndex(s=>Math.abs(s-this.value)<1e3);return T`<label>
${this.label}
<input
type="datetime-local"
step="1"
.value=${this.skipped?d:k(n)}
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
</label>`:p}
<span id="why" role="alert">
${this.skipped?this.t("review_moment_skipped"):p}
</span>`}entered(n){let r=this.typed(n);r!==void 0&&r>=this.least&&r<=this.most&&this.set(r)}left(n){this.set(this.typed(n)),this.requestUpdate()}typed(n){let r=b(n.target.value);if(r===null)return;let i=g(this.zone,r);return this.skipped=!i.length,r===b(S(this.zone,this.value))?void 0:i[0]}set(n){n!==void 0&&this.fire("moment",n)}};u([l()],a.prototype,"label",2),u([l({type:Number})],a.prototype,"value",2),u([l({type:Number})],a.prototype,"least",2),u([l({type:Number})],a.prototype,"most",2),u([l({type:Boolean})],a.prototype,"disabled",2),u([P()],a.prototype,"skipped",2);E("ring-watch-moment",a);export{V as a,F as b,j as c,Z as d,N as e,z as f,Y as g,K as h,G as i,J as j,Q as k,X as l,tt as m,R as n,et as o};
