// X's posts in a feed by react-virtuoso: React mounts a post that comes into view and unmounts one that goes; the window scrolls.
//
// Bundled for the page by ./index.mjs. In: window.POSTS. Must never know of: the extension, the tests.

import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { Virtuoso } from "react-virtuoso";

function Post({ id, author, text }) {
  return createElement(
    "article",
    { "data-testid": "tweet", role: "article", className: "row" },
    createElement(
      "div",
      { "data-testid": "User-Name" },
      createElement("a", { href: `/${author}` }, author),
      createElement("a", { href: `/${author}/status/${id}` }, createElement("time", null, "now")),
    ),
    createElement(
      "div",
      { "data-testid": "tweetText", className: "text" },
      createElement("span", null, text),
    ),
    createElement("button", { type: "button" }, "Reply"),
  );
}

createRoot(document.querySelector("#list")).render(
  createElement(Virtuoso, {
    useWindowScroll: true,
    totalCount: window.POSTS.length,
    computeItemKey: (index) => window.POSTS[index].id,
    itemContent: (index) => createElement(Post, window.POSTS[index]),
  }),
);
