import{a}from"./ring-watch-chunk-YGDIGXJM.js";import"./ring-watch-chunk-N42ZSYKM.js";import"./ring-watch-chunk-ZGHHENJU.js";import"./ring-watch-chunk-IYF4DUAC.js";export{a as RingWatchLink};
