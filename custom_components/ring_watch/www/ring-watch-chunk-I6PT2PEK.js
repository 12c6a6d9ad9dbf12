import{a as rt,d as W,i as ot,j as it,k as nt}from"./ring-watch-chunk-EIOITLRY.js";var M=globalThis,T=M.ShadowRoot&&(M.ShadyCSS===void 0||M.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,K=Symbol(),at=new WeakMap,w=class{constructor(t,e,s){if(this._$cssResult$=!0,s!==K)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(T&&t===void 0){let s=e!==void 0&&e.length===1;s&&(t=at.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),s&&at.set(e,t))}return t}toString(){return this.cssText}},ht=o=>new w(typeof o=="string"?o:o+"",void 0,K),F=(o,...t)=>{let e=o.length===1?o[0]:t.reduce((s,r,i)=>s+(n=>{if(n._$cssResult$===!0)return n.cssText;if(typeof n=="number")return n;throw Error("Value passed to 'css' function must be a 'css' function result: "+n+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(r)+o[i+1],o[0]);return new w(e,o,K)},lt=(o,t)=>{if(T)o.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let s=document.createElement("style"),r=M.litNonce;r!==void 0&&s.setAttribute("nonce",r),s.textContent=e.cssText,o.appendChild(s)}},G=T?o=>o:o=>o instanceof CSSStyleSheet?(t=>{let e="";for(let s of t.cssRules)e+=s.cssText;return ht(e)})(o):o;var{is:Et,defineProperty:wt,getOwnPropertyDescriptor:Ct,getOwnPropertyNames:Pt,getOwnPropertySymbols:Ut,getPrototypeOf:kt}=Object,N=globalThis,ct=N.trustedTypes,Ot=ct?ct.emptyScript:"",Ht=N.reactiveElementPolyfillSupport,C=(o,t)=>o,P={toAttribute(o,t){switch(t){case Boolean:o=o?Ot:null;break;case Object:case Array:o=o==null?o:JSON.stringify(o)}return o},fromAttribute(o,t){let e=o;switch(t){case Boolean:e=o!==null;break;case Number:e=o===null?null:Number(o);break;case Object:case Array:try{e=JSON.parse(o)}catch{e=null}}return e}},j=(o,t)=>!Et(o,t),pt={attribute:!0,type:String,converter:P,reflect:!1,useDefault:!1,hasChanged:j};Symbol.metadata??=Symbol("metadata"),N.litPropertyMetadata??=new WeakMap;var f=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=pt){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let s=Symbol(),r=this.getPropertyDescriptor(t,s,e);r!==void 0&&wt(this.prototype,t,r)}}static getPropertyDescriptor(t,e,s){let{get:r,set:i}=Ct(this.prototype,t)??{get(){return this[e]},set(n){this[e]=n}};return{get:r,set(n){let h=r?.call(this);i?.call(this,n),this.requestUpdate(t,h,s)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??pt}static _$Ei(){if(this.hasOwnProperty(C("elementProperties")))return;let t=kt(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(C("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(C("properties"))){let e=this.properties,s=[...Pt(e),...Ut(e)];for(let r of s)this.createProperty(r,e[r])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[s,r]of e)this.elementProperties.set(s,r)}this._$Eh=new Map;for(let[e,s]of this.elementProperties){let r=this._$Eu(e,s);r!==void 0&&this._$Eh.set(r,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let s=new Set(t.flat(1/0).reverse());for(let r of s)e.unshift(G(r))}else t!==void 0&&e.push(G(t));return e}static _$Eu(t,e){let s=e.attribute;return s===!1?void 0:typeof s=="string"?s:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let s of e.keys())this.hasOwnProperty(s)&&(t.set(s,this[s]),delete this[s]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return lt(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,s){this._$AK(t,s)}_$ET(t,e){let s=this.constructor.elementProperties.get(t),r=this.constructor._$Eu(t,s);if(r!==void 0&&s.reflect===!0){let i=(s.converter?.toAttribute!==void 0?s.converter:P).toAttribute(e,s.type);this._$Em=t,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(t,e){let s=this.constructor,r=s._$Eh.get(t);if(r!==void 0&&this._$Em!==r){let i=s.getPropertyOptions(r),n=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:P;this._$Em=r;let h=n.fromAttribute(e,i.type);this[r]=h??this._$Ej?.get(r)??h,this._$Em=null}}requestUpdate(t,e,s,r=!1,i){if(t!==void 0){let n=this.constructor;if(r===!1&&(i=this[t]),s??=n.getPropertyOptions(t),!((s.hasChanged??j)(i,e)||s.useDefault&&s.reflect&&i===this._$Ej?.get(t)&&!this.hasAttribute(n._$Eu(t,s))))return;this.C(t,e,s)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:s,reflect:r,wrapped:i},n){s&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,n??e??this[t]),i!==!0||n!==void 0)||(this._$AL.has(t)||(this.hasUpdated||s||(e=void 0),this._$AL.set(t,e)),r===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[r,i]of this._$Ep)this[r]=i;this._$Ep=void 0}let s=this.constructor.elementProperties;if(s.size>0)for(let[r,i]of s){let{wrapped:n}=i,h=this[r];n!==!0||this._$AL.has(r)||h===void 0||this.C(r,void 0,i,h)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(s=>s.hostUpdate?.()),this.update(e)):this._$EM()}catch(s){throw t=!1,this._$EM(),s}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};f.elementStyles=[],f.shadowRootOptions={mode:"open"},f[C("elementProperties")]=new Map,f[C("finalized")]=new Map,Ht?.({ReactiveElement:f}),(N.reactiveElementVersions??=[]).push("2.1.2");var Z=globalThis,dt=o=>o,z=Z.trustedTypes,ut=z?z.createPolicy("lit-html",{createHTML:o=>o}):void 0,Q="$lit$",m=`lit$${Math.random().toFixed(9).slice(2)}$`,X="?"+m,Rt=`<${X}>`,v=document,k=()=>v.createComment(""),O=o=>o===null||typeof o!="object"&&typeof o!="function",Y=Array.isArray,_t=o=>Y(o)||typeof o?.[Symbol.iterator]=="function",J=`[ 	
\f\r]`,U=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ft=/-->/g,mt=/>/g,y=RegExp(`>|${J}(?:([^\\s"'>=/]+)(${J}*=${J}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),gt=/'/g,$t=/"/g,vt=/^(?:script|style|textarea|title)$/i,tt=o=>(t,...e)=>({_$litType$:o,strings:t,values:e}),Bt=tt(1),It=tt(2),Vt=tt(3),A=Symbol.for("lit-noChange"),p=Symbol.for("lit-nothing"),yt=new WeakMap,_=v.createTreeWalker(v,129);function At(o,t){if(!Y(o)||!o.hasOwnProperty("raw"))throw Error("invalid template strings array");return ut!==void 0?ut.createHTML(t):t}var bt=(o,t)=>{let e=o.length-1,s=[],r,i=t===2?"<svg>":t===3?"<math>":"",n=U;for(let h=0;h<e;h++){let a=o[h],c,d,l=-1,u=0;for(;u<a.length&&(n.lastIndex=u,d=n.exec(a),d!==null);)u=n.lastIndex,n===U?d[1]==="!--"?n=ft:d[1]!==void 0?n=mt:d[2]!==void 0?(vt.test(d[2])&&(r=RegExp("</"+d[2],"g")),n=y):d[3]!==void 0&&(n=y):n===y?d[0]===">"?(n=r??U,l=-1):d[1]===void 0?l=-2:(l=n.lastIndex-d[2].length,c=d[1],n=d[3]===void 0?y:d[3]==='"'?$t:gt):n===$t||n===gt?n=y:n===ft||n===mt?n=U:(n=y,r=void 0);let g=n===y&&o[h+1].startsWith("/>")?" ":"";i+=n===U?a+Rt:l>=0?(s.push(c),a.slice(0,l)+Q+a.slice(l)+m+g):a+m+(l===-2?h:g)}return[At(o,i+(o[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),s]},H=class o{constructor({strings:t,_$litType$:e},s){let r;this.parts=[];let i=0,n=0,h=t.length-1,a=this.parts,[c,d]=bt(t,e);if(this.el=o.createElement(c,s),_.currentNode=this.el.content,e===2||e===3){let l=this.el.content.firstChild;l.replaceWith(...l.childNodes)}for(;(r=_.nextNode())!==null&&a.length<h;){if(r.nodeType===1){if(r.hasAttributes())for(let l of r.getAttributeNames())if(l.endsWith(Q)){let u=d[n++],g=r.getAttribute(l).split(m),R=/([.?@])?(.*)/.exec(u);a.push({type:1,index:i,name:R[2],strings:g,ctor:R[1]==="."?L:R[1]==="?"?D:R[1]==="@"?B:x}),r.removeAttribute(l)}else l.startsWith(m)&&(a.push({type:6,index:i}),r.removeAttribute(l));if(vt.test(r.tagName)){let l=r.textContent.split(m),u=l.length-1;if(u>0){r.textContent=z?z.emptyScript:"";for(let g=0;g<u;g++)r.append(l[g],k()),_.nextNode(),a.push({type:2,index:++i});r.append(l[u],k())}}}else if(r.nodeType===8)if(r.data===X)a.push({type:2,index:i});else{let l=-1;for(;(l=r.data.indexOf(m,l+1))!==-1;)a.push({type:7,index:i}),l+=m.length-1}i++}}static createElement(t,e){let s=v.createElement("template");return s.innerHTML=t,s}};function b(o,t,e=o,s){if(t===A)return t;let r=s!==void 0?e._$Co?.[s]:e._$Cl,i=O(t)?void 0:t._$litDirective$;return r?.constructor!==i&&(r?._$AO?.(!1),i===void 0?r=void 0:(r=new i(o),r._$AT(o,e,s)),s!==void 0?(e._$Co??=[])[s]=r:e._$Cl=r),r!==void 0&&(t=b(o,r._$AS(o,t.values),r,s)),t}var q=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:s}=this._$AD,r=(t?.creationScope??v).importNode(e,!0);_.currentNode=r;let i=_.nextNode(),n=0,h=0,a=s[0];for(;a!==void 0;){if(n===a.index){let c;a.type===2?c=new E(i,i.nextSibling,this,t):a.type===1?c=new a.ctor(i,a.name,a.strings,this,t):a.type===6&&(c=new I(i,this,t)),this._$AV.push(c),a=s[++h]}n!==a?.index&&(i=_.nextNode(),n++)}return _.currentNode=v,r}p(t){let e=0;for(let s of this._$AV)s!==void 0&&(s.strings!==void 0?(s._$AI(t,s,e),e+=s.strings.length-2):s._$AI(t[e])),e++}},E=class o{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,s,r){this.type=2,this._$AH=p,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=s,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=b(this,t,e),O(t)?t===p||t==null||t===""?(this._$AH!==p&&this._$AR(),this._$AH=p):t!==this._$AH&&t!==A&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):_t(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==p&&O(this._$AH)?this._$AA.nextSibling.data=t:this.T(v.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:s}=t,r=typeof s=="number"?this._$AC(t):(s.el===void 0&&(s.el=H.createElement(At(s.h,s.h[0]),this.options)),s);if(this._$AH?._$AD===r)this._$AH.p(e);else{let i=new q(r,this),n=i.u(this.options);i.p(e),this.T(n),this._$AH=i}}_$AC(t){let e=yt.get(t.strings);return e===void 0&&yt.set(t.strings,e=new H(t)),e}k(t){Y(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,s,r=0;for(let i of t)r===e.length?e.push(s=new o(this.O(k()),this.O(k()),this,this.options)):s=e[r],s._$AI(i),r++;r<e.length&&(this._$AR(s&&s._$AB.nextSibling,r),e.length=r)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let s=dt(t).nextSibling;dt(t).remove(),t=s}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},x=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,s,r,i){this.type=1,this._$AH=p,this._$AN=void 0,this.element=t,this.name=e,this._$AM=r,this.options=i,s.length>2||s[0]!==""||s[1]!==""?(this._$AH=Array(s.length-1).fill(new String),this.strings=s):this._$AH=p}_$AI(t,e=this,s,r){let i=this.strings,n=!1;if(i===void 0)t=b(this,t,e,0),n=!O(t)||t!==this._$AH&&t!==A,n&&(this._$AH=t);else{let h=t,a,c;for(t=i[0],a=0;a<i.length-1;a++)c=b(this,h[s+a],e,a),c===A&&(c=this._$AH[a]),n||=!O(c)||c!==this._$AH[a],c===p?t=p:t!==p&&(t+=(c??"")+i[a+1]),this._$AH[a]=c}n&&!r&&this.j(t)}j(t){t===p?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},L=class extends x{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===p?void 0:t}},D=class extends x{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==p)}},B=class extends x{constructor(t,e,s,r,i){super(t,e,s,r,i),this.type=5}_$AI(t,e=this){if((t=b(this,t,e,0)??p)===A)return;let s=this._$AH,r=t===p&&s!==p||t.capture!==s.capture||t.once!==s.once||t.passive!==s.passive,i=t!==p&&(s===p||r);r&&this.element.removeEventListener(this.name,this,s),i&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},I=class{constructor(t,e,s){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=s}get _$AU(){return this._$AM._$AU}_$AI(t){b(this,t)}},Wt={M:Q,P:m,A:X,C:1,L:bt,R:q,D:_t,V:b,I:E,H:x,N:D,U:B,B:L,F:I},Mt=Z.litHtmlPolyfillSupport;Mt?.(H,E),(Z.litHtmlVersions??=[]).push("3.3.3");var xt=(o,t,e)=>{let s=e?.renderBefore??t,r=s._$litPart$;if(r===void 0){let i=e?.renderBefore??null;s._$litPart$=r=new E(t.insertBefore(k(),i),i,void 0,e??{})}return r._$AI(o),r};var et=globalThis,$=class extends f{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=xt(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return A}};$._$litElement$=!0,$.finalized=!0,et.litElementHydrateSupport?.({LitElement:$});var Tt=et.litElementPolyfillSupport;Tt?.({LitElement:$});(et.litElementVersions??=[]).push("4.2.2");var Nt={attribute:!0,type:String,converter:P,reflect:!1,hasChanged:j},jt=(o=Nt,t,e)=>{let{kind:s,metadata:r}=e,i=globalThis.litPropertyMetadata.get(r);if(i===void 0&&globalThis.litPropertyMetadata.set(r,i=new Map),s==="setter"&&((o=Object.create(o)).wrapped=!0),i.set(e.name,o),s==="accessor"){let{name:n}=e;return{set(h){let a=t.get.call(this);t.set.call(this,h),this.requestUpdate(n,a,o,!0,h)},init(h){return h!==void 0&&this.C(n,void 0,o,h),h}}}if(s==="setter"){let{name:n}=e;return function(h){let a=this[n];t.call(this,h),this.requestUpdate(n,a,o,!0,h)}}throw Error("Unsupported decorator location: "+s)};function V(o){return(t,e)=>typeof e=="object"?jt(o,t,e):((s,r,i)=>{let n=r.hasOwnProperty(i);return r.constructor.createProperty(i,s),n?Object.getOwnPropertyDescriptor(r,i):void 0})(o,t,e)}function ae(o){return V({...o,state:!0,attribute:!1})}var S=(o,t,e)=>(e.configurable=!0,e.enumerable=!0,Reflect.decorate&&typeof t!="object"&&Object.defineProperty(o,t,e),e);function pe(o,t){return(e,s,r)=>{let i=n=>n.renderRoot?.querySelector(o)??null;if(t){let{get:n,set:h}=typeof s=="object"?e:r??(()=>{let a=Symbol();return{get(){return this[a]},set(c){this[a]=c}}})();return S(e,s,{get(){let a=n.call(this);return a===void 0&&(a=i(this),(a!==null||this.hasUpdated)&&h.call(this,a)),a}})}return S(e,s,{get(){return i(this)}})}}function Re(o,t){customElements.get(o)||customElements.define(o,t)}var St=F`
:host {
display: block;
color: var(--primary-text-color);
font-size: var(--ha-font-size-m, 14px);
line-height: 1.4;
overflow-wrap: anywhere;
}
* {
box-sizing: border-box;
}
[hidden] {
display: none !important;
}
h2,
h3,
h4,
p,
ul,
dl,
dd,
figure {
margin: 0;
padding: 0;
}
h2,
h3,
h4 {
font-size: 1.1em;
font-weight: 500;
}
ul {
list-style: none;
}
.stack {
display: flex;
flex-direction: column;
gap: 12px;
}
.stack > [role="status"]:empty {
margin-top: -12px;
}
.row {
display: flex;
flex-wrap: wrap;
gap: 8px;
align-items: center;
}
.progress {
display: flex;
flex-wrap: wrap;
gap: 0 12px;
align-items: center;
}
progress {
flex: 1 1 120px;
height: 8px;
}
/* A browser's own may be dark where nothing is done yet, as if it were full. */
@media (forced-colors: none) {
progress {
appearance: none;
border: none;
background: var(--divider-color);
}
progress::-webkit-progress-bar {
background: none;
}
progress::-webkit-progress-value {
background: var(--primary-color);
}
progress::-moz-progress-bar {
background: var(--primary-color);
}
}
.secondary {
color: var(--secondary-text-color);
}
.typed {
white-space: pre-wrap;
unicode-bidi: isolate;
}
.note {
padding: 8px 12px;
border-inline-start: 4px solid var(--warning-color);
background: var(--secondary-background-color, transparent);
border-radius: 4px;
}
.note.error {
border-color: var(--error-color);
}
.note.info {
border-color: var(--info-color, var(--primary-color));
}
button,
input,
select {
font: inherit;
color: inherit;
max-width: 100%;
}
button {
min-height: 44px;
padding: 4px 16px;
border-radius: 22px;
border: 1px solid var(--secondary-text-color);
background: var(--card-background-color, transparent);
cursor: pointer;
}
button.primary {
background: var(--primary-text-color);
border-color: var(--primary-text-color);
/* A card's own background may be glass. */
color: var(--primary-background-color, #fff);
}
button.danger {
border-color: var(--error-color);
border-width: 2px;
}
button[aria-pressed="true"] {
background: var(--primary-text-color);
color: var(--primary-background-color, #fff);
}
button[disabled],
button[aria-disabled="true"] {
opacity: 0.5;
cursor: default;
}
input:not([type="checkbox"], [type="radio"]),
select {
min-height: 44px;
padding: 4px 8px;
border: 1px solid var(--secondary-text-color);
border-radius: 8px;
background: var(--card-background-color, transparent);
}
input[type="checkbox"],
input[type="radio"] {
width: 20px;
height: 20px;
margin: 12px;
flex: none;
accent-color: var(--primary-color);
}
summary {
min-height: 44px;
align-content: center;
cursor: pointer;
}
label.check {
display: flex;
align-items: center;
min-height: 44px;
cursor: pointer;
}
:focus-visible {
outline: 2px solid var(--primary-text-color);
outline-offset: 2px;
}
:host(:focus),
[tabindex="-1"]:focus {
outline: none;
}
video,
img {
display: block;
max-width: 100%;
}
`;var st=class extends ${static{this.styles=St}t(t,e={}){return nt(this.hass,t,e)}differ(t,e){return t?.connection!==e?.connection||t?.localize!==e?.localize||t?.locale!==e?.locale||t?.user!==e?.user||W(t)?.state!==W(e)?.state}shouldUpdate(t){return t.has("hass")&&this.hass&&ot(this.hass),!(t.has("hass")&&t.size===1)||!this.hasUpdated||this.differ(t.get("hass"),this.hass)}speak(){if(!this.hass?.locale)return;let t=it(this.hass);this.lang!==t&&(this.lang=t),this.dir!=="ltr"&&(this.dir="ltr")}update(t){let e=this.shadowRoot,s=e?.activeElement;this.speak(),super.update(t),!(!s||e?.activeElement)&&(this.tabIndex=-1,this.focus({preventScroll:!0}))}fire(t,e={}){this.dispatchEvent(new CustomEvent(t,{detail:e,bubbles:!0,composed:!0}))}};rt([V({attribute:!1})],st.prototype,"hass",2);export{F as a,Bt as b,A as c,p as d,Wt as e,$ as f,V as g,ae as h,pe as i,Re as j,St as k,st as l};
