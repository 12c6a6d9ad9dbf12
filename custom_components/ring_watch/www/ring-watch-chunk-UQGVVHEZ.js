import{a as t,b as o,c as i,e as r,h as s,i as a,j as n,t as p,u as c,v as d}from"./ring-watch-chunk-BHSGLDZN.js";var e=class extends d{constructor(){super(...arguments);this.url="";this.reach="everywhere"}static{this.styles=[c,o`
input {
width: 100%;
font-family: monospace;
}
`]}async copy(){this.input.select();try{await navigator.clipboard.writeText(this.url),this.copied=!0}catch{this.copied=document.execCommand("copy")}}render(){return i`<div class="stack">
<label>
${this.t("card_link")}
<input readonly .value=${this.url} @focus=${()=>this.input.select()} />
</label>
<p class="secondary">${this.t("card_link_once")}</p>
${this.reach==="home_network"?i`<p class="note">${this.t("card_link_home")}</p>`:r}
<div class="row">
<button type="button" class="primary" @click=${this.copy}>
${this.t("card_copy")}
</button>
<span role="status">
${this.copied===void 0?r:this.t(this.copied?"card_copied":"card_copy_failed")}
</span>
</div>
</div>`}};t([s()],e.prototype,"url",2),t([s()],e.prototype,"reach",2),t([a()],e.prototype,"copied",2),t([n("input")],e.prototype,"input",2);p("ring-watch-link",e);var l=class{constructor(u){this.read=u;this.stale=!1}ask(){return this.stale=!0,this.running??=this.run().finally(()=>this.running=void 0),this.running}async run(){for(;this.stale;)this.stale=!1,await this.read()}};export{l as a};
