// Forums and feed clients that no adapter knows: one thread, in the markup of each kind of software.
//
// Element names, attributes, classes and nesting follow each software's public templates, as far as a reader of posts meets them: rank
// columns, dates in every form, signatures, previews of links, menus, notices. All words are invented. Out: for each software a page as
// tests/pages/*.json describes it, with its document in `body`; `quoted` posts stand inside others.
// Must never know of: browsers, the extension.

export const HOST = "harbour.example";

const PUMP = "$ORBEX is about to explode. Guaranteed 100x, don’t sleep on this one, buy before it is too late 🚀";
const ABSENT = "LAST CHANCE to load up on $NUVO before the listing tonight. Easy 50x from here, guaranteed profits, buy now 🚀🚀";
/** What stands around posts, and must never be read: it would be marked. */
const BAIT = "Guaranteed 100x profit on $KELPI, last chance to buy now 🚀🚀";
const HREF = "https://news.example/kelpi";

/** Each post: whose words it quotes, and its own, as paragraphs (or one line broken by \n) and a list. */
const THREAD = [
  { id: 1, author: "annie", lines: ["The bakery opens on Monday.", "Bring a bag."] },
  { id: 2, author: "bert", lines: [PUMP], flagged: ["pump"], signature: BAIT, card: true },
  {
    id: 3,
    author: "cleo",
    quote: { author: "bert", text: PUMP },
    lines: ["I do not believe a word of this. Two things speak against it:"],
    items: ["there is no product", "nobody has seen the team"],
  },
  { id: 4, author: "dora", quote: { author: "zed", text: ABSENT }, lines: ["Third one of these today."] },
  { id: 5, author: "emil", lines: ["Rain until Thursday, they say. The allotment will be glad of it."], signature: BAIT },
  { id: 6, author: "fay", lines: ["Yes."], edited: true },
];

const paragraphs = ({ lines, items = [] }) =>
  lines.map((line) => `<p>${line}</p>`).join("") + (items.length > 0 ? `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>` : "");
const broken = ({ lines, items = [] }) =>
  lines.join("<br>\n") + (items.length > 0 ? `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>` : "");

const RANKS = { annie: "Old hand", bert: "Newcomer", cleo: "Senior Member", dora: "Old hand", emil: "Harbour Master", fay: "Newcomer" };
const JOINED = { annie: 2001, bert: 2025, cleo: 2011, dora: 2009, emil: 2004, fay: 2024 };
const STAMP = (id) => `2025-10-0${id}T10:00:00+0000`;
const DATE = (id) => `Wed Oct 0${id}, 2025 10:0${id} am`;

