/**
 * The words that are selected in a document, and where they stand on the screen. Changes nothing.
 */

import { type Box, overlap } from "./place";

export interface Selected {
  readonly text: string;
  /** What is in view of it, line by line; where nothing is, a place at the top of the view. */
  readonly boxes: readonly Box[];
  /** The element that the words stand in. */
  readonly element: Element;
}

export function selected(document: Document): Selected {
  const inField = selectedInField(document.activeElement);
  if (inField !== null)
    return { ...inField, boxes: inView(document, [inField.element.getBoundingClientRect()]) };
  const selection = document.getSelection();
  const range = selection !== null && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
  const around = range?.commonAncestorContainer;
  return {
    text: selection?.toString() ?? "",
    boxes: inView(document, range === null ? [] : [...range.getClientRects()]),
    element: (around instanceof Element ? around : around?.parentElement) ?? document.documentElement,
  };
}

/** Fields keep a selection of their own. That of a password is nobody's business, and looks like none. */
function selectedInField(element: Element | null): { text: string; element: Element } | null {
  if (!(element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement)) return null;
  if (element.type === "password") return { text: "", element };
  const { selectionStart, selectionEnd } = element;
  if (selectionStart === null || selectionEnd === null || selectionStart === selectionEnd) return null;
  return { text: element.value.slice(selectionStart, selectionEnd), element };
}

function inView(document: Document, boxes: readonly Box[]): readonly Box[] {
  const { clientWidth: width, clientHeight } = document.documentElement;
  // In quirks mode the root reports its whole height.
  const view = { left: 0, top: 0, right: width, bottom: Math.min(clientHeight, innerHeight) || innerHeight };
  const seen = boxes
    .filter((box) => box.right > box.left && box.bottom > box.top && overlap(box, view))
    .map((box) => ({
      left: Math.max(box.left, view.left),
      top: Math.max(box.top, view.top),
      right: Math.min(box.right, view.right),
      bottom: Math.min(box.bottom, view.bottom),
    }));
  return seen.length > 0 ? seen : [{ left: width / 3, top: 0, right: width / 3, bottom: 0 }];
}
