// `./build.sh mutants [SEED [OPTIONS…]]`: changes 200 places of the core, drawn by the seed, one at a time, and says which changes no test notices.
// `.cargo/mutants.toml` says where, and by which tests. What was found stands in target/mutants.out.

import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";

const DRAWN = 200;
const [seed = "1", ...options] = process.argv.slice(2);

const sum = (name) => createHash("sha256").update(`${seed} ${name}`).digest("hex");
const escaped = (name) => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

const listed = execFileSync("cargo", ["mutants", "--list"], { encoding: "utf8", maxBuffer: 1 << 28 });
const names = listed.trim().split("\n");
const drawn = names.sort((one, other) => (sum(one) < sum(other) ? -1 : 1)).slice(0, DRAWN);
console.error(`${drawn.length} of ${names.length} mutants, by the seed ${seed}`);
const { status } = spawnSync(
  "cargo",
  [
    "mutants",
    "--output",
    "target",
    "--jobs",
    "1",
    ...options,
    ...drawn.flatMap((name) => ["--re", `^${escaped(name)}$`]),
  ],
  { stdio: "inherit", env: { ...process.env, CARGO_PROFILE_DEV_DEBUG: "0" } },
);
process.exitCode = status ?? 1;
