/**
 * Tells an interface's own words from those of the writer, on any site: controls, counters, and words that are there for screen
 * readers alone.
 *
 * In: an element inside a post's text. Out: whether what it holds is nobody's words. Words that are folded away or hidden as a spoiler
 * are the writer's all the same.
 */

const NEVER_READ = new Set([
  "SCRIPT",
  "STYLE",
  "NOSCRIPT",
  "TEMPLATE",
  "BUTTON",
  "SELECT",
  "TEXTAREA",
  "svg",
]);

/**
 * A link may have that role, and a spoiler, which hides its words from some: a control says what it is by its words. An image in it shows an
 * emoji.
 */
const BUTTON = '[role="button"]:not(a[href], [aria-expanded], [aria-label], :has(img, [aria-hidden="true"]))';
const TOOLTIP = '[role="tooltip"], [role="menu"]';
const CONTROL = `${BUTTON}, ${TOOLTIP}`;

/** "1/3", put together from pieces: a writer's own would be one text. */
const COUNTER = /^\d{1,3}\s*[/⁄]\s*\d{1,3}$/;
const LONGEST_COUNTER = 9;
/** Two or three elements, and what their words and the spaces around them stand in. */
const MOST_COUNTER_NODES = 16;

export function isInterface(element: Element): boolean {
  // A form's own properties may be hidden behind its fields: it is known by its kind.
  if (element instanceof HTMLFormElement || NEVER_READ.has(element.tagName)) return true;
  if (element.hasAttribute("role")) return element.matches(CONTROL);
  // "Click to expand": a link that leads nowhere, and says nothing of itself.
  if (element.localName === "a" && element.attributes.length === 0) return true;
  return isCounter(element) || isForScreenReaders(element);
}

function isCounter(element: Element): boolean {
  if (element.childElementCount < 2 || element.childElementCount > 3) return false;
  // Elements stand in elements: to read the whole text of each would be to read the innermost words once for each of them.
  const nodes = element.ownerDocument.createTreeWalker(element);
  let text = "";
  for (let left = MOST_COUNTER_NODES; nodes.nextNode() !== null; left -= 1) {
    if (left === 0 || text.length > LONGEST_COUNTER) return false;
    if (nodes.currentNode instanceof Text) text += nodes.currentNode.data;
  }
  return text.length <= LONGEST_COUNTER && COUNTER.test(text.trim());
}

/** Cut away by its style to nothing, in the one way that screen readers do not mind. */
function isForScreenReaders(element: Element): boolean {
  if (!element.hasAttribute("class") && !element.hasAttribute("style")) return false;
  const style = getComputedStyle(element);
  if (style.position !== "absolute" && style.position !== "fixed") return false;
  return (
    /^rect\((?:[01]px,? ?){4}\)$/.test(style.clip) ||
    /^inset\((?:50|100)%/.test(style.clipPath) ||
    (style.overflow !== "visible" &&
      Number.parseFloat(style.width) <= 1 &&
      Number.parseFloat(style.height) <= 1)
  );
}
