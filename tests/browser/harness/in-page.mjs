// What the tests ask a page: functions that run inside it, where they see nothing but their arguments.
//
// They look at the page from outside of the extension: the highlight registry, the tree, window.page (tests/pages/page.js).
// Must never know of: browsers, the harness, the extension's code.

/** Calls `visit` with every marked range that is one of ours, and its category. */
export function eachMark(visit) {
  // Iterating a Highlight throws in Firefox where the page did not make it; forEach works in both browsers.
  CSS.highlights.forEach((highlight, name) => {
    const category = /^hypelint-(pump|claim)/.exec(name)?.[1];
    if (!category) return;
    highlight.forEach((mark) => {
      visit(mark, category);
    });
  });
}

/** The id of the innermost post that holds `node`; what is no post comes under a name of its own. */
export function postOf(posts, node) {
  if (!node.isConnected) return "a removed post";
  const holders = posts
    .flatMap(({ id, at }) => [...document.querySelectorAll(at)].map((element) => ({ id, element })))
    .filter(({ element }) => element.contains(node));
  const innermost = holders.find(
    ({ element }) => !holders.some((other) => other.element !== element && element.contains(other.element)),
  );
  return innermost?.id ?? "no post";
}

/** A mark as a live range, whichever kind it was painted with. */
export function asRange(mark) {
  const range = document.createRange();
  range.setStart(mark.startContainer, mark.startOffset);
  range.setEnd(mark.endContainer, mark.endOffset);
  return range;
}

/** What a reader sees of an element: no text that is hidden. */
export function shown(element) {
  return element.innerText;
}

/** The same value with the names of its objects in order: browsers keep what is stored in orders of their own. */
export function sorted(value) {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}

/** What the functions below share, and those of tests may use: runs in the page ahead of them. */
export const PRELUDE = [eachMark, postOf, asRange, shown, sorted].join("\n");

/** For each post that bears marks, the marked texts of each category, in the order of the document. `posts`: [{id, at}]. */
export function readMarks(posts) {
  const found = [];
  eachMark((mark, category) =>
    found.push({ id: postOf(posts, mark.startContainer), category, range: asRange(mark) }),
  );
  found.sort((a, b) => a.range.compareBoundaryPoints(Range.START_TO_START, b.range));
  const marks = {};
  for (const { id, category, range } of found) {
    marks[id] ??= {};
    marks[id][category] ??= [];
    const text = range.toString();
    // The words that an open card speaks of are painted twice.
    if (!marks[id][category].includes(text)) marks[id][category].push(text);
  }
  return marks;
}

/** Which posts bear marks, in which categories: "id: pump", sorted; false while they are fewer than `least`. */
export function readFlagged(posts, least = 0) {
  const flagged = new Set();
  eachMark((mark, category) => flagged.add(`${postOf(posts, mark.startContainer)}: ${category}`));
  return flagged.size >= least && [...flagged].sort();
}

/** The categories of all marks on the page. */
export function readCategories() {
  const categories = new Set();
  eachMark((_mark, category) => categories.add(category));
  return [...categories].sort();
}

/** The names under which our marks are registered, without that of the page's own sheet. */
export function readNames() {
  const names = new Set();
  CSS.highlights.forEach((highlight, name) => {
    if (highlight.size > 0 && name.startsWith("hypelint-")) names.add(name.replace(/-[0-9a-f]{16}$/, ""));
  });
  return [...names].sort();
}

/** The posts that bear the attribute of a flagged post. */
export function readBars(posts) {
  const bears = (element) => element.getAttributeNames().some((name) => name.startsWith("data-hypelint"));
  return posts.filter(({ at }) => [...document.querySelectorAll(at)].some(bears)).map(({ id }) => id);
}

