import{a}from"./ring-watch-chunk-GNMYCBE6.js";import"./ring-watch-chunk-VP3246VO.js";export{a as RingWatchPlayer};
