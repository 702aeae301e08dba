// Pages of known sites in the shapes that are seldom met: search, profile, article, poll, another generation of markup.
//
// The structure is each site's own, 2026-11; all words are invented. Out: pages as tests/pages/*.json describes them, with the document
// in `body`. Must never know of: browsers, the extension.

const PUMP = "$ORBEX is about to explode. Guaranteed 100x, don’t sleep on this one, buy before it is too late 🚀";
const CLAIM = "Corvid Mesh is the first fully decentralized cloud network. Our network can never go down: 100% uptime, no single point of failure.";
const OVEN = "The bakery on the corner finally fixed its oven. Small wins.";
const RAIN = "Rain until Thursday, they say. The allotment will be glad of it.";

const document = (title, content, style = "") =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"><style>${style}</style></head><body>${content}</body></html>`;
const CLIPPED = ".unseen{position:absolute!important;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0)}";

const linkedin2026 = (posts, around) =>
  posts
    .map(
      ({ id, author, text }) =>
        `<div data-lazy-mount-id="${id}"><div id="expanded${id}FeedType_MAIN_FEED_${around}" componentkey="expanded${id}FeedType_MAIN_FEED_${around}"><div role="listitem"><div data-display-contents="true"><div componentkey="${id}"><h2><span>Feed post</span></h2><div><a href="https://www.linkedin.com/${author}/"><div><p><span>Somebody</span></p></div></a></div><p componentkey="feed-commentary_${id}"><span data-testid="expandable-text-box">${text}<button data-testid="expandable-text-button">… more</button></span></p></div></div></div></div></div>`,
    )
    .join("");

const older = ({ id, header, author, text }) =>
  `<div class="feed-shared-update-v2" role="region" data-urn="${id}"><h2 class="unseen">Feed post</h2><div>${header}<div class="update-components-actor"><a class="update-components-actor__image" href="https://www.linkedin.com/${author}?mini=y"></a><a class="update-components-actor__meta-link" href="https://www.linkedin.com/${author}?mini=y"><span dir="ltr"><span aria-hidden="true">Paula</span><span class="unseen">Paula</span></span></a></div><div class="feed-shared-inline-show-more-text"><div class="update-components-text" dir="ltr"><span class="break-words">${text}</span></div><button type="button">…more</button></div></div></div>`;
const hashtag = (name) =>
  `<a href="https://www.linkedin.com/feed/hashtag/?keywords=${name}"><span class="unseen">hashtag</span><span><span aria-hidden="true">#</span>${name}</span></a>`;

const comment = ({ id, text, poster = "" }) =>
  `<article><shreddit-profile-comment comment-id="${id}" href="/r/bread/comments/x/comment/${id.slice(3)}/?context=3"><div>${poster}<a href="/r/bread/comments/x/">Which flour is best for this?</a><div class="md"><div id="${id}-content" class="md"><p>${text}</p></div></div><shreddit-comment-action-row slot="actionRow"><button>Reply</button></shreddit-comment-action-row></div></shreddit-profile-comment></article>`;

const result = ({ id, text }, kind) =>
  `<div data-testid="${kind}"><h2><a data-testid="post-title" href="/r/bread/comments/${id.slice(3)}/x/"><span>${text}</span></a></h2><div data-testid="sdui-post-unit"><search-telemetry-tracker><a data-testid="post-title-text" href="/r/bread/comments/${id.slice(3)}/x/">${text}</a></search-telemetry-tracker><div><span>12 votes</span><span>3 comments</span></div></div></div>`;

const article = ({ id, author, title, blocks }) =>
  `<div data-testid="cellInnerDiv"><article role="article" data-testid="tweet"><div><div data-testid="User-Name"><a href="/${author}" role="link"><span>A name</span></a></div><div data-testid="twitterArticleReadView"><div data-testid="twitter-article-title">${title}</div><div data-testid="twitterArticleRichTextView"><div data-testid="longformRichTextComponent"><div data-contents="true">${blocks.map((block) => `<div data-block="true"><div><span data-text="true">${block}</span></div></div>`).join("")}</div></div></div></div><a href="/${author}/status/${id}"><time>now</time></a><div role="group"><button>1</button></div></div></article></div>`;

