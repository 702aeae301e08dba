// Pages of sites that no adapter knows: the same posts, in each of the ways in which a feed can be marked up.
//
// Out: for each shape a page as tests/pages/*.json describes it, with its document in `body`. Invented throughout.
// Must never know of: browsers, the extension.

export const HOST = "harbour.example";

const POSTS = [
  {
    id: "p1",
    author: "nia",
    text: "LAST CHANCE to load up on $NUVO before the listing tonight. Easy 50x from here, guaranteed profits, buy now 🚀🚀",
    flagged: ["pump"],
  },
  {
    id: "p2",
    author: "owen",
    text: "The bakery on the corner finally fixed its oven. Small wins, and the rye is back on Fridays.",
    flagged: [],
  },
  {
    id: "p3",
    author: "corvidmesh",
    text: "Corvid Mesh runs any model, anywhere, with nobody in the middle. It simply cannot go down, and it scales without limit.",
    flagged: ["claim"],
  },
  {
    id: "p4",
    author: "ines",
    text: "Rain until Thursday, they say. The allotment will be glad of it.",
    flagged: [],
  },
];

const LATE = {
  id: "late",
  author: "tape",
  text: "$ORBEX is about to explode. Guaranteed 100x, don’t sleep on this one, buy before it is too late 🚀",
  flagged: ["pump"],
};

const time = '<time datetime="2026-11-20T10:00">1 h</time>';

/** Each: the way to a post by its id, the feed around the posts, and one post. */
const SHAPES = {
  articles: {
    feed: (posts) => `<main id="feed">${posts}</main>`,
    post: ({ id, author, text }) => `<article id="${id}"><header>${author} ${time}</header><p>${text}</p></article>`,
  },
  "role=article": {
    feed: (posts) => `<main><div id="feed" class="x1">${posts}</div></main>`,
    post: ({ id, author, text }) =>
      `<div class="x2"><div role="article" id="${id}"><a href="/u/${author}">${author}</a><div dir="auto">${text}</div></div></div>`,
  },
  "role=feed": {
    feed: (posts) => `<section role="feed" id="feed">${posts}</section>`,
    post: ({ id, author, text }) => `<div id="${id}"><a href="/u/${author}">${author}</a><div>${text}</div></div>`,
  },
  microformats: {
    feed: (posts) => `<div class="h-feed" id="feed">${posts}</div>`,
    post: ({ id, author, text }) =>
      `<div class="h-entry" id="${id}"><a class="p-author h-card" href="/${author}">${author}</a><div class="e-content">${text}</div><a class="u-url" href="/n/${id}"><time class="dt-published">1 h</time></a></div>`,
  },
  "schema.org": {
    feed: (posts) => `<div id="feed">${posts}</div>`,
    post: ({ id, author, text }) =>
      `<div itemscope itemtype="https://schema.org/SocialMediaPosting" id="${id}"><span itemprop="author">${author}</span><div itemprop="articleBody">${text}</div></div>`,
  },
  "repeated siblings": {
    feed: (posts) =>
      `<main><div class="col"><h2>Latest</h2><div id="feed" class="list">${posts}</div></div><div class="col"><p>Be kind. Rules of this harbour were last changed in May.</p></div></main>`,
    post: ({ id, author, text }) =>
      `<div class="row" data-post="${id}"><div class="head"><a class="author" href="/u/${author}">${author}</a> ${time}</div><div class="words">${text}</div><button>Reply</button></div>`,
    at: (id) => `[data-post="${id}"]`,
  },
};

/** Lists, a form and long paragraphs, and no feed. */
const NO_FEED = `<nav><ul>${["Home", "About", "Prices"].map((name) => `<li><a href="/${name}">${name}</a></li>`).join("")}</ul></nav>
<main id="feed"><h1>About us</h1><p>${POSTS[0].text}</p><p>${POSTS[2].text}</p><form><label>Name <input name="name"></label></form><p>Last changed ${time} by the harbour office.</p></main>`;

export const ELSEWHERE = Object.entries(SHAPES).map(([name, { feed, post, at = (id) => `#${id}` }]) =>
  pageOf(name, feed(POSTS.map(post).join("")), post(LATE), at),
);

export const WITHOUT_FEED = { ...pageOf("no feed", NO_FEED, "", (id) => `#${id}`), posts: [] };

function pageOf(name, content, late, at) {
  const place = (post) => ({ ...post, at: at(post.id) });
  return {
    name,
    url: `https://${HOST}/`,
    csp: "default-src 'none'; script-src 'self'; img-src data:",
    posts: POSTS.map(place),
    late: place(LATE),
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Harbour</title><link rel="icon" href="data:,"></head>
<body>${content}<template id="late" data-into="#feed">${late}</template><script src="/page.js"></script></body></html>`,
  };
}
