import{a}from"./ring-watch-chunk-N7JYJMYT.js";import"./ring-watch-chunk-RXDRZLP5.js";import"./ring-watch-chunk-LXU5FY2F.js";import"./ring-watch-chunk-6NX7NW2Y.js";export{a as RingWatchPlayer};
