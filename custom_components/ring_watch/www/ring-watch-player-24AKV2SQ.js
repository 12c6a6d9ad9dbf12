import{a}from"./ring-watch-chunk-J4IIY47Y.js";import"./ring-watch-chunk-NJDAWRC6.js";import"./ring-watch-chunk-AHGIKGB5.js";export{a as RingWatchPlayer};
