// Builds dist/ (committed) and crates/ui/src/assets_generated.rs from src/ and the packages of package.json.
// `node build.mjs` writes; `node build.mjs --check` writes nothing and fails when the committed output differs.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { transform } from "lightningcss";
import subsetFont from "subset-font";

const web = dirname(fileURLToPath(import.meta.url));
const check = process.argv.includes("--check");
const read = (path) => readFileSync(join(web, path));

/** name -> {type, bytes}; the order is the order of the generated file. */
const assets = new Map();
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 8);
const path = (name) => {
  const { bytes } = assets.get(name);
  const dot = name.lastIndexOf(".");
  return `/assets/${name.slice(0, dot)}.${hash(bytes)}${name.slice(dot)}`;
};
const add = (name, type, bytes) => assets.set(name, { type, bytes: Buffer.from(bytes) });

// Fonts: Vietnamese and ASCII with the punctuation of official texts, without hinting.
const range = (a, b) => Array.from({ length: b - a + 1 }, (_, i) => String.fromCodePoint(a + i)).join("");
const letters = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư";
const glyphs = range(0x20, 0x7e) + letters + range(0x1ea0, 0x1ef9) + "\u00a0–—‘’“”…•·×°²³₫€©→←↑↓≤≥−§½";
for (const [weight, folder] of [[400, "400Regular"], [600, "600SemiBold"]]) {
  const font = read(`node_modules/@expo-google-fonts/be-vietnam-pro/${folder}/BeVietnamPro_${folder}.ttf`);
  add(`bevietnampro-${weight}.woff2`, "font/woff2", await subsetFont(font, glyphs, {
    targetFormat: "woff2",
    noHinting: true,
    keepFeatures: ["kern", "mark", "ccmp", "tnum"],
    dropTables: ["gasp", "STAT", "DSIG"],
  }));
}

// Styles. What Designsystemet offers and no component here uses is left out, selector by selector.
const parts = ["base", "button", "input", "field", "fieldset", "validation-message", "error-summary", "alert", "tag", "details", "breadcrumbs", "skip-link"];
const sources = ["tokens", "theme", "base", "layout", "components", "forms", "lists", "calendar", "home", "face", "work", "print"];
const unused = /\.ds-(floating|icon|readonly-icon|focus|list--unstyled|print-preserve|checkbox--checked|skiplink|field-affix|card)|readonly|role=|data-(size|color-scheme|fullwidth|icon|position|field|clickdelegatefor)|aria-(disabled|busy)|:(dir|lang|part)\(|:indeterminate|placeholder|^:root$|^body$|ds-breadcrumbs>:not|ds-sr-only/;
/** The pieces of `text` between separators that stand outside strings, brackets and braces. */
const split = (text, separator) => {
  const pieces = [""];
  let depth = 0;
  let quote = "";
  for (const c of text) {
    if (quote) quote = c === quote ? "" : quote;
    else if (c === '"') quote = c;
    else if ("([{".includes(c)) depth += 1;
    else if (")]}".includes(c)) depth -= 1;
    pieces[pieces.length - 1] += c;
    if (depth === 0 && !quote && c === separator) {
      pieces[pieces.length - 1] = pieces.at(-1).slice(0, separator === "}" ? undefined : -1);
      pieces.push("");
    }
  }
  return pieces.map((piece) => piece.trim()).filter(Boolean);
};
/** What a selector asks for; what it excludes does not count. */
const asks = (selector) => selector.replace(/:not\([^()]*(\([^()]*\)[^()]*)*\)/g, "");
const prune = (text) => split(text, "}").map((rule) => {
  const open = rule.indexOf("{");
  const head = rule.slice(0, open).trim();
  const body = rule.slice(open + 1, -1);
  if (head.startsWith("@media") || head.startsWith("@supports")) {
    const inner = prune(body);
    return inner && `${head}{${inner}}`;
  }
  if (head.startsWith("@")) return rule;
  const kept = split(head, ",").filter((selector) => !unused.test(asks(selector)));
  return kept.length ? `${kept.join(",")}{${body}}` : "";
}).join("");
const targets = { chrome: 109 << 16, firefox: 115 << 16, safari: 16 << 16 };
const flat = (code) => transform({ filename: "designsystemet.css", code: Buffer.from(code), minify: true, targets }).code.toString();
const system = prune(flat(parts
  .map((part) => read(`node_modules/@digdir/designsystemet-css/dist/src/${part}.css`).toString())
  .join("\n").replaceAll(":is(summary,u-summary)", "summary")));
const own = sources.map((name) => read(`src/${name}.css`).toString()).join("\n")
  .replace(/asset\(([^)]+)\)/g, (_, name) => `url(${path(name)})`);
// A reader whose device asks for more contrast gets it without choosing.
const more = own.match(/:root\[data-contrast="more"\] (\{[^}]*\})/)[1];
const css = transform({
  filename: "app.css",
  code: Buffer.from(`@layer base,ds;@layer ds{${system}}\n${own}\n@media (prefers-contrast: more) { :root:not([data-contrast]) ${more} }`),
  minify: true,
  targets,
}).code;
add("app.css", "text/css; charset=utf-8", `/*! Parts: Designsystemet, copyright Digitaliseringsdirektoratet (Digdir), MIT licence */${css}`);

// Scripts. look.js runs before the first paint and is tiny; the others are deferred.
const script = (entry) => esbuild.buildSync({
  entryPoints: [join(web, "src", entry)],
  bundle: true, minify: true, write: false, format: "iife", target: ["es2019"], legalComments: "none", absWorkingDir: web,
}).outputFiles[0].contents;
for (const name of ["look", "site", "work", "offline", "offline-page", "passkey", "push", "push-worker", "read-aloud", "upload", "writing", "arrange"]) add(`${name}.js`, "text/javascript; charset=utf-8", script(`${name}.js`));

// Pictures drawn for the place.
const svg = (file) => read(file).toString().replace(/<!--[\s\S]*?-->/g, "").replace(/>\s+</g, "><").trim();
add("favicon.svg", "image/svg+xml", svg("src/favicon.svg"));
for (const file of readdirSync(join(web, "src/pictures")).sort()) {
  add(`pictures/${file}`, "image/svg+xml", svg(`src/pictures/${file}`));
}

// Output.
let generated = "// Written by web/build.mjs; do not edit. `npm run build` in web/ writes it again.\n";
generated += "use super::Asset;\n\npub(super) static ASSETS: &[Asset] = &[\n";
for (const [name, { type }] of assets) {
  generated += `    Asset {\n        name: "${name}",\n        path: "${path(name)}",\n        content_type: "${type}",\n`;
  generated += `        bytes: include_bytes!("../../../../web/dist/${name}"),\n    },\n`;
}
generated += "];\n";
const files = new Map([...assets].map(([name, { bytes }]) => [join(web, "dist", name), bytes]));
files.set(join(web, "../crates/ui/src/assets/generated.rs"), Buffer.from(generated));

if (check) {
  const stale = [...files].filter(([file, bytes]) => !existsSync(file) || !readFileSync(file).equals(bytes)).map(([file]) => file);
  if (stale.length) {
    console.error(`Not what the sources build; run "npm run build" in web/ and commit:\n${stale.join("\n")}`);
    process.exit(1);
  }
} else {
  rmSync(join(web, "dist"), { recursive: true, force: true });
  for (const [file, bytes] of files) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  for (const [name, { bytes }] of assets) console.log(name.padEnd(32), bytes.length, "gzip", gzipSync(bytes, { level: 9 }).length);
}
