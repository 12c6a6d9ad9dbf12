import{a}from"./ring-watch-chunk-PPRDTD3T.js";import"./ring-watch-chunk-FEN5ZJON.js";export{a as RingWatchPlayer};
