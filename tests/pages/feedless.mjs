// Pages of ten kinds of site that have no feed. Words that would be marked in a post stand on each of them.
//
// All of it is invented. Out: pages as tests/pages/*.json describes them. Must never know of: browsers, the extension.

const PUMP = "$ORBEX is about to explode. Guaranteed 100x, don’t sleep on this one, buy before it is too late 🚀";
const CLAIM = "Corvid Mesh runs any model, anywhere, with nobody in the middle. It simply cannot go down, and it scales without limit.";
const three = (make) => [1, 2, 3].map(make).join("");
const nav = `<nav><ul>${three((n) => `<li><a href="/menu/${n}">${PUMP}</a></li>`)}</ul></nav>`;

const CONTENT = {
  "a shop": `<main><ul class="grid">${three((n) => `<li class="product"><a href="/p/${n}"><img alt=""><h3>Rye loaf number ${n}</h3></a><span class="price">4.${n}0</span><p>${PUMP}</p><button>Add to basket</button></li>`)}</ul></main>`,
  "a bank": `<main><h1>Account</h1><table><tbody>${three((n) => `<tr><td class="date">0${n}.10.2025</td><td>${PUMP}</td><td>-12.${n}0</td></tr>`)}</tbody></table></main>`,
  "a mail client": `<main><div role="grid">${three((n) => `<div role="row"><span role="gridcell"><span data-email="a${n}@inlet.example">Annie ${n}</span></span><span role="gridcell"><span>Bread on Monday</span> - <span>${PUMP}</span></span><span role="gridcell"><time>10:0${n}</time></span></div>`)}</div></main>`,
  "a document editor": `<main><div role="textbox" contenteditable="true"><p>${PUMP}</p><p>${CLAIM}</p></div><aside><div>Last changed today at 10:15</div></aside></main>`,
  "a map": `<main><canvas></canvas><div role="list">${three((n) => `<div role="listitem"><a href="/place/${n}">Bakery number ${n}</a><span>4.${n} (120)</span><span>${PUMP}</span></div>`)}</div></main>`,
  "a search engine": `<main>${three((n) => `<div class="g"><a href="https://a${n}.example/"><h3>${PUMP}</h3><cite>a${n}.example</cite></a><div><span>${n} days ago</span> — ${CLAIM}</div></div>`)}</main>`,
  documentation: `<main><h1>Guide</h1>${three((n) => `<section id="part-${n}"><h2>Part ${n}</h2><p>${CLAIM}</p><pre>run ${n}</pre></section>`)}<p>Last updated on Oct 1, 2025</p></main>`,
  "a newspaper": `<main>${three((n) => `<section class="teaser"><a href="/news/${n}"><img alt=""><h2>Bakery number ${n} opens</h2></a><p>${PUMP}</p></section>`)}</main>`,
  "a dashboard": `<main>${three((n) => `<article class="widget"><h2>Widget ${n}</h2><p>${CLAIM}</p><b>12${n}</b></article>`)}</main>`,
  "a login": `<main><form><label>Name <input name="user"></label><label>Password <input type="password"></label><p>${PUMP}</p><button>Sign in</button></form></main>`,
};

export const NO_FEED = Object.entries(CONTENT).map(([name, content]) => ({
  name,
  url: "https://harbour.example/",
  posts: [],
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Harbour</title><link rel="icon" href="data:,"></head><body><header>${nav}</header>${content}<footer>${nav}<p>It is now 10:15</p></footer></body></html>`,
}));
