import"./ring-watch-chunk-TCX2LC3S.js";import"./ring-watch-chunk-USHJRRL4.js";import"./ring-watch-chunk-XOSD7GDG.js";import{A as U,C as z,I as M,h as L,r as H}from"./ring-watch-chunk-J2EV4UMB.js";import{a as i,b as C,c as n,e as c,g as j,h as f,i as m,k as v,l as b,n as _,p as x,s,t as l,u as h,v as $}from"./ring-watch-chunk-HXJVPBGM.js";var A="custom:ring-watch-card";function p(){return document.querySelector("home-assistant")?.hass}function E(r){let e=y=>new Error(s(p(),`card_config_bad_${y}`));if(typeof r!="object"||r===null)throw e("mode");let{mode:t,doorbell:o,title:a,show_shares:d}=r;if(![void 0,"requests","doorbell"].includes(t))throw e("mode");if(!["undefined","string"].includes(typeof o))throw e("doorbell");if(!["undefined","string"].includes(typeof a))throw e("title");if(!["undefined","boolean"].includes(typeof d))throw e("show_shares")}function N(){let r=e=>({value:e,label:s(p(),`card_mode_${e}`)});return{schema:[{name:"mode",default:"requests",selector:{select:{mode:"dropdown",options:[r("requests"),r("doorbell")]}}},{name:"doorbell",selector:{device:{integration:"ring_watch",entity:[{domain:"camera"}]}}},{name:"title",selector:{text:{}}},{name:"show_shares",selector:{boolean:{}}}],computeLabel:(e,t)=>s(t?{localize:t}:p(),`card_config_${e.name}`),computeHelper:(e,t)=>e.name==="doorbell"?s(t?{localize:t}:p(),"card_config_doorbell_help"):void 0,assertConfig:E}}function S(r){return{type:A,mode:"doorbell",doorbell:r}}function O(r,e){return e.doorbell||_(r)[0]||""}function Y(r,e){return e.title!==void 0?e.title:e.mode!=="doorbell"||!r?s(r,"card_title"):x(r,O(r,e))||s(r,"card_mode_doorbell")}var Q=["request_waiting","request","requests_pending","shares_live"];function B(r,e){let t=v(r).find(d=>d.entity_id===e);if(!t)return null;if(Q.includes(t.translation_key??""))return{config:{type:A,mode:"requests"}};let o=t.device_id;return!/^(camera|event|binary_sensor)\./.test(e)||!o||!_(r).includes(o)?null:{config:S(o)}}var q=class extends ${static{this.styles=[h,C`
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
`]}static getStubConfig(){return{mode:"requests"}}static getConfigForm(){return N()}setConfig(e){E(e),this.config=e}getCardSize(){return this.config?.mode==="doorbell"?6:5}getGridOptions(){return{columns:12,min_columns:6,rows:"auto"}}differ(e,t){return this.config?.mode==="doorbell"?e!==t:super.differ(e,t)}render(){let{hass:e,config:t}=this;if(!e||!t)return c;let o=Y(e,t);return n`<ha-card>
<div class="content">
${o?n`<h2>${o}</h2>`:c}
${t.mode==="doorbell"?n`<ring-watch-doorbell
.hass=${e}
.doorbell=${O(e,t)}
></ring-watch-doorbell>`:this.requests(e,t)}
</div>
</ha-card>`}requests(e,{show_shares:t=!0}){return n`
<ring-watch-requests .hass=${e}></ring-watch-requests>
${t&&e.user?.is_admin?n`<h2 class="second">${this.t("card_shares")}</h2>
<ring-watch-shares .hass=${e}></ring-watch-shares>`:c}
`}};i([m()],q.prototype,"config",2);l("ring-watch-card",q);var u=class extends j{constructor(){super(...arguments);this.narrow=!1;this.loaded=!1}static{this.styles=h}connectedCallback(){super.connectedCallback(),Promise.all([import("./ring-watch-pages-YMGB2LZJ.js"),import("./ring-watch-elements-KQ2STAGT.js")]).then(()=>this.loaded=!0)}render(){return!this.hass||!this.loaded?c:n`<ring-watch-pages
.hass=${this.hass}
.narrow=${this.narrow}
.path=${this.route?.path??""}
.entryId=${this.panel?.config?.entry_id}
></ring-watch-pages>`}};i([f({attribute:!1})],u.prototype,"hass",2),i([f({type:Boolean})],u.prototype,"narrow",2),i([f({attribute:!1})],u.prototype,"route",2),i([f({attribute:!1})],u.prototype,"panel",2),i([m()],u.prototype,"loaded",2);l("ring-watch-panel",u);var w="ring-watch-decide";function G(r,e){let{entity_id:t}=e;return!!t&&t===b(r,"binary_sensor.request_waiting")}var g=class extends ${constructor(){super();this.busy=!1;new U(this,{heard:()=>{this.read()},failed:t=>this.error=H(this.hass,t)})}static{this.styles=[h,C`
.row {
flex-wrap: nowrap;
}
button {
flex: 1;
min-width: 0;
padding: 4px;
overflow: hidden;
text-overflow: ellipsis;
white-space: nowrap;
}
`]}static getStubConfig(){return{type:`custom:${w}`}}setConfig(t){}async read(){if(this.hass)try{let t=await z(this.hass,"");this.newest=t.reduce((o,a)=>o&&o.received>a.received?o:a,void 0),this.error=void 0}catch(t){this.error=H(this.hass,t)}}review(t){history.pushState(null,"",`/ring-watch/requests/${t}`),window.dispatchEvent(new CustomEvent("location-changed",{detail:{replace:!1}}))}async decline(t){this.busy=!0;try{await L(this.hass,t),await this.read()}catch(o){this.error=H(this.hass,o)}finally{this.busy=!1}}render(){let{hass:t,newest:o}=this;if(!t?.user?.is_admin)return c;if(this.error)return n`<p role="alert">${this.error}</p>`;if(!o)return n`<p class="secondary">${this.t("card_none_waiting")}</p>`;let a=o.request_id,d=y=>`${this.t(y)}: ${M(t,o)}`;return n`<div class="row">
<button
type="button"
class="primary"
aria-label=${d("card_review")}
@click=${()=>this.review(a)}
>
${this.t("card_review")}
</button>
<button
type="button"
class="danger"
aria-label=${d("card_decline")}
?disabled=${this.busy}
@click=${()=>this.decline(a)}
>
${this.t("card_decline")}
</button>
</div>`}};i([f({attribute:!1})],g.prototype,"context",2),i([m()],g.prototype,"newest",2),i([m()],g.prototype,"error",2),i([m()],g.prototype,"busy",2);l(w,g);var F=r=>({type:"tile",entity:r}),I=r=>({type:"heading",heading:r});function J(r){let e=b(r,"binary_sensor.request_waiting"),t=["requests_pending","shares_live"].map(o=>b(r,`sensor.${o}`)).filter(o=>o!==void 0);return{type:"grid",cards:[I(s(r,"card_mode_requests")),...e?[{...F(e),features:[{type:`custom:${w}`}]}]:[],...t.map(F),{type:A,mode:"requests",show_shares:!0}]}}function K(r,e){let t=v(r).filter(o=>o.device_id===e&&/^(binary_sensor|event|switch)\./.test(o.entity_id)).map(o=>F(o.entity_id));return{type:"grid",cards:[I(x(r,e)),S(e),...t]}}var k=class extends HTMLElement{static async generate(e,t){let o=_(t).map(y=>K(t,y)),a=t.user?.is_admin?[J(t),...o]:o,d=s(t,"panel_title");return{title:d,views:[{type:"sections",title:d,path:"home",max_columns:3,sections:a}]}}};l("ll-strategy-dashboard-ring-watch",k);function T(r,e){return r.some(t=>t.type===e.type)||r.push(e),r}window.customCards=T(window.customCards??[],{type:"ring-watch-card",name:"Ring Watch",get description(){return s(p(),"card_description")},preview:!0,getEntitySuggestion:B});window.customCardFeatures=T(window.customCardFeatures??[],{type:w,get name(){return s(p(),"card_feature")},isSupported:G});window.customStrategies=T(window.customStrategies??[],{type:"ring-watch",strategyType:"dashboard",name:"Ring Watch",get description(){return s(p(),"card_strategy")}});
