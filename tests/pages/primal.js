// Primal nests links in links, which its scripts can build and no HTML can say: an <x-a> of the page becomes a link here.

for (const root of [document, ...[...document.querySelectorAll("template")].map(({ content }) => content)]) {
  for (const written of root.querySelectorAll("x-a")) {
    const link = document.createElement("a");
    for (const { name, value } of written.attributes) link.setAttribute(name, value);
    link.append(...written.childNodes);
    written.replaceWith(link);
  }
}