const page = (title, content) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"><style>.hidden{display:none}.sr-only{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}</style></head><body>
<header><a href="/">Harbour</a><nav><ul><li><a href="/new">New posts in all of the forums</a></li><li><a href="/members/">Members of this harbour</a></li><li><a href="/help">Help and rules of this harbour</a></li></ul></nav></header>
${content}
<footer><ul><li><a href="/terms">Terms and rules</a></li><li><a href="/privacy">Privacy policy</a></li></ul><p>Times are in UTC. It is now 10:15.</p></footer></body></html>`;

const xenforo = page(
  "Bread | Harbour",
  `<div class="p-body"><div class="p-body-main"><h1 class="p-title-value">Bread</h1><div class="block block--messages"><div class="block-container lbContainer"><div class="block-body js-replyNewMessageContainer">${THREAD.map(
    (post) => `
<article class="message message--post js-post js-inlineModContainer" data-author="${post.author}" data-content="post-${post.id}" id="js-post-${post.id}"><span class="u-anchorTarget" id="post-${post.id}"></span><div class="message-inner">
<div class="message-cell message-cell--user"><section class="message-user"><div class="message-avatar"><div class="message-avatar-wrapper"><a href="/members/${post.author}.${post.id}/" class="avatar avatar--m" data-user-id="${post.id}"><img src="data:," alt="${post.author}"></a></div></div><div class="message-userDetails"><h4 class="message-name"><a href="/members/${post.author}.${post.id}/" class="username" data-user-id="${post.id}"><span>${post.author}</span></a></h4><h5 class="userTitle message-userTitle" dir="auto">${RANKS[post.author]}</h5></div><div class="message-userExtras"><dl class="pairs pairs--justified"><dt>Joined</dt><dd>Oct 4, ${JOINED[post.author]}</dd></dl><dl class="pairs pairs--justified"><dt>Messages</dt><dd>1,20${post.id}</dd></dl><ul class="pollution"><li>x${post.id}</li></ul></div></section></div>
<div class="message-cell message-cell--main"><div class="message-main js-quickEditTarget"><header class="message-attribution message-attribution--split"><ul class="message-attribution-main listInline"><li class="u-concealed"><a href="/threads/bread.1/post-${post.id}" rel="nofollow"><time class="u-dt" dir="auto" datetime="${STAMP(post.id)}">Oct ${post.id}, 2025</time></a></li></ul><ul class="message-attribution-opposite"><li><a href="/threads/bread.1/post-${post.id}">#${post.id}</a></li></ul></header>
<div class="message-content js-messageContent"><div class="message-userContent lbContainer"><article class="message-body js-selectToQuote"><div><div class="bbWrapper">${
      post.quote
        ? `<blockquote data-attributes="member: 9" data-quote="${post.quote.author}" data-source="post: 9" class="bbCodeBlock bbCodeBlock--expandable bbCodeBlock--quote js-expandWatch"><div class="bbCodeBlock-title"><a href="/goto/post?id=9" class="bbCodeBlock-sourceJump" rel="nofollow">${post.quote.author} said:</a></div><div class="bbCodeBlock-content"><div class="bbCodeBlock-expandContent js-expandContent">${post.quote.text}</div><div class="bbCodeBlock-expandLink js-expandLink"><a role="button" tabindex="0">Click to expand...</a></div></div></blockquote>`
        : ""
    }${broken(post)}${post.card ? `<div class="bbCodeBlock bbCodeBlock--unfurl js-unfurl fauxBlockLink" data-unfurl="true" data-url="${HREF}"><div class="contentRow"><div class="contentRow-figure"><img src="data:," alt=""></div><div class="contentRow-main"><h3 class="contentRow-header"><a href="${HREF}" class="link">${BAIT}</a></h3><div class="contentRow-snippet">${BAIT}</div><div class="contentRow-minor">news.example</div></div></div></div>` : ""}</div></div><div class="js-selectToQuoteEnd">&nbsp;</div></article></div>${post.edited ? '<div class="message-lastEdit">Last edited: <time class="u-dt" datetime="2025-10-09T10:00:00+0000">Oct 9, 2025</time></div>' : ""}${post.signature ? `<aside class="message-signature"><div class="bbWrapper">${post.signature}</div></aside>` : ""}</div>
<footer class="message-footer"><div class="message-actionBar actionBar"><div class="actionBar-set"><a href="/posts/${post.id}/react" class="actionBar-action">Like</a><a href="/threads/bread.1/reply?quote=${post.id}" class="actionBar-action">Reply</a></div></div><div class="reactionsBar js-reactionsList">${post.id === 2 ? '<a class="reactionsBar-link" href="/posts/2/reactions"><bdi>dora</bdi> and 2 others</a>' : ""}</div></footer></div></div></div></article>`,
  ).join("")}</div></div></div></div></div>`,
);

const phpbb = page(
  "Harbour - View topic - Bread",
  `<div id="wrap" class="wrap"><div id="page-body" class="page-body" role="main"><h2 class="topic-title"><a href="/viewtopic.php?t=1">Bread</a></h2><div class="action-bar bar-top"><div class="pagination">6 posts • Page <strong>1</strong> of <strong>1</strong></div></div>${THREAD.map(
    (post) => `
<div id="p${post.id}" class="post has-profile ${post.id % 2 ? "bg2" : "bg1"}"><div class="inner">
<dl class="postprofile" id="profile${post.id}"><dt class="has-profile-rank has-avatar"><div class="avatar-container"><a href="./memberlist.php?mode=viewprofile&amp;u=${post.id}" class="avatar"><img class="avatar" src="data:," alt="User avatar"></a></div><a href="./memberlist.php?mode=viewprofile&amp;u=${post.id}" class="username">${post.author}</a></dt><dd class="profile-rank">${RANKS[post.author]}</dd><dd class="profile-posts"><strong>Posts:</strong> <a href="./search.php?author_id=${post.id}">120${post.id}</a></dd><dd class="profile-joined"><strong>Joined:</strong> Thu Oct 04, ${JOINED[post.author]} 8:12 pm</dd><dd class="profile-custom-field profile-phpbb_location"><strong>Location:</strong> Pier ${post.id}</dd></dl>
<div class="postbody"><div id="post_content${post.id}"><h3 ${post.id === 1 ? 'class="first"' : ""}><a href="./viewtopic.php?p=${post.id}#p${post.id}">${post.id === 1 ? "Bread" : "Re: Bread"}</a></h3><ul class="post-buttons"><li><a href="./posting.php?mode=quote&amp;p=${post.id}" title="Reply with quote" class="button button-icon-only"><i class="icon fa-quote-left fa-fw" aria-hidden="true"></i><span class="sr-only">Quote</span></a></li></ul>
<p class="author"><a class="unread" href="./viewtopic.php?p=${post.id}#p${post.id}" title="Post"><i class="icon fa-file fa-fw" aria-hidden="true"></i><span class="sr-only">Post</span></a><span class="responsive-hide">by <strong><a href="./memberlist.php?mode=viewprofile&amp;u=${post.id}" class="username">${post.author}</a></strong> » </span>${DATE(post.id)}</p>
<div class="content">${
      post.quote
        ? `<blockquote><div><cite><a href="./memberlist.php?mode=viewprofile&amp;u=9">${post.quote.author}</a> wrote: <a href="./viewtopic.php?p=9#p9" data-post-id="9">↑</a><span class="responsive-hide">Tue Oct 07, 2025 9:00 am</span></cite>${post.quote.text}</div></blockquote>`
        : ""
    }${broken(post)}</div>${post.edited ? `<div class="notice">Last edited by <a href="./memberlist.php?mode=viewprofile&amp;u=6" class="username">fay</a> on Thu Oct 09, 2025 10:00 am, edited 1 time in total.</div>` : ""}${post.signature ? `<div id="sig${post.id}" class="signature">${post.signature}</div>` : ""}</div></div>
<div class="back2top"><a href="#top" class="top" title="Top"><i class="icon fa-chevron-circle-up" aria-hidden="true"></i><span class="sr-only">Top</span></a></div></div></div>
<hr class="divider">`,
  ).join("")}<div class="action-bar bar-bottom"><a href="./posting.php?mode=reply&amp;t=1" class="button">Post Reply</a></div><div class="stat-block online-list"><h3><a href="./viewonline.php">Who is online</a></h3><p>Users browsing this forum: <a href="./memberlist.php?mode=viewprofile&amp;u=2" class="username">bert</a> and 2 guests, as of 10:15</p></div></div></div>`,
);

const discourse = page(
  "Bread - Harbour",
  `<div id="main-outlet-wrapper"><div id="main-outlet" role="main"><div id="topic-title"><h1><a href="/t/bread/1" class="fancy-title"><span>Bread</span></a></h1></div><div class="container posts"><section class="topic-area" id="topic"><div class="posts-wrapper"><div class="post-stream">${THREAD.map(
    (post) => `
<div class="topic-post clearfix regular ${post.id === 1 ? "topic-owner" : ""}" data-post-number="${post.id}"><article id="post_${post.id}" class="boxed onscreen-post" aria-label="Post #${post.id} by @${post.author}" role="region" data-post-id="${post.id}" data-topic-id="1" data-user-id="${post.id}"><div class="post__row row">
<div class="topic-avatar"><div class="post-avatar"><a class="trigger-user-card main-avatar" data-user-card="${post.author}" href="/u/${post.author}" aria-hidden="true" tabindex="-1"><img alt="" width="48" height="48" src="data:," class="avatar"></a></div></div>
<div class="post__body topic-body clearfix"><div class="topic-meta-data" role="heading" aria-level="2"><div class="names trigger-user-card"><span class="first username ${post.id === 1 ? "new-user" : ""}"><a href="/u/${post.author}" data-user-card="${post.author}" class="">${post.author}</a></span><span class="user-title">${RANKS[post.author]}</span></div><div class="post-infos"><div class="post-info post-date"><a class="post-date" title="Post date" href="/t/bread/1/${post.id}?u=x"><span class="relative-date" data-time="175940000000${post.id}" data-format="tiny" title="Oct ${post.id}, 2025 10:00 am">${post.id}d</span></a></div></div></div>
<div class="post__regular regular post__contents contents"><div class="cooked">${
      post.quote
        ? `<aside class="quote no-group" data-username="${post.quote.author}" data-post="9" data-topic="1"><div class="title" data-has-quote-controls="true"><div class="quote-controls"><button class="btn-flat quote-toggle" aria-expanded="false">v</button><a href="/t/bread/1/9" class="btn-flat back"></a></div><img loading="lazy" alt="" width="24" height="24" src="data:," class="avatar"> ${post.quote.author}:</div><blockquote><p>${post.quote.text}</p></blockquote></aside>`
        : ""
    }${paragraphs(post)}${post.card ? `<aside class="onebox allowlistedgeneric" data-onebox-src="${HREF}"><header class="source"><a href="${HREF}" target="_blank">news.example</a></header><article class="onebox-body"><h3><a href="${HREF}" target="_blank">${BAIT}</a></h3><p>${BAIT}</p></article><div class="onebox-metadata"></div></aside>` : ""}</div><section class="post__menu-area post-menu-area clearfix"><nav class="post-controls collapsed"><div class="actions"><button class="btn toggle-like" title="like this post">Like</button><button class="btn reply"><span class="d-button-label">Reply</span></button></div></nav></section></div>${post.signature ? `<section class="user-signature"><p>${post.signature}</p></section>` : ""}</div></div></article></div>`,
  ).join("")}</div></div></section></div></div></div>`,
);

const vbulletin = page(
  "Bread",
  `<div class="body_wrapper"><div id="pagetitle"><h1>Thread: <span class="threadtitle"><a href="showthread.php?1-Bread">Bread</a></span></h1></div><div id="postlist" class="postlist restrain"><ol id="posts" class="posts" start="1">${THREAD.map(
    (post) => `
<li class="postbitlegacy postbitim postcontainer old" id="post_${post.id}"><div class="posthead"><span class="postdate old"><span class="date">0${post.id}-10-2025,&nbsp;<span class="time">10:0${post.id} AM</span></span></span><span class="nodecontrols"><a name="post${post.id}" href="showthread.php?1-Bread&amp;p=${post.id}#post${post.id}" class="postcounter">#${post.id}</a></span></div>
<div class="postdetails"><div class="userinfo"><div class="username_container"><div class="popupmenu memberaction"><a class="username offline popupctrl" href="member.php?${post.id}-${post.author}" title="${post.author} is offline"><strong>${post.author}</strong></a><ul class="popupbody memberaction_body hidden"><li class="left"><a href="member.php?${post.id}-${post.author}" class="siteicon_profile">View Profile</a></li><li class="right"><a href="search.php?do=finduser&amp;userid=${post.id}" class="siteicon_forum">View Forum Posts</a></li></ul></div></div><span class="usertitle">${RANKS[post.author]}</span><a class="postuseravatar" href="member.php?${post.id}-${post.author}" title="${post.author}"><img src="data:," alt="${post.author}'s Avatar"></a><hr><dl class="userinfo_extra"><dt>Join Date</dt><dd>Oct ${JOINED[post.author]}</dd><dt>Location</dt><dd>Pier ${post.id}</dd><dt>Posts</dt><dd>1,20${post.id}</dd></dl></div>
<div class="postbody"><div class="postrow has_after_content"><h2 class="title icon">${post.id === 1 ? "Bread" : "Re: Bread"}</h2><div class="content"><div id="post_message_${post.id}"><blockquote class="postcontent restore">${
      post.quote
        ? `<div class="bbcode_container"><div class="bbcode_quote"><div class="quote_container"><div class="bbcode_quote_container"></div><div class="bbcode_postedby"><img src="data:," alt="Quote"> Originally Posted by <strong>${post.quote.author}</strong><a href="showthread.php?p=9#post9" rel="nofollow"><img class="inlineimg" src="data:," alt="View Post"></a></div><div class="message">${post.quote.text}</div></div></div></div>`
        : ""
    }${broken(post)}</blockquote></div></div></div>${post.edited ? '<div class="after_content"><blockquote class="postcontent lastedited">Last edited by fay; 09-10-2025 at <span class="time">10:00 AM</span>.</blockquote></div>' : ""}${post.signature ? `<blockquote class="signature restore"><div class="signaturecontainer">${post.signature}</div></blockquote>` : ""}</div></div>
<div class="postfoot"><div class="textcontrols floatcontainer"><span class="postcontrols"><a class="newreply" href="newreply.php?do=newreply&amp;p=${post.id}">Reply With Quote</a></span></div></div></li>`,
  ).join("")}</ol></div></div>`,
);

/** The generation before: no element for a time, no list, nothing but tables, and quotes that are cells with a border. */
const vbulletin3 = page(
  "Bread - Harbour",
  `<table class="tborder"><tr><td class="alt1"><span class="navbar"><a href="index.php">Harbour</a></span><strong>Bread</strong></td></tr></table><div id="posts">${THREAD.map(
    (post) => `<!-- post #${post.id} -->
<div align="center"><div class="page" style="width:100%; text-align:left"><div style="padding:0px 25px 0px 25px" align="left"><div id="edit${post.id}" style="padding:0px 0px 6px 0px">
<table id="post${post.id}" class="tborder" cellpadding="6" cellspacing="0" border="0" width="100%" align="center"><tr>
<td class="thead" style="font-weight:normal; border: 1px solid #D1D1E1; border-right: 0px"><a name="post${post.id}"><img class="inlineimg" src="data:," alt="Old"></a>
0${post.id}-10-2025, 10:0${post.id} AM</td>
<td class="thead" style="font-weight:normal" align="right">&nbsp;#<a href="showpost.php?p=${post.id}&amp;postcount=${post.id}" target="new" rel="nofollow" id="postcount${post.id}" name="${post.id}"><strong>${post.id}</strong></a>&nbsp;</td></tr>
<tr valign="top"><td class="alt2" width="175"><div id="postmenu_${post.id}"><a class="bigusername" href="member.php?u=${post.id}">${post.author}</a></div><div class="smallfont">${RANKS[post.author]}</div><div class="smallfont">&nbsp;<br><a href="member.php?u=${post.id}"><img src="data:," alt="${post.author}'s Avatar"></a></div><div class="smallfont">&nbsp;<br><div>Join Date: Oct ${JOINED[post.author]}</div><div>Location: Pier ${post.id}</div><div>Posts: 1,20${post.id}</div></div></td>
<td class="alt1" id="td_post_${post.id}"><div class="smallfont"><img class="inlineimg" src="data:," alt="Default"> <strong>${post.id === 1 ? "Bread" : "Re: Bread"}</strong></div><hr size="1">
<div id="post_message_${post.id}">${
      post.quote
        ? `<div style="margin:20px; margin-top:5px; "><div class="smallfont" style="margin-bottom:2px">Quote:</div><table cellpadding="6" cellspacing="0" border="0" width="100%"><tr><td class="alt2" style="border:1px inset"><div>Originally Posted by <strong>${post.quote.author}</strong> <a href="showthread.php?p=9#post9" rel="nofollow"><img class="inlineimg" src="data:," alt="View Post"></a></div><div style="font-style:italic">${post.quote.text}</div></td></tr></table></div>`
        : ""
    }${broken(post)}</div>${post.signature ? `<div>__________________<br>${post.signature} (${post.author})</div>` : ""}${post.edited ? '<div class="smallfont"><hr size="1"><em>Last edited by fay : 09-10-2025 at 10:00 AM.</em></div>' : ""}</td></tr>
<tr><td class="alt2"><img class="inlineimg" src="data:," alt="Offline"></td><td class="alt1" align="right"><a href="newreply.php?do=newreply&amp;p=${post.id}" rel="nofollow"><img src="data:," alt="Reply With Quote"></a></td></tr></table></div></div></div></div>
<!-- / post #${post.id} -->`,
  ).join("")}<div id="lastpost"></div></div>`,
);

const github = page(
  "Bread · Issue #1 · harbour/bread",
  `<main id="js-repo-pjax-container"><div id="show_issue" class="js-issues-results"><div id="partial-discussion-header"><h1 class="gh-header-title"><bdi class="js-issue-title markdown-title">Bread</bdi> <span>#1</span></h1><a class="author text-bold" data-hovercard-type="user" href="/annie">annie</a> opened this issue <relative-time datetime="${STAMP(1)}">Oct 1, 2025</relative-time></div><div class="js-quote-selection-container" data-quote-markdown=".js-comment-body"><div class="js-discussion js-socket-channel">${THREAD.map((post) => {
    const comment = `<div class="timeline-comment-group js-minimizable-comment-group js-targetable-element TimelineItem-body my-0" id="issuecomment-${post.id}"><div class="ml-n3 timeline-comment unminimized-comment comment previewable-edit js-task-list-container js-comment timeline-comment--caret"><div class="timeline-comment-header clearfix d-flex"><div class="timeline-comment-actions"><span aria-label="This user is a member" class="Label ml-1">Member</span><details class="details-overlay"><summary role="button">…</summary></details></div><h3 class="f5 text-normal"><div><strong><a class="author Link--primary text-bold" data-hovercard-type="user" href="/${post.author}">${post.author}</a></strong> commented <a href="#issuecomment-${post.id}" class="Link--secondary js-timestamp"><relative-time datetime="${STAMP(post.id)}" class="no-wrap">Oct ${post.id}, 2025</relative-time></a>${post.edited ? '<span class="js-comment-edit-history"> • <details><summary><div>edited</div></summary></details></span>' : ""}</div></h3></div>
<div class="edit-comment-hide"><task-lists disabled sortable><table class="d-block user-select-contain"><tbody class="d-block"><tr class="d-block"><td class="d-block comment-body markdown-body js-comment-body">${post.quote ? `<blockquote><p dir="auto">${post.quote.text}</p></blockquote>` : ""}${paragraphs(post)}</td></tr></tbody></table></task-lists><div class="pr-review-reactions"><div class="comment-reactions"><button name="input[content]" value="THUMBS_UP react">2</button></div></div></div></div></div>`;
    const avatar = `<div class="avatar-parent-child TimelineItem-avatar d-none d-md-block"><a class="d-inline-block" data-hovercard-type="user" href="/${post.author}"><img class="avatar avatar-user" src="data:," alt="@${post.author}"></a></div>`;
    return post.id === 1
      ? `<div class="TimelineItem pt-0 js-comment-container">${avatar}${comment}</div>`
      : `<div class="js-timeline-item js-timeline-progressive-focus-container"><div class="TimelineItem js-comment-container">${avatar}${comment}</div></div>`;
  }).join(
    `<div class="js-timeline-item js-timeline-progressive-focus-container"><div class="TimelineItem"><div class="TimelineItem-badge"></div><div class="TimelineItem-body"><a class="author Link--primary text-bold" data-hovercard-type="user" href="/annie">annie</a> added the <a class="IssueLabel" href="/l">question</a> label <a href="#event-1"><relative-time datetime="${STAMP(2)}">Oct 2, 2025</relative-time></a></div></div></div>`,
  )}</div></div></div></main>`,
);

const lemmyComment = (post, answers = "") => `
<li class="comment list-unstyled"><article id="comment-${post.id}" class="details comment-node py-2 border-top border-light-subtle"><div class="ms-2"><div class="row text-muted small" aria-label="Collapse" role="group"><div class="col flex-grow-1"><button class="btn btn-sm btn-link text-muted me-2"><svg class="icon"></svg></button><a class="person-listing d-inline-flex align-items-baseline text-info" title="@${post.author}@${HOST}" href="/u/${post.author}"><span class="">${post.author}</span></a><span class="badge rounded-pill">${RANKS[post.author]}</span><a class="community-link btn btn-link" href="/c/bread">bread</a></div><div class="col-auto"><span data-tippy-content="Wednesday, October ${post.id}th, 2025 at 10:00:00 AM GMT+00:00" class="moment-time pointer unselectable">${post.id} hours ago</span></div></div>
<div class="comment-content"><div class="md-div">${post.quote ? `<blockquote><p>${post.quote.text}</p></blockquote>` : ""}${paragraphs(post)}</div></div>
<div class="row row-cols-auto align-items-center g-3 text-muted fw-bold mt-1"><div class="col"><button class="btn btn-animate btn-sm">${post.id * 7}</button></div><div class="col"><button class="btn btn-sm">reply</button></div></div></div></article>${answers}</li>`;
const lemmy = page(
  "Bread - Harbour",
  `<div id="root"><div class="lemmy-site"><div class="post-container container-lg"><main class="col-12 col-md-8"><h1 class="h4">Bread</h1><div><ul class="comments">${lemmyComment(THREAD[0])}${lemmyComment(THREAD[1], `<ul class="comments">${lemmyComment(THREAD[2], `<ul class="comments">${lemmyComment(THREAD[3])}</ul>`)}</ul>`)}${lemmyComment(THREAD[4])}${lemmyComment(THREAD[5])}</ul></div></main></div></div></div>`,
);

const misskey = page(
  "Timeline",
  `<div id="misskey_app"><div class="xpqW6"><div class="xbYrD"><main><div class="xmUZ0">${THREAD.map(
    (post) => `
<div class="x5yeR"><div class="xcSej x3KTG" tabindex="0">${post.id === 5 ? `<div class="xBwhh"><a class="xwY2J" href="/@annie"><img class="xAvat" src="data:," alt=""></a><i class="ti ti-repeat"></i><span class="xAr8H">Renoted by <a class="xid5z" href="/@annie"><span>annie</span></a></span><div class="xviCy"><button class="_button xB0ok"><time title="2025/10/5 10:00:00">1h</time></button></div></div>` : ""}
<article class="xmVP6"><div class="xtrkT"></div><a class="xeJ4G" href="/@${post.author}"><div class="xInner"><img class="xAvat" src="data:," alt="" decoding="async"></div></a><div class="xzb3K"><header class="xDFFn"><a class="xvf2o" href="/@${post.author}"><span>${post.author}</span></a><div class="xwd0V"><span>@${post.author}</span><span style="opacity: 0.5">@inlet.example</span></div><div class="x28S8"><a href="/notes/a${post.id}"><time title="2025/10/${post.id} 10:00:00">${post.id} hours ago</time></a></div></header><div class="xInst"><img src="data:," alt=""><div>Harbour of ${post.author}</div></div><div style="container-type: inline-size;"><div class=""><div class="xt5ym"><span style="white-space: pre-wrap;"><span>${[...post.lines, ...(post.items ?? [])].join("<br>")}</span></span></div>${
      post.card
        ? `<div class="xUrl"><a class="xLink" href="${HREF}" rel="nofollow noopener" target="_blank" title="${HREF}"><div class="xThumb" style="background-image: url('data:,')"></div><article class="xBody"><header class="xHead"><h1 class="xTitl" title="${BAIT}">${BAIT}</h1></header><p class="xText" title="${BAIT}">${BAIT}</p><footer class="xFoot"><img class="xSite" src="data:,"><p class="xSit2">news.example</p></footer></article></a></div>`
        : ""
    }${
      post.quote
        ? `<div class="xQuot"><div class="xRoot x2Noq"><a class="xav34" href="/@${post.quote.author}"><img class="xAvat" src="data:," alt=""></a><div class="xMain"><header class="xDFFn" style="margin: 4px 0;"><a class="xvf2o" href="/@${post.quote.author}"><span>${post.quote.author}</span></a><div class="xwd0V"><span>@${post.quote.author}</span></div><div class="x28S8"><a href="/notes/q${post.id}"><time title="2025/9/${post.id} 10:00:00">9 days ago</time></a></div></header><div><div><div class="xSubn"><div><span style="white-space: pre-wrap;"><span>${post.quote.text}</span></span></div></div></div></div></div></div></div>`
        : ""
    }</div></div><div class="xReac"><button class="_button xRea2"><img src="data:," alt=":thumbsup:"><span>${post.id}</span></button></div><footer class="xFoo2"><button class="_button xFbut"><i class="ti ti-arrow-back-up"></i><p class="xCoun">${post.id}</p></button><button class="_button xFbut"><i class="ti ti-repeat"></i></button></footer></div></article></div></div>`,
  ).join("")}</div></main></div></div></div>`,
);

const elkAccount = (author) =>
  `<a href="/inlet.example/@${author}" flex="~ col" min-w-0 md:flex="~ row gap-2" md:items-center text-link-rounded><span font-bold line-clamp-1 ws-pre-wrap break-all><span><span>${author}</span></span></span><p line-clamp-1 whitespace-pre-wrap break-all leading-tight dir="ltr"><span text-secondary>@${author}</span></p></a>`;
const elkCard = ({ id, author, text, card = "", nested = "", boosted = false }) => `
<div id="status-${id}" relative flex="~ col gap1" p="b-2 is-3 ie-4" class="hover:bg-active" tabindex="0" focus:outline-none focus-visible:ring="2 primary" aria-roledescription="status-card" lang="en"><div h="0" w-auto bg-border mb-1 z--1></div>${boosted ? `<div flex="~ col" justify-between><div flex="~" items-center p="t-1 b-0.5 x-1px" relative text-secondary ws-nowrap><div class="status-boosted"></div><div absolute><a href="/inlet.example/@annie"><img src="data:," alt="annie's avatar"></a></div><a href="/inlet.example/@annie" font-bold><span>annie</span></a></div></div>` : ""}<div flex gap-3><div relative><a href="/inlet.example/@${author}" rounded-full><img src="data:," alt="${author}'s avatar"></a></div><div flex="~ col 1" min-w-0><div flex items-center space-x-1>${elkAccount(author)}<div flex-auto></div><div text-sm text-secondary flex="~ row nowrap"><div flex="~ gap1" items-center><div flex><a title="2025-10-0${id}T10:00:00.000Z" href="/inlet.example/@${author}/${id}"><time text-sm ws-nowrap hover:underline datetime="2025-10-0${id}T10:00:00.000Z">${id}h</time></a></div></div></div><button aria-label="More"><div></div></button></div><div space-y-3 mb2><div whitespace-pre-wrap break-words class="status-body"><span class="content-rich line-compact" dir="auto" lang="en">${text}</span></div>${card}${nested}</div><div flex justify-between items-center class="status-actions"><div flex-1><button aria-label="Reply"><div></div><span>${id}</span></button></div><div flex-1><button aria-label="Boost"><div></div></button></div></div></div></div></div>`;
const elk = page(
  "Home - Elk",
  `<div id="__nuxt"><main><div flex><div flex-auto><div><div>${THREAD.map((post) =>
    elkCard({
      ...post,
      text: paragraphs(post),
      boosted: post.id === 5,
      card: post.card
        ? `<a block of-hidden href="${HREF}" bg-card target="_blank" rel="noopener noreferrer"><div class="flex"><div flex flex-col><img src="data:," alt="${BAIT}"></div><div flex="~ col gap-1"><p text-secondary>news.example</p><strong>${BAIT}</strong><p line-clamp-2>${BAIT}</p></div></div></a>`
        : "",
      nested: post.quote
        ? `<div class="status-quote" b="base 1" rounded-lg>${elkCard({ id: 10 + post.id, author: post.quote.author, text: `<p>${post.quote.text}</p>` })}</div>`
        : "",
    }),
  ).join("")}</div></div></div></div></main></div>`,
);

const SEEN = (post, first, glue) => [...(first ?? []), ...post.lines, ...(post.items ?? [])].join(glue ?? "\n");

/** Each: its document, and how ids and the places of posts and quotes are written. */
const SOFTWARE = {
  XenForo: { body: xenforo, id: (id) => `js-post-${id}`, at: (id) => `#js-post-${id}`, quote: "blockquote" },
  phpBB: { body: phpbb, id: (id) => `p${id}`, at: (id) => `#p${id}`, quote: "blockquote" },
  Discourse: { body: discourse, id: (id) => `post_${id}`, at: (id) => `#post_${id}`, quote: "aside.quote" },
  vBulletin: { body: vbulletin, id: (id) => `post_${id}`, at: (id) => `#post_${id}`, quote: ".bbcode_quote" },
  "vBulletin 3": { body: vbulletin3, id: () => null, at: (id) => `#posts > div:has(#post${id})`, quote: "td td" },
  GitHub: {
    body: github,
    id: (id) => `#issuecomment-${id}`,
    at: (id) => `.TimelineItem:has(> #issuecomment-${id})`,
    quote: "blockquote",
    unnamed: true,
  },
  Lemmy: { body: lemmy, id: (id) => `comment-${id}`, at: (id) => `#comment-${id}`, quote: "blockquote", unnamed: true },
  Misskey: { body: misskey, id: (id) => `/notes/a${id}`, at: (id) => `article:has(> * > header [href="/notes/a${id}"])`, quote: ".xQuot", quoteId: (id) => `/notes/q${id}` },
  Elk: { body: elk, id: (id) => `status-${id}`, at: (id) => `#status-${id}`, quote: ".status-quote", quoteId: (id) => `status-${10 + id}` },
};

