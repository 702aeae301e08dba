// Long timelines as virtual lists from npm make them, at sites' own addresses and with their markup.
//
//   const tab = await browser.open(await feedPage(FEEDS[0], posts));
//
// In: posts, each with `id`, `author`, `text`. Out: a page for the harness. Must never know of: browsers, the extension.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** `post`: the selector of whole posts, `id`: where a post's id stands in it. `scroller`: what scrolls, or null for the window. */
export const FEEDS = [
  {
    name: "recycled",
    list: "@tanstack/virtual-core",
    url: "https://bsky.app/",
    post: '[data-testid^="feedItem-by-"]',
    id: ["a.time", "href", "/post/(\\d+)$"],
    scroller: "#scroller",
  },
  {
    name: "rewritten",
    list: "clusterize.js",
    url: "https://stocktwits.com/",
    post: '[data-testid^="message-"]',
    id: [null, "data-testid", "-(\\d+)$"],
    scroller: "#scroller",
  },
  {
    name: "mounted",
    list: "react-virtuoso",
    url: "https://x.com/home",
    post: 'article[data-testid="tweet"]',
    id: ["a:has(time)", "href", "/status/(\\d+)$"],
    scroller: null,
  },
];

const STYLE = `
  body { margin: 0; font: 15px/1.4 sans-serif; overflow-anchor: none; }
  #scroller { height: 100vh; overflow-y: auto; position: relative; }
  #list { position: relative; }
  .row { padding: 8px 16px; border-bottom: 1px solid #ccc; box-sizing: border-box; width: 100%; }
  [data-index].row { position: absolute; top: 0; left: 0; }
  [data-testid^="message-"].row { height: 160px; overflow: hidden; }
  .text { white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/** One on a site that no adapter knows. */
export const FORUM = {
  name: "forum",
  list: "react-virtuoso",
  url: "https://harbour.example/viewtopic.php?t=1",
  post: ".post",
  id: [null, "id", "^p(\\d+)$"],
  scroller: null,
};

/** The page of a feed; it counts what breaks its policy or throws. */
export async function feedPage({ name, url, scroller }, posts) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`${name}.mjs`, import.meta.url))],
    bundle: true,
    minify: true,
    format: "iife",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
    write: false,
  });
  const list = '<div id="list"></div>';
  const body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Feed</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body>${scroller === null ? list : `<div id="scroller">${list}</div>`}
<script>window.POSTS = ${inScript(JSON.stringify(posts))};</script>
<script>${inScript(outputFiles[0].text)}</script></body></html>`;
  return { url, body };
}

const inScript = (source) => source.replaceAll("</", "<\\/");
