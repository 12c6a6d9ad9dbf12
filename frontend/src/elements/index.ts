// The elements that card and panel are made of.

import "./box-editor.js";
import "./doorbell.js";
import "./link.js";
import "./picture.js";
import "./player.js";
import "./requests.js";
import "./review.js";
import "./shares.js";
import "./strip.js";
import "./trim-bar.js";
