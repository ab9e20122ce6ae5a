import { colours } from "./colours.mjs";
import { controls } from "./controls.mjs";
import { layout } from "./layout.mjs";
import { links } from "./links.mjs";
import { search } from "./search.mjs";

// All checks: a sentence that should be true of the book, and what finds out.
export const checks = { ...links, ...search, ...colours, ...controls, ...layout };
