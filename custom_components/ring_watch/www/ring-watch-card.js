import{a as O,b as x,c as z,d as j,e as R,f as L,g as U}from"./ring-watch-chunk-BIVGKFSJ.js";import"./ring-watch-chunk-AHA5XXEJ.js";import"./ring-watch-chunk-RV4BEZH2.js";import{a as $}from"./ring-watch-chunk-AJFYODIV.js";import"./ring-watch-chunk-YY6DN636.js";import{j as G,o as I,t as M}from"./ring-watch-chunk-BGG72NQJ.js";import{j as B}from"./ring-watch-chunk-5TM5LHW4.js";import{o as _}from"./ring-watch-chunk-ERCDFIQD.js";import{a as c,b as i,d as a,g as w,h as m,j as d,k as l,l as u}from"./ring-watch-chunk-I6PT2PEK.js";import{a as n,b as S,c as y,e as T,g as F,k as h}from"./ring-watch-chunk-EIOITLRY.js";var q=class extends u{constructor(){super(...arguments);this.doorbells=new $(this,()=>import("./ring-watch-doorbell-X2WUQUQV.js"))}static{this.styles=[l,c`
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
`]}static getStubConfig(){return{mode:"requests",show_shares:!0}}static async getConfigForm(){return(await import("./ring-watch-card-form-PTIHSIMT.js")).configForm()}setConfig(t){z(t),t.mode==="doorbell"&&this.doorbells.load(),this.config=t}getCardSize(){return this.config?.mode==="doorbell"?6:5}getGridOptions(){return{columns:12,min_columns:6,rows:"auto"}}differ(t,e){return this.config?.mode==="doorbell"?t!==e:super.differ(t,e)}render(){let{hass:t,config:e}=this;if(!t||!e)return a;let s=L(t,e);return i`<ha-card>
<div class="content">
${s?i`<h2>${s}</h2>`:a}
${e.mode==="doorbell"?i`${this.doorbells.note()}<ring-watch-doorbell
.hass=${t}
.doorbell=${R(t,e)}
></ring-watch-doorbell>`:this.requests(t,e)}
</div>
</ha-card>`}requests(t,{show_shares:e=!0}){return i`
<ring-watch-requests .hass=${t}></ring-watch-requests>
${e&&t.user?.is_admin?i`<h2 class="second">${this.t("card_shares")}</h2>
<ring-watch-shares .hass=${t}></ring-watch-shares>`:a}
`}};n([m()],q.prototype,"config",2);d("ring-watch-card",q);var v=class extends u{constructor(){super(...arguments);this.narrow=!1;this.pages=new $(this,()=>Promise.all([import("./ring-watch-pages-BNO2WXGE.js"),import("./ring-watch-elements-QSDC4FWU.js")]))}static{this.styles=[l,c`
.stack {
padding: 8px 16px;
}
`]}connectedCallback(){super.connectedCallback(),this.pages.load()}differ(t,e){return t!==e}render(){return this.hass?this.pages.loaded?i`<ring-watch-pages
.hass=${this.hass}
.narrow=${this.narrow}
.path=${this.route?.path??""}
></ring-watch-pages>`:i`<div class="stack">
<ha-menu-button .hass=${this.hass} .narrow=${this.narrow}></ha-menu-button>
${this.pages.note()}
</div>`:a}};n([w({type:Boolean})],v.prototype,"narrow",2),n([w({attribute:!1})],v.prototype,"route",2);d("ring-watch-panel",v);var f="ring-watch-decide";function N(r,o){let{entity_id:t}=o;return!!t&&t===y(r,"binary_sensor.request_waiting")}var J=1e3,p=class extends u{constructor(){super();this.busy=!1;this.rested=!1;new G(this,{heard:()=>{this.read()},failed:t=>this.error=_(this.hass,t)})}static{this.styles=[l,c`
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
/* A tile has 42 pixels for it. */
min-height: 40px;
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
`]}static getStubConfig(){return{type:`custom:${f}`}}setConfig(t){}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer),this.waiting=void 0}get only(){let[t,...e]=this.waiting??[];return e.length?void 0:t}async read(){if(this.hass)try{let t=await I(this.hass),e=this.only?.request_id;this.waiting=t,this.error=void 0,this.only?.request_id!==e&&this.rest()}catch(t){this.error=_(this.hass,t)}}rest(){this.rested=!1,clearTimeout(this.timer),this.timer=setTimeout(()=>this.rested=!0,J)}open(t=""){history.pushState(null,"",`/ring-watch/requests${t}`),window.dispatchEvent(new CustomEvent("location-changed",{detail:{replace:!1}}))}async decline(t){if(!(!this.rested||this.busy)){this.busy=!0;try{await B(this.hass,t),await this.read()}catch(e){this.error=_(this.hass,e)}finally{this.busy=!1}}}render(){let{hass:t,waiting:e,only:s}=this;return t?.user?.is_admin?this.error?i`<p role="alert">${this.error}</p>`:e?e.length?i`<div class="row">
${s?this.one(s):this.many(e.length)}
</div>`:i`<p class="secondary">${this.t("card_none_waiting")}</p>`:i`<p class="secondary">${this.t("card_loading")}</p>`:a}many(t){return i`<button type="button" class="primary" @click=${()=>this.open()}>
${this.t("card_review_many",{count:t})}
</button>`}one(t){let e=t.request_id,s=M(this.hass,t),g=(b,C,A,Y=!1)=>i`<button
type="button"
class=${C}
aria-label="${this.t(b)}: ${s}"
aria-disabled=${Y}
@click=${A}
>
${this.t(b)}
</button>`;return i`<span class="who typed" title=${s}>${s}</span>
${g("card_review","look",()=>this.open(`/${e}/look`))}
${g("card_approve","primary",()=>this.open(`/${e}`))}
${g("card_decline","danger",()=>this.decline(e),!this.rested||this.busy)}`}};n([w({attribute:!1})],p.prototype,"context",2),n([m()],p.prototype,"waiting",2),n([m()],p.prototype,"error",2),n([m()],p.prototype,"busy",2),n([m()],p.prototype,"rested",2);d(f,p);var H=r=>({type:"tile",entity:r}),K=r=>({...H(r),features:[{type:`custom:${f}`}],grid_options:{columns:12}}),P=r=>({type:"heading",heading:r});function Q(r,o){let t=y(r,"binary_sensor.request_waiting"),e=["requests_pending","shares_live"].map(s=>y(r,`sensor.${s}`)).filter(s=>s!==void 0);return{type:"grid",cards:[P(o),...t?[K(t)]:[],...e.map(H),{type:O,mode:"requests",show_shares:!0}]}}function V(r,o){let t=S(r).filter(e=>e.device_id===o&&/^(binary_sensor|event|switch)\./.test(e.entity_id)).map(e=>H(e.entity_id));return{type:"grid",cards:[P(F(r,o)),j(o),...t]}}var E=class extends HTMLElement{static async generate(o,t){let e=T(t).map(A=>V(t,A)),s=await t.loadBackendTranslation("common","ring_watch").catch(()=>t.localize),g=Q(t,h({localize:s},"card_mode_requests")),b=t.user?.is_admin?[g,...e]:e,C="Ring Watch";return{title:C,views:[{type:"sections",title:C,path:"home",max_columns:3,sections:b}]}}};d("ll-strategy-dashboard-ring-watch",E);function k(r,o){return r.some(t=>t.type===o.type)||r.push(o),r}window.customCards=k(window.customCards??[],{type:"ring-watch-card",name:"Ring Watch",get description(){return h(x(),"card_description")},preview:!0,getEntitySuggestion:U});window.customCardFeatures=k(window.customCardFeatures??[],{type:f,get name(){return h(x(),"card_feature")},isSupported:N});window.customStrategies=k(window.customStrategies??[],{type:"ring-watch",strategyType:"dashboard",name:"Ring Watch",get description(){return h(x(),"card_strategy")}});
