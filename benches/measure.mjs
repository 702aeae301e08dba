// Times, post by post. Runs in Node and in a page.
//
// What disturbs a run only ever adds, so the best of several rounds counts for each post. All contenders take each round one after the
// other, so that all are disturbed alike. A slow one reads fewer of the posts, and takes fewer rounds.

const ROUNDS = 12;
/** A round of a slow contender ends after this long, in milliseconds. */
const ROUND = 4000;

async function times(read, texts, most, grain, best) {
  const begun = performance.now();
  // Where the clock is coarse, a post is read again and again between two looks at it.
  let repeats = 1;
  for (let index = 0; index < most; index += 1) {
    const text = texts[index];
    for (;;) {
      const start = performance.now();
      for (let time = 0; time < repeats; time += 1) {
        const found = read(text);
        if (found instanceof Promise) await found;
      }
      const spent = performance.now() - start;
      if (spent * 1000 < grain) {
        repeats *= 2;
        continue;
      }
      best[index] = Math.min(best[index] ?? Infinity, (spent * 1000) / repeats);
      break;
    }
    if (performance.now() - begun > ROUND) return index + 1;
  }
  return most;
}

/** Microseconds for each post, by contender. `grain`: how long the clock has to run at least, in microseconds. */
export async function measure(readers, textsOf, grain = 0) {
  const state = Object.entries(readers).map(([name, read]) => ({ name, read, texts: textsOf(name), best: [], rounds: ROUNDS }));
  for (const one of state) one.most = one.texts.length;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const one of state.filter(({ rounds }) => round < rounds)) {
      const begun = performance.now();
      const reached = await times(one.read, one.texts, one.most, grain, one.best);
      if (round === 0) {
        one.most = reached;
        one.rounds = Math.min(ROUNDS, Math.max(2, Math.floor((3 * ROUND) / (performance.now() - begun))));
      }
    }
  }
  return Object.fromEntries(state.map(({ name, best, most }) => [name, best.slice(0, most)]));
}

export function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { posts: times.length, median: at(0.5), mean: sorted.reduce((sum, one) => sum + one, 0) / sorted.length, p99: at(0.99) };
}
