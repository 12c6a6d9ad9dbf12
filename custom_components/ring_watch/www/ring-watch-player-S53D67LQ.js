import{a}from"./ring-watch-chunk-DPBZNVPC.js";import"./ring-watch-chunk-DUQ2QO7G.js";export{a as RingWatchPlayer};
