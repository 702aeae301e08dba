/**
 * Listens to what happens in a page, and not to what the page's own scripts pretend: only events of the browser count.
 */

export function listen<E extends Event>(
  target: EventTarget,
  type: string,
  hear: (event: E) => void,
  options: AddEventListenerOptions & { readonly signal: AbortSignal },
): void {
  target.addEventListener(
    type,
    (event) => {
      if (event.isTrusted) hear(event as E);
    },
    options,
  );
}
