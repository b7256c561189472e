// Before the first paint: what this reader chose about letters and colours.
import { apply, read } from "./choices.js";
document.documentElement.classList.add("js");
apply(read());
