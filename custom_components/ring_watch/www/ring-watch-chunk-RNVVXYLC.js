import{a as m,b as D,c as $,d as B,g as I}from"./ring-watch-chunk-BGG72NQJ.js";import{a as P,b as v,c as d,d as f,g as l,h as M,j as A,k as O,l as w}from"./ring-watch-chunk-I6PT2PEK.js";import{a as u,k as T}from"./ring-watch-chunk-EIOITLRY.js";var Y=new Set(["deleted","end_to_end_encrypted","expired","no_motion","no_room","no_subscription","not_found","not_ready","not_recorded","throttled","unreachable","unreadable"]);function z(e,t){return Y.has(t)?T(e,`review_missing_${t}`):""}var j=["rejected","shared","revoked","expired","used_up","declined","lapsed","withdrawn"],C=new Set(j);function G(e,t){return T(e,C.has(t)?`review_state_${t}`:"review_state_other")}var x=e=>Math.min(1,Math.max(0,e)),a=e=>Math.round(e*1e4)/1e4;function L(e,t,n,r){let[s,i]=[a(e),a(t)];return{x:s,y:i,width:a(a(n)-s),height:a(a(r)-i)}}function Q(e,t){let n=L(x(Math.min(e.x,t.x)),x(Math.min(e.y,t.y)),x(Math.max(e.x,t.x)),x(Math.max(e.y,t.y)));return n.width<.02||n.height<.02?void 0:n}function X(e,t){let n=Math.min(1-e.width,Math.max(0,e.x+t.x)),r=Math.min(1-e.height,Math.max(0,e.y+t.y));return{...e,x:a(n),y:a(r)}}function W(e,t){let n=Math.min(1,Math.max(e.x+.02,e.x+e.width+t.x)),r=Math.min(1,Math.max(e.y+.02,e.y+e.height+t.y));return L(e.x,e.y,n,r)}function ee(e,t){return e.length===t.length&&e.every((n,r)=>{let s=t[r];return n.x===s.x&&n.y===s.y&&n.width===s.width&&n.height===s.height})}function _(e){return{start:Date.parse(e.start),end:Date.parse(e.end)}}function ne(e,t){let n=_(t);return{start:e.start<=n.start?t.start:new Date(e.start).toISOString(),end:e.end>=n.end?t.end:new Date(e.end).toISOString()}}function V(e,t,n,r){let s=Math.min(1e3,t.end-t.start),i=Math.round(r);return n==="start"?{start:Math.max(t.start,Math.min(i,e.end-s)),end:e.end}:{start:e.start,end:Math.min(t.end,Math.max(i,e.start+s))}}function re(e,t){return Math.abs(t-e.start)<=Math.abs(t-e.end)?"start":"end"}function se(e,t){let n=e.end-e.start;return n>0?Math.min(1,Math.max(0,(t-e.start)/n)):0}function ie(e,t){let n=e.end-e.start,r=n>6e4?1e3:100;return t<=0?e.start:t>=1?e.end:e.start+Math.round(t*n/r)*r}function oe(e,t,n,r,s){let i=s?100:1e3,p=Math.max(1e4,Math.round((t.end-t.start)/20)),S={Home:t.start,End:t.end}[r],h={ArrowLeft:-i,ArrowDown:-i,ArrowRight:i,ArrowUp:i,PageDown:-p,PageUp:p}[r],y=S??(h===void 0?void 0:e[n]+h);return y===void 0?void 0:V(e,t,n,y)}function ae(e,t){return e.start===t.start&&e.end===t.end}var H=new Map;function q(e){let t=H.get(e);return t||(t=new Intl.DateTimeFormat("en-US-u-ca-iso8601",{timeZone:e,hourCycle:"h23",year:"numeric",month:"numeric",day:"numeric",hour:"numeric",minute:"numeric",second:"numeric"}),H.set(e,t)),t}function c(e,t){let n={};for(let{type:N,value:U}of q(e).formatToParts(t))n[N]=Number(U);let{year:r=0,month:s=1,day:i=1,hour:p=0,minute:S=0,second:h=0}=n,y=(t%1e3+1e3)%1e3;return Date.UTC(r,s-1,i,p,S,h,y)}function g(e,t){let r=[t-864e5,t+864e5].map(s=>c(e,s)-s).map(s=>t-s);return[...new Set(r)].filter(s=>c(e,s)===t).sort((s,i)=>s-i)}function de(e,t){return new Date(c(e,t)).toISOString().slice(0,10)}function F(e,t=1){return new Date(Date.parse(e)+t*864e5).toISOString().slice(0,10)}function me(e,t){return{start:R(e,t),end:R(e,F(t))}}function R(e,t){let n=Date.parse(t),[r]=g(e,n);if(r!==void 0)return r;let s=n-864e5;return n-(c(e,s)-s)}function E(e,t){return new Date(c(e,t)).toISOString().slice(0,19)}function b(e){let t=Date.parse(`${e}Z`);return Number.isNaN(t)?null:t}var k=D(class extends ${constructor(e){if(super(e),e.type!==m.PROPERTY&&e.type!==m.ATTRIBUTE&&e.type!==m.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!B(e))throw Error("`live` bindings can only contain a single expression")}render(e){return e}update(e,[t]){if(t===d||t===f)return t;let n=e.element,r=e.name;if(e.type===m.PROPERTY){if(t===n[r])return d}else if(e.type===m.BOOLEAN_ATTRIBUTE){if(!!t===n.hasAttribute(r))return d}else if(e.type===m.ATTRIBUTE&&n.getAttribute(r)===t+"")return d;return I(e),t}});var o=class extends w{constructor(){super(...arguments);this.label="";this.value=0;this.least=-1/0;this.most=1/0;this.disabled=!1;this.skipped=!1}static{this.styles=[O,P`
label {
display: grid;
gap: 4px;
justify-items: start;
}
`]}willUpdate(n){n.has("value")&&(this.skipped=!1)}get zone(){return this.hass?.config.time_zone??"UTC"}render(){let n=E(this.zone,this.value),r=g(this.zone,b(n)??0),s=r.findIndex(i=>Math.abs(i-this.value)<1e3);return v`<label>
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
</span>`}entered(n){let r=this.typed(n);r!==void 0&&r>=this.least&&r<=this.most&&this.set(r)}left(n){this.set(this.typed(n)),this.requestUpdate()}typed(n){let r=b(n.target.value);if(r===null)return;let s=g(this.zone,r);return this.skipped=!s.length,r===b(E(this.zone,this.value))?void 0:s[0]}set(n){n!==void 0&&this.fire("moment",n)}};u([l()],o.prototype,"label",2),u([l({type:Number})],o.prototype,"value",2),u([l({type:Number})],o.prototype,"least",2),u([l({type:Number})],o.prototype,"most",2),u([l({type:Boolean})],o.prototype,"disabled",2),u([M()],o.prototype,"skipped",2);A("ring-watch-moment",o);function De(e,t){let n=s=>s.map(_).some(({start:i,end:p})=>i<e.end&&e.start<p);if(!t)return"unknown";if(n(t.sound))return"some";let r=n(t.spans);return t.elsewhere&&(!r||n(t.gaps))?"unknown":r?"none":"some"}function $e(e){return e.includes("some")?"some":e.includes("unknown")?"unknown":"none"}export{Q as a,X as b,W as c,ee as d,_ as e,ne as f,V as g,re as h,se as i,ie as j,oe as k,ae as l,de as m,F as n,me as o,z as p,j as q,G as r,De as s,$e as t};
