// The texts of what is loaded once a request is looked at.

import texts from "virtual:texts/review";
import { addTexts } from "./i18n.js";

addTexts(texts);
