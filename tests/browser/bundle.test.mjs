// What the built scripts can do at all, read from their syntax trees: no network but the package's own files, no text that becomes markup
// or code, and nothing stored that PRIVACY.md does not list.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { parse } from "acorn";
import { KINDS, shippedOf } from "./harness/index.mjs";

/** Names by which a script reaches the network, or has a browser reach it. `fetch` is looked at by itself. */
const NETWORK = `XMLHttpRequest WebSocket WebSocketStream WebTransport EventSource sendBeacon fetchLater RTCPeerConnection
  webkitRTCPeerConnection Worker SharedWorker serviceWorker importScripts Image Audio FontFace downloads connectNative sendNativeMessage
  BackgroundFetchManager registerProtocolHandler ping src srcset formAction poster`;

/** Names by which text becomes markup or code. */
const MARKUP = `innerHTML outerHTML insertAdjacentHTML setHTMLUnsafe parseHTMLUnsafe setHTML parseHTML srcdoc createContextualFragment
  DOMParser parseFromString XSLTProcessor eval Function execScript setAttributeNS cssText`;

/** Names by which something is stored outside of the extension's own storage. */
const STORED = "localStorage sessionStorage indexedDB caches cookie cookies cookieStore getDirectory";

const FORBIDDEN = new Map(
  Object.entries({
    "reaches the network": NETWORK,
    "makes code or markup of text": MARKUP,
    stores: STORED,
  }).flatMap(([why, names]) => names.split(/\s+/).map((name) => [name, why])),
);

/** Elements that load or run something. */
const LOADING =
  /^(?:script|iframe|frame|object|embed|img|image|link|style|video|audio|source|track|form|base|meta|portal)$/i;

/** Every node of a tree with the one that holds it. */
function* nodesOf(node, parent) {
  if (Array.isArray(node)) for (const one of node) yield* nodesOf(one, parent);
  else if (typeof node?.type === "string") {
    yield [node, parent];
    for (const value of Object.values(node)) {
      if (typeof value === "object" && value !== null) yield* nodesOf(value, node);
    }
  }
}

const textOf = (node) =>
  node?.type === "Literal"
    ? node.value
    : node?.type === "TemplateLiteral" && node.expressions.length === 0
      ? node.quasis[0].value.cooked
      : undefined;

/** What a node calls something by: an identifier, a property, a string that may be the name of a property. */
const nameOf = (node) =>
  node.type === "Identifier" || node.type === "PrivateIdentifier" ? node.name : textOf(node);

/** What a script says that it must not, each with its line; and the keys under which it stores something. */
function look(source) {
  const complaints = [];
  const keys = new Set();
  const tree = parse(source, { ecmaVersion: "latest", sourceType: "module", locations: true });
  const nodes = [...nodesOf(tree)];
  const constants = new Map(
    nodes.flatMap(([node]) =>
      node.type === "VariableDeclarator" && node.id.type === "Identifier"
        ? [[node.id.name, textOf(node.init)]]
        : [],
    ),
  );
  const written = (node) => source.slice(node.start, node.end);
  const complain = (node, why) =>
    complaints.push(`line ${node.loc.start.line}: ${why}: ${written(node).slice(0, 80)}`);
  /** The value of a key, where it is written down somewhere. */
  const known = (node) => textOf(node) ?? (node.type === "Identifier" ? constants.get(node.name) : undefined);

  for (const [node, parent] of nodes) {
    const why = FORBIDDEN.get(nameOf(node));
    // A page's own element may be called so in a selector, which is another string; a private name is nobody else's.
    if (why !== undefined && node.type !== "PrivateIdentifier") complain(parent ?? node, why);
    switch (node.type) {
      case "ImportExpression":
        complain(node, "loads code");
        break;
      case "Literal":
      case "TemplateElement": {
        const text = String(node.value?.cooked ?? node.value ?? "");
        if (/^\s*(?:javascript|vbscript|data):/i.test(text)) complain(node, "is an address that runs");
        break;
      }
      case "CallExpression":
      case "NewExpression":
        lookAtCall(node);
        break;
    }
  }

  function lookAtCall({ callee, arguments: given }) {
    const name = callee.type === "MemberExpression" ? nameOf(callee.property) : nameOf(callee);
    if (
      name === "fetch" &&
      !/^api\.runtime\.getURL\((?:"(?:catalogue\/)?[\w.-]+"|`catalogue\/\$\{language\}\.json`)\)$/.test(
        given.map(written).join(),
      )
    ) {
      complain(callee, "asks for more than a file of the package");
    }
    if (/^write(?:ln)?$/.test(name) && /document/i.test(written(callee.object ?? callee))) {
      complain(callee, "makes markup of text");
    }
    if (name === "createElement" && LOADING.test(textOf(given[0]) ?? ""))
      complain(given[0], "loads something");
    if (name === "setAttribute" && /^(?:on|src|href|style|action)/i.test(known(given[0]) ?? "on")) {
      complain(given[0], "sets an attribute that runs or loads");
    }
    if (/^set(?:Timeout|Interval)$/.test(name) && /Literal/.test(given[0]?.type))
      complain(given[0], "runs text");
    const area = /\bstorage\.local$/.test(written(callee.object ?? callee));
    if (area && /^(?:get|set|remove|setAccessLevel)$/.test(name)) lookAtKeys(given[0]);
  }

  function lookAtKeys(given) {
    const properties =
      given?.type === "ObjectExpression"
        ? given.properties
        : (given?.type === "ArrayExpression" ? given.elements : [given]).map((key) => ({
            key,
            computed: true,
          }));
    for (const { key, computed } of properties) {
      const value = computed ? key && known(key) : nameOf(key);
      if (typeof value === "string") keys.add(value);
      else complaints.push(`a key of the storage that is not written down: ${given && written(given)}`);
    }
  }

  return { complaints, keys: [...keys] };
}

