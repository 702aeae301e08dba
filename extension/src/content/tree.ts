/**
 * What the tree says of an element, whatever the page has named the fields of its forms: in Chromium `<input name="closest">` hides
 * its form's own `closest`, for extensions too.
 *
 * For elements of any kind, wherever they come from: what arrived, what changed, what stands around a post. Posts are never forms.
 */

export function closest(element: Element, selector: string): Element | null {
  return Element.prototype.closest.call(element, selector);
}

export function find(element: Element, selector: string): Element | null {
  return Element.prototype.querySelector.call(element, selector);
}

export function findAll(element: Element, selector: string): Element[] {
  return [...Element.prototype.querySelectorAll.call(element, selector)];
}

export function matches(element: Element, selector: string): boolean {
  return Element.prototype.matches.call(element, selector);
}

export function parentOf(node: Node): Element | null {
  return Reflect.get(Node.prototype, "parentElement", node);
}

export function idOf(element: Element): string {
  return Element.prototype.getAttribute.call(element, "id") ?? "";
}

export function isInPage(node: Node): boolean {
  return Reflect.get(Node.prototype, "isConnected", node);
}
