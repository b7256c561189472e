// Blocks and items of a menu are arranged by dragging, besides the buttons that post a new place. What was dropped is
// sent at once; the draft's new version goes into every form of the screen, so that the next act goes on from it.
import Sortable from "sortablejs";

const said = document.querySelector(".arrange-said");
const say = (text) => { if (said) said.textContent = text; };
const lists = document.querySelectorAll("[data-arrange]");

// What another list holds is not this list's to move: the menu's second level lies within its first.
const own = (list) => [...list.children].filter((item) => item.dataset.place);

const send = async (item, to) => {
  const form = item.querySelector("form");
  const body = new URLSearchParams(new FormData(form));
  body.set("to", String(to));
  const answer = await fetch(item.dataset.place, {
    method: "POST",
    body,
    headers: { "HX-Request": "true" },
    redirect: "manual",
  });
  // The address of the arrows lies in the page as it was made: where places are told by number it is made anew.
  if (answer.ok) location.reload();
  else if (answer.type === "opaqueredirect") location.reload();
  else throw new Error(String(answer.status));
};

for (const list of lists) {
  for (const item of own(list)) {
    const grip = item.querySelector(".grip");
    if (grip) grip.title = list.dataset.arrange;
  }
  Sortable.create(list, {
    handle: ".grip",
    draggable: "li",
    animation: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
    onEnd: (event) => {
      if (event.oldIndex === event.newIndex) return;
      send(event.item, own(list).indexOf(event.item)).catch(() => say(list.dataset.arrangeFailed));
    },
  });
}
