import{a}from"./ring-watch-chunk-H6YSZOVI.js";import"./ring-watch-chunk-MHUJW2LF.js";export{a as RingWatchPlayer};
