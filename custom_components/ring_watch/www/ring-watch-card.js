import"./ring-watch-chunk-FZ5NBOUP.js";import"./ring-watch-chunk-BIWKMOVS.js";import"./ring-watch-chunk-QDMXYOI3.js";import{A as U,C as B,J as M,h as L,q as H}from"./ring-watch-chunk-T65BWJVK.js";import{a as n,b as C,c as a,e as c,g as z,h as g,i as m,k as v,l as b,n as _,p as x,s as i,t as l,u as h,v as $}from"./ring-watch-chunk-VP3246VO.js";var q="custom:ring-watch-card";function u(){return document.querySelector("home-assistant")?.hass}function E(r){let t=y=>new Error(i(u(),`card_config_bad_${y}`));if(typeof r!="object"||r===null)throw t("mode");let{mode:e,doorbell:o,title:s,show_shares:d}=r;if(![void 0,"requests","doorbell"].includes(e))throw t("mode");if(!["undefined","string"].includes(typeof o))throw t("doorbell");if(!["undefined","string"].includes(typeof s))throw t("title");if(!["undefined","boolean"].includes(typeof d))throw t("show_shares")}function N(){let r=t=>({value:t,label:i(u(),`card_mode_${t}`)});return{schema:[{name:"mode",default:"requests",selector:{select:{mode:"dropdown",options:[r("requests"),r("doorbell")]}}},{name:"doorbell",selector:{device:{integration:"ring_watch",entity:[{domain:"camera"}]}}},{name:"title",selector:{text:{}}},{name:"show_shares",selector:{boolean:{}}}],computeLabel:(t,e)=>i(e?{localize:e}:u(),`card_config_${t.name}`),computeHelper:(t,e)=>t.name==="doorbell"?i(e?{localize:e}:u(),"card_config_doorbell_help"):void 0,assertConfig:E}}function S(r){return{type:q,mode:"doorbell",doorbell:r}}function O(r,t){return t.doorbell||_(r)[0]||""}function Y(r,t){return t.title!==void 0?t.title:t.mode!=="doorbell"||!r?i(r,"card_title"):x(r,O(r,t))||i(r,"card_mode_doorbell")}var J=["request_waiting","request","requests_pending","shares_live"];function G(r,t){let e=v(r).find(d=>d.entity_id===t);if(!e)return null;if(J.includes(e.translation_key??""))return{config:{type:q,mode:"requests"}};let o=e.device_id;return!/^(camera|event|binary_sensor)\./.test(t)||!o||!_(r).includes(o)?null:{config:S(o)}}var A=class extends ${static{this.styles=[h,C`
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
`]}static getStubConfig(){return{mode:"requests",show_shares:!0}}static getConfigForm(){return N()}setConfig(t){E(t),this.config=t}getCardSize(){return this.config?.mode==="doorbell"?6:5}getGridOptions(){return{columns:12,min_columns:6,rows:"auto"}}differ(t,e){return this.config?.mode==="doorbell"?t!==e:super.differ(t,e)}render(){let{hass:t,config:e}=this;if(!t||!e)return c;let o=Y(t,e);return a`<ha-card>
<div class="content">
${o?a`<h2>${o}</h2>`:c}
${e.mode==="doorbell"?a`<ring-watch-doorbell
.hass=${t}
.doorbell=${O(t,e)}
></ring-watch-doorbell>`:this.requests(t,e)}
</div>
</ha-card>`}requests(t,{show_shares:e=!0}){return a`
<ring-watch-requests .hass=${t}></ring-watch-requests>
${e&&t.user?.is_admin?a`<h2 class="second">${this.t("card_shares")}</h2>
<ring-watch-shares .hass=${t}></ring-watch-shares>`:c}
`}};n([m()],A.prototype,"config",2);l("ring-watch-card",A);var p=class extends z{constructor(){super(...arguments);this.narrow=!1;this.loaded=!1}static{this.styles=h}connectedCallback(){super.connectedCallback(),Promise.all([import("./ring-watch-pages-B7FKVXDZ.js"),import("./ring-watch-elements-7BRAAKRV.js")]).then(()=>this.loaded=!0)}render(){return!this.hass||!this.loaded?c:a`<ring-watch-pages
.hass=${this.hass}
.narrow=${this.narrow}
.path=${this.route?.path??""}
></ring-watch-pages>`}};n([g({attribute:!1})],p.prototype,"hass",2),n([g({type:Boolean})],p.prototype,"narrow",2),n([g({attribute:!1})],p.prototype,"route",2),n([m()],p.prototype,"loaded",2);l("ring-watch-panel",p);var w="ring-watch-decide";function Q(r,t){let{entity_id:e}=t;return!!e&&e===b(r,"binary_sensor.request_waiting")}var f=class extends ${constructor(){super();this.busy=!1;new U(this,{heard:()=>{this.read()},failed:e=>this.error=H(this.hass,e)})}static{this.styles=[h,C`
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
`]}static getStubConfig(){return{type:`custom:${w}`}}setConfig(e){}async read(){if(this.hass)try{let e=await B(this.hass,"");this.newest=e.reduce((o,s)=>o&&o.received>s.received?o:s,void 0),this.error=void 0}catch(e){this.error=H(this.hass,e)}}review(e){history.pushState(null,"",`/ring-watch/requests/${e}`),window.dispatchEvent(new CustomEvent("location-changed",{detail:{replace:!1}}))}async decline(e){this.busy=!0;try{await L(this.hass,e),await this.read()}catch(o){this.error=H(this.hass,o)}finally{this.busy=!1}}render(){let{hass:e,newest:o}=this;if(!e?.user?.is_admin)return c;if(this.error)return a`<p role="alert">${this.error}</p>`;if(!o)return a`<p class="secondary">${this.t("card_none_waiting")}</p>`;let s=o.request_id,d=y=>`${this.t(y)}: ${M(e,o)}`;return a`<div class="row">
<button
type="button"
class="primary"
aria-label=${d("card_review")}
@click=${()=>this.review(s)}
>
${this.t("card_review")}
</button>
<button
type="button"
class="danger"
aria-label=${d("card_decline")}
?disabled=${this.busy}
@click=${()=>this.decline(s)}
>
${this.t("card_decline")}
</button>
</div>`}};n([g({attribute:!1})],f.prototype,"context",2),n([m()],f.prototype,"newest",2),n([m()],f.prototype,"error",2),n([m()],f.prototype,"busy",2);l(w,f);var F=r=>({type:"tile",entity:r}),R=r=>({type:"heading",heading:r});function K(r,t){let e=b(r,"binary_sensor.request_waiting"),o=["requests_pending","shares_live"].map(s=>b(r,`sensor.${s}`)).filter(s=>s!==void 0);return{type:"grid",cards:[R(t),...e?[{...F(e),features:[{type:`custom:${w}`}]}]:[],...o.map(F),{type:q,mode:"requests",show_shares:!0}]}}function P(r,t){let e=v(r).filter(o=>o.device_id===t&&/^(binary_sensor|event|switch)\./.test(o.entity_id)).map(o=>F(o.entity_id));return{type:"grid",cards:[R(x(r,t)),S(t),...e]}}var k=class extends HTMLElement{static async generate(t,e){let o=_(e).map(I=>P(e,I)),s=await e.loadBackendTranslation("common","ring_watch").catch(()=>e.localize),d=K(e,i({localize:s},"card_mode_requests")),y=e.user?.is_admin?[d,...o]:o,j="Ring Watch";return{title:j,views:[{type:"sections",title:j,path:"home",max_columns:3,sections:y}]}}};l("ll-strategy-dashboard-ring-watch",k);function T(r,t){return r.some(e=>e.type===t.type)||r.push(t),r}window.customCards=T(window.customCards??[],{type:"ring-watch-card",name:"Ring Watch",get description(){return i(u(),"card_description")},preview:!0,getEntitySuggestion:G});window.customCardFeatures=T(window.customCardFeatures??[],{type:w,get name(){return i(u(),"card_feature")},isSupported:Q});window.customStrategies=T(window.customStrategies??[],{type:"ring-watch",strategyType:"dashboard",name:"Ring Watch",get description(){return i(u(),"card_strategy")}});
