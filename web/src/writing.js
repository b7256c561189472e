// Writing an entry: the text as it will look, the library beside it, what is typed kept on the way. Loaded on those
// screens only; without it the form works with marks.
import { edit } from "./writing/editor.js";
import { library } from "./writing/library.js";
import { keep } from "./writing/keep.js";

const choose = library();
document.querySelectorAll("[data-editor]").forEach((box) => edit(box, choose));
document.querySelectorAll("[data-library]").forEach((box) => {
  const select = box.querySelector("select");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ds-button";
  button.dataset.variant = "secondary";
  button.textContent = choose.words[box.dataset.library];
  button.addEventListener("click", async () => {
    const item = await choose.open(box.dataset.library);
    if (!item) return;
    if (![...select.options].some((option) => option.value === item.media)) select.add(new Option(item.title, item.media));
    select.value = item.media;
    // What a picture shows is said once, in the library, and may be said otherwise here.
    const alt = select.form.elements[`${select.name}_alt`];
    if (alt && !alt.value) alt.value = item.alt;
    select.dispatchEvent(new Event("input", { bubbles: true }));
    select.focus();
  });
  select.after(button);
});
document.querySelectorAll("form[data-keep]").forEach(keep);