/** A point on the first line of a post's first mark, in the viewport; undefined while the post bears none. */
export function markPoint(posts, id) {
  let point;
  eachMark((mark) => {
    if (point || postOf(posts, mark.startContainer) !== id) return;
    const points = [...asRange(mark).getClientRects()]
      .filter(({ width, height }) => width > 4 && height > 4)
      .map(({ x, y, width, height }) => ({ x: x + Math.min(width / 2, 20), y: y + height / 2 }));
    // What stands beside the window cannot be pointed at.
    point = points.find(({ x }) => x >= 0 && x < innerWidth);
  });
  return point;
}

/** The open card: its text, or null. It stands in an open shadow root outside of the body. */
export function readCard() {
  for (const host of document.documentElement.children) {
    if (host === document.head || host === document.body || !host.shadowRoot) continue;
    if (!host.matches(":popover-open")) continue;
    return [...host.shadowRoot.children]
      .filter((child) => child.localName !== "style" && child.ariaLive === null)
      .map(shown)
      .join("\n");
  }
  return null;
}

/** What the open card says to those who do not see it; empty until it has said so. */
export function readAnnounced() {
  return (
    document.querySelector("html > :popover-open")?.shadowRoot.querySelector("[aria-live]").textContent ?? ""
  );
}

/** Whether the open card hides any of the words that it speaks of, or reaches out of the window. */
export function readCardPlace() {
  const host = document.querySelector("html > :popover-open");
  const card = host.shadowRoot.firstElementChild.getBoundingClientRect();
  const spoken = [];
  CSS.highlights.forEach((highlight, name) => {
    if (!/^hypelint-(pump|claim)-on/.test(name)) return;
    highlight.forEach((mark) => {
      spoken.push(...asRange(mark).getClientRects());
    });
  });
  const hides = ({ left, right, top, bottom }) =>
    left < card.right - 1 && right > card.left + 1 && top < card.bottom - 1 && bottom > card.top + 1;
  return {
    words: spoken.length > 0,
    hidden: spoken.filter(hides).length,
    inWindow: card.left >= 0 && card.top >= 0 && card.right <= innerWidth && card.bottom <= innerHeight,
  };
}

/** Where every post stands, to the pixel. */
export function readLayout(posts) {
  return posts.map(({ at }) => {
    const { x, y, width, height } = document.querySelector(at).getBoundingClientRect();
    return [x, y + scrollY, width, height];
  });
}

/** Everything that an extension could leave behind in a page; of its tree, where it first differs from what the site made. */
export function readTraces() {
  const now = document.documentElement.outerHTML;
  // On a machine under load posts may be marked before the page has put down what it was.
  const before = window.page.pristine.replace(/ data-hypelint="[^"]*"/g, "");
  let same = 0;
  while (same < now.length && now[same] === before[same]) same += 1;
  const roots = [...document.querySelectorAll("*")]
    .map((element) => element.shadowRoot)
    .filter((root) => root !== null);
  const names = [];
  CSS.highlights.forEach((highlight, name) => {
    names.push(`${name} (${highlight.size})`);
  });
  return {
    treeAsBefore: now === before || now.slice(Math.max(0, same - 200), same + 100),
    highlights: names,
    sheets:
      document.adoptedStyleSheets.length +
      roots.reduce((sum, root) => sum + root.adoptedStyleSheets.length, 0),
    shadowTrees: roots.filter((root) => /hypelint/.test(root.innerHTML)).length,
    globals: Object.keys(window).filter((name) => /hypelint/i.test(name)),
  };
}

export const NO_TRACES = { treeAsBefore: true, highlights: [], sheets: 0, shadowTrees: 0, globals: [] };

/** What somebody else than the page did inside the site's own tree, except for the one attribute that is agreed. */
export function readForeign() {
  return window.page.foreign.filter(
    ({ kind, inBody, attribute }) =>
      inBody && !(kind === "attributes" && attribute.startsWith("data-hypelint")),
  );
}

/** What the page itself noticed. */
export function readComplaints() {
  return { violations: window.page.violations, errors: window.page.errors };
}

/** Makes the page do something: see tests/pages/page.js. */
export function tell(event) {
  document.dispatchEvent(new Event(event));
}
