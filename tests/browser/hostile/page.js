// A page that fights: it redefines what scripts are built on, styles everything, floods the tree, and takes the card away.
//
// For ../hostile.test.mjs. At war from its first line until something is marked; then it rests, so that a test can look, and asks for
// https://peace.example/. Keys: F2 begins the war anew, F4 ends it. Must never know of: the extension, but for the names that its
// page can see.

(() => {
  const real = { Error, Reflect, requestAnimationFrame, all: Document.prototype.querySelectorAll };
  const broken = [];
  const targets = {
    window:
      "Array Map Set WeakMap Promise Highlight StaticRange Range MutationObserver IntersectionObserver WebAssembly TextEncoder CSSStyleSheet requestAnimationFrame getComputedStyle matchMedia setTimeout",
    "Array.prototype":
      "map filter some every push includes flatMap sort slice join at find forEach toReversed toSorted reverse",
    "String.prototype": "slice trim includes startsWith endsWith replace replaceAll charCodeAt substring",
    Object: "entries fromEntries keys hasOwn",
    Reflect: "get apply",
    "Map.prototype": "get set has delete clear",
    "Set.prototype": "add has delete clear",
    "Promise.prototype": "then catch finally",
    "Element.prototype":
      "closest matches querySelector querySelectorAll attachShadow setAttribute removeAttribute hasAttribute getAttribute getBoundingClientRect append remove",
    "Node.prototype": "contains getRootNode appendChild removeChild compareDocumentPosition",
    "Document.prototype":
      "createElement createRange querySelector querySelectorAll elementFromPoint createTreeWalker",
    "Range.prototype": "setStart setEnd getClientRects",
    "HighlightRegistry.prototype": "set get has delete clear",
    "Highlight.prototype": "add delete",
    "HTMLElement.prototype": "showPopover hidePopover focus",
    "CSSStyleSheet.prototype": "replaceSync",
    "CSSStyleDeclaration.prototype": "setProperty",
    "MutationObserver.prototype": "observe disconnect",
    "IntersectionObserver.prototype": "observe unobserve disconnect",
    "EventTarget.prototype": "addEventListener removeEventListener dispatchEvent",
    Intl: "Segmenter",
    "Performance.prototype": "now",
  };
  for (const path of Object.keys(targets)) {
    const owner = path.split(".").reduce((at, name) => (name === "window" ? at : at[name]), window);
    for (const name of targets[path].split(" ")) {
      broken.push({ owner, name, before: Object.getOwnPropertyDescriptor(owner, name) });
    }
  }
  const { defineProperty } = Object;
  const fight = () => {
    for (let at = 0; at < broken.length; at += 1) {
      const { owner, name } = broken[at];
      defineProperty(owner, name, {
        configurable: true,
        value() {
          throw new real.Error(`the page has broken ${name}`);
        },
      });
    }
  };
  const rest = () => {
    for (let at = 0; at < broken.length; at += 1) {
      const { owner, name, before } = broken[at];
      defineProperty(owner, name, before);
    }
  };

  const page = { errors: [], escapes: 0, taken: 0, take: "nothing", frames: 0, done: false };
  window.page = page;
  window.addEventListener("error", (event) => page.errors.push(String(event.message)));
  window.addEventListener("keydown", (event) => {
    if (event.key === "F2") fight();
    if (event.key === "F4") rest();
    if (event.key === "Escape") page.escapes += 1;
  });

  // Takes the card out of the page, or out of its place, as soon as it comes.
  new MutationObserver(() => {
    const card = document.querySelector("html > [popover]");
    if (card === null || page.take === "nothing") return;
    page.taken += 1;
    if (page.take === "remove") card.remove();
    else document.body.prepend(card);
  }).observe(document.documentElement, { childList: true });

  /** Ten thousand mutations a second of every kind, `total` of them or until `page.enough`; counts the frames that the page got meanwhile. */
  page.flood = (total) => {
    const posts = [...document.querySelectorAll("article")];
    const rubble = document.createElement("div");
    document.body.append(rubble);
    const kinds = [
      (n) => {
        rubble.textContent = `rubble ${n}`;
      },
      (n) => {
        rubble.firstChild.data = `more rubble ${n}`;
      },
      () => rubble.append(document.createElement("article")),
      (n) => {
        posts[n % posts.length].querySelector("button").textContent = `Like ${n}`;
      },
      (n) => document.documentElement.style.setProperty("--flood", String(n)),
      (n) => document.body.setAttribute("data-flood", String(n)),
    ];
    page.frames = 0;
    page.done = false;
    const start = performance.now();
    let made = 0;
    const frame = () => {
      page.frames += 1;
      const due = Math.min(total, (performance.now() - start) * 10);
      for (; made < due; made += 1) kinds[made % kinds.length](made);
      if (made < total && !page.enough) requestAnimationFrame(frame);
      else {
        rubble.remove();
        page.done = true;
      }
    };
    requestAnimationFrame(frame);
  };

  // Deeper than a parser goes.
  for (const outermost of document.querySelectorAll("[data-depth]")) {
    const words = outermost.firstChild;
    let innermost = outermost;
    for (let depth = 1; depth < Number(outermost.dataset.depth); depth += 1) {
      innermost = innermost.appendChild(document.createElement("span"));
    }
    innermost.append(words);
  }

  // Forms in a form, which a parser does not make.
  for (const around of document.querySelectorAll("[data-fields]:not([data-fields=''])")) {
    const form = document.createElement("form");
    for (const name of around.dataset.fields.split(" ")) {
      const field = document.createElement("input");
      [field.type, field.name] = ["hidden", name];
      form.append(field);
    }
    Element.prototype.append.call(form, ...around.childNodes);
    around.replaceWith(form);
  }

  fight();
  const marked = () => {
    if (real.all.call(document, "article[data-hypelint]").length > 0) {
      rest();
      new Image().src = "https://peace.example/";
    } else {
      real.requestAnimationFrame.call(window, marked);
    }
  };
  real.requestAnimationFrame.call(window, marked);
})();
