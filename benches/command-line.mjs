// The command line on every core: posts a second from a file, and how much memory the process takes at most.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { availableParallelism } from "node:os";
import { makePosts } from "./posts.mjs";

const TOOL = new URL("../target/release/hypelint", import.meta.url).pathname;
const RUNS = 3;

/** A file of `count` posts. A few thousand different ones, again and again: nothing in the tool remembers them. */
function write(path, count) {
  const lines = makePosts(5000, 99).map((text, id) => `${JSON.stringify({ id, text })}\n`);
  const block = Buffer.from(lines.join(""));
  const file = openSync(path, "w");
  let left = count;
  for (; left >= lines.length; left -= lines.length) writeSync(file, block);
  writeSync(file, lines.slice(0, left).join(""));
  closeSync(file);
}

/** The most memory that a process has had, in bytes; Linux alone tells. */
function peak(pid) {
  const path = `/proc/${pid}/status`;
  const found = existsSync(path) ? /VmHWM:\s*(\d+)/.exec(readFileSync(path, "utf8")) : null;
  return found ? Number(found[1]) * 1024 : 0;
}

async function score(path) {
  const start = performance.now();
  const tool = spawn(TOOL, ["score", path], { stdio: ["ignore", openSync("/dev/null", "w"), "inherit"] });
  let most = 0;
  const look = setInterval(() => {
    most = Math.max(most, peak(tool.pid));
  }, 10);
  const [code] = await once(tool, "exit");
  clearInterval(look);
  if (code !== 0) throw new Error(`hypelint score ended with ${code}`);
  return { seconds: (performance.now() - start) / 1000, peak: most };
}

export async function commandLine(count) {
  const path = new URL("../dist/bench/posts.jsonl", import.meta.url).pathname;
  write(path, count);
  const bytes = statSync(path).size;
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await score(path));
  rmSync(path);
  const seconds = Math.min(...runs.map((run) => run.seconds));
  return { posts: count, cores: availableParallelism(), seconds, postsPerSecond: count / seconds, bytes, peakMiB: Math.max(...runs.map((run) => run.peak)) / 2 ** 20 };
}
