import{a}from"./ring-watch-chunk-MWM6GFDQ.js";import"./ring-watch-chunk-H4VHD45F.js";export{a as RingWatchPlayer};
