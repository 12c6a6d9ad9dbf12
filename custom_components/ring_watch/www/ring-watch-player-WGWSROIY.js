import{a}from"./ring-watch-chunk-VLU74UMU.js";import"./ring-watch-chunk-WVLWB53E.js";export{a as RingWatchPlayer};
