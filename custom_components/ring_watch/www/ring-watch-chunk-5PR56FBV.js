import{a as m}from"./ring-watch-chunk-RXDRZLP5.js";import{o as u}from"./ring-watch-chunk-ERCDFIQD.js";import{a as n,b as a,g as s,h as d,i as l,j as h,k as p,l as f}from"./ring-watch-chunk-I6PT2PEK.js";import{a as r}from"./ring-watch-chunk-EIOITLRY.js";var v=1e4,t=class extends f{constructor(){super(...arguments);this.of="";this.label="";this.from=0;this.still=!1;this.shown=!1;this.since=0;this.position=0}static{this.styles=[p,n`
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
`]}async load(i){let{of:e}=this;this.shown=!1,this.position=i,this.error=void 0,this.since=Date.now();try{let o=await this.look?.();e===this.of&&(this.url=o)}catch(o){e===this.of&&(this.error=u(this.hass,o))}}ready(){let{video:i}=this;if(!i)return;let e=this.position||this.from;e&&!(e>=i.duration)&&(i.currentTime=e),!m()&&!this.still&&i.play()?.catch(()=>{})}frame(i){i!==this.of||this.shown||(this.shown=!0,this.fire("frame-shown",i))}failed(){let{video:i,since:e}=this;this.position=i?.currentTime??0,this.shown&&Date.now()-e>v?this.load(this.position):this.error=this.t("review_player_failed")}willUpdate(i){i.has("of")&&(this.url=void 0,this.load(0))}updated(i){let{video:e,of:o}=this;i.has("still")&&this.still&&e?.pause(),!(!i.has("url")||!e||!this.url)&&("requestVideoFrameCallback"in e?e.requestVideoFrameCallback(()=>this.frame(o)):e.addEventListener("loadeddata",()=>this.video?.videoWidth&&this.frame(o),{once:!0}))}render(){return a`<div class="frame">
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
