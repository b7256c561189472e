// The text as it will look. What is kept stays the marks in the form's own field, so that nothing depends on this.
import { baseKeymap, chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { EditorState, NodeSelection, Plugin } from "prosemirror-state";
import {
  addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable, tableEditing,
} from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { clean } from "./paste.js";
import { read, schema, write } from "./schema.js";

const { nodes, marks } = schema;

const table = () => {
  const cells = (type) => Array.from({ length: 3 }, () => type.createAndFill());
  const rows = [nodes.table_header, nodes.table_cell, nodes.table_cell].map((type) => nodes.table_row.create(null, cells(type)));
  return nodes.table.create(null, rows);
};
const within = (state, type) => {
  for (let depth = state.selection.$from.depth; depth > 0; depth -= 1) if (state.selection.$from.node(depth).type === type) return true;
  return false;
};
const list = (type) => (state, dispatch) =>
  within(state, type) ? liftListItem(nodes.list_item)(state, dispatch) : wrapInList(type)(state, dispatch);
const quote = (state, dispatch) => (within(state, nodes.blockquote) ? lift(state, dispatch) : wrapIn(nodes.blockquote)(state, dispatch));
const insert = (node) => (state, dispatch) => {
  if (dispatch) dispatch(state.tr.replaceSelectionWith(node).scrollIntoView());
  return true;
};

const rules = inputRules({
  rules: [
    textblockTypeInputRule(/^(#{2,4})\s$/, nodes.heading, (match) => ({ level: match[1].length })),
    wrappingInputRule(/^\s*([-*])\s$/, nodes.bullet_list),
    wrappingInputRule(/^(\d+)\.\s$/, nodes.ordered_list, (match) => ({ order: +match[1] }), (match, node) => node.childCount + node.attrs.order === +match[1]),
    wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
    new InputRule(/--$/, "–"),
  ],
});

export const edit = (box, choose) => {
  const area = box.querySelector("textarea");
  const bar = box.querySelector("[role=toolbar]");
  const place = box.querySelector("[data-text]");
  const note = box.querySelector("[data-note]");
  const words = box.dataset;
  const tell = (text) => { note.textContent = text; };

  let view;
  const link = async () => {
    const { from, to, empty } = view.state.selection;
    const mark = marks.link.isInSet(view.state.doc.rangeHasMark(from, to, marks.link) ? view.state.doc.resolve(from + (empty ? 0 : 1)).marks() : view.state.selection.$from.marks());
    const made = await choose.link(mark ? mark.attrs.href : "", empty && !mark);
    if (!made) return;
    const { tr } = view.state;
    if (made.href === "") tr.removeMark(from, to, marks.link);
    else if (empty) tr.replaceSelectionWith(schema.text(made.text || made.href, [marks.link.create({ href: made.href })]), false);
    else tr.addMark(from, to, marks.link.create({ href: made.href }));
    view.dispatch(tr.scrollIntoView());
  };
  const picture = async (file) => {
    const chosen = view.state.selection instanceof NodeSelection && view.state.selection.node.type === nodes.image ? view.state.selection.node : null;
    if (chosen && !file) {
      const said = await choose.describe(chosen.attrs.alt || "", chosen.attrs.title || "");
      if (said) view.dispatch(view.state.tr.setNodeMarkup(view.state.selection.from, null, { ...chosen.attrs, alt: said.alt || null, title: said.title || null }));
      return;
    }
    const item = await choose.open("anh", file);
    if (!item) return;
    const node = nodes.image.create({ src: item.address, alt: item.alt || null });
    const { $from } = view.state.selection;
    // In a paragraph of its own it stands with its caption.
    const tr = $from.parent.content.size > 0 && $from.parentOffset === $from.parent.content.size && $from.depth > 0
      ? view.state.tr.insert($from.after(), nodes.paragraph.create(null, node))
      : view.state.tr.replaceSelectionWith(node);
    view.dispatch(tr.scrollIntoView());
  };
  const document_ = async () => {
    const item = await choose.open("tep");
    if (!item) return;
    view.dispatch(view.state.tr.replaceSelectionWith(schema.text(item.title, [marks.link.create({ href: item.address })]), false).scrollIntoView());
  };
  /** Each button's command, and whether it is on as things stand. */
  const commands = {
    bold: [toggleMark(marks.strong), (state) => on(state, marks.strong)],
    italic: [toggleMark(marks.em), (state) => on(state, marks.em)],
    bullets: [list(nodes.bullet_list), (state) => within(state, nodes.bullet_list)],
    numbers: [list(nodes.ordered_list), (state) => within(state, nodes.ordered_list)],
    quote: [quote, (state) => within(state, nodes.blockquote)],
    undo: [undo],
    redo: [redo],
    table: [(state, dispatch) => !isInTable(state) && insert(table())(state, dispatch)],
    row: [addRowAfter],
    column: [addColumnAfter],
    "no-row": [deleteRow],
    "no-column": [deleteColumn],
    "no-table": [deleteTable],
    link: [(_, dispatch) => { if (dispatch) link(); return true; }, (state) => on(state, marks.link)],
    picture: [(_, dispatch) => { if (dispatch) picture(); return true; }],
    document: [(_, dispatch) => { if (dispatch) document_(); return true; }],
  };
  const on = (state, mark) => {
    const { from, to, empty, $from } = state.selection;
    return empty ? Boolean(mark.isInSet(state.storedMarks || $from.marks())) : state.doc.rangeHasMark(from, to, mark);
  };

  const buttons = [...bar.querySelectorAll("[data-do]")];
  const style = bar.querySelector("[data-style]");
  const paint = (state) => {
    for (const button of buttons) {
      const [command, active] = commands[button.dataset.do];
      if (active) button.setAttribute("aria-pressed", active(state));
      // A button that is focused stays so, or the keyboard would fall out of the bar.
      const unable = !command(state);
      button.setAttribute("aria-disabled", unable);
      if (button.dataset.in === "table") button.hidden = !isInTable(state);
    }
    const { parent } = state.selection.$from;
    style.value = parent.type === nodes.heading ? String(parent.attrs.level) : "0";
  };

  const keys = {
    "Mod-b": commands.bold[0], "Mod-i": commands.italic[0], "Mod-k": commands.link[0], "Mod-z": undo, "Mod-y": redo, "Shift-Mod-z": redo,
    "Shift-Enter": chainCommands(exitCode, (state, dispatch) => { dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView()); return true; }),
    Enter: splitListItem(nodes.list_item), "Mod-]": sinkListItem(nodes.list_item), "Mod-[": liftListItem(nodes.list_item),
    // Tab moves between cells and deepens lists; elsewhere it leaves the text, as everywhere on the page.
    Tab: chainCommands(goToNextCell(1), sinkListItem(nodes.list_item)), "Shift-Tab": chainCommands(goToNextCell(-1), liftListItem(nodes.list_item)),
    "Alt-F10": () => { (buttons.find((button) => button.tabIndex === 0) || buttons[0]).focus(); return true; },
  };
  for (const level of [2, 3, 4]) keys[`Mod-Alt-${level}`] = setBlockType(nodes.heading, { level });
  keys["Mod-Alt-0"] = setBlockType(nodes.paragraph);

  const sync = () => {
    area.value = write(view.state.doc);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const pasted = new Plugin({
    props: {
      transformPastedHTML: (html) => {
        const made = clean(html);
        tell([made.pictures ? words.noPictures.replace("{n}", made.pictures) : "", made.parted ? words.parted : ""].filter(Boolean).join(" "));
        return made.html;
      },
      handlePaste: (_, event) => {
        const file = [...(event.clipboardData?.files || [])].find((one) => one.type.startsWith("image/"));
        // Word brings a picture of what it copied beside the text: the text is meant.
        if (!file || event.clipboardData.types.includes("text/html")) return false;
        picture(file);
        return true;
      },
      handleDrop: (_, event) => {
        const file = [...(event.dataTransfer?.files || [])].find((one) => one.type.startsWith("image/"));
        if (!file) return false;
        event.preventDefault();
        picture(file);
        return true;
      },
    },
  });
  const state = (text) => EditorState.create({
    doc: read(text),
    plugins: [rules, keymap(keys), keymap(baseKeymap), history(), tableEditing(), pasted],
  });
  const label = box.querySelector(`label[for="${area.id}"]`);
  view = new EditorView(place, {
    state: state(area.value),
    attributes: {
      role: "textbox", "aria-multiline": "true", "aria-label": label.firstChild.textContent.trim(), class: "prose",
      ...(area.getAttribute("aria-describedby") ? { "aria-describedby": area.getAttribute("aria-describedby") } : {}),
      ...(area.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
    },
    dispatchTransaction: (transaction) => {
      view.updateState(view.state.apply(transaction));
      if (transaction.docChanged) sync();
      paint(view.state);
    },
    handleDoubleClickOn: (_, __, node) => { if (node.type === nodes.image) picture(); return false; },
  });

  for (const button of buttons) {
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      commands[button.dataset.do][0](view.state, view.dispatch);
      if (!["link", "picture", "document"].includes(button.dataset.do)) view.focus();
    });
  }
  style.addEventListener("change", () => {
    const level = +style.value;
    (level ? setBlockType(nodes.heading, { level }) : setBlockType(nodes.paragraph))(view.state, view.dispatch);
    view.focus();
  });
  // One stop for the Tab key, arrows within (WAI-ARIA toolbar).
  const stops = () => [style, ...buttons, bar.querySelector("[data-marks]")].filter((stop) => !stop.hidden);
  const stop = (at) => stops().forEach((one) => { one.tabIndex = one === at ? 0 : -1; });
  stop(style);
  bar.addEventListener("focusin", (event) => stop(event.target));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || (event.target === style && event.altKey)) return;
    const all = stops();
    all[(all.indexOf(event.target) + step + all.length) % all.length].focus();
    event.preventDefault();
  });

  // Between the text as it looks and its marks.
  const toggle = bar.querySelector("[data-marks]");
  const show = (marked) => {
    box.classList.toggle("looks", !marked);
    // How marks are typed is of use where they are seen.
    for (const about of [box.querySelector(`#${area.id}-hint`), box.nextElementSibling]) {
      if (about?.matches(".hint, details")) about.hidden = !marked;
    }
    for (const part of bar.children) if (!part.contains(toggle)) part.hidden = marked;
    toggle.setAttribute("aria-pressed", marked);
    if (!marked) paint(view.state);
  };
  toggle.addEventListener("click", () => {
    const marked = toggle.getAttribute("aria-pressed") === "true";
    if (marked) view.updateState(state(area.value));
    show(!marked);
    (marked ? view : area).focus();
  });
  // An error summary leads to the field: then to the text that stands for it.
  area.addEventListener("focus", () => { if (box.classList.contains("looks")) view.focus(); });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(`a[href="#${area.id}"]`) && box.classList.contains("looks")) {
      event.preventDefault();
      view.focus();
      place.scrollIntoView({ block: "center" });
    }
  });
  bar.hidden = false;
  show(false);
};
