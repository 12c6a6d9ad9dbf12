import{a as H,b as x}from"./ring-watch-chunk-AJFYODIV.js";import{a as S}from"./ring-watch-chunk-RXDRZLP5.js";import{p as y}from"./ring-watch-chunk-5TM5LHW4.js";import{b as _,f as b,g as w,j as m,l as E,m as k,o as A}from"./ring-watch-chunk-ERCDFIQD.js";import{a as u,b as e,d as i,g as h,h as l,j as v,k as g,l as $}from"./ring-watch-chunk-I6PT2PEK.js";import{a as d,f as p,g as f}from"./ring-watch-chunk-EIOITLRY.js";var q="ha-camera-stream",N=["unavailable","unknown"],a=class extends ${constructor(){super();this.doorbell="";this.live=!1;this.saving=!1;this.player=new H(this,()=>import("./ring-watch-player-CC55VMRL.js"));new x(this),_().then(()=>this.requestUpdate()),customElements.whenDefined(q).then(()=>this.requestUpdate())}static{this.styles=[g,u`
.picture {
position: relative;
min-height: 120px;
background: #000;
color: #fff;
border-radius: 8px;
overflow: hidden;
display: grid;
align-items: center;
text-align: center;
}
.picture img {
width: 100%;
}
dl {
display: grid;
grid-template-columns: auto 1fr;
gap: 4px 16px;
}
`]}differ(t,s){if(!t||!s||super.differ(t,s))return!0;if(t.states===s.states)return!1;let[r,n]=[t,s].map(o=>p(o,this.doorbell));return["camera","ring","motion","recording"].some(o=>r[o]!==n[o])}async save(){let{hass:t,doorbell:s}=this;if(!(!t||this.saving)){this.saving=!0,this.player.load(),this.error=this.clip=void 0;try{let{response:r}=await t.callService("ring_watch","gather_clip",{devices:[s],last:"00:01:00"},void 0,!1,!0);this.clip=r.clips[0]}catch(r){this.error=A(t,r)}finally{this.saving=!1}}}render(){let{hass:t}=this;if(!t)return i;let s=p(t,this.doorbell);return!s.camera&&!s.ring?e`<p class="note">${this.t("card_no_doorbell")}</p>`:e`<div class="stack">
${this.picture(s)} ${this.facts(t,s)}
${t.user?.is_admin?this.saver():i}
</div>`}picture({camera:t}){let s=f(this.hass,this.doorbell);if(!t)return i;if(N.includes(t.state))return e`<div class="picture"><p>${this.t("card_no_picture")}</p></div>`;let r=!!customElements.get(q);if(r&&(this.live||!S()))return e`<div class="picture">
<ha-camera-stream
.hass=${this.hass}
.stateObj=${t}
.controls=${!1}
.muted=${!0}
aria-label=${s}
></ha-camera-stream>
</div>`;let n=t.attributes.entity_picture;return e`<div class="picture">
${typeof n=="string"?e`<img src="${n}&t=${Math.floor(Date.now()/3e4)}" alt=${s} />`:e`<p>${this.t("card_no_picture")}</p>`}
</div>
${r?e`<button type="button" @click=${()=>this.live=!0}>
${this.t("card_show_live")}
</button>`:i}`}facts(t,{ring:s,motion:r,recording:n}){let c=(o,M)=>e`<dt class="secondary">${this.t(o)}</dt>
<dd>${M}</dd>`;return e`<dl>
${s?c("card_last_press",this.moment(t,s)):i}
${r?c("card_motion",this.motion(t,r)):i}
${n?c("card_recording",this.t(n.state==="on"?"card_recording_on":"card_recording_off")):i}
</dl>`}moment(t,s){return s.state==="unavailable"?this.t("card_unavailable"):s.state==="unknown"?this.t("card_never"):`${m(t,s.state)}, ${w(t,s.state)}`}motion(t,s){return N.includes(s.state)?this.t("card_unavailable"):s.state==="on"?this.t("card_motion_now"):this.t("card_motion_none",{when:m(t,s.last_changed)})}saver(){let{clip:t,hass:s}=this;return e`
<div class="row">
<button type="button" class="primary" aria-disabled=${this.saving} @click=${this.save}>
${this.t(this.saving?"card_saving":"card_save_minute")}
</button>
<span role="status">${t?this.t("card_saved"):i}</span>
</div>
${this.error?e`<p class="note error" role="alert">${this.error}</p>`:i}
${t?e`${this.player.note()}<ring-watch-player
.hass=${s}
.of=${t.clip_id}
.from=${k(t.requested,t.gaps)}
.look=${async()=>(await y(s,t.clip_id)).url}
.label=${this.t("card_saved")}
></ring-watch-player>`:i}
${t?.gaps.length?e`<p class="note">
${this.t("card_partial",{missing:b(E(t.gaps))})}
</p>`:i}
`}};d([h()],a.prototype,"doorbell",2),d([l()],a.prototype,"live",2),d([l()],a.prototype,"saving",2),d([l()],a.prototype,"clip",2),d([l()],a.prototype,"error",2);v("ring-watch-doorbell",a);export{a};
