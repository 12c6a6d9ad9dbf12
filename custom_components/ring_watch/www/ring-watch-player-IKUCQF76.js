import{a}from"./ring-watch-chunk-2NK7JWWE.js";import"./ring-watch-chunk-WVLWB53E.js";export{a as RingWatchPlayer};
