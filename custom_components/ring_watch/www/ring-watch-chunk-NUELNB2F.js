import{a as u}from"./ring-watch-chunk-RXDRZLP5.js";import{a as r,b as n,c as a,h as s,i as d,j as l,t as h,u as f,v as p,x as m}from"./ring-watch-chunk-DTTWEAPV.js";var c=1e4,e=class extends p{constructor(){super(...arguments);this.of="";this.label="";this.from=0;this.still=!1;this.shown=!1;this.since=0;this.position=0}static{this.styles=[f,n`
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
`]}async load(i){let{of:t}=this;this.shown=!1,this.position=i,this.error=void 0,this.since=Date.now();try{let o=await this.look?.();t===this.of&&(this.url=o)}catch(o){t===this.of&&(this.error=m(this.hass,o))}}ready(){let{video:i}=this;if(!i)return;let t=this.position||this.from;t&&!(t>=i.duration)&&(i.currentTime=t),!u()&&!this.still&&i.play()?.catch(()=>{})}frame(i){i!==this.of||this.shown||(this.shown=!0,this.fire("frame-shown",i))}failed(){let{video:i,since:t}=this;this.position=i?.currentTime??0,this.shown&&Date.now()-t>c?this.load(this.position):this.error=this.t("card_player_failed")}willUpdate(i){i.has("of")&&(this.url=void 0,this.load(0))}updated(i){let{video:t,of:o}=this;i.has("still")&&this.still&&t?.pause(),!(!i.has("url")||!t||!this.url)&&("requestVideoFrameCallback"in t?t.requestVideoFrameCallback(()=>this.frame(o)):t.addEventListener("loadeddata",()=>this.video?.videoWidth&&this.frame(o),{once:!0}))}render(){return a`<div class="frame">
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
</div>`}disconnectedCallback(){super.disconnectedCallback(),this.video?.pause()}};r([s()],e.prototype,"of",2),r([s({attribute:!1})],e.prototype,"look",2),r([s()],e.prototype,"label",2),r([s({type:Number})],e.prototype,"from",2),r([s({type:Boolean})],e.prototype,"still",2),r([d()],e.prototype,"url",2),r([d()],e.prototype,"error",2),r([l("video")],e.prototype,"video",2);h("ring-watch-player",e);export{e as a};
