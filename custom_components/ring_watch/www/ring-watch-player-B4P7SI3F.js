import{a}from"./ring-watch-chunk-UOPKV3YP.js";import"./ring-watch-chunk-RXDRZLP5.js";import"./ring-watch-chunk-2CCHH6CI.js";import"./ring-watch-chunk-BHSGLDZN.js";export{a as RingWatchPlayer};
