import{a}from"./ring-watch-chunk-PIG2L7EO.js";import"./ring-watch-chunk-QADG4I73.js";export{a as RingWatchPlayer};
