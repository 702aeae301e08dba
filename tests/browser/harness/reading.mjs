// What the extension's own code reads on a page: adapters and reader, bundled from their source, and run inside the page.
//
// For: which posts there are, and each one's own text, author and id, of posts without a mark, too: marks do not show them; and how
// much each of the adapter's selectors finds.
// In: extension/src/. Out: a function for `tab.evaluate`, as source; the adapters themselves. Must never know of: browsers, what stands on a page.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const READ = `
  import { Posts } from "./content/posts";
  import { adapterFor } from "./sites/index";
  import { recognise } from "./sites/recognise";

  const adapter = adapterFor(location.href) ?? recognise(document);
  const posts = new Posts(adapter, adapter.id);
  posts.settle(document);
  // As a person reads it: where the source breaks its lines says nothing.
  const seen = (text) => text.replace(/\\s*\\n\\s*/g, "\\n").replace(/[^\\S\\n]+/g, " ").trim();
  const all = posts.around(document.documentElement).flatMap((post) => {
    const text = posts.read(post)?.reading.text;
    if (text === undefined) return [];
    const told = { id: adapter.postId(post), author: adapter.author(post)?.trim() ?? null, text: seen(text) };
    return { told, isMarked: post.hasAttribute("data-hypelint") };
  });
  export const read = all.map(({ told }) => told);
  export const matches = Object.groupBy(posts.census(document), ({ part }) => part);
  export const marked = all.flatMap(({ told, isMarked }) => (isMarked ? [told.text] : []));
`;

async function bundle(contents, format) {
  const { outputFiles } = await build({
    stdin: {
      contents,
      loader: "ts",
      resolveDir: fileURLToPath(new URL("../../../extension/src/", import.meta.url)),
    },
    bundle: true,
    charset: "utf8",
    format,
    globalName: "reading",
    write: false,
  });
  return outputFiles[0].text;
}

const reading = await bundle(READ, "iife");

/** Every post of the page that says something: its id, author and own text. */
export const readPosts = `() => { ${reading}; return reading.read; }`;

/** The own texts of those that are marked, in the order of the page. */
export const readMarked = `() => { ${reading}; return reading.marked; }`;

/** For posts, quotes and text: how much each of the adapter's selectors finds, in their order. */
export const readMatches = `() => {
  ${reading};
  const counts = Object.entries(reading.matches).map(([part, found]) => [part, found.map(({ found }) => found)]);
  return Object.fromEntries(counts);
}`;

const sites = await bundle('export { ADAPTERS, adapterFor } from "./sites/index";', "esm");
export const { ADAPTERS, adapterFor } = await import(`data:text/javascript,${encodeURIComponent(sites)}`);
