import{a as L}from"./ring-watch-chunk-O7WRTKLG.js";import"./ring-watch-chunk-UQGVVHEZ.js";import"./ring-watch-chunk-RXDRZLP5.js";import"./ring-watch-chunk-S37YMKN7.js";import{B as U,D as B,K as M,j as R}from"./ring-watch-chunk-RMJSESFL.js";import{G as H,a,b as h,c as s,e as c,h as b,i as u,k as $,l as _,n as v,p as q,s as n,t as m,u as g,v as w}from"./ring-watch-chunk-BHSGLDZN.js";var A="custom:ring-watch-card";function p(){return document.querySelector("home-assistant")?.hass}function S(r){let e=f=>new Error(n(p(),`card_config_bad_${f}`));if(typeof r!="object"||r===null)throw e("mode");let{mode:t,doorbell:o,title:i,show_shares:d}=r;if(![void 0,"requests","doorbell"].includes(t))throw e("mode");if(!["undefined","string"].includes(typeof o))throw e("doorbell");if(!["undefined","string"].includes(typeof i))throw e("title");if(!["undefined","boolean"].includes(typeof d))throw e("show_shares")}function N(){let r=e=>({value:e,label:n(p(),`card_mode_${e}`)});return{schema:[{name:"mode",default:"requests",selector:{select:{mode:"dropdown",options:[r("requests"),r("doorbell")]}}},{name:"doorbell",selector:{device:{integration:"ring_watch",entity:[{domain:"camera"}]}}},{name:"title",selector:{text:{}}},{name:"show_shares",default:!0,selector:{boolean:{}}}],computeLabel:(e,t)=>n(t?{localize:t}:p(),`card_config_${e.name}`),computeHelper:(e,t)=>e.name==="doorbell"?n(t?{localize:t}:p(),"card_config_doorbell_help"):void 0,assertConfig:S}}function T(r){return{type:A,mode:"doorbell",doorbell:r}}function O(r,e){return e.doorbell||v(r)[0]||""}function P(r,e){return e.title!==void 0?e.title:e.mode!=="doorbell"||!r?n(r,"card_title"):q(r,O(r,e))||n(r,"card_mode_doorbell")}var J=["request_waiting","request","requests_pending","shares_live"];function Y(r,e){let t=$(r).find(d=>d.entity_id===e);if(!t)return null;if(J.includes(t.translation_key??""))return{config:{type:A,mode:"requests"}};let o=t.device_id;return!/^(camera|event|binary_sensor)\./.test(e)||!o||!v(r).includes(o)?null:{config:T(o)}}var E=class extends w{static{this.styles=[g,h`
:host,
ha-card {
height: 100%;
}
ha-card {
overflow: auto;
}
.content {
padding: 16px;
}
h2 {
font-size: var(--ha-font-size-xl, 1.4em);
font-weight: 400;
margin-bottom: 12px;
}
h2.second {
margin-top: 16px;
padding-top: 16px;
border-top: 1px solid var(--divider-color);
}
`]}static getStubConfig(){return{mode:"requests",show_shares:!0}}static getConfigForm(){return N()}setConfig(e){S(e),this.config=e}getCardSize(){return this.config?.mode==="doorbell"?6:5}getGridOptions(){return{columns:12,min_columns:6,rows:"auto"}}differ(e,t){return this.config?.mode==="doorbell"?e!==t:super.differ(e,t)}render(){let{hass:e,config:t}=this;if(!e||!t)return c;let o=P(e,t);return s`<ha-card>
<div class="content">
${o?s`<h2>${o}</h2>`:c}
${t.mode==="doorbell"?s`<ring-watch-doorbell
.hass=${e}
.doorbell=${O(e,t)}
></ring-watch-doorbell>`:this.requests(e,t)}
</div>
</ha-card>`}requests(e,{show_shares:t=!0}){return s`
<ring-watch-requests .hass=${e}></ring-watch-requests>
${t&&e.user?.is_admin?s`<h2 class="second">${this.t("card_shares")}</h2>
<ring-watch-shares .hass=${e}></ring-watch-shares>`:c}
`}};a([u()],E.prototype,"config",2);m("ring-watch-card",E);var C=class extends w{constructor(){super(...arguments);this.narrow=!1;this.pages=new L(this,()=>Promise.all([import("./ring-watch-pages-WXT5TV4B.js"),import("./ring-watch-elements-ZLRNOHDM.js")]))}static{this.styles=[g,h`
.stack {
padding: 8px 16px;
}
`]}connectedCallback(){super.connectedCallback(),this.pages.load()}differ(t,o){return t!==o}render(){return this.hass?this.pages.loaded?s`<ring-watch-pages
.hass=${this.hass}
.narrow=${this.narrow}
.path=${this.route?.path??""}
></ring-watch-pages>`:s`<div class="stack">
<ha-menu-button .hass=${this.hass} .narrow=${this.narrow}></ha-menu-button>
${this.pages.note()}
</div>`:c}};a([b({type:Boolean})],C.prototype,"narrow",2),a([b({attribute:!1})],C.prototype,"route",2);m("ring-watch-panel",C);var y="ring-watch-decide";function G(r,e){let{entity_id:t}=e;return!!t&&t===_(r,"binary_sensor.request_waiting")}var K=1e3,l=class extends w{constructor(){super();this.busy=!1;this.rested=!1;new U(this,{heard:()=>{this.read()},failed:t=>this.error=H(this.hass,t)})}static{this.styles=[g,h`
:host {
container-type: inline-size;
}
.row {
flex-wrap: nowrap;
}
button,
.who {
min-width: 0;
overflow: hidden;
text-overflow: ellipsis;
white-space: nowrap;
}
.who {
flex: 1;
}
button {
padding: 4px 16px;
}
/* Two lines where there is room for one; the question shows all that a review does. */
@container (max-width: 400px) {
.row {
display: grid;
grid-template-columns: repeat(2, minmax(0, 1fr));
gap: 0 4px;
}
.who,
button:only-child {
grid-column: 1 / -1;
}
.who {
line-height: 1.2;
}
.look {
display: none;
}
button {
min-height: 32px;
padding: 0 2px;
}
}
@container (max-width: 160px) {
.row {
grid-template-columns: repeat(2, minmax(0, auto));
}
button {
font-size: 12px;
}
}
`]}static getStubConfig(){return{type:`custom:${y}`}}setConfig(t){}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer),this.waiting=void 0}get only(){let[t,...o]=this.waiting??[];return o.length?void 0:t}async read(){if(this.hass)try{let t=await B(this.hass),o=this.only?.request_id;this.waiting=t,this.error=void 0,this.only?.request_id!==o&&this.rest()}catch(t){this.error=H(this.hass,t)}}rest(){this.rested=!1,clearTimeout(this.timer),this.timer=setTimeout(()=>this.rested=!0,K)}open(t=""){history.pushState(null,"",`/ring-watch/requests${t}`),window.dispatchEvent(new CustomEvent("location-changed",{detail:{replace:!1}}))}async decline(t){if(!(!this.rested||this.busy)){this.busy=!0;try{await R(this.hass,t),await this.read()}catch(o){this.error=H(this.hass,o)}finally{this.busy=!1}}}render(){let{hass:t,waiting:o,only:i}=this;return t?.user?.is_admin?this.error?s`<p role="alert">${this.error}</p>`:o?o.length?s`<div class="row">
${i?this.one(i):this.many(o.length)}
</div>`:s`<p class="secondary">${this.t("card_none_waiting")}</p>`:s`<p class="secondary">${this.t("card_loading")}</p>`:c}many(t){return s`<button type="button" class="primary" @click=${()=>this.open()}>
${this.t("card_review_many",{count:t})}
</button>`}one(t){let o=t.request_id,i=M(this.hass,t),d=(f,x,k,I=!1)=>s`<button
type="button"
class=${x}
aria-label="${this.t(f)}: ${i}"
aria-disabled=${I}
@click=${k}
>
${this.t(f)}
</button>`;return s`<span class="who typed" title=${i}>${i}</span>
${d("card_review","look",()=>this.open(`/${o}/look`))}
${d("card_approve","primary",()=>this.open(`/${o}`))}
${d("card_decline","danger",()=>this.decline(o),!this.rested||this.busy)}`}};a([b({attribute:!1})],l.prototype,"context",2),a([u()],l.prototype,"waiting",2),a([u()],l.prototype,"error",2),a([u()],l.prototype,"busy",2),a([u()],l.prototype,"rested",2);m(y,l);var j=r=>({type:"tile",entity:r}),V=r=>({...j(r),features:[{type:`custom:${y}`}],grid_options:{columns:12}}),Q=r=>({type:"heading",heading:r});function X(r,e){let t=_(r,"binary_sensor.request_waiting"),o=["requests_pending","shares_live"].map(i=>_(r,`sensor.${i}`)).filter(i=>i!==void 0);return{type:"grid",cards:[Q(e),...t?[V(t)]:[],...o.map(j),{type:A,mode:"requests",show_shares:!0}]}}function Z(r,e){let t=$(r).filter(o=>o.device_id===e&&/^(binary_sensor|event|switch)\./.test(o.entity_id)).map(o=>j(o.entity_id));return{type:"grid",cards:[Q(q(r,e)),T(e),...t]}}var F=class extends HTMLElement{static async generate(e,t){let o=v(t).map(k=>Z(t,k)),i=await t.loadBackendTranslation("common","ring_watch").catch(()=>t.localize),d=X(t,n({localize:i},"card_mode_requests")),f=t.user?.is_admin?[d,...o]:o,x="Ring Watch";return{title:x,views:[{type:"sections",title:x,path:"home",max_columns:3,sections:f}]}}};m("ll-strategy-dashboard-ring-watch",F);function z(r,e){return r.some(t=>t.type===e.type)||r.push(e),r}window.customCards=z(window.customCards??[],{type:"ring-watch-card",name:"Ring Watch",get description(){return n(p(),"card_description")},preview:!0,getEntitySuggestion:Y});window.customCardFeatures=z(window.customCardFeatures??[],{type:y,get name(){return n(p(),"card_feature")},isSupported:G});window.customStrategies=z(window.customStrategies??[],{type:"ring-watch",strategyType:"dashboard",name:"Ring Watch",get description(){return n(p(),"card_strategy")}});
