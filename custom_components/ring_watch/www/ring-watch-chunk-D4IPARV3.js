import{a as r,b as n,c as a,h as s,i as d,j as l,t as h,u as f,v as p,x as u}from"./ring-watch-chunk-T6YSDVXM.js";var c=1e4,t=class extends p{constructor(){super(...arguments);this.of="";this.label="";this.from=0;this.still=!1;this.shown=!1;this.since=0;this.position=0}static{this.styles=[f,n`
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
`]}async load(e){let{of:i}=this;this.shown=!1,this.position=e,this.error=void 0,this.since=Date.now();try{let o=await this.look?.();i===this.of&&(this.url=o)}catch(o){i===this.of&&(this.error=u(this.hass,o))}}ready(){let{video:e}=this;if(!e)return;let i=this.position||this.from;i&&!(i>=e.duration)&&(e.currentTime=i),!matchMedia("(prefers-reduced-motion: reduce)").matches&&!this.still&&e.play()?.catch(()=>{})}frame(e){e!==this.of||this.shown||(this.shown=!0,this.fire("frame-shown",e))}failed(){let{video:e,since:i}=this;this.position=e?.currentTime??0,this.shown&&Date.now()-i>c?this.load(this.position):this.error=this.t("card_player_failed")}willUpdate(e){e.has("of")&&(this.url=void 0,this.load(0))}updated(e){let{video:i,of:o}=this;e.has("still")&&this.still&&i?.pause(),!(!e.has("url")||!i||!this.url)&&("requestVideoFrameCallback"in i?i.requestVideoFrameCallback(()=>this.frame(o)):i.addEventListener("loadeddata",()=>this.video?.videoWidth&&this.frame(o),{once:!0}))}render(){return a`<div class="frame">
${this.error?a`<p role="alert">${this.error}</p>
<button type="button" @click=${()=>this.load(this.position)}>
${this.t("card_try_again")}
</button>`:this.url?a`<video
src=${this.url}
aria-label=${this.label}
.muted=${!0}
?controls=${!this.still}
playsinline
preload="auto"
@loadedmetadata=${this.ready}
@error=${this.failed}
></video>
<slot></slot>`:a`<p>${this.t("card_loading")}</p>`}
</div>`}disconnectedCallback(){super.disconnectedCallback(),this.video?.pause()}};r([s()],t.prototype,"of",2),r([s({attribute:!1})],t.prototype,"look",2),r([s()],t.prototype,"label",2),r([s({type:Number})],t.prototype,"from",2),r([s({type:Boolean})],t.prototype,"still",2),r([d()],t.prototype,"url",2),r([d()],t.prototype,"error",2),r([l("video")],t.prototype,"video",2);h("ring-watch-player",t);export{t as a};
