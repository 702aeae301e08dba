/**
 * What others wrote and the packages ship: its licences for people (NOTICES.txt) and its list for machines (a CycloneDX bill of materials).
 *
 * In: Cargo's own graph of what is compiled into the Wasm module, and the npm packages that the bundler took in. Out: the two texts, the same
 * for the same input. A licence that is not on the list below, or a crate without its text, ends the build: it has to be looked at by
 * a person first.
 */

import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** The crates of this workspace that become Wasm. */
const SHIPPED = ["hypelint-wasm"];

/** Licences that allow shipping in a package under MIT or Apache-2.0, with their notice. */
const ACCEPTED = new Set(["MIT", "Apache-2.0", "Unicode-3.0", "BSD-3-Clause", "ISC", "Zlib"]);

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)/i;

/** Not in Cargo's graph: the standard library, and the data that the folding table was generated from. */
const BESIDE = [
  {
    name: "The Rust standard library",
    licence: "MIT OR Apache-2.0",
    text: "Copyright (c) The Rust Project Contributors. https://www.rust-lang.org/policies/licenses",
  },
  {
    name: "Unicode character data (UnicodeData, confusables)",
    licence: "Unicode-3.0",
    text: "Copyright (c) 1991-2025 Unicode, Inc. https://www.unicode.org/license.txt",
  },
];

/**
 * @param {string} root the project's folder
 * @param {string[]} inputs the files that the bundler read
 * @param {string} version of Hypelint
 * @returns {Promise<{ notices: string, bill: string }>}
 */
export async function thirdParties(root, inputs, version) {
  const parties = [...(await crates(root)), ...(await npmPackages(root, inputs))];
  parties.sort((a, b) => (a.purl < b.purl ? -1 : 1));
  for (const { name, licence } of parties) {
    if (!isAccepted(licence)) {
      throw new Error(
        `${name} has the licence ${licence ?? "(none named)"}: see tools/notices.mjs, ACCEPTED`,
      );
    }
  }
  return { notices: notices(parties), bill: bill(parties, version) };
}

/** An expression of SPDX: each part of an AND, and one of each OR. */
function isAccepted(expression) {
  const plain = (expression ?? "").replaceAll(/[()]/g, "").replaceAll("/", " OR ");
  const parts = plain.split(/\s+AND\s+/);
  return parts.every((part) => part.split(/\s+OR\s+/).some((licence) => ACCEPTED.has(licence.trim())));
}

async function crates(root) {
  // The tree, and not the graph of `cargo metadata`: that one joins the features of the whole workspace, and names what never ships.
  const asked = SHIPPED.flatMap((name) => ["--package", name]);
  const edges = [
    "--edges=normal,no-proc-macro",
    "--target=wasm32-unknown-unknown",
    "--prefix=none",
    "--format={p}",
  ];
  const tree = await cargo(root, ["tree", "--locked", ...asked, ...edges]);
  const shipped = new Set(tree.split("\n").map((line) => line.split(" ", 2).join(" ").replace(" v", " ")));
  const { packages } = JSON.parse(await cargo(root, ["metadata", "--locked", "--format-version=1"]));
  const checksums = await readChecksums(root);
  const foreign = packages.filter(
    ({ name, version, source }) => source !== null && shipped.has(`${name} ${version}`),
  );
  return Promise.all(
    foreign.map(async ({ name, version, license, manifest_path }) => ({
      name: `${name} ${version}`,
      component: { name, version },
      purl: `pkg:cargo/${name}@${version}`,
      licence: license,
      hash: checksums.get(`${name} ${version}`),
      text: await licenceText(dirname(manifest_path), name),
    })),
  );
}

async function cargo(root, words) {
  const { stdout } = await promisify(execFile)("cargo", words, { cwd: root, maxBuffer: 1 << 28 });
  return stdout;
}

async function readChecksums(root) {
  const lock = await readFile(join(root, "Cargo.lock"), "utf8");
  const entries = lock.matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = .+\nchecksum = "(.+)"/g);
  return new Map([...entries].map(([, name, version, checksum]) => [`${name} ${version}`, checksum]));
}

async function npmPackages(root, inputs) {
  const folders = new Set(inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []));
  return Promise.all(
    [...folders].map(async (folder) => {
      const { name, version, license } = JSON.parse(
        await readFile(join(root, folder, "package.json"), "utf8"),
      );
      const text = await licenceText(join(root, folder), name);
      return {
        name: `${name} ${version}`,
        component: { name, version },
        purl: `pkg:npm/${name}@${version}`,
        licence: license,
        text,
      };
    }),
  );
}

/** MIT's text where there is one: it is the shorter of the two that most crates offer. */
async function licenceText(folder, name) {
  const files = (await readdir(folder)).filter((file) => LICENCE_FILE.test(file)).sort();
  const file = files.find((candidate) => /mit/i.test(candidate)) ?? files[0];
  if (file === undefined) throw new Error(`${name} brings no text of its licence`);
  return (await readFile(join(folder, file), "utf8")).replaceAll("\r\n", "\n").trim();
}

function notices(parties) {
  const byText = new Map();
  for (const party of [...BESIDE, ...parties]) {
    byText.set(party.text, [...(byText.get(party.text) ?? []), `${party.name} (${party.licence})`]);
  }
  const line = "-".repeat(72);
  const parts = [...byText].map(([text, names]) => `${line}\n${names.join("\n")}\n\n${text}\n`);
  return `Hypelint contains work of others:\n\n${parts.join("\n")}`;
}

function bill(parties, version) {
  const components = parties.map(({ component, purl, licence, hash }) => ({
    type: "library",
    ...component,
    purl,
    "bom-ref": purl,
    licenses: [{ expression: licence.replaceAll("/", " OR ") }],
    ...(hash && { hashes: [{ alg: "SHA-256", content: hash }] }),
  }));
  const metadata = { component: { type: "application", name: "hypelint", version, "bom-ref": "hypelint" } };
  return `${JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, metadata, components }, null, 2)}\n`;
}
