import{a as e,b as i,c as r,e as o,h as s,i as p,j as c,t as a,u as d,v as n}from"./ring-watch-chunk-WVLWB53E.js";var t=class extends n{constructor(){super(...arguments);this.url=""}static{this.styles=[d,i`
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
${this.copied===void 0?o:this.t(this.copied?"card_copied":"card_copy_failed")}
</span>
</div>
</div>`}};e([s()],t.prototype,"url",2),e([p()],t.prototype,"copied",2),e([c("input")],t.prototype,"input",2);a("ring-watch-link",t);
