// StockTwits' messages in a feed by clusterize.js: a whole stretch of the feed is written anew, as HTML, whenever the reader comes to
// its edge.
//
// Bundled for the page by ./index.mjs. In: window.POSTS. Must never know of: the extension, the tests.

import Clusterize from "clusterize.js";

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const rows = window.POSTS.map(
  ({ id, author, text }) =>
    `<div class="row" data-testid="message-${id}"><span aria-label="Username">${author}</span>` +
    `<div class="RichTextMessage_body__4qUeP text">${escaped(text)}</div><button>Reply</button></div>`,
);

new Clusterize({
  rows,
  scrollElem: document.querySelector("#scroller"),
  contentElem: document.querySelector("#list"),
  rows_in_block: 40, // higher than any view of the tests
});