const CAUGHT = [
  'fetch("https://a.example/")',
  "fetch(api.runtime.getURL(name))",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a script's text, not this one's
  "fetch(`https://a.example/${name}.json`)",
  "new XMLHttpRequest()",
  'new WebSocket("wss://a.example")',
  "new EventSource(url)",
  "navigator.sendBeacon(url)",
  'navigator["sendBeacon"](url)',
  "new RTCPeerConnection()",
  'import("https://a.example/a.js")',
  "new Image().src = url",
  "image.src = url",
  'document.createElement("img")',
  'document.createElement("script")',
  "element.innerHTML = text",
  'element["outerHTML"] = text',
  'element.insertAdjacentHTML("beforeend", text)',
  "document.write(text)",
  "frame.srcdoc = text",
  "eval(text)",
  "(0, eval)(text)",
  "new Function(text)",
  'setTimeout("text")',
  'link.href = "javascript:void 0"',
  'element.setAttribute("onclick", text)',
  "element.setAttribute(name, text)",
  "localStorage.a = 1",
  'indexedDB.open("a")',
  "document.cookie = text",
  "api.storage.local.set({ [key()]: 1 })",
  "api.storage.local.set(all)",
];

/** The keys that PRIVACY.md lists as stored. */
function listed() {
  const privacy = readFileSync(new URL("../../PRIVACY.md", import.meta.url), "utf8");
  const [, stored = ""] = /^## What is stored$(.*?)^## /ms.exec(privacy) ?? [];
  return [...stored.matchAll(/^- `(\w+)`/gm)].map(([, key]) => key).sort();
}

test("what must not be there is seen where it is", () => {
  for (const source of CAUGHT) assert.notDeepEqual(look(source).complaints, [], source);
  const plain =
    'const KEY = "a"; await fetch(api.runtime.getURL("a.wasm")); api.storage.local.set({ [KEY]: 1, b: 2 }); setTimeout(run, 3)';
  assert.deepEqual(look(plain), { complaints: [], keys: ["a", "b"] });
});

for (const kind of KINDS) {
  describe(kind, () => {
    const dist = shippedOf(kind);
    const files = readdirSync(dist, { recursive: true });
    const read = (name) => readFileSync(join(dist, name), "utf8");
    const scripts = files.filter((name) => name.endsWith(".js"));
    const looked = new Map(scripts.map((name) => [name, look(read(name))]));

    test("no script reaches beyond the package, or makes code or markup of text", () => {
      assert.ok(scripts.length > 5);
      const complaints = [...looked].flatMap(([name, found]) =>
        found.complaints.map((one) => `${name}, ${one}`),
      );
      assert.deepEqual(complaints, []);
    });

    test("what is stored is what PRIVACY.md lists", () => {
      const keys = new Set([...looked.values()].flatMap((found) => found.keys));
      assert.deepEqual([...keys].sort(), listed());
    });

    test("no page and no style sheet loads anything from elsewhere, or runs what stands in it", () => {
      for (const name of files.filter((file) => file.endsWith(".html"))) {
        const html = read(name);
        for (const [tag] of html.matchAll(/<(?:script|link|img|iframe|object|embed|form|base)\b[^>]*>/gi)) {
          assert.doesNotMatch(
            tag,
            /(?:src|href|action|data)\s*=\s*["']?(?:[a-z]+:|\/\/)/i,
            `${name}: ${tag}`,
          );
        }
        assert.doesNotMatch(html, /<[^>]+\s(?:on\w+|style|srcdoc)\s*=/i, name);
        assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)/i, name);
        assert.doesNotMatch(html, /http-equiv|javascript:/i, name);
      }
      for (const name of files.filter((file) => file.endsWith(".css"))) {
        assert.doesNotMatch(read(name), /@import|url\(\s*["']?(?:[a-z]+:|\/\/)/i, name);
      }
    });
  });
}
