// `./build.sh test`, the browser half: runs every test of this folder in Chromium and in Firefox.
//
//   node tests/browser/run.mjs            all
//   node tests/browser/run.mjs popup      only the files whose names begin so
//   LONG=1 node tests/browser/run.mjs     each test three times over
//
// Two files run at a time: a browser waits more than it works. What is told by the clock runs by itself.
// Says at once what is missing, and exits with 1 on any failure. Nothing is skipped: without one of the browsers there is no run.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { distOf, executableOf, KINDS } from "./harness/index.mjs";

/** These compare frames or times with others of the same page: what else the machine does would show in them. */
const TIMED = ["busy", "faults", "hostile", "virtual"];

const FOLDER = fileURLToPath(new URL("./", import.meta.url));

try {
  for (const kind of KINDS) {
    executableOf(kind);
    if (!existsSync(join(distOf(kind), "manifest.json")))
      throw new Error(`${distOf(kind)} is not built: run ./build.sh`);
  }
  const wanted = process.argv.slice(2);
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith(".test.mjs"))
    .filter((name) => wanted.length === 0 || wanted.some((start) => name.startsWith(start)));
  if (files.length === 0) throw new Error(`no test is called ${wanted.join(" or ")}`);
  const isTimed = (name) => TIMED.includes(name.slice(0, name.indexOf(".")));
  for (let round = process.env.LONG ? 3 : 1; round > 0; round -= 1) {
    await run(files.filter(isTimed), 1);
    await run(
      files.filter((name) => !isTimed(name)),
      2,
    );
  }
} catch (error) {
  console.error(`browser tests: ${error.message}`);
  process.exitCode = 1;
}

async function run(files, atATime) {
  if (files.length === 0) return;
  const options = ["--test", `--test-concurrency=${atATime}`, "--test-reporter=spec"];
  const paths = files.map((name) => join(FOLDER, name));
  const tests = spawn(process.execPath, [...options, ...paths], { stdio: "inherit" });
  const [code] = await once(tests, "exit");
  if (code !== 0) process.exitCode = 1;
}
