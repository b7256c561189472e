// What is pasted, made clean before the schema reads it. Word writes lists as paragraphs with marks in them, merges
// cells, and points to pictures on its own disk; browsers know nothing of that.

/** The attributes that mean something to the schema. */
const KEPT = new Set(["href", "src", "alt", "title", "start"]);
const LIST = /mso-list:\s*l(\d+)\s+level(\d+)/i;

/** Word's list paragraphs become lists. */
const lists = (body) => {
  const page = body.ownerDocument;
  let open = []; // the lists being open, outermost first
  let last = null;
  for (const paragraph of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const found = LIST.exec(paragraph.getAttribute("style") || "");
    if (!found || paragraph.closest("td, th")) continue;
    const level = Math.min(+found[2], 5);
    const mark = paragraph.querySelector('[style*="mso-list:Ignore"], [style*="mso-list: Ignore"]');
    const numbered = mark ? /^\s*(\d+|[a-z]|[ivxlc]+)[.)]/i.test(mark.textContent) : /^\s*\d+[.)]/.test(paragraph.textContent);
    mark?.remove();
    if (!last || last.nextElementSibling !== paragraph) open = [];
    open.length = Math.min(open.length, level);
    const tag = numbered ? "ol" : "ul";
    if (open.length === level && open[level - 1].localName !== tag && level === 1) open = [];
    while (open.length < level) {
      const list = page.createElement(tag);
      const within = open.at(-1);
      if (!within) paragraph.before(list);
      else (within.lastElementChild || within.appendChild(page.createElement("li"))).append(list);
      open.push(list);
    }
    const item = page.createElement("li");
    item.append(...paragraph.childNodes);
    open.at(-1).append(item);
    paragraph.remove();
    last = open[0];
  }
};

/** Merged cells are parted; the first row is the heading. */
const tables = (body) => {
  const page = body.ownerDocument;
  let parted = false;
  for (const table of body.querySelectorAll("table")) {
    const rows = [...table.rows];
    const grid = rows.map(() => []);
    rows.forEach((row, y) => {
      let x = 0;
      for (const one of [...row.cells]) {
        while (grid[y][x]) x += 1;
        const wide = Math.max(1, one.colSpan || 1);
        const high = Math.max(1, one.rowSpan || 1);
        if (wide > 1 || high > 1) parted = true;
        for (let dy = 0; dy < high && y + dy < rows.length; dy += 1) {
          for (let dx = 0; dx < wide; dx += 1) grid[y + dy][x + dx] = dx + dy === 0 ? one : "";
        }
        x += wide;
      }
    });
    const width = Math.max(...grid.map((row) => row.length));
    const made = page.createElement("table");
    const tbody = made.appendChild(page.createElement("tbody"));
    grid.forEach((row, y) => {
      const tr = tbody.appendChild(page.createElement("tr"));
      for (let x = 0; x < width; x += 1) {
        const td = tr.appendChild(page.createElement(y === 0 ? "th" : "td"));
        const from = row[x];
        if (!from) continue;
        // Lists and headings within a cell are lines of it.
        for (const block of from.querySelectorAll("li, h1, h2, h3, h4, h5, h6, div")) {
          const p = page.createElement("p");
          p.append(...block.childNodes);
          block.replaceWith(p);
        }
        for (const list of from.querySelectorAll("ul, ol")) list.replaceWith(...list.childNodes);
        td.append(...from.childNodes);
      }
    });
    table.replaceWith(made);
  }
  return parted;
};

/** Clean HTML, and what the writer should be told: `pictures` left behind, cells `parted`. */
export const clean = (html) => {
  const { body } = new DOMParser().parseFromString(html.replace(/<!--[\s\S]*?-->/g, "").replace(/<\/?o:p[^>]*>/gi, ""), "text/html");
  for (const gone of body.querySelectorAll("style, script, meta, link, title, xml, iframe, object, embed, svg")) gone.remove();
  lists(body);
  const parted = tables(body);
  const pictures = [...body.querySelectorAll("img")].filter((img) => !(img.getAttribute("src") || "").startsWith("/thu-vien/"));
  pictures.forEach((img) => img.remove());
  // Some wrap all of it in an element for bold that says it is not.
  for (const b of body.querySelectorAll("b[style]")) {
    if (/font-weight:\s*(normal|400)/i.test(b.getAttribute("style"))) b.replaceWith(...b.childNodes);
  }
  // Nothing else of what elements say about themselves is wanted; bold and italics by style are what Word means by them.
  for (const element of body.querySelectorAll("*")) {
    const style = element.getAttribute("style") || "";
    for (const { name } of [...element.attributes]) if (!KEPT.has(name)) element.removeAttribute(name);
    if (element.localName !== "span") continue;
    for (const [said, tag] of [[/font-weight:\s*(bold|[6-9]00)/i, "strong"], [/font-style:\s*italic/i, "em"]]) {
      if (!said.test(style)) continue;
      const mark = body.ownerDocument.createElement(tag);
      mark.append(...element.childNodes);
      element.append(mark);
    }
  }
  for (const p of body.querySelectorAll("p")) {
    if (!p.textContent.replace(/\u00a0/g, " ").trim() && !p.querySelector("img")) p.remove();
  }
  return { html: body.innerHTML, pictures: pictures.length, parted };
};
