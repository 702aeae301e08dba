/**
 * Whether an element stands on a light or a dark ground, by what the page really paints behind it, and not by the system's theme.
 */

import { parentOf } from "./tree";

export type Ground = "light" | "dark";

/** As dark as this, white contrasts with it better than black does. */
const DARK_BELOW = 0.179;
const OPAQUE_FROM = 0.5;
/** What most elements have: there is nothing to parse. */
const CLEAR = "rgba(0, 0, 0, 0)";

export function groundOf(element: Element): Ground {
  for (let at: Element | null = element; at !== null; at = around(at)) {
    const computed = getComputedStyle(at).backgroundColor;
    if (computed === CLEAR) continue;
    const colour = parseColour(computed);
    if (colour !== null && colour.alpha >= OPAQUE_FROM)
      return colour.luminance < DARK_BELOW ? "dark" : "light";
  }
  return canvasGround(element.ownerDocument);
}

/** The element that paints what `element` stands on: in the tree as it is shown, shadow trees included. */
function around(element: Element): Element | null {
  if (element instanceof HTMLFormElement) return parentOf(element);
  if (element.assignedSlot !== null) return element.assignedSlot;
  const parent = parentOf(element);
  if (parent !== null) return parent;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

/** What the browser itself paints where the page paints nothing. */
function canvasGround(document: Document): Ground {
  const schemes = getComputedStyle(document.documentElement).colorScheme;
  if (!schemes.includes("dark")) return "light";
  return !schemes.includes("light") || matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Computed colours are `rgb()`, `color()`, or spaces that begin with their lightness. */
function parseColour(computed: string): { luminance: number; alpha: number } | null {
  const [, space = "", rest = ""] =
    /^([a-z]+)\((?:srgb(?:-linear)? |display-p3 )?(.*)\)$/.exec(computed) ?? [];
  const numbers = rest.match(/[\d.e+-]+/g)?.map(Number) ?? [];
  const [first, second, third, alpha = 1] = numbers;
  if (first === undefined || second === undefined || third === undefined) return null;
  switch (space) {
    case "rgb":
    case "rgba":
      return { luminance: luminance(first / 255, second / 255, third / 255), alpha };
    case "color":
      return { luminance: luminance(first, second, third), alpha };
    case "lab":
    case "lch":
      return { luminance: (first / 100) ** 3, alpha };
    case "oklab":
    case "oklch":
      return { luminance: first ** 3, alpha };
    default:
      return null;
  }
}

function luminance(red: number, green: number, blue: number): number {
  const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
