// Suggestions under a search box: the combobox pattern with a listbox. The server answers
// {"items":[{"text","href","kind"}]}; text goes in as text, never as markup.
let count = 0;
export const suggest = (input) => {
  const list = document.createElement("ul");
  const id = `suggestions-${(count += 1)}`;
  list.id = id;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") || input.placeholder);
  input.form.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", id]]) {
    input.setAttribute(name, value);
  }
  input.autocomplete = "off";
  let chosen = -1;
  let asked = "";
  let timer;
  let pending;
  const options = () => [...list.children];
  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (next) => {
    const all = options();
    chosen = (next + all.length) % all.length;
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
    input.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  };
  const go = (option) => {
    if (option.dataset.href) location.assign(option.dataset.href);
    else {
      input.value = option.dataset.text;
      input.form.requestSubmit();
    }
  };
  const show = (items) => {
    list.replaceChildren(...items.map((item, i) => {
      const option = document.createElement("li");
      option.id = `${id}-${i}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = item.text;
      // Only addresses of this site are followed.
      if (item.href && item.href.startsWith("/") && !item.href.startsWith("//")) option.dataset.href = item.href;
      const text = document.createElement("span");
      text.textContent = item.text;
      option.append(text);
      if (item.kind) {
        const kind = document.createElement("small");
        kind.textContent = item.kind;
        option.append(kind);
      }
      return option;
    }));
    chosen = -1;
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
  };
  const ask = () => {
    const q = input.value.trim();
    if (q === asked) return;
    asked = q;
    if (pending) pending.abort();
    if (q.length < 2) { close(); return; }
    pending = new AbortController();
    fetch(`${input.dataset.suggest}?q=${encodeURIComponent(q)}`, { signal: pending.signal, headers: { accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : { items: [] }))
      .then((answer) => { if (document.activeElement === input) show(answer.items || []); })
      .catch(() => {});
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) go(options()[chosen]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option) go(option);
  });
  input.addEventListener("blur", close);
};
