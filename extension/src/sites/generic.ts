/** Any page that marks up its posts as articles: the extension's own sample page, and sites without an adapter of their own. */

import type { Adapter } from "./adapter";

export const generic: Adapter = {
  id: "generic",
  name: "Articles",
  hosts: [],
  wasm: "unknown",
  posts: ['article, [role="article"], .h-entry'],
  text: ['.e-content, [itemprop~="articleBody"]', "p, blockquote, li"],
  wholePost: true,
  skip: "header, footer, nav, aside, form, time, figcaption",
  postId: (post) => post.id || null,
  author: (post) =>
    post.querySelector('.p-author, [rel~="author"], [itemprop~="author"]')?.textContent ?? null,
  provenance: "The HTML and ARIA standards, microformats2 and schema.org.",
};
