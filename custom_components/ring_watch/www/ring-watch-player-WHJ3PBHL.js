import{a}from"./ring-watch-chunk-V3G2TOUF.js";import"./ring-watch-chunk-HXJVPBGM.js";export{a as RingWatchPlayer};
