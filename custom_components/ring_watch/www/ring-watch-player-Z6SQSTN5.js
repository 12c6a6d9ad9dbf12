import{a}from"./ring-watch-chunk-KYJBQNQD.js";import"./ring-watch-chunk-RXDRZLP5.js";import"./ring-watch-chunk-VMUCIHSA.js";import"./ring-watch-chunk-G5NKY5UH.js";export{a as RingWatchPlayer};
