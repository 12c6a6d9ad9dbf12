import{a}from"./ring-watch-chunk-O4WVMOIS.js";import"./ring-watch-chunk-53HSTH5H.js";export{a as RingWatchPlayer};
