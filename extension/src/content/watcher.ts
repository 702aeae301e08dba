/**
 * Watches a page for what comes and goes in it, for text and colours that change, and for posts that come near the viewport.
 *
 * In: the document, and the posts to be watched. Out: what has arrived and what has changed, kept until somebody has looked at it: a page tells
 * more in a frame than can be looked at in one. Reads nothing, and never knows what a post is.
 */

import { Card } from "./card";
import { listen } from "./events";
import type { Marks } from "./marks";

/** How far outside the viewport posts are near, so that marks are there before the post is. */
const NEAR = "1200px 0px";
/** Where more than this has come or changed in one frame, to look at everything once is less work. */
const MOST_WAITING = 2000;

export interface WatcherEvents {
  /** There is something to look at, in the next frame. */
  stirs(): void;
  /** What came and changed was not kept, or is too much to be gone through one by one: whatever is near has to be looked at. */
  losesTrack(): void;
  approaches(post: Element, isNear: boolean): void;
}

export class Watcher {
  /** Elements that have come, and nodes with something in them that has changed: to be taken out by whoever has looked at them. */
  readonly arrived = new Set<Element>();
  readonly changed = new Set<Node>();

  /** What is watched. */
  readonly document: Document;
  readonly #marks: Pick<Marks, "under">;
  readonly #events: WatcherEvents;
  #removed = false;
  #recoloured = false;
  #missed = false;
  #listening: AbortController | undefined;

  readonly #mutations = new MutationObserver((records) => this.#note(records));
  readonly #colours = new MutationObserver(() => this.#recolour());
  readonly #nearness = new IntersectionObserver((entries) => this.#approach(entries), {
    rootMargin: NEAR,
    scrollMargin: NEAR, // the same for a timeline that scrolls within the page
  });

  constructor(document: Document, marks: Pick<Marks, "under">, events: WatcherEvents) {
    this.document = document;
    this.#marks = marks;
    this.#events = events;
  }

  start(): void {
    this.#mutations.observe(this.document, { childList: true, characterData: true, subtree: true });
    this.#watchColours();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    listen(this.document, "transitionend", this.#onTransition, { signal, passive: true });
    listen(this.document, "visibilitychange", this.#onVisible, { signal });
    this.#lookAtAll();
  }

  stop(): void {
    this.#mutations.disconnect();
    this.#colours.disconnect();
    this.#nearness.disconnect();
    this.#listening?.abort();
    this.arrived.clear();
    this.changed.clear();
  }

  /** Tells from now on whether a post is near. */
  watch(post: Element): void {
    this.#nearness.observe(post);
  }

  leave(post: Element): void {
    this.#nearness.unobserve(post);
  }

  /** What the page holds now counts as arrived. */
  meetAll(): void {
    this.arrived.clear();
    this.arrived.add(this.document.documentElement);
  }

  /** Whether something has gone since the last look. */
  takeRemoved(): boolean {
    const removed = this.#removed;
    this.#removed = false;
    return removed;
  }

  /** Whether the page has other colours since the last look. */
  takeRecoloured(): boolean {
    const recoloured = this.#recoloured;
    this.#recoloured = false;
    return recoloured;
  }

  #note(records: readonly MutationRecord[]): void {
    // Frames stand still while nobody looks. To keep what comes and goes meanwhile would only pile up; all is looked at afterwards.
    if (this.document.hidden) {
      this.#missed = true;
      return;
    }
    const { documentElement } = this.document;
    for (const { target, addedNodes, removedNodes } of records) {
      if (target === documentElement && (isOurs(addedNodes) || isOurs(removedNodes))) continue;
      const removed = removedNodes.length > 0;
      if (removed) this.#removed = true;
      // Elements that came to where they are say by themselves which post they stand in.
      let changed = removed || addedNodes.length === 0;
      for (let index = 0; index < addedNodes.length; index += 1) {
        const node = addedNodes[index];
        if (node instanceof Element) this.arrived.add(node);
        else changed = true;
      }
      if (changed) this.changed.add(target);
      if (target === documentElement || target === this.document) this.#watchColours();
    }
    if (this.arrived.size + this.changed.size > MOST_WAITING) this.#lookAtAll();
    else if (this.#removed || this.arrived.size + this.changed.size > 0) this.#events.stirs();
  }

  #lookAtAll(): void {
    this.#removed = true;
    this.changed.clear();
    this.meetAll();
    this.#events.losesTrack();
    this.#events.stirs();
  }

  readonly #onVisible = (): void => {
    if (!this.#missed || this.document.hidden) return;
    this.#missed = false;
    this.#lookAtAll();
  };

  /** Where sites keep their theme, also after they have put in another body. Other changes of colour are seen at the next painting. */
  #watchColours(): void {
    this.#colours.disconnect();
    const { documentElement, body } = this.document;
    this.#colours.observe(documentElement, { attributes: true });
    if (body !== null) this.#colours.observe(body, { attributes: true });
  }

  #recolour(): void {
    this.#recoloured = true;
    this.#events.stirs();
  }

  readonly #onTransition = (event: TransitionEvent): void => {
    if (event.propertyName !== "background-color" || !(event.target instanceof Element)) return;
    if (this.#marks.under(event.target)) this.#recolour();
  };

  #approach(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) this.#events.approaches(target, isIntersecting);
  }
}

/** The card comes and goes beside the page's own body, and by itself. */
function isOurs(nodes: NodeList): boolean {
  return nodes.length === 1 && nodes[0] !== undefined && Card.isHost(nodes[0]);
}
