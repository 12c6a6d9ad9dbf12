import{a as s,b as i,d as r,g as o,h as p,i as a,j as c,k as n,l}from"./ring-watch-chunk-I6PT2PEK.js";import{a as t}from"./ring-watch-chunk-EIOITLRY.js";var e=class extends l{constructor(){super(...arguments);this.url="";this.reach="everywhere"}static{this.styles=[n,s`
input {
width: 100%;
font-family: monospace;
}
`]}async copy(){this.input.select();try{await navigator.clipboard.writeText(this.url),this.copied=!0}catch{this.copied=document.execCommand("copy")}}render(){return i`<div class="stack">
<label>
${this.t("review_link")}
<input readonly .value=${this.url} @focus=${()=>this.input.select()} />
</label>
<p class="secondary">${this.t("review_link_once")}</p>
${this.reach==="home_network"?i`<p class="note">${this.t("review_link_home")}</p>`:r}
<div class="row">
<button type="button" class="primary" @click=${this.copy}>
${this.t("review_copy")}
</button>
<span role="status">
${this.copied===void 0?r:this.t(this.copied?"review_copied":"review_copy_failed")}
</span>
</div>
</div>`}};t([o()],e.prototype,"url",2),t([o()],e.prototype,"reach",2),t([p()],e.prototype,"copied",2),t([a("input")],e.prototype,"input",2);c("ring-watch-link",e);export{e as a};
