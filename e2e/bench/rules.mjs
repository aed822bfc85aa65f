// What evaluating all rules of the city demonstration takes, its commit included, beside what computing, scoring and storing took in the
// run that made their numbers. How the rules stood is forgotten before: the demonstration has evaluated its newest month already, and the
// same rules over the same run would find nothing new to write.
// Needs BATON_PROGRAM and sqlite3; `cargo xtask bench` sees to both. The last line of the output is the result as JSON.

import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

import { ask, signIn } from "../support/api.mjs";
import { startServer } from "../support/server.mjs";

/** The rules are evaluated after the run that the demonstration made as soon as the server serves. */
const PATIENCE_MS = 120_000;
/** How long each look at the log is apart: nothing is asked of the server meanwhile. */
const BETWEEN_LOOKS_MS = 200;
const QUERY = `{
  ruleEvaluations { key objects issued }
  warningRules { state }
  runs(first: 1) { nodes { log { at message } } }
}`;

/** Which run the rules were evaluated after first, and the microseconds it took until it was committed, as the server's log says. */
async function evaluated(server) {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const line = server.log().split("\n").find((line) => line.includes("rules were evaluated") && line.includes('key="run-'));
    if (line) {
      return { key: /key="([^"]+)"/.exec(line)[1], micros: Number(/\bmicros=(\d+)/.exec(line)[1]) };
    }
    await sleep(BETWEEN_LOOKS_MS);
  }
  throw new Error(`the rules were not evaluated after the run\n${server.log()}`);
}

/** The milliseconds in which a run computed, scored and stored: a month of it, the median, and all its periods but the first. */
function computing(log) {
  const lines = log.map(({ at, message }) => ({ at: Date.parse(at), message }));
  const periods = lines.filter(({ message }) => /: \d+ values, \d+ scores$/.test(message));
  const taken = periods.slice(1).map(({ at, message }, place) => ({ message, ms: at - periods[place].at }));
  const months = taken.filter(({ message }) => /^\d{4}-\d{2}: /.test(message)).map(({ ms }) => ms);
  months.sort((one, other) => one - other);
  return { month: months[Math.floor(months.length / 2)], all: periods.at(-1).at - periods[0].at };
}

const ratio = (micros, ms) => Number((micros / 1000 / ms).toFixed(3));

const folder = await mkdtemp(join(tmpdir(), "baton-bench-"));
const database = join(folder, "baton.db");
let server;
try {
  server = await startServer({
    environment: { BATON_DATABASE_URL: `sqlite://${database}`, BATON_LOG: "info,sea_orm_migration=warn", BATON_LOG_FORMAT: "text" },
    fill: async (baton) => {
      await baton("demo", "--size", process.env.BATON_BENCH_DEMO ?? "city");
      await promisify(execFile)("sqlite3", [database, "DELETE FROM rule_standing"]);
    },
  });
  const { key, micros } = await evaluated(server);
  const seen = await ask(server.url, await signIn(server.url, "perf", "baton-demo"), QUERY);
  const evaluation = seen.ruleEvaluations.find((one) => one.key === key);
  if (evaluation.issued === 0) throw new Error("the rules found nothing to warn of");
  const { month, all } = computing(seen.runs.nodes[0].log);
  console.log(
    JSON.stringify({
      rules: seen.warningRules.filter(({ state }) => state === "ACTIVE").length,
      rules_times_objects: evaluation.objects,
      warnings_issued: evaluation.issued,
      evaluation_ms: Math.round(micros / 1000),
      microseconds_a_rule_and_object: Math.round(micros / evaluation.objects),
      one_month_of_the_run_ms: month,
      all_periods_of_the_run_ms: all,
      evaluation_against_one_month: ratio(micros, month),
      evaluation_against_all_periods: ratio(micros, all),
    }),
  );
} finally {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}
