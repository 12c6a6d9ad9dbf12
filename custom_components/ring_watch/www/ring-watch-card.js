import{a as s,b as v,c as p,d as H,e as k,f as a,g as f,h as L,i as m,k as B,l as O,m as c}from"./ring-watch-chunk-AOIWZSEN.js";var C=class extends k{static{this.styles=c}static getStubConfig(){return{mode:"requests"}}setConfig(i){this.config=i}getCardSize(){return 4}firstUpdated(){this.hass&&B(this.hass).then(()=>this.requestUpdate())}render(){return p`<ha-card .header=${this.config?.title??O(this.hass,"card_title")}></ha-card>`}};s([a({attribute:!1})],C.prototype,"hass",2),s([f()],C.prototype,"config",2);m("ring-watch-card",C);var D=e=>Math.min(1,Math.max(0,e)),y=e=>Math.round(e*1e4)/1e4;function U(e,i,t,r){let[o,n]=[y(e),y(i)];return{x:o,y:n,width:y(y(t)-o),height:y(y(r)-n)}}function I(e,i){let t=U(D(Math.min(e.x,i.x)),D(Math.min(e.y,i.y)),D(Math.max(e.x,i.x)),D(Math.max(e.y,i.y)));return t.width<.02||t.height<.02?void 0:t}function q(e,i){let t=Math.min(1-e.width,Math.max(0,e.x+i.x)),r=Math.min(1-e.height,Math.max(0,e.y+i.y));return{...e,x:y(t),y:y(r)}}function V(e,i){let t=Math.min(1,Math.max(e.x+.02,e.x+e.width+i.x)),r=Math.min(1,Math.max(e.y+.02,e.y+e.height+i.y));return U(e.x,e.y,t,r)}var u=class extends k{static{this.styles=c}t(i,t={}){return O(this.hass,i,t)}differ(i,t){return i?.connection!==t?.connection||i?.localize!==t?.localize||i?.locale!==t?.locale||i?.user!==t?.user}shouldUpdate(i){i.has("hass")&&this.hass&&B(this.hass);let t=[...i.keys()].some(r=>r!=="hass");return!this.hasUpdated||t||this.differ(i.get("hass"),this.hass)}fire(i,t={}){this.dispatchEvent(new CustomEvent(i,{detail:t,bubbles:!0,composed:!0}))}};s([a({attribute:!1})],u.prototype,"hass",2);var j=.02,tt={ArrowLeft:{x:-j,y:0},ArrowRight:{x:j,y:0},ArrowUp:{x:0,y:-j},ArrowDown:{x:0,y:j}},x=class extends u{constructor(){super(...arguments);this.boxes=[];this.zones=[];this.editing=!1}static{this.styles=[c,v`
      :host {
        position: absolute;
        inset: 0;
        pointer-events: none;
      }
      .area {
        position: absolute;
        inset: 0;
        overflow: hidden;
      }
      .area.editing {
        pointer-events: auto;
        cursor: crosshair;
        touch-action: none;
      }
      .box,
      .zone,
      .corner {
        position: absolute;
        box-shadow: 0 0 0 1px #000;
        border: 2px solid #fff;
      }
      .zone {
        border-style: dashed;
      }
      .box {
        background: rgba(0, 0, 0, 0.6);
      }
      button.box,
      button.remove {
        min-height: 0;
        padding: 0;
        border-radius: 0;
        position: absolute;
        touch-action: none;
      }
      button.box {
        background: rgba(0, 0, 0, 0.6);
        border: 2px solid #fff;
        cursor: move;
      }
      button.box:focus-visible {
        outline: 3px solid #ffeb3b;
        outline-offset: 0;
      }
      button.remove {
        width: 32px;
        height: 32px;
        line-height: 28px;
        font-size: 20px;
        background: #000;
        color: #fff;
        border: 1px solid #fff;
      }
      .corner {
        width: 12px;
        height: 12px;
        margin: -6px;
        background: #ffeb3b;
      }
    `]}async add(){this.boxes.length>=64||(this.changed([...this.boxes,{x:.35,y:.35,width:.3,height:.3}]),await this.updateComplete,[...this.renderRoot.querySelectorAll("button.box")].at(-1)?.focus())}changed(t){this.boxes=t,this.fire("boxes-changed",t)}replace(t,r){this.changed(this.boxes.map((o,n)=>n===t?r:o))}without(t){this.changed(this.boxes.filter((r,o)=>o!==t))}at(t){let r=this.renderRoot.querySelector(".area").getBoundingClientRect();return{x:(t.clientX-r.left)/(r.width||1),y:(t.clientY-r.top)/(r.height||1)}}down(t){if(!this.editing||t.button!==0)return;let r=t.target;if(r.classList.contains("remove"))return;let o=r.dataset.index;o===void 0?this.from=this.at(t):this.held={index:Number(o),at:this.at(t)},t.currentTarget.setPointerCapture(t.pointerId)}move(t){let r=this.at(t);this.from&&(this.drawn=I(this.from,r));let o=this.held&&this.boxes[this.held.index];if(!this.held||!o)return;let n={x:r.x-this.held.at.x,y:r.y-this.held.at.y};this.replace(this.held.index,q(o,n)),this.held={...this.held,at:r}}up(t){let{from:r}=this;if(r){let o=this.at(t),d=I(r,o)??(this.corner&&I(this.corner,o));this.corner=d?void 0:o,d&&this.boxes.length<64&&this.changed([...this.boxes,d])}this.rest()}rest(){this.from=this.held=this.drawn=void 0}press(t,r){let o=this.boxes[r],n=tt[t.key];!o||!n&&t.key!=="Delete"&&t.key!=="Backspace"||(t.preventDefault(),n?this.replace(r,(t.shiftKey?V:q)(o,n)):this.without(r))}willUpdate(){this.editing||(this.corner=void 0)}render(){let t=({x:n,y:d,width:h,height:l})=>`left:${n*100}%;top:${d*100}%;width:${h*100}%;height:${l*100}%`,r=(n,d)=>p`<div class=${d} style=${t(n)}></div>`,o=(n,d)=>p`
      <button
        class="box"
        type="button"
        data-index=${d}
        style=${t(n)}
        aria-label=${this.t("card_box",{number:d+1})}
        aria-description=${this.t("card_box_keys")}
        @keydown=${h=>this.press(h,d)}
      ></button>
      <button
        class="remove"
        type="button"
        style="left:calc(${Math.min(1,n.x+n.width)*100}% - 32px);top:${n.y*100}%"
        aria-label=${this.t("card_box_remove",{number:d+1})}
        @click=${()=>this.without(d)}
      >
        ×
      </button>
    `;return p`<div
      class="area ${this.editing?"editing":""}"
      @pointerdown=${this.down}
      @pointermove=${this.move}
      @pointerup=${this.up}
      @pointercancel=${this.rest}
    >
      ${this.zones.map(n=>r(n,"zone"))}
      ${this.boxes.map((n,d)=>this.editing?o(n,d):r(n,"box"))}
      ${this.drawn?r(this.drawn,"box"):H}
      ${this.corner?p`<div
            class="corner"
            style="left:${this.corner.x*100}%;top:${this.corner.y*100}%"
          ></div>`:H}
    </div>`}};s([a({attribute:!1})],x.prototype,"boxes",2),s([a({attribute:!1})],x.prototype,"zones",2),s([a({type:Boolean})],x.prototype,"editing",2),s([f()],x.prototype,"drawn",2),s([f()],x.prototype,"corner",2);m("ring-watch-boxes",x);var M=class extends u{constructor(){super(...arguments);this.requestId="";this.open="";this.asking=!1}render(){return p`<p>${this.t("card_loading")}</p>`}};s([a()],M.prototype,"requestId",2),s([a()],M.prototype,"open",2),s([a({type:Boolean})],M.prototype,"asking",2);m("ring-watch-doorbell",M);function K(e){return typeof e!="object"||e===null?{message:String(e)}:"error"in e?K(e.error):e}function N(e){let{message:i,code:t}=K(e);return i??String(t??e)}var g=class extends u{constructor(){super(...arguments);this.of="";this.label="";this.still=!1;this.shown=!1;this.position=0}static{this.styles=[c,v`
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
    `]}async load(t){let{of:r}=this;this.shown=!1,this.position=t,this.error=void 0;try{let o=await this.look?.();r===this.of&&(this.url=o)}catch(o){r===this.of&&(this.error=N(o))}}ready(){let{video:t}=this;if(!t)return;this.position&&(t.currentTime=this.position),!matchMedia("(prefers-reduced-motion: reduce)").matches&&!this.still&&t.play()?.catch(()=>{})}frame(t){t!==this.of||this.shown||(this.shown=!0,this.fire("frame-shown",t))}failed(){let{video:t}=this;!t?.error&&!this.url||(this.shown?this.load(t?.currentTime??0):this.error=this.t("card_player_failed"))}willUpdate(t){t.has("of")&&(this.url=void 0,this.load(0))}updated(t){let{video:r,of:o}=this;t.has("still")&&this.still&&r?.pause(),!(!t.has("url")||!r||!this.url)&&("requestVideoFrameCallback"in r?r.requestVideoFrameCallback(()=>this.frame(o)):r.addEventListener("loadeddata",()=>this.video?.videoWidth&&this.frame(o),{once:!0}))}render(){return p`<div class="frame">
      ${this.error?p`<p role="alert">${this.error}</p>
            <button type="button" @click=${()=>this.load(0)}>
              ${this.t("card_try_again")}
            </button>`:this.url?p`<video
                src=${this.url}
                aria-label=${this.label}
                .muted=${!0}
                ?controls=${!this.still}
                playsinline
                preload="auto"
                @loadedmetadata=${this.ready}
                @error=${this.failed}
              ></video>
              <slot></slot>`:p`<p>${this.t("card_loading")}</p>`}
    </div>`}disconnectedCallback(){super.disconnectedCallback(),this.video?.pause()}};s([a()],g.prototype,"of",2),s([a({attribute:!1})],g.prototype,"look",2),s([a()],g.prototype,"label",2),s([a({type:Boolean})],g.prototype,"still",2),s([f()],g.prototype,"url",2),s([f()],g.prototype,"error",2),s([L("video")],g.prototype,"video",2);m("ring-watch-player",g);var E=class extends u{constructor(){super(...arguments);this.requestId="";this.open="";this.asking=!1}render(){return p`<p>${this.t("card_loading")}</p>`}};s([a()],E.prototype,"requestId",2),s([a()],E.prototype,"open",2),s([a({type:Boolean})],E.prototype,"asking",2);m("ring-watch-requests",E);var S=class extends u{constructor(){super(...arguments);this.requestId="";this.open="";this.asking=!1}render(){return p`<p>${this.t("card_loading")}</p>`}};s([a()],S.prototype,"requestId",2),s([a()],S.prototype,"open",2),s([a({type:Boolean})],S.prototype,"asking",2);m("ring-watch-review",S);var P=class extends u{constructor(){super(...arguments);this.requestId="";this.open="";this.asking=!1}render(){return p`<p>${this.t("card_loading")}</p>`}};s([a()],P.prototype,"requestId",2),s([a()],P.prototype,"open",2),s([a({type:Boolean})],P.prototype,"asking",2);m("ring-watch-shares",P);function b(e){return{start:Date.parse(e.start),end:Date.parse(e.end)}}function z(e,i,t,r){let o=Math.min(1e3,i.end-i.start),n=Math.round(r);return t==="start"?{start:Math.max(i.start,Math.min(n,e.end-o)),end:e.end}:{start:e.start,end:Math.min(i.end,Math.max(n,e.start+o))}}function G(e,i){return Math.abs(i-e.start)<=Math.abs(i-e.end)?"start":"end"}function A(e,i){let t=e.end-e.start;return t>0?Math.min(1,Math.max(0,(i-e.start)/t)):0}function X(e,i){let t=e.end-e.start,r=t>6e4?1e3:100;return i<=0?e.start:i>=1?e.end:e.start+Math.round(i*t/r)*r}function Y(e,i,t,r,o){let n=o?100:1e3,d=Math.max(1e4,Math.round((i.end-i.start)/20)),h={Home:i.start,End:i.end}[r],l={ArrowLeft:-n,ArrowDown:-n,ArrowRight:n,ArrowUp:n,PageDown:-d,PageUp:d}[r],T=h??(l===void 0?void 0:e[t]+l);return T===void 0?void 0:z(e,i,t,T)}function Z(e,i){return e.start===i.start&&e.end===i.end}var _=class extends u{constructor(){super(...arguments);this.thumbnails=[];this.gaps=[]}static{this.styles=[c,v`
      .strip {
        position: relative;
        height: 56px;
        overflow: hidden;
        border-radius: 4px;
        background: var(--secondary-background-color, #ddd);
      }
      img,
      .gap {
        position: absolute;
        inset-block: 0;
        height: 100%;
      }
      img {
        object-fit: cover;
        max-width: none;
      }
      .gap {
        background: repeating-linear-gradient(45deg, #555 0 4px, #999 4px 8px);
      }
    `]}render(){if(!this.window)return;let t=b(this.window),r=n=>A(t,n)*100,o=this.thumbnails.map(n=>r(Date.parse(n.time)));return p`<div class="strip" aria-hidden="true">
      ${this.thumbnails.map((n,d)=>{let h=d===0?0:o[d],l=(o[d+1]??100)-h;return p`<img
          alt=""
          draggable="false"
          src="data:image/jpeg;base64,${n.jpeg}"
          style="inset-inline-start: ${h}%; width: ${l}%"
        />`})}
      ${this.gaps.map(n=>{let{start:d,end:h}=b(n),l=r(h)-r(d);return p`<div
          class="gap"
          style="inset-inline-start: ${r(d)}%; width: ${l}%"
        ></div>`})}
    </div>`}};s([a({attribute:!1})],_.prototype,"window",2),s([a({attribute:!1})],_.prototype,"thumbnails",2),s([a({attribute:!1})],_.prototype,"gaps",2);m("ring-watch-strip",_);function J(e){let i=Math.max(0,Math.floor(e)),t=d=>String(d).padStart(2,"0"),[r,o,n]=[Math.floor(i/3600),Math.floor(i/60)%60,i%60];return r?`${r}:${t(o)}:${t(n)}`:`${o}:${t(n)}`}function Q(e,i){let t={12:"h12",24:"h23"}[e.locale.time_format??""];return new Intl.DateTimeFormat(e.locale.language,{...i,timeZone:e.config.time_zone,...t?{hourCycle:t}:{}})}function R(e,i){return Q(e,{dateStyle:"medium",timeStyle:"medium"}).format(new Date(i))}function W(e,i){return Q(e,{timeStyle:"medium"}).format(new Date(i))}var et=["start","end"],w=class extends u{constructor(){super(...arguments);this.label="";this.disabled=!1}static{this.styles=[c,v`
      .bar {
        position: relative;
        min-height: 48px;
        margin: 0 12px;
        touch-action: pan-y;
        cursor: pointer;
        user-select: none;
      }
      .cut {
        position: absolute;
        inset-block: 0;
        background: rgba(0, 0, 0, 0.65);
        pointer-events: none;
      }
      .kept {
        position: absolute;
        inset-block: 0;
        border-block: 3px solid var(--primary-color);
        pointer-events: none;
      }
      .handle {
        position: absolute;
        inset-block: -3px;
        width: 24px;
        margin-inline-start: -12px;
        background: var(--primary-color);
        border: 2px solid var(--card-background-color, #fff);
        border-radius: 8px;
        cursor: ew-resize;
        touch-action: none;
      }
      .handle::after {
        content: "";
        position: absolute;
        inset: 30% 9px;
        background: var(--card-background-color, #fff);
      }
      .times {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 4px 12px;
        margin-top: 8px;
        font-variant-numeric: tabular-nums;
      }
    `]}to(t){!t||!this.kept||Z(t,this.kept)||(this.kept=t,this.fire("kept-changed",t))}timeOf(t){let{left:r,width:o}=this.bar.getBoundingClientRect(),n=o?(t.clientX-r)/o:0,d=getComputedStyle(this.bar).direction==="rtl";return X(b(this.window),d?1-n:n)}down(t){if(this.disabled||!this.kept||t.button!==0)return;let r=this.timeOf(t),o=t.target.dataset.handle;this.dragged=o??G(this.kept,r),this.bar.setPointerCapture(t.pointerId),o||this.to(z(this.kept,b(this.window),this.dragged,r)),this.renderRoot.querySelector(`[data-handle=${this.dragged}]`)?.focus(),t.preventDefault()}drag(t){!this.dragged||!this.kept||this.to(z(this.kept,b(this.window),this.dragged,this.timeOf(t)))}press(t,r){if(this.disabled||!this.kept)return;let o=Y(this.kept,b(this.window),r,t.key,t.shiftKey);o&&(t.preventDefault(),this.to(o))}render(){let{hass:t,kept:r}=this;if(!t||!this.window||!r)return;let o=b(this.window),n=l=>`${(A(o,l)*100).toFixed(3)}%`,d=l=>`${(100-A(o,l)*100).toFixed(3)}%`,h=l=>W(t,new Date(l).toISOString());return p`
      <div
        class="bar"
        @pointerdown=${this.down}
        @pointermove=${this.drag}
        @pointerup=${()=>this.dragged=void 0}
        @pointercancel=${()=>this.dragged=void 0}
      >
        <slot></slot>
        <div class="cut" style="inset-inline: 0 ${d(r.start)}"></div>
        <div class="cut" style="inset-inline: ${n(r.end)} 0"></div>
        <div class="kept" style="inset-inline: ${n(r.start)} ${d(r.end)}"></div>
        ${et.map(l=>p`<div
            class="handle"
            data-handle=${l}
            role="slider"
            tabindex=${this.disabled?-1:0}
            aria-disabled=${this.disabled}
            aria-label="${this.t(`card_trim_${l}`)} ${this.label}"
            aria-valuemin=${o.start/1e3}
            aria-valuemax=${o.end/1e3}
            aria-valuenow=${r[l]/1e3}
            aria-valuetext=${R(t,new Date(r[l]).toISOString())}
            style="inset-inline-start: ${n(r[l])}"
            @keydown=${T=>this.press(T,l)}
          ></div>`)}
      </div>
      <div class="times">
        <span>${h(r.start)}</span>
        <span>${J((r.end-r.start)/1e3)}</span>
        <span>${h(r.end)}</span>
      </div>
    `}};s([a({attribute:!1})],w.prototype,"window",2),s([a({attribute:!1})],w.prototype,"kept",2),s([a()],w.prototype,"label",2),s([a({type:Boolean})],w.prototype,"disabled",2),s([L(".bar")],w.prototype,"bar",2);m("ring-watch-trim",w);var $=class extends k{constructor(){super(...arguments);this.narrow=!1;this.loaded=!1}static{this.styles=c}connectedCallback(){super.connectedCallback(),import("./ring-watch-pages-NURKHTBG.js").then(()=>this.loaded=!0)}render(){return!this.hass||!this.loaded?H:p`<ring-watch-pages
      .hass=${this.hass}
      .narrow=${this.narrow}
      .path=${this.route?.path??""}
      .entryId=${this.panel?.config?.entry_id}
    ></ring-watch-pages>`}};s([a({attribute:!1})],$.prototype,"hass",2),s([a({type:Boolean})],$.prototype,"narrow",2),s([a({attribute:!1})],$.prototype,"route",2),s([a({attribute:!1})],$.prototype,"panel",2),s([f()],$.prototype,"loaded",2);m("ring-watch-panel",$);window.customCards??=[];window.customCards.some(e=>e.type==="ring-watch-card")||window.customCards.push({type:"ring-watch-card",name:"Ring Watch",description:"Requests for footage and what you share.",preview:!0});
