// A forum's posts, in phpBB's markup, in a feed by react-virtuoso: posts on a site that no adapter knows.
//
// Bundled for the page by ./index.mjs. In: window.POSTS. Must never know of: the extension, the tests.

import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { Virtuoso } from "react-virtuoso";

const profile = (author) => ({ href: `./memberlist.php?mode=viewprofile&u=${author}` });

function Rank({ author }) {
  return createElement(
    "dl",
    { className: "postprofile" },
    createElement(
      "dt",
      null,
      createElement(
        "a",
        { ...profile(author), className: "avatar" },
        createElement("img", { alt: "User avatar" }),
      ),
      createElement("a", { ...profile(author), className: "username" }, author),
    ),
    createElement("dd", { className: "profile-rank" }, "Old hand"),
    createElement(
      "dd",
      { className: "profile-joined" },
      createElement("strong", null, "Joined:"),
      " Thu Oct 04, 2018 8:12 pm",
    ),
  );
}

function Body({ id, author, text }) {
  return createElement(
    "div",
    { className: "postbody" },
    createElement("h3", null, createElement("a", { href: `./viewtopic.php?p=${id}#p${id}` }, "Re: Bread")),
    createElement(
      "ul",
      { className: "post-buttons" },
      createElement("li", null, createElement("a", { href: `./posting.php?p=${id}` }, "Quote")),
    ),
    createElement(
      "p",
      { className: "author" },
      "by ",
      createElement(
        "strong",
        null,
        createElement("a", { ...profile(author), className: "username" }, author),
      ),
      " » Wed Oct 08, 2025 9:15 am",
    ),
    createElement("div", { className: "content" }, text),
    createElement("div", { className: "signature" }, "Every loaf counts."),
  );
}

const Item = ({ item: { id }, context: _, ...props }) =>
  createElement("div", { ...props, id: `p${id}`, className: "post bg1" });

createRoot(document.querySelector("#list")).render(
  createElement(Virtuoso, {
    useWindowScroll: true,
    data: window.POSTS,
    computeItemKey: (_index, { id }) => id,
    components: { Item },
    itemContent: (_index, post) =>
      createElement("div", { className: "inner" }, createElement(Rank, post), createElement(Body, post)),
  }),
);
