var be=Object.defineProperty;var we=Object.getOwnPropertyDescriptor;var He=(o,e,t,r)=>{for(var s=r>1?void 0:r?we(e,t):e,i=o.length-1,n;i>=0;i--)(n=o[i])&&(s=(r?n(e,t,s):n(s))||s);return r&&s&&be(e,t,s),s};var O=globalThis,q=O.ShadowRoot&&(O.ShadyCSS===void 0||O.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,B=Symbol(),te=new WeakMap,E=class{constructor(e,t,r){if(this._$cssResult$=!0,r!==B)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(q&&e===void 0){let r=t!==void 0&&t.length===1;r&&(e=te.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),r&&te.set(t,e))}return e}toString(){return this.cssText}},re=o=>new E(typeof o=="string"?o:o+"",void 0,B),V=(o,...e)=>{let t=o.length===1?o[0]:e.reduce((r,s,i)=>r+(n=>{if(n._$cssResult$===!0)return n.cssText;if(typeof n=="number")return n;throw Error("Value passed to 'css' function must be a 'css' function result: "+n+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(s)+o[i+1],o[0]);return new E(t,o,B)},se=(o,e)=>{if(q)o.adoptedStyleSheets=e.map(t=>t instanceof CSSStyleSheet?t:t.styleSheet);else for(let t of e){let r=document.createElement("style"),s=O.litNonce;s!==void 0&&r.setAttribute("nonce",s),r.textContent=t.cssText,o.appendChild(r)}},K=q?o=>o:o=>o instanceof CSSStyleSheet?(e=>{let t="";for(let r of e.cssRules)t+=r.cssText;return re(t)})(o):o;var{is:Ae,defineProperty:xe,getOwnPropertyDescriptor:Se,getOwnPropertyNames:Ee,getOwnPropertySymbols:ke,getPrototypeOf:Ce}=Object,H=globalThis,oe=H.trustedTypes,Te=oe?oe.emptyScript:"",Pe=H.reactiveElementPolyfillSupport,k=(o,e)=>o,C={toAttribute(o,e){switch(e){case Boolean:o=o?Te:null;break;case Object:case Array:o=o==null?o:JSON.stringify(o)}return o},fromAttribute(o,e){let t=o;switch(e){case Boolean:t=o!==null;break;case Number:t=o===null?null:Number(o);break;case Object:case Array:try{t=JSON.parse(o)}catch{t=null}}return t}},M=(o,e)=>!Ae(o,e),ie={attribute:!0,type:String,converter:C,reflect:!1,useDefault:!1,hasChanged:M};Symbol.metadata??=Symbol("metadata"),H.litPropertyMetadata??=new WeakMap;var _=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=ie){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let r=Symbol(),s=this.getPropertyDescriptor(e,r,t);s!==void 0&&xe(this.prototype,e,s)}}static getPropertyDescriptor(e,t,r){let{get:s,set:i}=Se(this.prototype,e)??{get(){return this[t]},set(n){this[t]=n}};return{get:s,set(n){let d=s?.call(this);i?.call(this,n),this.requestUpdate(e,d,r)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??ie}static _$Ei(){if(this.hasOwnProperty(k("elementProperties")))return;let e=Ce(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(k("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(k("properties"))){let t=this.properties,r=[...Ee(t),...ke(t)];for(let s of r)this.createProperty(s,t[s])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[r,s]of t)this.elementProperties.set(r,s)}this._$Eh=new Map;for(let[t,r]of this.elementProperties){let s=this._$Eu(t,r);s!==void 0&&this._$Eh.set(s,t)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let r=new Set(e.flat(1/0).reverse());for(let s of r)t.unshift(K(s))}else e!==void 0&&t.push(K(e));return t}static _$Eu(e,t){let r=t.attribute;return r===!1?void 0:typeof r=="string"?r:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let r of t.keys())this.hasOwnProperty(r)&&(e.set(r,this[r]),delete this[r]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return se(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,r){this._$AK(e,r)}_$ET(e,t){let r=this.constructor.elementProperties.get(e),s=this.constructor._$Eu(e,r);if(s!==void 0&&r.reflect===!0){let i=(r.converter?.toAttribute!==void 0?r.converter:C).toAttribute(t,r.type);this._$Em=e,i==null?this.removeAttribute(s):this.setAttribute(s,i),this._$Em=null}}_$AK(e,t){let r=this.constructor,s=r._$Eh.get(e);if(s!==void 0&&this._$Em!==s){let i=r.getPropertyOptions(s),n=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:C;this._$Em=s;let d=n.fromAttribute(t,i.type);this[s]=d??this._$Ej?.get(s)??d,this._$Em=null}}requestUpdate(e,t,r,s=!1,i){if(e!==void 0){let n=this.constructor;if(s===!1&&(i=this[e]),r??=n.getPropertyOptions(e),!((r.hasChanged??M)(i,t)||r.useDefault&&r.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(n._$Eu(e,r))))return;this.C(e,t,r)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,t,{useDefault:r,reflect:s,wrapped:i},n){r&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,n??t??this[e]),i!==!0||n!==void 0)||(this._$AL.has(e)||(this.hasUpdated||r||(t=void 0),this._$AL.set(e,t)),s===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(t){Promise.reject(t)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[s,i]of this._$Ep)this[s]=i;this._$Ep=void 0}let r=this.constructor.elementProperties;if(r.size>0)for(let[s,i]of r){let{wrapped:n}=i,d=this[s];n!==!0||this._$AL.has(s)||d===void 0||this.C(s,void 0,i,d)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(r=>r.hostUpdate?.()),this.update(t)):this._$EM()}catch(r){throw e=!1,this._$EM(),r}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(t=>t.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(t=>this._$ET(t,this[t])),this._$EM()}updated(e){}firstUpdated(e){}};_.elementStyles=[],_.shadowRootOptions={mode:"open"},_[k("elementProperties")]=new Map,_[k("finalized")]=new Map,Pe?.({ReactiveElement:_}),(H.reactiveElementVersions??=[]).push("2.1.2");var Y=globalThis,ne=o=>o,L=Y.trustedTypes,ae=L?L.createPolicy("lit-html",{createHTML:o=>o}):void 0,J="$lit$",f=`lit$${Math.random().toFixed(9).slice(2)}$`,Z="?"+f,Re=`<${Z}>`,$=document,P=()=>$.createComment(""),R=o=>o===null||typeof o!="object"&&typeof o!="function",G=Array.isArray,ue=o=>G(o)||typeof o?.[Symbol.iterator]=="function",F=`[ 	
\f\r]`,T=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,de=/-->/g,ce=/>/g,g=RegExp(`>|${F}(?:([^\\s"'>=/]+)(${F}*=${F}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),he=/'/g,le=/"/g,_e=/^(?:script|style|textarea|title)$/i,Q=o=>(e,...t)=>({_$litType$:o,strings:e,values:t}),We=Q(1),Ie=Q(2),Be=Q(3),v=Symbol.for("lit-noChange"),l=Symbol.for("lit-nothing"),pe=new WeakMap,y=$.createTreeWalker($,129);function fe(o,e){if(!G(o)||!o.hasOwnProperty("raw"))throw Error("invalid template strings array");return ae!==void 0?ae.createHTML(e):e}var me=(o,e)=>{let t=o.length-1,r=[],s,i=e===2?"<svg>":e===3?"<math>":"",n=T;for(let d=0;d<t;d++){let a=o[d],h,p,c=-1,u=0;for(;u<a.length&&(n.lastIndex=u,p=n.exec(a),p!==null);)u=n.lastIndex,n===T?p[1]==="!--"?n=de:p[1]!==void 0?n=ce:p[2]!==void 0?(_e.test(p[2])&&(s=RegExp("</"+p[2],"g")),n=g):p[3]!==void 0&&(n=g):n===g?p[0]===">"?(n=s??T,c=-1):p[1]===void 0?c=-2:(c=n.lastIndex-p[2].length,h=p[1],n=p[3]===void 0?g:p[3]==='"'?le:he):n===le||n===he?n=g:n===de||n===ce?n=T:(n=g,s=void 0);let m=n===g&&o[d+1].startsWith("/>")?" ":"";i+=n===T?a+Re:c>=0?(r.push(h),a.slice(0,c)+J+a.slice(c)+f+m):a+f+(c===-2?d:m)}return[fe(o,i+(o[t]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),r]},U=class o{constructor({strings:e,_$litType$:t},r){let s;this.parts=[];let i=0,n=0,d=e.length-1,a=this.parts,[h,p]=me(e,t);if(this.el=o.createElement(h,r),y.currentNode=this.el.content,t===2||t===3){let c=this.el.content.firstChild;c.replaceWith(...c.childNodes)}for(;(s=y.nextNode())!==null&&a.length<d;){if(s.nodeType===1){if(s.hasAttributes())for(let c of s.getAttributeNames())if(c.endsWith(J)){let u=p[n++],m=s.getAttribute(c).split(f),N=/([.?@])?(.*)/.exec(u);a.push({type:1,index:i,name:N[2],strings:m,ctor:N[1]==="."?j:N[1]==="?"?z:N[1]==="@"?W:w}),s.removeAttribute(c)}else c.startsWith(f)&&(a.push({type:6,index:i}),s.removeAttribute(c));if(_e.test(s.tagName)){let c=s.textContent.split(f),u=c.length-1;if(u>0){s.textContent=L?L.emptyScript:"";for(let m=0;m<u;m++)s.append(c[m],P()),y.nextNode(),a.push({type:2,index:++i});s.append(c[u],P())}}}else if(s.nodeType===8)if(s.data===Z)a.push({type:2,index:i});else{let c=-1;for(;(c=s.data.indexOf(f,c+1))!==-1;)a.push({type:7,index:i}),c+=f.length-1}i++}}static createElement(e,t){let r=$.createElement("template");return r.innerHTML=e,r}};function b(o,e,t=o,r){if(e===v)return e;let s=r!==void 0?t._$Co?.[r]:t._$Cl,i=R(e)?void 0:e._$litDirective$;return s?.constructor!==i&&(s?._$AO?.(!1),i===void 0?s=void 0:(s=new i(o),s._$AT(o,t,r)),r!==void 0?(t._$Co??=[])[r]=s:t._$Cl=s),s!==void 0&&(e=b(o,s._$AS(o,e.values),s,r)),e}var D=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:r}=this._$AD,s=(e?.creationScope??$).importNode(t,!0);y.currentNode=s;let i=y.nextNode(),n=0,d=0,a=r[0];for(;a!==void 0;){if(n===a.index){let h;a.type===2?h=new x(i,i.nextSibling,this,e):a.type===1?h=new a.ctor(i,a.name,a.strings,this,e):a.type===6&&(h=new I(i,this,e)),this._$AV.push(h),a=r[++d]}n!==a?.index&&(i=y.nextNode(),n++)}return y.currentNode=$,s}p(e){let t=0;for(let r of this._$AV)r!==void 0&&(r.strings!==void 0?(r._$AI(e,r,t),t+=r.strings.length-2):r._$AI(e[t])),t++}},x=class o{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,r,s){this.type=2,this._$AH=l,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=r,this.options=s,this._$Cv=s?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=b(this,e,t),R(e)?e===l||e==null||e===""?(this._$AH!==l&&this._$AR(),this._$AH=l):e!==this._$AH&&e!==v&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):ue(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==l&&R(this._$AH)?this._$AA.nextSibling.data=e:this.T($.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:r}=e,s=typeof r=="number"?this._$AC(e):(r.el===void 0&&(r.el=U.createElement(fe(r.h,r.h[0]),this.options)),r);if(this._$AH?._$AD===s)this._$AH.p(t);else{let i=new D(s,this),n=i.u(this.options);i.p(t),this.T(n),this._$AH=i}}_$AC(e){let t=pe.get(e.strings);return t===void 0&&pe.set(e.strings,t=new U(e)),t}k(e){G(this._$AH)||(this._$AH=[],this._$AR());let t=this._$AH,r,s=0;for(let i of e)s===t.length?t.push(r=new o(this.O(P()),this.O(P()),this,this.options)):r=t[s],r._$AI(i),s++;s<t.length&&(this._$AR(r&&r._$AB.nextSibling,s),t.length=s)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let r=ne(e).nextSibling;ne(e).remove(),e=r}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},w=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,r,s,i){this.type=1,this._$AH=l,this._$AN=void 0,this.element=e,this.name=t,this._$AM=s,this.options=i,r.length>2||r[0]!==""||r[1]!==""?(this._$AH=Array(r.length-1).fill(new String),this.strings=r):this._$AH=l}_$AI(e,t=this,r,s){let i=this.strings,n=!1;if(i===void 0)e=b(this,e,t,0),n=!R(e)||e!==this._$AH&&e!==v,n&&(this._$AH=e);else{let d=e,a,h;for(e=i[0],a=0;a<i.length-1;a++)h=b(this,d[r+a],t,a),h===v&&(h=this._$AH[a]),n||=!R(h)||h!==this._$AH[a],h===l?e=l:e!==l&&(e+=(h??"")+i[a+1]),this._$AH[a]=h}n&&!s&&this.j(e)}j(e){e===l?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},j=class extends w{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===l?void 0:e}},z=class extends w{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==l)}},W=class extends w{constructor(e,t,r,s,i){super(e,t,r,s,i),this.type=5}_$AI(e,t=this){if((e=b(this,e,t,0)??l)===v)return;let r=this._$AH,s=e===l&&r!==l||e.capture!==r.capture||e.once!==r.once||e.passive!==r.passive,i=e!==l&&(r===l||s);s&&this.element.removeEventListener(this.name,this,r),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},I=class{constructor(e,t,r){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=r}get _$AU(){return this._$AM._$AU}_$AI(e){b(this,e)}},Ve={M:J,P:f,A:Z,C:1,L:me,R:D,D:ue,V:b,I:x,H:w,N:z,U:W,B:j,F:I},Ue=Y.litHtmlPolyfillSupport;Ue?.(U,x),(Y.litHtmlVersions??=[]).push("3.3.3");var ge=(o,e,t)=>{let r=t?.renderBefore??e,s=r._$litPart$;if(s===void 0){let i=t?.renderBefore??null;r._$litPart$=s=new x(e.insertBefore(P(),i),i,void 0,t??{})}return s._$AI(o),s};var X=globalThis,S=class extends _{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=ge(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return v}};S._$litElement$=!0,S.finalized=!0,X.litElementHydrateSupport?.({LitElement:S});var Ne=X.litElementPolyfillSupport;Ne?.({LitElement:S});(X.litElementVersions??=[]).push("4.2.2");var Oe={attribute:!0,type:String,converter:C,reflect:!1,hasChanged:M},qe=(o=Oe,e,t)=>{let{kind:r,metadata:s}=t,i=globalThis.litPropertyMetadata.get(s);if(i===void 0&&globalThis.litPropertyMetadata.set(s,i=new Map),r==="setter"&&((o=Object.create(o)).wrapped=!0),i.set(t.name,o),r==="accessor"){let{name:n}=t;return{set(d){let a=e.get.call(this);e.set.call(this,d),this.requestUpdate(n,a,o,!0,d)},init(d){return d!==void 0&&this.C(n,void 0,o,d),d}}}if(r==="setter"){let{name:n}=t;return function(d){let a=this[n];e.call(this,d),this.requestUpdate(n,a,o,!0,d)}}throw Error("Unsupported decorator location: "+r)};function ye(o){return(e,t)=>typeof t=="object"?qe(o,e,t):((r,s,i)=>{let n=s.hasOwnProperty(i);return s.constructor.createProperty(i,r),n?Object.getOwnPropertyDescriptor(s,i):void 0})(o,e,t)}function at(o){return ye({...o,state:!0,attribute:!1})}var A=(o,e,t)=>(t.configurable=!0,t.enumerable=!0,Reflect.decorate&&typeof e!="object"&&Object.defineProperty(o,e,t),t);function lt(o,e){return(t,r,s)=>{let i=n=>n.renderRoot?.querySelector(o)??null;if(e){let{get:n,set:d}=typeof r=="object"?t:s??(()=>{let a=Symbol();return{get(){return this[a]},set(h){this[a]=h}}})();return A(t,r,{get(){let a=n.call(this);return a===void 0&&(a=i(this),(a!==null||this.hasUpdated)&&d.call(this,a)),a}})}return A(t,r,{get(){return i(this)}})}}var $e={card_add_box:"Add an area",card_admins_only:"Requests for footage are decided by the administrators of this home. There is nothing for you to do here.",card_approve:"Approve",card_asked:"Asked {ago}.",card_back:"Back",card_box:"Covered area {number}",card_box_keys:"Arrow keys move it, Shift and arrow keys change its size, Delete removes it.",card_box_remove:"Remove covered area {number}",card_case:"Case number",card_changed:"What you see is not what you have set now. Prepare it again, and look at it before you approve.",card_claims:"It can be opened so many times",card_close:"Close",card_config_bad_doorbell:"doorbell is the id of a device.",card_config_bad_mode:"mode is requests or doorbell.",card_config_bad_show_shares:"show_shares is true or false.",card_config_bad_title:"title is a text.",card_config_doorbell:"Doorbell",card_config_doorbell_help:"Without one, the first doorbell is shown.",card_config_mode:"Shows",card_config_show_shares:"Show what is shared",card_config_title:"Title",card_contact:"Contact",card_copied:"Copied",card_copy:"Copy",card_copy_failed:"Select the link and copy it by hand.",card_cover:"Cover something",card_cover_how:"Drag over the picture, or tap two corners. Arrow keys move an area, with Shift they change its size.",card_covered:"Covered areas: {count}",card_decline:"Decline",card_description:"Requests for footage and what you share, or one doorbell with its live picture.",card_ends:"Ends {when}.",card_error_lost:"The connection to Home Assistant was lost. It is tried again by itself.",card_error_reload:"This page is older than Ring Watch is now. Reload it.",card_error_stopped:"Ring Watch is not running. It may still be starting; look under Settings, Devices and services if this stays.",card_error_unauthorized:"Only administrators can do this. Log in as one.",card_feature:"Ring Watch: review or decline",card_has_passphrase:"With a passphrase.",card_keep:"Keep it",card_lapses:"Without a decision it ends {when}.",card_last_press:"Last press",card_lifetime:"The link works for",card_link:"Link",card_link_once:"This link is shown only now. Anybody who has it can open the clip.",card_link_only:"Only you get the link, and pass it on yourself",card_live:"Links that work: {count}",card_loading:"Loading\u2026",card_look_first:"Look at the preview first: its first picture is still loading.",card_mode_doorbell:"Doorbell",card_mode_requests:"Requests",card_motion:"Motion",card_motion_none:"Still since {when}",card_motion_now:"Something moves now",card_never:"Never",card_new_link:"New link",card_no_doorbell:"There is no such doorbell. Choose another one in the settings of this card.",card_no_name:"Somebody without a name",card_no_picture:"There is no picture at the moment.",card_no_recall:"You can take it back at any time. What was downloaded by then stays with them.",card_no_shares:"Nothing is shared.",card_none_waiting:"Nobody waits for your decision.",card_opened:"Opened {used} of {claims} times.",card_partial:"Partial: {missing} of footage is missing.",card_passphrase:"Passphrase, if you want one (8 characters or more)",card_player_failed:"This clip cannot be played here. Try again, or open it in another browser.",card_prepare:"Prepare",card_prepare_again:"Prepare again",card_preparing:"The clip is being prepared\u2026",card_preview:"Preview: {name}",card_question:"Share exactly this?",card_reason:"Why",card_recording:"Recording",card_recording_off:"Nothing is recorded",card_recording_on:"Footage is kept",card_review:"Review",card_save_minute:"Save the last minute",card_saved:"Saved. The clip stays in the house.",card_saving:"Saving\u2026",card_sent:"{size} sent.",card_share_anyway:"Share it all the same.",card_share_now:"Share now",card_shared:"Shared",card_shares:"Shared now",card_sharing:"Sharing\u2026",card_sound:"With sound",card_state_approved:"This request was approved.",card_state_declined:"This request was declined.",card_state_expired:"The clip was shared. The link has ended.",card_state_lapsed:"This request ended without a decision. Nothing was shared.",card_state_other:"This request does not wait for a decision.",card_state_rejected:"This request was against your rules and was not put to you.",card_state_revoked:"The clip was shared, and taken back.",card_state_shared:"This request was approved, and the clip is shared.",card_state_used_up:"The clip was shared. The link has been used as often as it could be.",card_state_withdrawn:"Who asked has withdrawn this request. Nothing was shared.",card_strategy:"Requests, shares and all doorbells on one page.",card_suspended:"This link does not work at the moment: a backup was restored or the ledger was replaced. Use it again, or take it back.",card_take_back:"Take back",card_take_back_sure:"Take it back? The link stops working at once, and this cannot be undone. What was downloaded stays with them.",card_title:"Requests for footage",card_to_asker:"Who asked finds the clip on the page of their request; you get the link, too",card_trim_end:"End",card_trim_start:"Start",card_try_again:"Try again",card_typed_name:"Name as typed",card_unavailable:"Not known",card_uncovered:"Nothing is covered",card_unverified:"Not verified: anybody could have written this.",card_use_again:"Use again",card_verified:"You know who asks: the request came through their own link.",card_waiting:"Waiting for your decision: {count}",card_warning:"Look closely: {code}.",card_warning_agreement_ended:"The agreement with this requester has ended or has not begun.",card_warning_many_windows:"This requester has asked for much of the same day in small pieces.",card_warning_mixed_letters:"A text mixes letters of several alphabets that look alike. It may imitate a name.",card_warning_requester_revoked:"You no longer allow this requester to ask.",card_warning_unverified:"Nobody has checked who asks.",card_with_sound:"With sound",card_without_sound:"Without sound"};var ve={...$e};function qt(o){Object.assign(ve,o)}var ee;function Ht(o){if(ee?.language!==o.language){let e=o.loadBackendTranslation("common","ring_watch").then(()=>{},()=>{});ee={language:o.language,done:e}}return ee.done}function Mt(o,e,t={}){let r=o?.localize(`component.ring_watch.common.${e}`,t);return r||(ve[e]??e).replace(/\{(\w+)\}/g,(i,n)=>n in t?String(t[n]):i)}function Dt(o,e){customElements.get(o)||customElements.define(o,e)}var Wt=V`
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
p,
ul,
dl,
dd,
figure {
margin: 0;
padding: 0;
}
h2,
h3 {
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
.row {
display: flex;
flex-wrap: wrap;
gap: 8px;
align-items: center;
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
min-height: 40px;
padding: 4px 16px;
border-radius: 20px;
border: 1px solid var(--secondary-text-color);
background: var(--card-background-color, transparent);
cursor: pointer;
}
button.primary {
background: var(--primary-text-color);
border-color: var(--primary-text-color);
color: var(--card-background-color, #fff);
}
button.danger {
border-color: var(--error-color);
border-width: 2px;
}
button[aria-pressed="true"] {
background: var(--primary-text-color);
color: var(--card-background-color, #fff);
}
button[disabled] {
opacity: 0.5;
cursor: default;
}
input:not([type="checkbox"], [type="radio"]),
select {
min-height: 40px;
padding: 4px 8px;
border: 1px solid var(--secondary-text-color);
border-radius: 8px;
background: var(--card-background-color, transparent);
}
input[type="checkbox"],
input[type="radio"] {
width: 20px;
height: 20px;
margin: 10px;
flex: none;
accent-color: var(--primary-color);
}
label.check {
display: flex;
align-items: center;
min-height: 40px;
cursor: pointer;
}
:focus-visible {
outline: 2px solid var(--primary-text-color);
outline-offset: 2px;
}
[tabindex="-1"]:focus {
outline: none;
}
video,
img {
display: block;
max-width: 100%;
}
`;export{He as a,V as b,We as c,v as d,l as e,Ve as f,S as g,ye as h,at as i,lt as j,qt as k,Ht as l,Mt as m,Dt as n,Wt as o};
