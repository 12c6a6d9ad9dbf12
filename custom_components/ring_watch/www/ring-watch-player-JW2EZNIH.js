import{a}from"./ring-watch-chunk-OUVH45UQ.js";import"./ring-watch-chunk-RXDRZLP5.js";import"./ring-watch-chunk-A56QBYVJ.js";import"./ring-watch-chunk-P4UVZMHH.js";export{a as RingWatchPlayer};
