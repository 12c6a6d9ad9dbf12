import{a as r,b as n,c as d,h as s,i as a,j as l,t as h,u as f,v as p,x as u}from"./ring-watch-chunk-H4VHD45F.js";var c=1e4,i=class extends p{constructor(){super(...arguments);this.of="";this.label="";this.from=0;this.still=!1;this.shown=!1;this.since=0;this.position=0}static{this.styles=[f,n`
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
`]}async load(e){let{of:t}=this;this.shown=!1,this.position=e,this.error=void 0,this.since=Date.now();try{let o=await this.look?.();t===this.of&&(this.url=o)}catch(o){t===this.of&&(this.error=u(o))}}ready(){let{video:e}=this;if(!e)return;let t=this.position||this.from;t&&!(t>=e.duration)&&(e.currentTime=t),!matchMedia("(prefers-reduced-motion: reduce)").matches&&!this.still&&e.play()?.catch(()=>{})}frame(e){e!==this.of||this.shown||(this.shown=!0,this.fire("frame-shown",e))}failed(){let{video:e,since:t}=this;this.position=e?.currentTime??0,this.shown&&Date.now()-t>c?this.load(this.position):this.error=this.t("card_player_failed")}willUpdate(e){e.has("of")&&(this.url=void 0,this.load(0))}updated(e){let{video:t,of:o}=this;e.has("still")&&this.still&&t?.pause(),!(!e.has("url")||!t||!this.url)&&("requestVideoFrameCallback"in t?t.requestVideoFrameCallback(()=>this.frame(o)):t.addEventListener("loadeddata",()=>this.video?.videoWidth&&this.frame(o),{once:!0}))}render(){return d`<div class="frame">
${this.error?d`<p role="alert">${this.error}</p>
<button type="button" @click=${()=>this.load(this.position)}>
${this.t("card_try_again")}
</button>`:this.url?d`<video
src=${this.url}
aria-label=${this.label}
.muted=${!0}
?controls=${!this.still}
playsinline
preload="auto"
@loadedmetadata=${this.ready}
@error=${this.failed}
></video>
<slot></slot>`:d`<p>${this.t("card_loading")}</p>`}
</div>`}disconnectedCallback(){super.disconnectedCallback(),this.video?.pause()}};r([s()],i.prototype,"of",2),r([s({attribute:!1})],i.prototype,"look",2),r([s()],i.prototype,"label",2),r([s({type:Number})],i.prototype,"from",2),r([s({type:Boolean})],i.prototype,"still",2),r([a()],i.prototype,"url",2),r([a()],i.prototype,"error",2),r([l("video")],i.prototype,"video",2);h("ring-watch-player",i);export{i as a};
