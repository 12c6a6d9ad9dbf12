function e(){return matchMedia("(prefers-reduced-motion: reduce)").matches}export{e as a};
