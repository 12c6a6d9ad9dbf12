import{a as e,b as i,c as r,e as s,h as o,i as a,j as n,t as d,u as p,v as c}from"./ring-watch-chunk-QADG4I73.js";var t=class extends c{constructor(){super(...arguments);this.url=""}static{this.styles=[p,i`
input {
width: 100%;
font-family: monospace;
}
`]}async copy(){this.input.select();try{await navigator.clipboard.writeText(this.url),this.copied=!0}catch{this.copied=document.execCommand("copy")}}render(){return r`<div class="stack">
<label>
${this.t("card_link")}
<input readonly .value=${this.url} @focus=${()=>this.input.select()} />
</label>
<p class="secondary">${this.t("card_link_once")}</p>
<div class="row">
<button type="button" class="primary" @click=${this.copy}>
${this.t("card_copy")}
</button>
<span role="status">
${this.copied===void 0?s:this.t(this.copied?"card_copied":"card_copy_failed")}
</span>
</div>
</div>`}};e([o()],t.prototype,"url",2),e([a()],t.prototype,"copied",2),e([n("input")],t.prototype,"input",2);d("ring-watch-link",t);var l=class{constructor(h){this.read=h;this.stale=!1}ask(){return this.stale=!0,this.running??=this.run().finally(()=>this.running=void 0),this.running}async run(){for(;this.stale;)this.stale=!1,await this.read()}};export{l as a};
