import{a}from"./ring-watch-chunk-43DF5QYW.js";import"./ring-watch-chunk-W4Z4LBDH.js";import"./ring-watch-chunk-KOPA5BEA.js";import"./ring-watch-chunk-MA4ZZUWE.js";export{a as RingWatchLink};
