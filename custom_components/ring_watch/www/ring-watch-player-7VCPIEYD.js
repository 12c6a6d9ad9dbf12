import{a}from"./ring-watch-chunk-D4IPARV3.js";import"./ring-watch-chunk-T6YSDVXM.js";export{a as RingWatchPlayer};
