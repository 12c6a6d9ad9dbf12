import{a}from"./ring-watch-chunk-GFBHMKIZ.js";import"./ring-watch-chunk-W72E2VT2.js";import"./ring-watch-chunk-I6PT2PEK.js";import"./ring-watch-chunk-EIOITLRY.js";export{a as RingWatchLink};
