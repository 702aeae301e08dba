// The site's own elements, as far as they matter: an open shadow root into which the site slots title and text, so that both stay
// in the light tree. Nothing else of the page knows of them.

class ShredditPost extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    for (const name of ["full-post-link", "credit-bar", "title", "text-body"]) {
      const slot = document.createElement("slot");
      slot.name = name;
      root.append(slot);
    }
    // What the site draws by itself stands in the shadow tree.
    const counter = document.createElement("span");
    counter.textContent = `${this.getAttribute("score")} votes`;
    root.append(counter);
  }
}
customElements.define("shreddit-post", ShredditPost);
