import{a}from"./ring-watch-chunk-4BWQWYSW.js";import"./ring-watch-chunk-RXDRZLP5.js";import"./ring-watch-chunk-QEQ4NQLQ.js";import"./ring-watch-chunk-RAJ46ER3.js";export{a as RingWatchPlayer};
