import{a}from"./ring-watch-chunk-GFBHMKIZ.js";import"./ring-watch-chunk-4RF5J7IK.js";import"./ring-watch-chunk-I6PT2PEK.js";import"./ring-watch-chunk-EIOITLRY.js";export{a as RingWatchLink};