const thread = ({ id, author, inner }) =>
  `<div data-pressable-container="true"><a href="/@${author}/post/${id}"><time>1h</time></a><a href="/@${author}"><span dir="auto">${author}</span></a><div><span dir="auto">${inner}</span></div><div><div role="button"><span>12</span></div></div></div>`;

const status = ({ id, author, html, after = "" }) =>
  `<article><div class="status__wrapper"><div class="status" data-id="${id}"><div class="status__info"><a href="/@${author}/${id}" class="status__relative-time"><time>4m</time></a><a class="status__display-name" href="/@${author}"><span class="display-name"><span class="display-name__account">@${author}</span></span></a></div><div class="status__content"><div class="status__content__text"><p>${html}</p></div>${after}</div>`;

const post = (id, author, text, flagged = []) => ({ id, author, text, flagged });
const pump = (id, author, text = PUMP) => post(id, author, text, ["pump"]);

export const FAULTS = [
  ...["RECENT", "RELEVANT"].map((around) => {
    const posts = [pump("AAAAone", "in/paula"), post("BBBBtwo", "in/quinn", OVEN), post("CCCCthree", "company/crumb", RAIN)];
    return {
      name: `LinkedIn, the key outside of the list's item (${around})`,
      url: "https://www.linkedin.com/feed/",
      posts: posts.map((one) => ({ ...one, author: one.author.split("/")[1] })),
      body: document(
        "Feed",
        around === "RECENT"
          ? `<main><div data-testid="mainFeed" role="list">${linkedin2026(posts, around)}</div></main>`
          : `<main><div role="list">${linkedin2026(posts, around)}</div></main>`,
      ),
    };
  }),
  {
    name: "LinkedIn, what somebody reacted to",
    url: "https://www.linkedin.com/in/rita/recent-activity/reactions/",
    posts: [
      post("urn:li:activity:71", "paula", "Two ways to knead. Pick one. #orbexcoin #rye"),
      pump("urn:li:activity:72", "crumb", `${PUMP} #gem`),
    ],
    body: document(
      "Activity",
      `<main>${older({
        id: "urn:li:activity:71",
        header: '<div class="update-components-header"><a href="https://www.linkedin.com/in/rita?mini=x"><img alt=""></a><span><a href="/in/rita/">Rita</a> commented on this</span></div>',
        author: "in/paula",
        text: `Two ways to knead. Pick one. ${hashtag("orbexcoin")} ${hashtag("rye")}`,
      })}${older({
        id: "urn:li:activity:72",
        header: '<div class="update-components-header"><span><a href="/in/rita/">Rita</a> likes this</span></div>',
        author: "company/crumb",
        text: `${PUMP} ${hashtag("gem")}`,
      })}</main>`,
      CLIPPED,
    ),
  },
  ...["annie", "bert"].map((user) => {
    const posts = [pump("t1_aa1", user), post("t1_aa2", user, OVEN), post("t1_aa3", user, RAIN)];
    return {
      name: `Reddit, what ${user} has commented`,
      url: `https://www.reddit.com/user/${user}/comments/`,
      posts,
      body: document("Comments", `<shreddit-app><main><shreddit-feed>${posts.map(comment).join("")}</shreddit-feed></main></shreddit-app>`),
    };
  }),
  {
    name: "Reddit, what somebody has saved",
    url: "https://www.reddit.com/user/annie/saved/",
    posts: [pump("t1_aa1", "bert"), post("t1_aa2", "cleo", OVEN), post("t1_aa3", "dora", RAIN)],
    get body() {
      const comments = this.posts.map((one) => comment({ ...one, poster: `<div id="poster-info-${one.id}"><a href="/user/${one.author}/">${one.author}</a></div>` }));
      return document("Saved", `<shreddit-app><main><shreddit-feed>${comments.join("")}</shreddit-feed></main></shreddit-app>`);
    },
  },
  ...["search-post-unit", "search-sdui-post", "search-post-with-content-preview"].map((kind) => {
    const posts = [pump("t3_aa1", null), post("t3_aa2", null, OVEN), post("t3_aa3", null, RAIN)];
    return {
      name: `Reddit, a search (${kind})`,
      url: "https://www.reddit.com/search/?q=bread",
      posts,
      body: document("Search", `<shreddit-app><main><div>${posts.map((one) => result(one, kind)).join("")}</div></main></shreddit-app>`),
    };
  }),
  ...["", ' slot="text-body"'].map((slot) => ({
    name: `Reddit, a picture with words${slot}`,
    url: "https://www.reddit.com/r/bread/comments/aa1/one/",
    posts: [pump("t3_aa1", "annie", `My bread\n${PUMP}`), post("t1_bb1", "bert", OVEN)],
    body: document(
      "r/bread",
      `<shreddit-app><main><shreddit-post id="t3_aa1" author="annie" post-type="image" permalink="/r/bread/comments/aa1/one/"><span slot="credit-bar"><a href="/user/annie/">annie</a></span><h1 slot="title">My bread</h1><div slot="post-media-container"><img alt=""></div><shreddit-post-text-body${slot}><div property="schema:articleBody"><p>${PUMP}</p></div></shreddit-post-text-body></shreddit-post><shreddit-comment-tree><shreddit-comment thingid="t1_bb1" author="bert"><div slot="commentMeta">bert 3d ago</div><div slot="comment"><p>${OVEN}</p></div></shreddit-comment></shreddit-comment-tree></main></shreddit-app>`,
    ),
  })),
  {
    name: "X, an article",
    url: "https://x.com/anna/status/20001",
    posts: [pump("20001", "anna", `Why I hold\n${PUMP}\nA heading\n${OVEN}`)],
    body: document("X", `<main>${article({ id: "20001", author: "anna", title: "Why I hold", blocks: [PUMP, "A heading", OVEN] })}</main>`),
  },
  {
    name: "X, an article whose title pumps",
    url: "https://x.com/otto/status/20002",
    posts: [pump("20002", "otto", `${PUMP}\n${RAIN}`)],
    body: document("X", `<main>${article({ id: "20002", author: "otto", title: PUMP, blocks: [RAIN] })}</main>`),
  },
  {
    name: "X, an article that pumps and claims",
    url: "https://x.com/vera/status/20003",
    posts: [post("20003", "vera", `Two reasons\n${PUMP}\n${CLAIM}`, ["pump", "claim"])],
    body: document("X", `<main>${article({ id: "20003", author: "vera", title: "Two reasons", blocks: [PUMP, CLAIM] })}</main>`),
  },
  {
    name: "Threads, what the site writes into posts",
    url: "https://www.threads.com/",
    posts: [post("A1", "annie", OVEN), post("B2", "bert", "A thread about yeast and time"), pump("C3", "cleo"), post("D4", "dora", "Half a loaf, 1/2 of the flour")],
    body: document(
      "Threads",
      `<main>${[
        thread({ id: "A1", author: "annie", inner: `<span>${OVEN}</span><div role="button" tabindex="0">Translate</div>` }),
        thread({ id: "B2", author: "bert", inner: "A thread about yeast and time<div><span>1</span><span>/</span><span>3</span></div>" }),
        thread({ id: "C3", author: "cleo", inner: `<span>${PUMP}</span><div><span>2</span><span>/</span><span>12</span></div><div role="button">Übersetzen</div>` }),
        thread({ id: "D4", author: "dora", inner: "<span>Half a loaf, 1/2 of the flour</span>" }),
      ].join("")}</main>`,
    ),
  },
  {
    name: "Mastodon, a poll, and hashtags at the end",
    url: "https://mastodon.social/home",
    posts: [
      post("11", "@annie", "Which one shall it be?\nRye with caraway\nPlain rye"),
      pump("12", "@bert", `Look here.\n${PUMP}\nNo`),
      post("13", "@cleo", `${OVEN}\n#bread#rye`),
    ],
    body: document(
      "Mastodon",
      `<div id="mastodon" data-props="{}"><div role="feed">${[
        status({ id: "11", author: "annie", html: "Which one shall it be?", after: poll(["Rye with caraway", "Plain rye"]) }),
        status({ id: "12", author: "bert", html: "Look here.", after: poll([PUMP, "No"]) }),
        `${status({ id: "13", author: "cleo", html: OVEN })}<div class="hashtag-bar"><a href="/tags/bread">#<span>bread</span></a><a href="/tags/rye">#<span>rye</span></a><button>and 2 more</button></div>`,
      ]
        .map((one) => `${one}<div class="status__action-bar"><button>2</button></div></div></div></article>`)
        .join("")}</div></div>`,
    ),
  },
];

function poll(options) {
  return `<div class="poll"><ul>${options.map((option) => `<li><label class="poll__option"><input type="radio"><span class="poll__input"></span><span class="poll__option__text translate">${option}</span></label></li>`).join("")}</ul><div class="poll__footer"><button>Vote</button><span>12 people · 2 days left</span></div></div>`;
}

const entry = (title, more) => `<div><a href="/${title.length}"><img alt="" width="300" height="160"></a><h3><a href="/${title.length}"><span>${title}</span></a></h3><div>${more}</div></div>`;
const ENTRIES = ["How to bake bread at home", "Rye bread in one hour or two", "Ten mistakes with old yeast"].map((title) => entry(title, "The Baker, 12K, 3 days ago")).join("");

/** Pages of known sites that hold no feed, and look a little like one: no alarm. */
export const FEEDLESS = [
  { name: "YouTube's first page", url: "https://www.youtube.com/" },
  { name: "YouTube, before the comments have come", url: "https://www.youtube.com/watch?v=1" },
  { name: "LinkedIn's jobs", url: "https://www.linkedin.com/jobs/" },
  { name: "Discord's friends", url: "https://discord.com/channels/@me" },
  { name: "Reddit's settings", url: "https://www.reddit.com/settings/account" },
].map((page) => ({ ...page, posts: [], body: document(page.name, `<main><div id="contents">${ENTRIES}</div></main>`) }));

/** Feeds whose elements have all been renamed: the alarm is right. */
export const RENAMED = [
  { name: "titles in headings", url: "https://www.reddit.com/search/?q=bread" },
  { name: "titles beside other links", url: "https://news.ycombinator.com/newest" },
].map((page, index) => ({
  ...page,
  posts: [],
  body: document(
    page.name,
    `<main>${["How to bake bread at home", "Rye bread in one hour or two", "Ten mistakes with old yeast"]
      .map((title) =>
        index === 0
          ? `<div><h2><a href="/x"><span>${title}</span></a></h2></div>`
          : `<div><b><a href="/x">${title}</a></b> <a href="/from">crumb.example</a></div>`,
      )
      .join("")}</main>`,
  ),
}));

/** Primal's side column comes first, and is found by a fallback; the feed comes when the test asks for it. */
export const LAST = {
  url: "https://primal.net/home",
  body: document(
    "Primal",
    `<aside><a href="/e/side"><div class="_parsedNote_1">${PUMP}</div></a></aside><main id="feed"></main><template><div data-event="e1"><a href="/p/annie"><span class="_userName_1">annie</span></a><div class="_parsedNote_1">${PUMP} Tuesday.</div></div><div data-event="e2"><div class="_parsedNote_1">${OVEN}</div></div></template>`,
  ),
};
