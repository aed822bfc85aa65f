// What evaluating all rules of the city demonstration takes, beside what computing, scoring and storing one period took in its run.
// Needs BATON_PROGRAM; `cargo xtask bench` sets it. The last line of the output is the result as JSON.

import { setTimeout as sleep } from "node:timers/promises";

import { ask, signIn } from "../support/api.mjs";
import { startServer } from "../support/server.mjs";

/** The rules are evaluated after the run that the demonstration made as soon as the server serves. */
const PATIENCE_MS = 120_000;

const server = await startServer({ size: process.env.BATON_BENCH_DEMO ?? "city" });
try {
  const token = await signIn(server.url, "perf", "baton-demo");
  const read = () =>
    ask(server.url, token, `{ ruleEvaluations { key objects micros } warningRules { id state } runs(first: 1) { nodes { cellsWritten log { at message } } } }`);
  const until = Date.now() + PATIENCE_MS;
  let seen = await read();
  while (!seen.ruleEvaluations.some(({ key }) => key.startsWith("run-"))) {
    if (Date.now() > until) throw new Error("the rules were not evaluated after the run");
    await sleep(500);
    seen = await read();
  }
  const [run] = seen.runs.nodes;
  const computed = run.log.filter(({ message }) => /values, \d+ scores/.test(message)).map(({ at }) => Date.parse(at));
  const periods = computed.slice(1).map((at, place) => at - computed[place]).sort((one, other) => one - other);
  const period = periods[Math.floor(periods.length / 2)];
  const evaluation = seen.ruleEvaluations.find(({ key }) => key.startsWith("run-"));
  const micros = Number(evaluation.micros);
  console.log(
    JSON.stringify({
      rules: seen.warningRules.filter(({ state }) => state === "ACTIVE").length,
      rules_times_objects: evaluation.objects,
      evaluation_ms: Math.round(micros / 1000),
      microseconds_a_rule_and_object: Math.round(micros / evaluation.objects),
      one_period_of_the_run_ms: period,
      evaluation_against_one_period: Number((micros / 1000 / period).toFixed(3)),
    }),
  );
} finally {
  await server.stop();
}
