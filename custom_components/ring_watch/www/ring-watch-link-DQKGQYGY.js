import{a}from"./ring-watch-chunk-2VZC7NWP.js";import"./ring-watch-chunk-N42ZSYKM.js";import"./ring-watch-chunk-U3LTLVXZ.js";import"./ring-watch-chunk-IYF4DUAC.js";export{a as RingWatchLink};
