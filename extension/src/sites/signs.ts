/**
 * What tells the parts of a post apart on a site that nobody knows: by roles, microdata, microformats, common attributes, and by the
 * names that forum and feed software agree on.
 *
 * Selectors, and what a text says of itself. Never changes a page, and never judges words.
 */

/** When something was written. Software without an element for it writes the time as plain text: see `saysWhen`. */
export const TIME =
  'time, relative-time, time-ago, .dt-published, .published, .age, .date, [itemprop~="datePublished"], [data-time], ' +
  '[class*="timestamp" i], [class*="relative-date"], [class*="post-date"], [class*="postdate" i]';

/** Who wrote something, or is spoken of. Links first by their kind, and only then by each way to write an address: it is asked of every element. */
const PERSON = [
  ...["/@", "/user/", "/users/", "/u/", "/profile/", "/member/", "/members/", "/people/"],
  ...["member.php", "memberlist.php", "action=profile"],
]
  .map((path) => `[href*="${path}"]`)
  .join(", ");
export const AUTHOR = [
  ".p-author",
  '[rel~="author"]',
  '[itemprop~="author"]',
  "[data-user-card]",
  '[data-hovercard-type="user"]',
  '[class]:is([class*="author" i], [class*="username" i], [class*="hnuser"])',
  `a[href]:is(${PERSON})`,
].join(", ");

/** A cell with a border of its own, as boards that are laid out in tables draw a quote: nothing else tells it. */
const QUOTE_CELL = 'td[style*="1px inset"]';

/** Somebody else's words inside a post. */
const QUOTE_BOX = `aside.quote, ${QUOTE_CELL}, :is(div, section, table):is([class~="quote"], [class$="_quote"], [class*="_quote "], [data-quote])`;
export const QUOTE = `${QUOTE_BOX}, blockquote:not([class*="signature" i], :is(${QUOTE_BOX}) > *)`;

/** What a quote says of whose words it holds; and that it is one. */
export const QUOTE_HEAD =
  `${QUOTE_CELL} > :has(> strong):has(+ *), div:has(+ table ${QUOTE_CELL}), ` +
  `:is(blockquote, ${QUOTE_BOX}) > :is(cite, header, :is([class~="title"], [class*="-title"], [class*="postedby"])), ` +
  `:is(blockquote, ${QUOTE_BOX}) > * > :is(cite, [class*="postedby"])`;

/** A link around an image and a title, and the boxes in which software shows what stands behind a link. */
const CARD =
  "a:has(div, p, section, article, header, figure, h1, h2, h3, h4, h5, h6), .onebox, [data-unfurl], [class*='link-preview' i]";

/** What readers operate. */
export const CONTROL =
  "button, select, textarea, input:not([type='hidden']), [role='button'], [role='menu'], [role='toolbar']";

/** What says who and when, or can be operated. */
export const FURNISHING = `${AUTHOR}, ${TIME}, ${CONTROL}`;

/** What stands around a post's own words, or among them. */
export const FURNITURE = `footer, nav, aside, form, figcaption, [class*="signature" i], ${TIME}, ${QUOTE_HEAD}, ${CARD}`;

/** What never holds a feed. */
export const OUTSIDE =
  "nav, body > header, body > footer, dialog, [role='navigation'], [role='dialog'], [role='banner'], [role='contentinfo']";

const WHEN = [
  /\b\d{1,2}:\d{2}\b/, // a clock
  /\b\d{1,4}([-/.])\d{1,2}\1\d{1,4}\b/, // a date in numbers
  /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? \d|\d\.? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i,
  /^\W*\d+\s?(?:s|m|h|d|w|mo|y|secs?|mins?|hrs?)\W*$/i,
  /^\W*(?:\w+ ){0,2}(?:\d+|an?) (?:second|minute|hour|day|week|month|year)s?(?: ago)?\W*$|^\W*(?:yesterday|today|just now)\b/i,
  /\d\s?\p{L}{1,2}前|\d\s?\p{L}{1,2}\s전|\d年|\d월/u,
];
const LONGEST_WHEN = 60;

/** Whether a text is a time, written as text. */
export function saysWhen(text: string): boolean {
  return text.length <= LONGEST_WHEN && WHEN.some((pattern) => pattern.test(text));
}

/** Whether an element begins with a line of dashes, which sets a signature apart where nothing else does. */
export function isSetApart({ firstChild }: Element): boolean {
  return firstChild instanceof Text && /^\s*[_\-–—]{5,}\s*$/.test(firstChild.data);
}

/** Whether an element holds a time, as an element or as a text. */
export function hasTime(element: Element): boolean {
  if (element.querySelector(TIME) !== null) return true;
  const texts = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    if (saysWhen((text.nodeValue ?? "").trim())) return true;
  }
  return false;
}
