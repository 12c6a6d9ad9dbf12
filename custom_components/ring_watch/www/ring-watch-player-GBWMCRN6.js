import{a}from"./ring-watch-chunk-3V6HJK2N.js";import"./ring-watch-chunk-RXDRZLP5.js";import"./ring-watch-chunk-VV32EXY2.js";import"./ring-watch-chunk-WKG3VUES.js";export{a as RingWatchPlayer};
