// Runs the specs with node's own test runner, one after the other: `node run.mjs [words in the spec's file name…]`.
// Needs BATON_PROGRAM and BATON_CHROMIUM; `cargo xtask e2e` sets both and builds what they need.

import { readdirSync } from "node:fs";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

for (const needed of ["BATON_PROGRAM", "BATON_CHROMIUM"]) {
  if (!process.env[needed]) {
    console.error(`${needed} is not set; type: cargo xtask e2e`);
    process.exit(2);
  }
}

const words = process.argv.slice(2);
const folder = fileURLToPath(new URL("specs/", import.meta.url));
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".spec.mjs"))
  .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
  .sort()
  .map((name) => folder + name);

if (files.length === 0) {
  console.error(`no spec in ${folder} has ${words.join(" or ")} in its name`);
  process.exit(2);
}

// Two cores: a server and a browser at a time is what a timing can be trusted on.
run({ files, concurrency: 1, timeout: 10 * 60_000 })
  .on("test:fail", ({ todo }) => {
    if (todo === undefined) process.exitCode = 1;
  })
  .compose(spec)
  .pipe(process.stdout);
