var Pe=Object.defineProperty;var He=Object.getOwnPropertyDescriptor;var ae=(r,e,t,s)=>{for(var o=s>1?void 0:s?He(e,t):e,i=r.length-1,n;i>=0;i--)(n=r[i])&&(o=(s?n(e,t,o):n(o))||o);return s&&o&&Pe(e,t,o),o};var N=globalThis,O=N.ShadowRoot&&(N.ShadyCSS===void 0||N.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,K=Symbol(),de=new WeakMap,S=class{constructor(e,t,s){if(this._$cssResult$=!0,s!==K)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(O&&e===void 0){let s=t!==void 0&&t.length===1;s&&(e=de.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),s&&de.set(t,e))}return e}toString(){return this.cssText}},ce=r=>new S(typeof r=="string"?r:r+"",void 0,K),G=(r,...e)=>{let t=r.length===1?r[0]:e.reduce((s,o,i)=>s+(n=>{if(n._$cssResult$===!0)return n.cssText;if(typeof n=="number")return n;throw Error("Value passed to 'css' function must be a 'css' function result: "+n+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(o)+r[i+1],r[0]);return new S(t,r,K)},le=(r,e)=>{if(O)r.adoptedStyleSheets=e.map(t=>t instanceof CSSStyleSheet?t:t.styleSheet);else for(let t of e){let s=document.createElement("style"),o=N.litNonce;o!==void 0&&s.setAttribute("nonce",o),s.textContent=t.cssText,r.appendChild(s)}},J=O?r=>r:r=>r instanceof CSSStyleSheet?(e=>{let t="";for(let s of e.cssRules)t+=s.cssText;return ce(t)})(r):r;var{is:Ue,defineProperty:Ne,getOwnPropertyDescriptor:Oe,getOwnPropertyNames:qe,getOwnPropertySymbols:Me,getPrototypeOf:ze}=Object,q=globalThis,he=q.trustedTypes,je=he?he.emptyScript:"",Le=q.reactiveElementPolyfillSupport,k=(r,e)=>r,R={toAttribute(r,e){switch(e){case Boolean:r=r?je:null;break;case Object:case Array:r=r==null?r:JSON.stringify(r)}return r},fromAttribute(r,e){let t=r;switch(e){case Boolean:t=r!==null;break;case Number:t=r===null?null:Number(r);break;case Object:case Array:try{t=JSON.parse(r)}catch{t=null}}return t}},M=(r,e)=>!Ue(r,e),pe={attribute:!0,type:String,converter:R,reflect:!1,useDefault:!1,hasChanged:M};Symbol.metadata??=Symbol("metadata"),q.litPropertyMetadata??=new WeakMap;var _=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=pe){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let s=Symbol(),o=this.getPropertyDescriptor(e,s,t);o!==void 0&&Ne(this.prototype,e,o)}}static getPropertyDescriptor(e,t,s){let{get:o,set:i}=Oe(this.prototype,e)??{get(){return this[t]},set(n){this[t]=n}};return{get:o,set(n){let d=o?.call(this);i?.call(this,n),this.requestUpdate(e,d,s)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??pe}static _$Ei(){if(this.hasOwnProperty(k("elementProperties")))return;let e=ze(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(k("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(k("properties"))){let t=this.properties,s=[...qe(t),...Me(t)];for(let o of s)this.createProperty(o,t[o])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[s,o]of t)this.elementProperties.set(s,o)}this._$Eh=new Map;for(let[t,s]of this.elementProperties){let o=this._$Eu(t,s);o!==void 0&&this._$Eh.set(o,t)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let s=new Set(e.flat(1/0).reverse());for(let o of s)t.unshift(J(o))}else e!==void 0&&t.push(J(e));return t}static _$Eu(e,t){let s=t.attribute;return s===!1?void 0:typeof s=="string"?s:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let s of t.keys())this.hasOwnProperty(s)&&(e.set(s,this[s]),delete this[s]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return le(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,s){this._$AK(e,s)}_$ET(e,t){let s=this.constructor.elementProperties.get(e),o=this.constructor._$Eu(e,s);if(o!==void 0&&s.reflect===!0){let i=(s.converter?.toAttribute!==void 0?s.converter:R).toAttribute(t,s.type);this._$Em=e,i==null?this.removeAttribute(o):this.setAttribute(o,i),this._$Em=null}}_$AK(e,t){let s=this.constructor,o=s._$Eh.get(e);if(o!==void 0&&this._$Em!==o){let i=s.getPropertyOptions(o),n=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:R;this._$Em=o;let d=n.fromAttribute(t,i.type);this[o]=d??this._$Ej?.get(o)??d,this._$Em=null}}requestUpdate(e,t,s,o=!1,i){if(e!==void 0){let n=this.constructor;if(o===!1&&(i=this[e]),s??=n.getPropertyOptions(e),!((s.hasChanged??M)(i,t)||s.useDefault&&s.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(n._$Eu(e,s))))return;this.C(e,t,s)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,t,{useDefault:s,reflect:o,wrapped:i},n){s&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,n??t??this[e]),i!==!0||n!==void 0)||(this._$AL.has(e)||(this.hasUpdated||s||(t=void 0),this._$AL.set(e,t)),o===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(t){Promise.reject(t)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[o,i]of this._$Ep)this[o]=i;this._$Ep=void 0}let s=this.constructor.elementProperties;if(s.size>0)for(let[o,i]of s){let{wrapped:n}=i,d=this[o];n!==!0||this._$AL.has(o)||d===void 0||this.C(o,void 0,i,d)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(s=>s.hostUpdate?.()),this.update(t)):this._$EM()}catch(s){throw e=!1,this._$EM(),s}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(t=>t.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(t=>this._$ET(t,this[t])),this._$EM()}updated(e){}firstUpdated(e){}};_.elementStyles=[],_.shadowRootOptions={mode:"open"},_[k("elementProperties")]=new Map,_[k("finalized")]=new Map,Le?.({ReactiveElement:_}),(q.reactiveElementVersions??=[]).push("2.1.2");var Q=globalThis,ue=r=>r,z=Q.trustedTypes,_e=z?z.createPolicy("lit-html",{createHTML:r=>r}):void 0,X="$lit$",g=`lit$${Math.random().toFixed(9).slice(2)}$`,Z="?"+g,De=`<${Z}>`,v=document,T=()=>v.createComment(""),P=r=>r===null||typeof r!="object"&&typeof r!="function",ee=Array.isArray,ve=r=>ee(r)||typeof r?.[Symbol.iterator]=="function",Y=`[ 	
\f\r]`,C=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ge=/-->/g,me=/>/g,y=RegExp(`>|${Y}(?:([^\\s"'>=/]+)(${Y}*=${Y}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),fe=/'/g,ye=/"/g,$e=/^(?:script|style|textarea|title)$/i,te=r=>(e,...t)=>({_$litType$:r,strings:e,values:t}),Ze=te(1),et=te(2),tt=te(3),$=Symbol.for("lit-noChange"),h=Symbol.for("lit-nothing"),be=new WeakMap,b=v.createTreeWalker(v,129);function we(r,e){if(!ee(r)||!r.hasOwnProperty("raw"))throw Error("invalid template strings array");return _e!==void 0?_e.createHTML(e):e}var Ae=(r,e)=>{let t=r.length-1,s=[],o,i=e===2?"<svg>":e===3?"<math>":"",n=C;for(let d=0;d<t;d++){let a=r[d],l,p,c=-1,u=0;for(;u<a.length&&(n.lastIndex=u,p=n.exec(a),p!==null);)u=n.lastIndex,n===C?p[1]==="!--"?n=ge:p[1]!==void 0?n=me:p[2]!==void 0?($e.test(p[2])&&(o=RegExp("</"+p[2],"g")),n=y):p[3]!==void 0&&(n=y):n===y?p[0]===">"?(n=o??C,c=-1):p[1]===void 0?c=-2:(c=n.lastIndex-p[2].length,l=p[1],n=p[3]===void 0?y:p[3]==='"'?ye:fe):n===ye||n===fe?n=y:n===ge||n===me?n=C:(n=y,o=void 0);let m=n===y&&r[d+1].startsWith("/>")?" ":"";i+=n===C?a+De:c>=0?(s.push(l),a.slice(0,c)+X+a.slice(c)+g+m):a+g+(c===-2?d:m)}return[we(r,i+(r[t]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),s]},H=class r{constructor({strings:e,_$litType$:t},s){let o;this.parts=[];let i=0,n=0,d=e.length-1,a=this.parts,[l,p]=Ae(e,t);if(this.el=r.createElement(l,s),b.currentNode=this.el.content,t===2||t===3){let c=this.el.content.firstChild;c.replaceWith(...c.childNodes)}for(;(o=b.nextNode())!==null&&a.length<d;){if(o.nodeType===1){if(o.hasAttributes())for(let c of o.getAttributeNames())if(c.endsWith(X)){let u=p[n++],m=o.getAttribute(c).split(g),U=/([.?@])?(.*)/.exec(u);a.push({type:1,index:i,name:U[2],strings:m,ctor:U[1]==="."?L:U[1]==="?"?D:U[1]==="@"?W:A}),o.removeAttribute(c)}else c.startsWith(g)&&(a.push({type:6,index:i}),o.removeAttribute(c));if($e.test(o.tagName)){let c=o.textContent.split(g),u=c.length-1;if(u>0){o.textContent=z?z.emptyScript:"";for(let m=0;m<u;m++)o.append(c[m],T()),b.nextNode(),a.push({type:2,index:++i});o.append(c[u],T())}}}else if(o.nodeType===8)if(o.data===Z)a.push({type:2,index:i});else{let c=-1;for(;(c=o.data.indexOf(g,c+1))!==-1;)a.push({type:7,index:i}),c+=g.length-1}i++}}static createElement(e,t){let s=v.createElement("template");return s.innerHTML=e,s}};function w(r,e,t=r,s){if(e===$)return e;let o=s!==void 0?t._$Co?.[s]:t._$Cl,i=P(e)?void 0:e._$litDirective$;return o?.constructor!==i&&(o?._$AO?.(!1),i===void 0?o=void 0:(o=new i(r),o._$AT(r,t,s)),s!==void 0?(t._$Co??=[])[s]=o:t._$Cl=o),o!==void 0&&(e=w(r,o._$AS(r,e.values),o,s)),e}var j=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:s}=this._$AD,o=(e?.creationScope??v).importNode(t,!0);b.currentNode=o;let i=b.nextNode(),n=0,d=0,a=s[0];for(;a!==void 0;){if(n===a.index){let l;a.type===2?l=new E(i,i.nextSibling,this,e):a.type===1?l=new a.ctor(i,a.name,a.strings,this,e):a.type===6&&(l=new I(i,this,e)),this._$AV.push(l),a=s[++d]}n!==a?.index&&(i=b.nextNode(),n++)}return b.currentNode=v,o}p(e){let t=0;for(let s of this._$AV)s!==void 0&&(s.strings!==void 0?(s._$AI(e,s,t),t+=s.strings.length-2):s._$AI(e[t])),t++}},E=class r{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,s,o){this.type=2,this._$AH=h,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=s,this.options=o,this._$Cv=o?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=w(this,e,t),P(e)?e===h||e==null||e===""?(this._$AH!==h&&this._$AR(),this._$AH=h):e!==this._$AH&&e!==$&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):ve(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==h&&P(this._$AH)?this._$AA.nextSibling.data=e:this.T(v.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:s}=e,o=typeof s=="number"?this._$AC(e):(s.el===void 0&&(s.el=H.createElement(we(s.h,s.h[0]),this.options)),s);if(this._$AH?._$AD===o)this._$AH.p(t);else{let i=new j(o,this),n=i.u(this.options);i.p(t),this.T(n),this._$AH=i}}_$AC(e){let t=be.get(e.strings);return t===void 0&&be.set(e.strings,t=new H(e)),t}k(e){ee(this._$AH)||(this._$AH=[],this._$AR());let t=this._$AH,s,o=0;for(let i of e)o===t.length?t.push(s=new r(this.O(T()),this.O(T()),this,this.options)):s=t[o],s._$AI(i),o++;o<t.length&&(this._$AR(s&&s._$AB.nextSibling,o),t.length=o)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let s=ue(e).nextSibling;ue(e).remove(),e=s}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},A=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,s,o,i){this.type=1,this._$AH=h,this._$AN=void 0,this.element=e,this.name=t,this._$AM=o,this.options=i,s.length>2||s[0]!==""||s[1]!==""?(this._$AH=Array(s.length-1).fill(new String),this.strings=s):this._$AH=h}_$AI(e,t=this,s,o){let i=this.strings,n=!1;if(i===void 0)e=w(this,e,t,0),n=!P(e)||e!==this._$AH&&e!==$,n&&(this._$AH=e);else{let d=e,a,l;for(e=i[0],a=0;a<i.length-1;a++)l=w(this,d[s+a],t,a),l===$&&(l=this._$AH[a]),n||=!P(l)||l!==this._$AH[a],l===h?e=h:e!==h&&(e+=(l??"")+i[a+1]),this._$AH[a]=l}n&&!o&&this.j(e)}j(e){e===h?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},L=class extends A{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===h?void 0:e}},D=class extends A{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==h)}},W=class extends A{constructor(e,t,s,o,i){super(e,t,s,o,i),this.type=5}_$AI(e,t=this){if((e=w(this,e,t,0)??h)===$)return;let s=this._$AH,o=e===h&&s!==h||e.capture!==s.capture||e.once!==s.once||e.passive!==s.passive,i=e!==h&&(s===h||o);o&&this.element.removeEventListener(this.name,this,s),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},I=class{constructor(e,t,s){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=s}get _$AU(){return this._$AM._$AU}_$AI(e){w(this,e)}},st={M:X,P:g,A:Z,C:1,L:Ae,R:j,D:ve,V:w,I:E,H:A,N:D,U:W,B:L,F:I},We=Q.litHtmlPolyfillSupport;We?.(H,E),(Q.litHtmlVersions??=[]).push("3.3.3");var xe=(r,e,t)=>{let s=t?.renderBefore??e,o=s._$litPart$;if(o===void 0){let i=t?.renderBefore??null;s._$litPart$=o=new E(e.insertBefore(T(),i),i,void 0,t??{})}return o._$AI(r),o};var se=globalThis,f=class extends _{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=xe(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return $}};f._$litElement$=!0,f.finalized=!0,se.litElementHydrateSupport?.({LitElement:f});var Ie=se.litElementPolyfillSupport;Ie?.({LitElement:f});(se.litElementVersions??=[]).push("4.2.2");var Be={attribute:!0,type:String,converter:R,reflect:!1,hasChanged:M},Ve=(r=Be,e,t)=>{let{kind:s,metadata:o}=t,i=globalThis.litPropertyMetadata.get(o);if(i===void 0&&globalThis.litPropertyMetadata.set(o,i=new Map),s==="setter"&&((r=Object.create(r)).wrapped=!0),i.set(t.name,r),s==="accessor"){let{name:n}=t;return{set(d){let a=e.get.call(this);e.set.call(this,d),this.requestUpdate(n,a,r,!0,d)},init(d){return d!==void 0&&this.C(n,void 0,r,d),d}}}if(s==="setter"){let{name:n}=t;return function(d){let a=this[n];e.call(this,d),this.requestUpdate(n,a,r,!0,d)}}throw Error("Unsupported decorator location: "+s)};function B(r){return(e,t)=>typeof t=="object"?Ve(r,e,t):((s,o,i)=>{let n=o.hasOwnProperty(i);return o.constructor.createProperty(i,s),n?Object.getOwnPropertyDescriptor(o,i):void 0})(r,e,t)}function yt(r){return B({...r,state:!0,attribute:!1})}var x=(r,e,t)=>(t.configurable=!0,t.enumerable=!0,Reflect.decorate&&typeof e!="object"&&Object.defineProperty(r,e,t),t);function wt(r,e){return(t,s,o)=>{let i=n=>n.renderRoot?.querySelector(r)??null;if(e){let{get:n,set:d}=typeof s=="object"?t:o??(()=>{let a=Symbol();return{get(){return this[a]},set(l){this[a]=l}}})();return x(t,s,{get(){let a=n.call(this);return a===void 0&&(a=i(this),(a!==null||this.hasUpdated)&&d.call(this,a)),a}})}return x(t,s,{get(){return i(this)}})}}var Ee={card_admins_only:"Requests for footage are decided by the administrators of this home. There is nothing for you to do here.",card_approve:"Approve",card_asked:"Asked {ago}.",card_asked_by_action:"Nobody asked from outside: an automation, a script or your voice did.",card_by_action:"An action in your home",card_case:"Case number",card_config_bad_doorbell:"doorbell is the id of a device.",card_config_bad_mode:"mode is requests or doorbell.",card_config_bad_show_shares:"show_shares is true or false.",card_config_bad_title:"title is a text.",card_config_doorbell:"Doorbell",card_config_doorbell_help:"Without one, the first doorbell is shown.",card_config_mode:"Shows",card_config_show_shares:"Show what is shared",card_config_title:"Title",card_contact:"Contact",card_copied:"Copied",card_copy:"Copy",card_copy_failed:"Select the link and copy it by hand.",card_decline:"Decline",card_description:"Requests for footage and what you share, or one doorbell with its live picture.",card_ends:"Ends {when}.",card_error_lost:"The connection to Home Assistant was lost. It is tried again by itself.",card_error_reload:"This page is older than Ring Watch is now. Reload it.",card_error_stopped:"Ring Watch is not running. It may still be starting; look under Settings, Devices and services if this stays.",card_error_unauthorized:"Only administrators can do this. Log in as one.",card_feature:"Ring Watch: approve or decline",card_has_passphrase:"With a passphrase.",card_keep:"Keep it",card_lapses:"Without a decision it ends {when}.",card_last_press:"Last press",card_link:"Link",card_link_home:"This link opens only in your home network. For others, set an https address under Settings, System, Network.",card_link_once:"This link is shown only now. Anybody who has it can open the clip.",card_live:"Links that work: {count}",card_loading:"Loading\u2026",card_missing_deleted:"It was deleted at Ring, or is older than what Ring keeps.",card_missing_end_to_end_encrypted:"The recordings are end-to-end encrypted: only the Ring app can open them.",card_missing_expired:"It is older than your Ring plan keeps recordings.",card_missing_no_motion:"Ring has no recording of it, mostly because nothing moved.",card_missing_no_room:"There is no room left at home for it.",card_missing_no_subscription:"Ring keeps recordings only with a subscription.",card_missing_not_found:"Ring has no recording of it. It does not say whether nothing moved, or whether your plan does not keep it that long.",card_missing_not_ready:"Ring is still preparing it. Try again in some minutes.",card_missing_not_recorded:"Something happened, and Ring has no recording of it.",card_missing_throttled:"Ring asks for fewer requests. Try again later.",card_missing_unreachable:"Ring cannot be reached. Try again later.",card_missing_unreadable:"What there is cannot be read.",card_mode_doorbell:"Doorbell",card_mode_requests:"Requests",card_motion:"Motion",card_motion_none:"Quiet. It changed {when}.",card_motion_now:"Something moves now",card_never:"Never",card_new_link:"New link",card_new_link_sure:"Make a new link? The one before stops working at once. Whoever has it needs the new one.",card_no_doorbell:"There is no such doorbell. Choose another one in the settings of this card.",card_no_name:"Somebody without a name",card_no_picture:"There is no picture at the moment.",card_no_recipient:"Whoever has the link",card_no_shares:"Nothing is shared.",card_none_waiting:"Nobody waits for your decision.",card_opened:"Opened {used} of {claims} times.",card_partial:"Partial: {missing} of footage is missing.",card_reason:"Why",card_recording:"Recording",card_recording_off:"Nothing is recorded",card_recording_on:"Footage is kept",card_review:"Review",card_review_many:"Review ({count})",card_save_minute:"Save the last minute",card_saved:"Saved. The clip stays in the house.",card_saving:"Saving\u2026",card_sent:"{size} sent.",card_shares:"Shared now",card_show_live:"Show it live",card_state_approved:"This request was approved.",card_state_declined:"This request was declined.",card_state_expired:"The clip was shared. The link has ended.",card_state_lapsed:"This request ended without a decision. Nothing was shared.",card_state_other:"This request does not wait for a decision.",card_state_rejected:"This request was against your rules and was not put to you.",card_state_revoked:"The clip was shared, and taken back.",card_state_shared:"This request was approved, and the clip is shared.",card_state_used_up:"The clip was shared. The link has been used as often as it could be.",card_state_withdrawn:"Who asked has withdrawn this request. Nothing was shared.",card_strategy:"Requests, shares and all doorbells on one page.",card_suspended:"This link does not work at the moment: a backup was restored or the ledger was replaced. Use it again, or take it back.",card_take_back:"Take back",card_take_back_sure:"Take it back? The link stops working at once, and this cannot be undone. What was downloaded stays with them.",card_title:"Requests for footage",card_try_again:"Try again",card_typed_name:"Name as typed",card_unavailable:"Not known",card_unverified:"Not verified: anybody could have written this.",card_use_again:"Use again",card_verified:"You know who asks: the request came through their own link.",card_waiting:"Waiting for your decision: {count}",card_warning:"Look closely: {code}.",card_warning_agreement_ended:"The agreement with this requester has ended or has not begun.",card_warning_many_windows:"This requester has asked for much of the same day in small pieces.",card_warning_mixed_letters:"A text mixes letters of several alphabets that look alike. It may imitate a name.",card_warning_requester_revoked:"You no longer allow this requester to ask.",card_warning_unverified:"Nobody has checked who asks."};var Se={...Ee};function Ft(r){Object.assign(Se,r)}var re;function ke(r){if(re?.language!==r.language){let e=s=>r.loadBackendTranslation(s,"ring_watch"),t=Promise.all([e("common"),e("exceptions")]).then(()=>{},()=>{});re={language:r.language,done:t}}return re.done}function V(r,e,t={}){let s=r?.localize(`component.ring_watch.common.${e}`,t);return s||(Se[e]??e).replace(/\{(\w+)\}/g,(i,n)=>n in t?String(t[n]):i)}function Gt(r,e){customElements.get(r)||customElements.define(r,e)}var Re=G`
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
:host(:focus),
[tabindex="-1"]:focus {
outline: none;
}
video,
img {
display: block;
max-width: 100%;
}
`;var Ce=new WeakMap;function oe({entities:r}){let e=Ce.get(r);return e||(e=Object.values(r).filter(t=>t.platform==="ring_watch"),Ce.set(r,e)),e}function Fe(r,e){let[t,s]=e.split(".");return oe(r).find(o=>o.translation_key===s&&o.entity_id.startsWith(`${t}.`))?.entity_id}function ie(r){let e=r?.entities&&Fe(r,"binary_sensor.request_waiting");return e?r.states[e]:void 0}function Xt(r){return oe(r).filter(e=>e.entity_id.startsWith("camera.")&&e.device_id).map(e=>e.device_id)}function Zt(r,e){let t={};for(let{entity_id:s,device_id:o,translation_key:i}of oe(r)){let n=o===e?r.states[s]:void 0;if(!n)continue;let d=`${s.split(".")[0]}/${n.attributes.device_class??""}`;d.startsWith("camera/")?t.camera=n:d==="event/doorbell"?t.ring=n:d==="binary_sensor/motion"?t.motion=n:d==="binary_sensor/running"&&i==="recording"&&(t.recording=n)}return t}function es(r,e){let{name_by_user:t,name:s}=r.devices[e]??{};return t||s||""}var ne=class extends f{static{this.styles=Re}t(e,t={}){return V(this.hass,e,t)}differ(e,t){return e?.connection!==t?.connection||e?.localize!==t?.localize||e?.locale!==t?.locale||e?.user!==t?.user||ie(e)?.state!==ie(t)?.state}shouldUpdate(e){return e.has("hass")&&this.hass&&ke(this.hass),!(e.has("hass")&&e.size===1)||!this.hasUpdated||this.differ(e.get("hass"),this.hass)}update(e){let t=this.shadowRoot,s=t?.activeElement;super.update(e),!(!s||t?.activeElement)&&(this.tabIndex=-1,this.focus({preventScroll:!0}))}fire(e,t={}){this.dispatchEvent(new CustomEvent(e,{detail:t,bubbles:!0,composed:!0}))}};ae([B({attribute:!1})],ne.prototype,"hass",2);function F(r){return typeof r!="object"||r===null?{message:String(r)}:"error"in r?F(r.error):r}function Te(r){let{message:e,code:t}=F(r);return e??String(t??r)}var Ke={1:"card_error_lost",3:"card_error_lost",unknown_command:"card_error_stopped",unauthorized:"card_error_unauthorized"};function ps(r,e){let t=F(e),s=Ke[String(t.code)];if(s)return V(r,s);let{translation_domain:o,translation_key:i,translation_placeholders:n}=t,d=`component.${o}.exceptions.${i}.message`;return i&&r?.localize(d,n)||Te(e)}export{ae as a,G as b,Ze as c,$ as d,h as e,st as f,f as g,B as h,yt as i,wt as j,oe as k,Fe as l,ie as m,Xt as n,Zt as o,es as p,Ft as q,ke as r,V as s,Gt as t,Re as u,ne as v,F as w,ps as x};
