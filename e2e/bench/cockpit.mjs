// How long a manager waits for the cockpit: from a signed-in address to drawn gauges and an answered click, in the page's own clock.
// Needs BATON_PROGRAM and BATON_CHROMIUM; `cargo xtask bench` sets both. The last line of the output is the result as JSON.

import { launchBrowser, openPage } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";

const SIZE = process.env.BATON_BENCH_SIZE ?? "city";
const LOADS = Number(process.env.BATON_BENCH_LOADS ?? 7);
const PERSON = { login: "director", password: "baton-demo" };
const GAUGES = "main svg.gauge";

/** Notes, in the page, when the gauges are painted and when a click has moved the address. */
function watch(gauges) {
  const noted = (window.noted = {});
  const start = location.pathname;
  let seen = false;
  const look = () => {
    // What is there in one frame is painted by the next.
    if (seen) {
      noted.gauges ??= performance.now();
    }
    seen ||= document.querySelector(gauges) !== null;
    if (noted.clicked !== undefined && noted.answered === undefined && location.pathname !== start) {
      noted.answered = performance.now();
    }
    requestAnimationFrame(look);
  };
  addEventListener("click", (event) => (noted.clicked ??= event.timeStamp), { capture: true });
  requestAnimationFrame(look);
}

/** Opens the address and clicks into the first place below as soon as the gauges are drawn. */
async function load(context, address) {
  const page = await context.newPage();
  await page.addInitScript(watch, GAUGES);
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => window.noted?.gauges !== undefined, null, { polling: 20 });
  await page.getByRole("link", { name: "进入" }).first().click();
  await page.waitForFunction(() => window.noted.answered !== undefined, null, { polling: 20 });
  const times = await page.evaluate(() => ({
    first_paint_ms: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    gauges_drawn_ms: window.noted.gauges,
    click_answered_in_ms: window.noted.answered - window.noted.clicked,
  }));
  await page.close();
  return times;
}

/** A person who is signed in on a browser that has seen nothing of the site yet. */
async function signedIn(browser, url) {
  const page = await openPage(browser, url);
  const context = page.context();
  await page.close();
  const answer = await context.request.post(`${url}/auth/sign-in`, { data: PERSON });
  if (!answer.ok()) {
    throw new Error(`signing in was answered ${answer.status()}`);
  }
  return context;
}

/** The cockpit this person starts at. */
async function start(browser, url) {
  const context = await signedIn(browser, url);
  const page = await context.newPage();
  await page.goto(`${url}/cockpit`);
  await page.waitForURL(/\/cockpit\/unit-/);
  await page.locator(GAUGES).first().waitFor();
  const address = page.url();
  await context.close();
  return address;
}

function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

function summary(state, loads) {
  const figures = { state, loads: loads.length };
  for (const name of Object.keys(loads[0])) {
    figures[name] = Math.round(median(loads.map((times) => times[name])));
  }
  figures.slowest_gauges_drawn_ms = Math.round(Math.max(...loads.map((times) => times.gauges_drawn_ms)));
  return figures;
}

const server = await startServer({ size: SIZE });
const browser = await launchBrowser();
try {
  const address = await start(browser, server.url);
  const [first, fresh, again] = [[], [], []];
  for (let number = 0; number < LOADS; number += 1) {
    const context = await signedIn(browser, server.url);
    await server.restart();
    first.push(await load(context, address));
    await context.close();
  }
  for (let number = 0; number < LOADS; number += 1) {
    const context = await signedIn(browser, server.url);
    fresh.push(await load(context, address));
    again.push(await load(context, address));
    await context.close();
  }
  const states = [
    summary("first visit, server just started", first),
    summary("first visit, server in use", fresh),
    summary("page in the browser's cache, server in use", again),
  ];
  console.log(JSON.stringify({ demo: SIZE, chromium: browser.version(), window: "1440 × 900", medians: states }));
} finally {
  await browser.close();
  await server.stop();
}
