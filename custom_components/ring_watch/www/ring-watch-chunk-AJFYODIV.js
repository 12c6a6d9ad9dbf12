import{b as o,d as r}from"./ring-watch-chunk-I6PT2PEK.js";import{k as e}from"./ring-watch-chunk-EIOITLRY.js";var s=class{constructor(t,l){this.host=t;this.part=l;this.loaded=!1;this.loading=!1;this.failed=!1}async load(){if(!(this.loaded||this.loading)){this.loading=!0;try{await this.part(),this.loaded=!0}catch{this.failed&&location.reload(),this.failed=!0}this.loading=!1,this.host.requestUpdate()}}note(){if(this.loaded)return r;let{hass:t}=this.host;return this.failed?o`<div class="note error stack">
<p role="alert">${e(t,"card_error_reload")}</p>
<div class="row">
<button type="button" @click=${()=>this.load()}>${e(t,"card_try_again")}</button>
</div>
</div>`:o`<p role="status">${e(t,"card_loading")}</p>`}};var i=class{constructor(t){this.host=t;t.addController(this)}hostConnected(){this.timer=setInterval(()=>this.host.requestUpdate(),3e4)}hostDisconnected(){clearInterval(this.timer)}};export{s as a,i as b};
