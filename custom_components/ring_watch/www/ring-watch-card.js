import{a as R}from"./ring-watch-chunk-6NPLFPW3.js";import"./ring-watch-chunk-DYKJVMYV.js";import"./ring-watch-chunk-RXDRZLP5.js";import"./ring-watch-chunk-LBYL73RQ.js";import{J as L,L as U,S as B,i as z}from"./ring-watch-chunk-VRBRG3PG.js";import{a,b as f,c as s,e as c,h as b,i as u,k as x,l as _,n as v,p as $,s as n,t as m,u as h,v as g,x as H}from"./ring-watch-chunk-6NX7NW2Y.js";var q="custom:ring-watch-card";function l(){return document.querySelector("home-assistant")?.hass}function E(r){let t=y=>new Error(n(l(),`card_config_bad_${y}`));if(typeof r!="object"||r===null)throw t("mode");let{mode:e,doorbell:o,title:i,show_shares:d}=r;if(![void 0,"requests","doorbell"].includes(e))throw t("mode");if(!["undefined","string"].includes(typeof o))throw t("doorbell");if(!["undefined","string"].includes(typeof i))throw t("title");if(!["undefined","boolean"].includes(typeof d))throw t("show_shares")}function M(){let r=t=>({value:t,label:n(l(),`card_mode_${t}`)});return{schema:[{name:"mode",default:"requests",selector:{select:{mode:"dropdown",options:[r("requests"),r("doorbell")]}}},{name:"doorbell",selector:{device:{integration:"ring_watch",entity:[{domain:"camera"}]}}},{name:"title",selector:{text:{}}},{name:"show_shares",selector:{boolean:{}}}],computeLabel:(t,e)=>n(e?{localize:e}:l(),`card_config_${t.name}`),computeHelper:(t,e)=>t.name==="doorbell"?n(e?{localize:e}:l(),"card_config_doorbell_help"):void 0,assertConfig:E}}function S(r){return{type:q,mode:"doorbell",doorbell:r}}function T(r,t){return t.doorbell||v(r)[0]||""}function N(r,t){return t.title!==void 0?t.title:t.mode!=="doorbell"||!r?n(r,"card_title"):$(r,T(r,t))||n(r,"card_mode_doorbell")}var I=["request_waiting","request","requests_pending","shares_live"];function P(r,t){let e=x(r).find(d=>d.entity_id===t);if(!e)return null;if(I.includes(e.translation_key??""))return{config:{type:q,mode:"requests"}};let o=e.device_id;return!/^(camera|event|binary_sensor)\./.test(t)||!o||!v(r).includes(o)?null:{config:S(o)}}var A=class extends g{static{this.styles=[h,f`
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
`]}static getStubConfig(){return{mode:"requests",show_shares:!0}}static getConfigForm(){return M()}setConfig(t){E(t),this.config=t}getCardSize(){return this.config?.mode==="doorbell"?6:5}getGridOptions(){return{columns:12,min_columns:6,rows:"auto"}}differ(t,e){return this.config?.mode==="doorbell"?t!==e:super.differ(t,e)}render(){let{hass:t,config:e}=this;if(!t||!e)return c;let o=N(t,e);return s`<ha-card>
<div class="content">
${o?s`<h2>${o}</h2>`:c}
${e.mode==="doorbell"?s`<ring-watch-doorbell
.hass=${t}
.doorbell=${T(t,e)}
></ring-watch-doorbell>`:this.requests(t,e)}
</div>
</ha-card>`}requests(t,{show_shares:e=!0}){return s`
<ring-watch-requests .hass=${t}></ring-watch-requests>
${e&&t.user?.is_admin?s`<h2 class="second">${this.t("card_shares")}</h2>
<ring-watch-shares .hass=${t}></ring-watch-shares>`:c}
`}};a([u()],A.prototype,"config",2);m("ring-watch-card",A);var C=class extends g{constructor(){super(...arguments);this.narrow=!1;this.pages=new R(this,()=>Promise.all([import("./ring-watch-pages-SJRIPAT7.js"),import("./ring-watch-elements-DIEOUM43.js")]))}static{this.styles=[h,f`
.stack {
padding: 8px 16px;
}
`]}connectedCallback(){super.connectedCallback(),this.pages.load()}differ(e,o){return e!==o}render(){return this.hass?this.pages.loaded?s`<ring-watch-pages
.hass=${this.hass}
.narrow=${this.narrow}
.path=${this.route?.path??""}
></ring-watch-pages>`:s`<div class="stack">
<ha-menu-button .hass=${this.hass} .narrow=${this.narrow}></ha-menu-button>
${this.pages.note()}
</div>`:c}};a([b({type:Boolean})],C.prototype,"narrow",2),a([b({attribute:!1})],C.prototype,"route",2);m("ring-watch-panel",C);var w="ring-watch-decide";function Y(r,t){let{entity_id:e}=t;return!!e&&e===_(r,"binary_sensor.request_waiting")}var J=1e3,p=class extends g{constructor(){super();this.busy=!1;this.rested=!1;new L(this,{heard:()=>{this.read()},failed:e=>this.error=H(this.hass,e)})}static{this.styles=[h,f`
:host {
container-type: inline-size;
}
button,
.who {
flex: 1;
min-width: 0;
overflow: hidden;
text-overflow: ellipsis;
white-space: nowrap;
}
button {
padding: 4px;
}
/* Two lines where there is room for one. */
@container (max-width: 260px) {
.row {
row-gap: 0;
}
.who {
flex-basis: 100%;
line-height: 1.2;
}
button {
min-height: 32px;
}
}
`]}static getStubConfig(){return{type:`custom:${w}`}}setConfig(e){}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer),this.waiting=void 0}get only(){let[e,...o]=this.waiting??[];return o.length?void 0:e}async read(){if(this.hass)try{let e=await U(this.hass),o=this.only?.request_id;this.waiting=e,this.error=void 0,this.only?.request_id!==o&&this.rest()}catch(e){this.error=H(this.hass,e)}}rest(){this.rested=!1,clearTimeout(this.timer),this.timer=setTimeout(()=>this.rested=!0,J)}review(e){history.pushState(null,"",`/ring-watch/requests${e&&`/${e}`}`),window.dispatchEvent(new CustomEvent("location-changed",{detail:{replace:!1}}))}async decline(e){if(!(!this.rested||this.busy)){this.busy=!0;try{await z(this.hass,e),await this.read()}catch(o){this.error=H(this.hass,o)}finally{this.busy=!1}}}render(){let{hass:e,waiting:o,only:i}=this;return e?.user?.is_admin?this.error?s`<p role="alert">${this.error}</p>`:o?o.length?s`<div class="row">
${i?this.one(i):this.many(o.length)}
</div>`:s`<p class="secondary">${this.t("card_none_waiting")}</p>`:s`<p class="secondary">${this.t("card_loading")}</p>`:c}many(e){return s`<button type="button" class="primary" @click=${()=>this.review("")}>
${this.t("card_review_many",{count:e})}
</button>`}one(e){let o=e.request_id,i=B(this.hass,e),d=y=>`${this.t(y)}: ${i}`;return s`<span class="who typed" title=${i}>${i}</span>
<button
type="button"
class="primary"
aria-label=${d("card_review")}
@click=${()=>this.review(o)}
>
${this.t("card_review")}
</button>
<button
type="button"
class="danger"
aria-label=${d("card_decline")}
aria-disabled=${!this.rested||this.busy}
@click=${()=>this.decline(o)}
>
${this.t("card_decline")}
</button>`}};a([b({attribute:!1})],p.prototype,"context",2),a([u()],p.prototype,"waiting",2),a([u()],p.prototype,"error",2),a([u()],p.prototype,"busy",2),a([u()],p.prototype,"rested",2);m(w,p);var k=r=>({type:"tile",entity:r}),G=r=>({type:"heading",heading:r});function K(r,t){let e=_(r,"binary_sensor.request_waiting"),o=["requests_pending","shares_live"].map(i=>_(r,`sensor.${i}`)).filter(i=>i!==void 0);return{type:"grid",cards:[G(t),...e?[{...k(e),features:[{type:`custom:${w}`}]}]:[],...o.map(k),{type:q,mode:"requests",show_shares:!0}]}}function V(r,t){let e=x(r).filter(o=>o.device_id===t&&/^(binary_sensor|event|switch)\./.test(o.entity_id)).map(o=>k(o.entity_id));return{type:"grid",cards:[G($(r,t)),S(t),...e]}}var O=class extends HTMLElement{static async generate(t,e){let o=v(e).map(Q=>V(e,Q)),i=await e.loadBackendTranslation("common","ring_watch").catch(()=>e.localize),d=K(e,n({localize:i},"card_mode_requests")),y=e.user?.is_admin?[d,...o]:o,j="Ring Watch";return{title:j,views:[{type:"sections",title:j,path:"home",max_columns:3,sections:y}]}}};m("ll-strategy-dashboard-ring-watch",O);function F(r,t){return r.some(e=>e.type===t.type)||r.push(t),r}window.customCards=F(window.customCards??[],{type:"ring-watch-card",name:"Ring Watch",get description(){return n(l(),"card_description")},preview:!0,getEntitySuggestion:P});window.customCardFeatures=F(window.customCardFeatures??[],{type:w,get name(){return n(l(),"card_feature")},isSupported:Y});window.customStrategies=F(window.customStrategies??[],{type:"ring-watch",strategyType:"dashboard",name:"Ring Watch",get description(){return n(l(),"card_strategy")}});
