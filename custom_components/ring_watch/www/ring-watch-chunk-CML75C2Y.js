import{c as w,g as H,h as m,i as T}from"./ring-watch-chunk-NJDAWRC6.js";import{a as l,b as v,c as a,e as d,h as _,i as x,j as y,m as s,n as S,o as A}from"./ring-watch-chunk-AHGIKGB5.js";var U=["pending","preparing","ready"];function i(t,e,r={}){return t.callWS({type:`ring_watch/${e}`,...r})}var W=(t,e={})=>i(t,"requests/list",e),L=(t,e)=>i(t,"requests/get",{request_id:e}),G=(t,e,r,n)=>i(t,"requests/thumbnails",{request_id:e,doorbell_id:r,count:n}),B=(t,e,r={})=>i(t,"requests/prepare",{request_id:e,...r}),J=(t,e,r)=>i(t,"requests/look",{request_id:e,number:String(r)}),X=(t,e,r,n)=>i(t,"requests/approve",{request_id:e,render_hash:r,...n}),Z=(t,e)=>i(t,"requests/decline",{request_id:e}),K=t=>i(t,"shares/list"),Q=(t,e)=>i(t,"shares/revoke",{share_id:e}),V=(t,e)=>i(t,"shares/renew",{share_id:e}),Y=(t,e)=>i(t,"shares/confirm",{share_ids:e}),ee=t=>i(t,"settings/get"),te=(t,e)=>i(t,"clips/look",{clip_id:e});var R=(t,e)=>t.connection.subscribeMessage(e,{type:"ring_watch/requests/subscribe"},{resubscribe:!1}),re=(t,e)=>t.callWS({type:"auth/sign_path",path:e,expires:30});var E={1:"card_error_lost",3:"card_error_lost",unknown_command:"card_error_stopped",unauthorized:"card_error_unauthorized"};function oe(t,e){let r=E[String(m(e).code)];return r?s(t,r):T(e)}var D=3e4,$=class{constructor(e,r){this.host=e;this.listener=r;this.attempt=0;this.wait=1e3;this.available=!0;this.again=()=>{this.wait=1e3,this.listen()};e.addController(this)}hostUpdated(){let{hass:e}=this.host;if(!e?.user?.is_admin)return;let r=this.available;if(this.available=w(e)?.state!=="unavailable",this.connection)return this.available&&!r?this.again():void 0;this.connection=e.connection,this.connection.addEventListener("ready",this.again),this.listen()}hostConnected(){this.host.requestUpdate()}hostDisconnected(){this.attempt++,clearTimeout(this.timer),this.connection?.removeEventListener("ready",this.again),delete this.connection,this.end()}async listen(){let e=++this.attempt;clearTimeout(this.timer),this.end();try{let r=await R(this.host.hass,n=>{e===this.attempt&&this.listener.heard(n)});if(e!==this.attempt)return void r().catch(()=>{});this.stop=r,this.wait=1e3,this.listener.heard()}catch(r){if(e!==this.attempt||(this.listener.failed(r),m(r).code==="unauthorized"))return;this.timer=setTimeout(()=>{this.listen()},this.wait),this.wait=Math.min(D,this.wait*2)}}end(){this.stop?.().catch(()=>{}),delete this.stop}};var P=String.raw`\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)*|[0-9#*]\ufe0f\u20e3`,F=String.raw`[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u115f\u1160\u17b4\u17b5\u2028\u2029\u3164\uffa0\u2800]|\p{Default_Ignorable_Code_Point}`,I=new RegExp(`(${P})|${F}`,"gu");function u(t){return t.replace(I,(e,r)=>r||e===`
`?e:`[U+${(e.codePointAt(0)??0).toString(16).toUpperCase().padStart(4,"0")}]`)}function h(t){return(Date.parse(t.end)-Date.parse(t.start))/1e3}function q(t){let e=Math.max(0,Math.floor(t)),r=g=>String(g).padStart(2,"0"),[n,o,c]=[Math.floor(e/3600),Math.floor(e/60)%60,e%60];return n?`${n}:${r(o)}:${r(c)}`:`${o}:${r(c)}`}function f(t,e){let r={12:"h12",24:"h23"}[t.locale.time_format??""];return new Intl.DateTimeFormat(t.locale.language,{...e,timeZone:t.config.time_zone,...r?{hourCycle:r}:{}})}function ue(t,e){return f(t,{dateStyle:"medium",timeStyle:"medium"}).format(new Date(e))}function ge(t,e){return f(t,{timeStyle:"medium"}).format(new Date(e))}function C(t,e){return f(t,{dateStyle:"medium",timeStyle:"medium"}).formatRange(new Date(e.start),new Date(e.end))}function b(t,e,r=Date.now()){let n=(Date.parse(e)-r)/1e3,o=[["day",86400],["hour",3600],["minute",60]],[c,g]=o.find(([,k])=>Math.abs(n)>=k)??["second",1];return new Intl.RelativeTimeFormat(t.locale.language,{numeric:"auto"}).format(Math.trunc(n/g),c)}function he(t){return t.reduce((e,r)=>e+h(r),0)}function fe(t,e){return new Intl.NumberFormat(t.locale.language,{style:"unit",unit:"megabyte",maximumFractionDigits:1}).format(e/1e6)}var M=new Set(["requester_revoked","agreement_ended"]),N=new Set([...M,"unverified","many_windows","mixed_letters"]);function j(t,e){return N.has(e)?s(t,`card_warning_${e}`):s(t,"card_warning",{code:u(e)})}var z=new Set(["rejected","approved","shared","revoked","expired","used_up","declined","lapsed","withdrawn"]);function we(t,e){return s(t,z.has(e)?`card_state_${e}`:"card_state_other")}function Se(t,e){return u(e.requester||e.name)||s(t,"card_no_name")}function Ae(t,e){let r=(n,o)=>o?a`<div>
<dt class="secondary">${s(t,n)}</dt>
<dd class="typed">${u(o)}</dd>
</div>`:d;return a`
<p>
${e.doorbells.map(n=>n.name).join(", ")},
${C(t,e)} (${q(h(e))})
</p>
<dl>
${e.requester&&e.name!==e.requester?r("card_typed_name",e.name):d}
${r("card_reason",e.reason)} ${r("card_case",e.case_number)}
${r("card_contact",e.contact)}
</dl>
<p class="secondary">
${s(t,e.verified?"card_verified":"card_unverified")}
${s(t,"card_asked",{ago:b(t,e.received)})}
${s(t,"card_lapses",{when:b(t,e.lapses)})}
</p>
${e.warnings.filter(n=>n!=="unverified"||e.verified).map(n=>a`<p class="note">${j(t,n)}</p>`)}
`}var p=class extends H{constructor(){super(...arguments);this.url=""}static{this.styles=[A,v`
input {
width: 100%;
font-family: monospace;
}
`]}async copy(){this.input.select();try{await navigator.clipboard.writeText(this.url),this.copied=!0}catch{this.copied=document.execCommand("copy")}}render(){return a`<div class="stack">
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
${this.copied===void 0?d:this.t(this.copied?"card_copied":"card_copy_failed")}
</span>
</div>
</div>`}};l([_()],p.prototype,"url",2),l([x()],p.prototype,"copied",2),l([y("input")],p.prototype,"input",2);S("ring-watch-link",p);export{U as a,W as b,L as c,G as d,B as e,J as f,X as g,Z as h,K as i,Q as j,V as k,Y as l,ee as m,te as n,re as o,oe as p,h as q,q as r,ue as s,ge as t,C as u,b as v,he as w,fe as x,$ as y,u as z,M as A,j as B,we as C,Se as D,Ae as E};
