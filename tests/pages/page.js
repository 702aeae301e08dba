// What every page of this folder does besides standing still.
//
// For: the site's own script, as far as the tests need one: theme, a post that comes later, a text that changes, a page's own
// Escape handler, and a record of everything that somebody else does to the tree.
// In: the theme from the address (#dark or ?theme=dark), events on `document`: page:append, page:change, page:theme, page:wipe.
// Out: `window.page`, which the tests read.
// Must never know of: the extension.

const page = {
  /** The document as the site made it, before anybody else could touch it. */
  pristine: "",
  /** Nodes and attributes that somebody else added, removed or changed. */
  foreign: [],
  violations: [],
  errors: [],
  escapes: 0,
};
window.page = page;

document.addEventListener("securitypolicyviolation", (event) => {
  page.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
window.addEventListener("error", (event) => page.errors.push(String(event.message)));
window.addEventListener("unhandledrejection", (event) => page.errors.push(String(event.reason)));
window.addEventListener("keydown", (event) => {
  if (event.key === "Escape") page.escapes += 1;
});

function setTheme(dark) {
  const root = document.documentElement;
  root.dataset.theme = dark ? "dark" : "light";
  if (document.body.dataset.signal === "background") {
    document.body.style.backgroundColor = dark ? "rgb(0, 0, 0)" : "rgb(255, 255, 255)";
  }
  if (document.body.classList.contains("app-body")) root.dataset.colorScheme = dark ? "dark" : "light";
  for (const [light, night] of [
    ["theme--light", "theme--dark"],
    ["theme-light", "theme-dark"],
    ["light", "dark"],
  ]) {
    if (root.classList.contains(light) || root.classList.contains(night)) {
      root.classList.toggle(light, !dark);
      root.classList.toggle(night, dark);
    }
  }
}

const list = document.querySelector(document.querySelector("template#late").dataset.into);
const first = list.firstElementChild;
const firstAsMade = first.cloneNode(true);

const changes = {
  /** The site loads one more post. */
  "page:append": () => {
    const late = document.querySelector("template#late");
    document.querySelector(late.dataset.into).append(document.importNode(late.content, true));
  },
  /** The reader opens a long or hidden text: the site replaces what it shows. */
  "page:change": () => {
    const changed = document.querySelector("template#changed");
    document.querySelector(changed.dataset.for).replaceChildren(document.importNode(changed.content, true));
  },
  /** The reader scrolls away from the first post, and the site throws its nodes away... */
  "page:unmount": () => first.remove(),
  /** ...and builds them anew on the way back. */
  "page:mount": () => list.prepend(firstAsMade.cloneNode(true)),
  "page:theme": () => setTheme(document.documentElement.dataset.theme !== "dark"),
  /** A site that paints highlights of its own may clear the registry. */
  "page:wipe": () => CSS.highlights.clear(),
};

/** What of a record matters: where, and what was added, removed or changed. */
function told(record) {
  const names = (nodes) => [...nodes].map((node) => node.outerHTML ?? node.nodeValue);
  return {
    kind: record.type,
    inBody: record.target === document.body || document.body.contains(record.target.getRootNode().host ?? record.target),
    target: record.target.nodeName,
    attribute: record.attributeName,
    added: names(record.addedNodes),
    removed: names(record.removedNodes),
  };
}
const observer = new MutationObserver((records) => page.foreign.push(...records.map(told)));
const everything = { subtree: true, childList: true, attributes: true, characterData: true };

setTheme(location.hash === "#dark" || new URLSearchParams(location.search).get("theme") === "dark");
page.pristine = document.documentElement.outerHTML;
observer.observe(document, everything);
for (const host of document.querySelectorAll("shreddit-post")) observer.observe(host.shadowRoot, everything);

for (const [name, change] of Object.entries(changes)) {
  document.addEventListener(name, () => {
    page.foreign.push(...observer.takeRecords().map(told));
    change();
    observer.takeRecords();
  });
}
