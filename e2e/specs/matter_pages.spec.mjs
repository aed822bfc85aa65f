// Every page of diagnosis, tasks, risks and messages over the demonstration: drawn without a fault, readable, within the window.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { accessibilityFaults } from "../support/accessibility.mjs";
import { launchBrowser, openPage, screenshot, VIEWPORTS } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { signIn } from "../support/session.mjs";

const PASSWORD = "baton-demo";

/** Addresses by who opens them; `list` means that the first thing on the list is opened as well. */
const PAGES = {
  yunxi: ["/diagnoses list", "/diagnoses/log", "/diagnoses/carried", "/handbook", "/tasks list", "/tasks/new", "/tasks/quarter", "/settings/notifications"],
  perf: ["/tasks/templates", "/risks list", "/risks/loss", "/risks/view", "/risks/labels", "/warnings list", "/rectifications list", "/rules list"],
  officer: ["/", "/tasks", "/diagnoses/log", "/risks"],
};

describe("pages of matters", () => {
  let server;
  let browser;

  before(async () => {
    server = await startServer();
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function settled(page) {
    await page.waitForFunction(() => document.querySelector("main h1") && !document.querySelector("main .skeleton, main .busy"));
    await page.waitForLoadState("networkidle");
  }

  /** What is amiss with the page on screen. */
  async function looked(page, name) {
    await settled(page);
    await screenshot(page, name);
    const amiss = await accessibilityFaults(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) amiss.push(`${overflow} pixels wider than the window`);
    if ((await page.locator("main .complaint:visible").count()) > 0) amiss.push("complains");
    return amiss.map((fault) => `${name}: ${fault}`);
  }

  for (const size of Object.keys(VIEWPORTS)) {
    for (const [login, pages] of Object.entries(PAGES)) {
      test(`${login} on a ${size}`, async () => {
        const page = await openPage(browser, server.url, size);
        await signIn(page, login, PASSWORD);
        const amiss = [];
        for (const [address, list] of pages.map((entry) => entry.split(" "))) {
          const name = `${login}${address.replaceAll("/", "-")}-${size}`;
          await page.evaluate((to) => history.pushState(null, "", to) ?? dispatchEvent(new PopStateEvent("popstate")), address);
          amiss.push(...(await looked(page, name)));
          assert.equal(await page.evaluate(() => location.pathname), address);
          if (list) {
            const first = page.locator(`main a[href^='${address === "/risks" ? "/risks/point" : address}/0'], main a[href^='${address}/']`);
            const to = await first.evaluateAll((links) => links.map((link) => link.getAttribute("href")).find((href) => /\/[0-9a-z]{13}$/.test(href)));
            assert.ok(to, `${address} lists nothing`);
            await page.locator(`main a[href='${to}']:visible`).first().click();
            await page.waitForURL((url) => url.pathname === to);
            amiss.push(...(await looked(page, `${name}-first`)));
          }
        }
        assert.deepEqual([...amiss, ...page.problems], []);
        await page.context().close();
      });
    }
  }
});
