// The pages of tests/pages/, served at the sites' own addresses.
//
// In: tests/pages/<name>.html and <name>.json. Out: what stands on each page, and the answer to each request that a page makes.
// Must never know of: browsers, the extension.

import { readdirSync, readFileSync } from "node:fs";

const ROOT = new URL("../../pages/", import.meta.url);
const TYPES = { html: "text/html", js: "text/javascript", css: "text/css" };

/** The text of a file of tests/pages/. */
export const file = (name) => readFileSync(new URL(name, ROOT), "utf8");

/** Every page, with what its posts are: see tests/pages/README.md for the fields. */
export const PAGES = readdirSync(ROOT)
  .filter((name) => name.endsWith(".json"))
  .sort()
  .map((name) => {
    const page = name.slice(0, -".json".length);
    return { name: page, html: `${page}.html`, ...JSON.parse(file(name)) };
  });

export function pageNamed(name) {
  const page = PAGES.find((candidate) => candidate.name === name);
  if (!page) throw new Error(`no page ${name} in tests/pages`);
  return page;
}

/** What is flagged of these posts, as `readFlagged` of in-page.mjs tells it: "id: category", sorted. */
export const flagsOf = (posts) =>
  posts.flatMap(({ id, flagged }) => flagged.map((category) => `${id}: ${category}`)).sort();

/** The document of a page. */
export const documentOf = (page) => page.body ?? file(page.html);

/** The page after its site has renamed what `breaks` says, everywhere. */
export function broken(page) {
  const rename = (text) => text.replaceAll(page.breaks.from, page.breaks.to);
  return {
    ...page,
    body: rename(documentOf(page)),
    posts: page.posts.map((post) => ({ ...post, at: rename(post.at) })),
  };
}

/** An emoji as the sites draw it: an image, named by its code points. */
function emoji(path) {
  const points = /\/([0-9a-f-]+)\.svg$/.exec(path)?.[1];
  if (!points) return undefined;
  const glyph = String.fromCodePoint(...points.split("-").map((point) => Number.parseInt(point, 16)));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><text y="16" font-size="16">${glyph}</text></svg>`;
}

/**
 * The answer to one request of a tab that shows `page`, or undefined: then nobody answers, and the request counts as one that left
 * the browser. `page.csp` goes with the document; `page.preload`, if there is one, is a script that runs in the page ahead of it.
 */
export function answer(page, url, isDocument) {
  const { origin, pathname } = new URL(url);
  if (isDocument && origin === new URL(page.url).origin) {
    const headers = { "content-type": "text/html; charset=utf-8" };
    if (page.csp) headers["content-security-policy"] = page.csp;
    return { status: 200, headers, body: documentOf(page) };
  }
  const isOwn = origin === new URL(page.url).origin;
  const name = pathname.slice(1);
  if (isOwn && /^\w+\.(?:js|css)$/.test(name)) {
    const type = TYPES[name.split(".").at(-1)];
    return { status: 200, headers: { "content-type": `${type}; charset=utf-8` }, body: file(name) };
  }
  if (isOwn || origin === "https://abs-0.twimg.com") {
    const body = emoji(pathname);
    if (body) return { status: 200, headers: { "content-type": "image/svg+xml" }, body };
  }
  return undefined;
}
