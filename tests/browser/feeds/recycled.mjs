// Bluesky's posts in a feed by @tanstack/virtual-core that recycles its nodes: a post that comes into view takes over the element and
// the very text node of one that went.
//
// Bundled for the page by ./index.mjs. In: window.POSTS. Must never know of: the extension, the tests.

import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";

const scroller = document.querySelector("#scroller");
const list = document.querySelector("#list");
const pool = [];
const shown = new Map();

function make() {
  const node = document.createElement("div");
  node.className = "row";
  node.innerHTML =
    '<a class="time">now</a><div data-testid="postText" data-word-wrap="1" class="text"></div><button>Reply</button>';
  node.querySelector(".text").append("");
  list.append(node);
  return node;
}

function fill(node, { index, start }) {
  const { id, author, text } = window.POSTS[index];
  node.dataset.index = index;
  node.dataset.testid = `feedItem-by-${author}`;
  node.style.transform = `translateY(${start}px)`;
  const [link, words] = node.children;
  link.href = `/profile/${author}/post/${id}`;
  if (words.firstChild.data !== text) words.firstChild.data = text;
}

function render() {
  const items = virtualizer.getVirtualItems();
  const wanted = new Set(items.map(({ index }) => index));
  for (const [index, node] of shown) {
    if (wanted.has(index)) continue;
    shown.delete(index);
    node.style.transform = "translateY(-9999px)"; // still there, out of sight
    pool.push(node);
  }
  for (const item of items) {
    const node = shown.get(item.index) ?? pool.pop() ?? make();
    shown.set(item.index, node);
    fill(node, item);
  }
  list.style.height = `${virtualizer.getTotalSize()}px`;
  for (const node of shown.values()) virtualizer.measureElement(node);
}

const virtualizer = new Virtualizer({
  count: window.POSTS.length,
  estimateSize: () => 120,
  overscan: 5,
  getScrollElement: () => scroller,
  observeElementRect,
  observeElementOffset,
  scrollToFn: elementScroll,
  onChange: render,
});
virtualizer._didMount();
virtualizer._willUpdate();
render();
