// What an entry's text may hold, and how it is read from marks and written as marks: the same part of Markdown that the
// server understands.
import MarkdownIt from "markdown-it";
import { MarkdownParser, MarkdownSerializer, defaultMarkdownSerializer, schema as base } from "prosemirror-markdown";
import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

const heading = {
  ...base.spec.nodes.get("heading"),
  attrs: { level: { default: 2 } },
  // The title of the page is its only heading of the first level.
  parseDOM: [["h1", 2], ["h2", 2], ["h3", 3], ["h4", 4], ["h5", 4], ["h6", 4]].map(([tag, level]) => ({ tag, attrs: { level } })),
};
const tightly = (name, attrs, parseDOM) => ({ ...base.spec.nodes.get(name), attrs: { ...attrs, tight: { default: true } }, parseDOM });
const bullets = tightly("bullet_list", {}, [{ tag: "ul" }]);
const numbers = tightly("ordered_list", { order: { default: 1 } }, [{ tag: "ol", getAttrs: (dom) => ({ order: +dom.getAttribute("start") || 1 }) }]);
const image = {
  ...base.spec.nodes.get("image"),
  // Pictures stand in the library; what is pasted from elsewhere has no place here.
  parseDOM: [{
    tag: 'img[src^="/thu-vien/"]',
    getAttrs: (dom) => ({ src: dom.getAttribute("src"), alt: dom.getAttribute("alt"), title: dom.getAttribute("title") }),
  }],
  toDOM: ({ attrs: { src, alt, title } }) => ["img", { src, alt: alt || "", title, ...(alt ? {} : { class: "bare" }) }],
};
const link = {
  ...base.spec.marks.get("link"),
  parseDOM: [{
    tag: "a[href]",
    getAttrs: (dom) => (/^(https?:|mailto:|tel:|\/(?!\/)|#)/i.test(dom.getAttribute("href")) ? { href: dom.getAttribute("href"), title: null } : false),
  }],
};

export const schema = new Schema({
  nodes: base.spec.nodes.update("heading", heading).update("image", image).update("bullet_list", bullets).update("ordered_list", numbers)
    .append(tableNodes({ tableGroup: "block", cellContent: "paragraph+", cellAttributes: {} })),
  marks: base.spec.marks.update("link", link),
});

// A cell holds a paragraph, which the marks do not name.
const paragraphs = (md) => md.core.ruler.push("cells", (state) => {
  const tokens = [];
  for (const token of state.tokens) {
    const end = token.type === "th_close" || token.type === "td_close";
    if (end) tokens.push(new state.Token("paragraph_close", "p", -1));
    tokens.push(token);
    if (token.type === "th_open" || token.type === "td_open") tokens.push(new state.Token("paragraph_open", "p", 1));
  }
  state.tokens = tokens;
});
const md = MarkdownIt("commonmark", { html: false }).enable("table").use(paragraphs);
const ignored = (name) => ({ [name]: { ignore: true } });
const parser = new MarkdownParser(schema, md, {
  blockquote: { block: "blockquote" },
  paragraph: { block: "paragraph" },
  list_item: { block: "list_item" },
  bullet_list: { block: "bullet_list", getAttrs: (_, tokens, i) => ({ tight: tight(tokens, i) }) },
  ordered_list: { block: "ordered_list", getAttrs: (token, tokens, i) => ({ order: +token.attrGet("start") || 1, tight: tight(tokens, i) }) },
  heading: { block: "heading", getAttrs: (token) => ({ level: Math.min(4, Math.max(2, +token.tag.slice(1))) }) },
  code_block: { block: "code_block", noCloseToken: true },
  fence: { block: "code_block", noCloseToken: true },
  hr: { node: "horizontal_rule" },
  image: { node: "image", getAttrs: (token) => ({ src: token.attrGet("src"), title: token.attrGet("title") || null, alt: token.children.map((child) => child.content).join("") || null }) },
  hardbreak: { node: "hard_break" },
  em: { mark: "em" },
  strong: { mark: "strong" },
  link: { mark: "link", getAttrs: (token) => ({ href: token.attrGet("href"), title: null }) },
  code_inline: { mark: "code", noCloseToken: true },
  table: { block: "table" },
  tr: { block: "table_row" },
  th: { block: "table_header" },
  td: { block: "table_cell" },
  ...ignored("thead"),
  ...ignored("tbody"),
});
function tight(tokens, i) {
  while (++i < tokens.length) if (tokens[i].type !== "list_item_open") return tokens[i].hidden;
  return false;
}

const { nodes, marks } = defaultMarkdownSerializer;
/** A cell is one line, in which a bar has to be marked. */
const cell = (node) => {
  const lines = [];
  node.forEach((paragraph) => {
    lines.push(serializer.serialize(schema.node("doc", null, [paragraph])).replace(/\\?\n/g, " ").replace(/\|/g, "\\|"));
  });
  return lines.filter(Boolean).join(" ") || " ";
};
const serializer = new MarkdownSerializer({
  ...nodes,
  bullet_list: (state, node) => state.renderList(node, "  ", () => "- "),
  table: (state, node) => {
    node.forEach((row, _, n) => {
      const cells = [];
      row.forEach((one) => cells.push(cell(one)));
      state.write(`| ${cells.join(" | ")} |`);
      state.ensureNewLine();
      if (n === 0) {
        state.write(`|${" --- |".repeat(cells.length)}`);
        state.ensureNewLine();
      }
    });
    state.closeBlock(node);
  },
  table_row: () => {},
  table_cell: () => {},
  table_header: () => {},
}, marks, { hardBreakNodeName: "hard_break" });

export const read = (text) => parser.parse(text) || schema.topNodeType.createAndFill();
export const write = (doc) => serializer.serialize(doc, { tightLists: true }).trim();
