import{a as r,b as l,c as s,h as d,i as a,j as n,t as h,u as f,v as p,x as u}from"./ring-watch-chunk-HXJVPBGM.js";var t=class extends p{constructor(){super(...arguments);this.of="";this.label="";this.still=!1;this.shown=!1;this.position=0}static{this.styles=[f,l`
.frame {
position: relative;
min-height: 120px;
background: #000;
color: #fff;
display: grid;
align-items: center;
justify-items: center;
}
video {
width: 100%;
height: auto;
}
p {
margin: 16px;
text-align: center;
}
button {
background: #000;
color: #fff;
border-color: #fff;
}
`]}async load(e){let{of:i}=this;this.shown=!1,this.position=e,this.error=void 0;try{let o=await this.look?.();i===this.of&&(this.url=o)}catch(o){i===this.of&&(this.error=u(o))}}ready(){let{video:e}=this;if(!e)return;this.position&&(e.currentTime=this.position),!matchMedia("(prefers-reduced-motion: reduce)").matches&&!this.still&&e.play()?.catch(()=>{})}frame(e){e!==this.of||this.shown||(this.shown=!0,this.fire("frame-shown",e))}failed(){let{video:e}=this;!e?.error&&!this.url||(this.shown?this.load(e?.currentTime??0):this.error=this.t("card_player_failed"))}willUpdate(e){e.has("of")&&(this.url=void 0,this.load(0))}updated(e){let{video:i,of:o}=this;e.has("still")&&this.still&&i?.pause(),!(!e.has("url")||!i||!this.url)&&("requestVideoFrameCallback"in i?i.requestVideoFrameCallback(()=>this.frame(o)):i.addEventListener("loadeddata",()=>this.video?.videoWidth&&this.frame(o),{once:!0}))}render(){return s`<div class="frame">
${this.error?s`<p role="alert">${this.error}</p>
<button type="button" @click=${()=>this.load(0)}>
${this.t("card_try_again")}
</button>`:this.url?s`<video
src=${this.url}
aria-label=${this.label}
.muted=${!0}
?controls=${!this.still}
playsinline
preload="auto"
@loadedmetadata=${this.ready}
@error=${this.failed}
></video>
<slot></slot>`:s`<p>${this.t("card_loading")}</p>`}
</div>`}disconnectedCallback(){super.disconnectedCallback(),this.video?.pause()}};r([d()],t.prototype,"of",2),r([d({attribute:!1})],t.prototype,"look",2),r([d()],t.prototype,"label",2),r([d({type:Boolean})],t.prototype,"still",2),r([a()],t.prototype,"url",2),r([a()],t.prototype,"error",2),r([n("video")],t.prototype,"video",2);h("ring-watch-player",t);export{t as a};
