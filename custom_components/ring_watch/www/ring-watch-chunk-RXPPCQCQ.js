import{s as m,t as B,u as I,v as _,y as $}from"./ring-watch-chunk-RMJSESFL.js";import{a as u,b as M,c as v,d,e as f,h as l,i as E,t as O,u as A,v as D}from"./ring-watch-chunk-BHSGLDZN.js";var x=t=>Math.min(1,Math.max(0,t)),a=t=>Math.round(t*1e4)/1e4;function w(t,e,n,r){let[s,i]=[a(t),a(e)];return{x:s,y:i,width:a(a(n)-s),height:a(a(r)-i)}}function V(t,e){let n=w(x(Math.min(t.x,e.x)),x(Math.min(t.y,e.y)),x(Math.max(t.x,e.x)),x(Math.max(t.y,e.y)));return n.width<.02||n.height<.02?void 0:n}function j(t,e){let n=Math.min(1-t.width,Math.max(0,t.x+e.x)),r=Math.min(1-t.height,Math.max(0,t.y+e.y));return{...t,x:a(n),y:a(r)}}function F(t,e){let n=Math.min(1,Math.max(t.x+.02,t.x+t.width+e.x)),r=Math.min(1,Math.max(t.y+.02,t.y+t.height+e.y));return w(t.x,t.y,n,r)}function K(t,e){return t.length===e.length&&t.every((n,r)=>{let s=e[r];return n.x===s.x&&n.y===s.y&&n.width===s.width&&n.height===s.height})}function T(t){return{start:Date.parse(t.start),end:Date.parse(t.end)}}function q(t,e){let n=T(e);return{start:t.start<=n.start?e.start:new Date(t.start).toISOString(),end:t.end>=n.end?e.end:new Date(t.end).toISOString()}}function Y(t,e,n,r){let s=Math.min(1e3,e.end-e.start),i=Math.round(r);return n==="start"?{start:Math.max(e.start,Math.min(i,t.end-s)),end:t.end}:{start:t.start,end:Math.min(e.end,Math.max(i,t.start+s))}}function z(t,e){return Math.abs(e-t.start)<=Math.abs(e-t.end)?"start":"end"}function G(t,e){let n=t.end-t.start;return n>0?Math.min(1,Math.max(0,(e-t.start)/n)):0}function J(t,e){let n=t.end-t.start,r=n>6e4?1e3:100;return e<=0?t.start:e>=1?t.end:t.start+Math.round(e*n/r)*r}function Q(t,e,n,r,s){let i=s?100:1e3,p=Math.max(1e4,Math.round((e.end-e.start)/20)),S={Home:e.start,End:e.end}[r],c={ArrowLeft:-i,ArrowDown:-i,ArrowRight:i,ArrowUp:i,PageDown:-p,PageUp:p}[r],y=S??(c===void 0?void 0:t[n]+c);return y===void 0?void 0:Y(t,e,n,y)}function X(t,e){return t.start===e.start&&t.end===e.end}var L=new Map;function C(t){let e=L.get(t);return e||(e=new Intl.DateTimeFormat("en-US-u-ca-iso8601",{timeZone:t,hourCycle:"h23",year:"numeric",month:"numeric",day:"numeric",hour:"numeric",minute:"numeric",second:"numeric"}),L.set(t,e)),e}function h(t,e){let n={};for(let{type:H,value:N}of C(t).formatToParts(e))n[H]=Number(N);let{year:r=0,month:s=1,day:i=1,hour:p=0,minute:S=0,second:c=0}=n,y=(e%1e3+1e3)%1e3;return Date.UTC(r,s-1,i,p,S,c,y)}function g(t,e){let r=[e-864e5,e+864e5].map(s=>h(t,s)-s).map(s=>e-s);return[...new Set(r)].filter(s=>h(t,s)===e).sort((s,i)=>s-i)}function tt(t,e){return new Date(h(t,e)).toISOString().slice(0,10)}function R(t,e=1){return new Date(Date.parse(t)+e*864e5).toISOString().slice(0,10)}function et(t,e){return{start:U(t,e),end:U(t,R(e))}}function U(t,e){let n=Date.parse(e),[r]=g(t,n);if(r!==void 0)return r;let s=n-864e5;return n-(h(t,s)-s)}function P(t,e){return new Date(h(t,e)).toISOString().slice(0,19)}function b(t){let e=Date.parse(`${t}Z`);return Number.isNaN(e)?null:e}var k=B(class extends I{constructor(t){if(super(t),t.type!==m.PROPERTY&&t.type!==m.ATTRIBUTE&&t.type!==m.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!_(t))throw Error("`live` bindings can only contain a single expression")}render(t){return t}update(t,[e]){if(e===d||e===f)return e;let n=t.element,r=t.name;if(t.type===m.PROPERTY){if(e===n[r])return d}else if(t.type===m.BOOLEAN_ATTRIBUTE){if(!!e===n.hasAttribute(r))return d}else if(t.type===m.ATTRIBUTE&&n.getAttribute(r)===e+"")return d;return $(t),e}});var o=class extends D{constructor(){super(...arguments);this.label="";this.value=0;this.least=-1/0;this.most=1/0;this.disabled=!1;this.skipped=!1}static{this.styles=[A,M`
label {
display: grid;
gap: 4px;
justify-items: start;
}
`]}willUpdate(n){n.has("value")&&(this.skipped=!1)}get zone(){return this.hass?.config.time_zone??"UTC"}render(){let n=P(this.zone,this.value),r=g(this.zone,b(n)??0),s=r.findIndex(i=>Math.abs(i-this.value)<1e3);return v`<label>
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
@keydown=${i=>i.key==="Enter"&&this.left(i)}
/>
</label>
${r.length>1?v`<label>
${this.t("review_moment_twice")}
<select
?disabled=${this.disabled}
@change=${i=>this.set(r[i.target.selectedIndex])}
>
<option .selected=${s===0}>${this.t("review_moment_first")}</option>
<option .selected=${s===1}>${this.t("review_moment_second")}</option>
</select>
</label>`:f}
<span id="why" role="alert">
${this.skipped?this.t("review_moment_skipped"):f}
</span>`}entered(n){let r=this.typed(n);r!==void 0&&r>=this.least&&r<=this.most&&this.set(r)}left(n){this.set(this.typed(n)),this.requestUpdate()}typed(n){let r=b(n.target.value);if(r===null)return;let s=g(this.zone,r);return this.skipped=!s.length,r===b(P(this.zone,this.value))?void 0:s[0]}set(n){n!==void 0&&this.fire("moment",n)}};u([l()],o.prototype,"label",2),u([l({type:Number})],o.prototype,"value",2),u([l({type:Number})],o.prototype,"least",2),u([l({type:Number})],o.prototype,"most",2),u([l({type:Boolean})],o.prototype,"disabled",2),u([E()],o.prototype,"skipped",2);O("ring-watch-moment",o);function vt(t,e){let n=s=>s.map(T).some(({start:i,end:p})=>i<t.end&&t.start<p);if(!e)return"unknown";if(n(e.sound))return"some";let r=n(e.spans);return e.elsewhere&&(!r||n(e.gaps))?"unknown":r?"none":"some"}function Tt(t){return t.includes("some")?"some":t.includes("unknown")?"unknown":"none"}export{V as a,j as b,F as c,K as d,T as e,q as f,Y as g,z as h,G as i,J as j,Q as k,X as l,tt as m,R as n,et as o,vt as p,Tt as q};
