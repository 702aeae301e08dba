// A cold start, in a process of its own: from nothing to thirty scored posts. Prints milliseconds.

import { loadCore } from "./core.mjs";
import { makePosts } from "./posts.mjs";

const posts = makePosts(30, 7);
const start = performance.now();
const { score } = await loadCore();
for (const post of posts) score(post);
console.log(performance.now() - start);