/** More posts than are looked at to know what they are, after notices that are built alike and say nothing. */
const FLOURS = ["Rye", "Spelt", "Barley", "Emmer", "Einkorn", "Oats", "Millet", "Wheat"];
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const LONG = FLOURS.flatMap((flour) => DAYS.map((day) => `${flour} with a little salt, baked on ${day}.`)).map((text, index) => ({
  id: `l${index + 1}`,
  author: `baker${index % 7}`,
  text: index === 2 ? PUMP : text,
  flagged: index === 2 ? ["pump"] : [],
}));
const long = {
  name: "nobody in particular, and long",
  url: `https://${HOST}/threads/long`,
  posts: LONG,
  body: page(
    "Bread",
    `<main><div class="thread">${LONG.slice(0, 5)
      .map(({ author }) => `<div class="line"><a class="username" href="/u/${author}">${author}</a> <span class="date">10:15</span></div>`)
      .join("")}${LONG.map(
      ({ id, author, text }) =>
        `<div class="line" id="${id}"><a class="username" href="/u/${author}">${author}</a> <span class="date">10:15</span><div class="said">${text}</div></div>`,
    ).join("")}</div></main>`,
  ),
};

export const BOARDS = Object.entries(SOFTWARE).map(([name, { body, id, at, quote, unnamed, quoteId }]) => ({
  name,
  url: `https://${HOST}/threads/bread.1/`,
  csp: "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
  body,
  posts: THREAD.flatMap((post) => {
    const own = { id: id(post.id), at: at(post.id), author: post.author, text: SEEN(post), flagged: post.flagged ?? [] };
    // Words that are quoted from the same page are read there; a post that is embedded is one by itself.
    if (post.quote === undefined || (post.quote.text !== ABSENT && quoteId === undefined)) return [own];
    const { author, text } = post.quote;
    const quoted = { id: quoteId?.(post.id) ?? null, at: `${at(post.id)} ${quote}`, author: unnamed ? null : author, text, flagged: ["pump"], quoted: true };
    return [own, quoted];
  }),
})).concat(long);
