// A server of one's own: a free port, a fresh data folder, the small demo bureau.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const READY_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 10_000;

/**
 * Fills an empty data folder, with the demo unless something else is said, and serves it.
 *
 * @param {{ size?: string, environment?: Record<string, string>, fill?: (baton: (...words: string[]) => Promise<string>) => Promise<void> }} options
 *   `fill` runs `baton` commands on the empty data in place of the demo
 * @returns {Promise<{ url: string, log: () => string, pid: () => number, restart: () => Promise<void>, stop: () => Promise<void> }>}
 *   `restart` ends the server's process and starts another on the same data and address
 */
export async function startServer({ size = "small", environment = {}, fill } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "baton-e2e-"));
  const port = await freePort();
  const env = {
    ...process.env,
    BATON_DATA_DIR: folder,
    BATON_DATABASE_URL: `sqlite://${join(folder, "baton.db")}`,
    BATON_LISTEN: `127.0.0.1:${port}`,
    ...environment,
  };
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const load = fill ?? ((baton) => baton("demo", "--size", size));
    await load((...words) => baton(env, words));
    return await serve(env, `http://127.0.0.1:${port}`, remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Runs a command of `baton` to its end and returns what it printed; fails with everything it said. */
async function baton(env, words) {
  const child = spawn(process.env.BATON_PROGRAM, words, { env, stdio: ["ignore", "pipe", "pipe"] });
  const said = collect(child);
  const [code] = await once(child, "close");
  if (code !== 0) {
    throw new Error(`baton ${words.join(" ")} ended with ${code}\n${said()}`);
  }
  return said();
}

async function serve(env, url, remove) {
  let running = await launch(env, url);
  const stop = async () => {
    await running.end();
    await remove();
  };
  const restart = async () => {
    await running.end();
    running = await launch(env, url);
  };
  return { url, log: () => running.log(), pid: () => running.pid, restart, stop };
}

async function launch(env, url) {
  const child = spawn(process.env.BATON_PROGRAM, ["serve"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const log = collect(child);
  const closed = once(child, "close");
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const end = async () => {
    process.off("exit", kill);
    child.kill("SIGTERM");
    const late = setTimeout(kill, STOPPED_WITHIN_MS);
    await closed;
    clearTimeout(late);
  };
  try {
    await ready(url, child);
  } catch (error) {
    await end();
    throw new Error(`${error.message}\n${log()}`);
  }
  return { log, pid: child.pid, end };
}

async function ready(url, child) {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`baton serve ended with ${child.exitCode ?? child.signalCode}`);
    }
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) {
      return;
    }
    await sleep(50);
  }
  throw new Error(`baton serve was not ready within ${READY_WITHIN_MS} ms`);
}

function collect(child) {
  const parts = [];
  child.stdout.on("data", (part) => parts.push(part));
  child.stderr.on("data", (part) => parts.push(part));
  return () => Buffer.concat(parts).toString();
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
