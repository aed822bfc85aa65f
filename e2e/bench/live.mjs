// How fast a change reaches a thousand open subscriptions, and what they cost, in the hardest case: all follow the same order, and for each
// it is asked anew who it is and what it may see.
// Needs BATON_PROGRAM; `cargo xtask bench` sets it. The last line of the output is the result as JSON.

import { readFile } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

import { ask, signIn } from "../support/api.mjs";
import { startServer } from "../support/server.mjs";
import { openSocket } from "../support/socket.mjs";

const SUBSCRIPTIONS = Number(process.env.BATON_BENCH_SUBSCRIPTIONS ?? 1000);
const ROUNDS = Number(process.env.BATON_BENCH_ROUNDS ?? 10);
/** The server takes so many connections of one account. */
const OF_ONE_ACCOUNT = 20;
/** The looks at who may stay go on meanwhile: what they cost is part of the time measured. */
const BETWEEN_ROUNDS_MS = 500;
const PASSWORD = "Baton-bench-2026";

/** Accounts that may see every order, as many as the connections need. */
async function accounts(url, admin, number) {
  const roles = await ask(url, admin, "{ roles { id code } }");
  const role = roles.roles.find((one) => one.code === "AUDITOR").id;
  const create = `mutation($l: String!, $p: String!) {
    createAccount(input: { login: $l, password: $p, displayName: $l }) { id } }`;
  const grant = `mutation($a: AccountId!, $r: RoleId!) {
    grantRole(input: { account: $a, role: $r, scope: ALL, units: [], lines: [], validFrom: "2020-01-01" }) { id } }`;
  const tokens = [];
  for (let at = 0; at < number; at += 1) {
    const login = `bench-${at}`;
    const made = await ask(url, admin, create, { l: login, p: PASSWORD });
    await ask(url, admin, grant, { a: made.createAccount.id, r: role });
    tokens.push(await signIn(url, login, PASSWORD));
  }
  return tokens;
}

/** An open order on which this person may say something. */
async function order(url, token) {
  const open = `{ matters(first: 100, filter: { kind: RECTIFICATION, isOpen: true }) { nodes { id } } }`;
  for (const { id } of (await ask(url, token, open)).matters.nodes) {
    const seen = await ask(url, token, "query($id: MatterId!) { rectification(id: $id) { version allowedSteps } }", { id });
    if (seen.rectification.allowedSteps.includes("COMMENT")) {
      return { id, version: seen.rectification.version };
    }
  }
  throw new Error("there is no order to say something on");
}

async function memory(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)[1]);
}

function quantile(sorted, share) {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]);
}

/** Waits for the next message of every socket while `change` is made; the times it took from asking for the change. */
async function reached(sockets, change) {
  const start = performance.now();
  const heard = sockets.map((socket) => socket.next("next").then(() => performance.now() - start));
  await change();
  return Promise.all(heard);
}

function figures(kind, followers, times) {
  const sorted = times.toSorted((one, other) => one - other);
  return {
    kind,
    followers,
    changes: ROUNDS,
    median_ms: quantile(sorted, 0.5),
    p99_ms: quantile(sorted, 0.99),
    slowest_ms: Math.round(sorted.at(-1)),
  };
}

async function opened(url, tokens, subscriptions) {
  const sockets = [];
  for (let at = 0; at < subscriptions; at += 1) {
    sockets.push(await openSocket(url, tokens[Math.floor(at / OF_ONE_ACCOUNT)]));
  }
  return sockets;
}

async function subscribed(sockets, query) {
  const first = sockets.map((socket) => socket.next("next"));
  for (const socket of sockets) {
    socket.say({ id: "1", type: "subscribe", payload: { query } });
  }
  await Promise.all(first);
}

const server = await startServer({ size: "small" });
try {
  const { url } = server;
  const admin = await signIn(url, "sysadmin", "baton-demo");
  const director = await signIn(url, "director", "baton-demo");
  const tokens = await accounts(url, admin, Math.ceil(SUBSCRIPTIONS / OF_ONE_ACCOUNT));
  const about = await order(url, director);
  const before = await memory(server.pid());
  const sockets = await opened(url, tokens, SUBSCRIPTIONS);
  const connected = await memory(server.pid());
  await subscribed(sockets, `subscription { matterChanged(id: "${about.id}") { version event { step } } }`);
  const following = await memory(server.pid());
  const comment = `mutation($id: MatterId!, $v: Int!) {
    commentRectification(rectification: $id, version: $v, words: "measured") { version } }`;
  const say = async () => {
    const said = await ask(url, director, comment, { id: about.id, v: about.version });
    about.version = said.commentRectification.version;
  };
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    times.push(...(await reached(sockets, say)));
    await sleep(BETWEEN_ROUNDS_MS);
  }
  const after = await memory(server.pid());
  const kib = (more, less) => Math.round((10 * (more - less)) / SUBSCRIPTIONS) / 10;
  const result = {
    subscriptions: SUBSCRIPTIONS,
    accounts: tokens.length,
    memory_of_a_connection_kib: kib(connected, before),
    memory_of_a_connection_with_its_subscription_kib: kib(following, before),
    the_same_after_all_changes_kib: kib(after, before),
    delivery: [figures("a step in an order that all follow", SUBSCRIPTIONS, times)],
  };
  for (const socket of sockets) {
    socket.end();
  }
  console.log(JSON.stringify(result));
} finally {
  await server.stop();
}
