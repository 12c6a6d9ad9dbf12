import{a}from"./ring-watch-chunk-NUELNB2F.js";import"./ring-watch-chunk-RXDRZLP5.js";import"./ring-watch-chunk-DTTWEAPV.js";export{a as RingWatchPlayer};
