import{a}from"./ring-watch-chunk-4X5MIJS2.js";import"./ring-watch-chunk-B2V6J5XM.js";import"./ring-watch-chunk-Q4UUA43A.js";import"./ring-watch-chunk-XQYVVC5M.js";export{a as RingWatchLink};
