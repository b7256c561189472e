// Size of letters, colours and contrast, kept in this browser only.
const KEY = "look";
export const read = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch {
    return {};
  }
};
export const apply = (choices) => {
  for (const name of ["theme", "text", "contrast"]) {
    const value = choices[name];
    if (value) document.documentElement.setAttribute(`data-${name}`, value);
    else document.documentElement.removeAttribute(`data-${name}`);
  }
};
const keep = (choices) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(choices));
  } catch {
    // Storage may be refused; the choice then lasts for this page.
  }
};
const press = (choices) => {
  for (const button of document.querySelectorAll("[data-look]")) {
    const [name, value] = button.dataset.look.split(":");
    button.setAttribute("aria-pressed", String((choices[name] || "") === value));
  }
};
export const listen = () => {
  let choices = read();
  press(choices);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-look]");
    if (!button) return;
    const [name, value] = button.dataset.look.split(":");
    choices = { ...choices, [name]: value };
    keep(choices);
    apply(choices);
    press(choices);
  });
};
