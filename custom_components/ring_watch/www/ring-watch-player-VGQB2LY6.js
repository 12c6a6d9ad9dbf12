import{a}from"./ring-watch-chunk-2LNIKMGP.js";import"./ring-watch-chunk-2TFEJOEN.js";export{a as RingWatchPlayer};
