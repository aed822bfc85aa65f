// From the bureau down to the post and into the number: what a manager does every morning.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible } from "../support/accessibility.mjs";
import { launchBrowser, openPage, screenshot, VIEWPORTS } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { signIn } from "../support/session.mjs";

const PASSWORD = "baton-demo";
// One of each built-in role, and a district's head beside the bureau's.
const LOGINS = [
  ["appraiser", "auditor", "branch", "data", "deputy", "director", "discipline", "finance", "group", "hr"],
  ["legal", "liaison", "office", "officer", "perf", "rater", "specialist", "sysadmin", "yunxi"],
].flat();

describe("the cockpit", () => {
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

  async function signedIn(login, size = "desktop", address = "/cockpit") {
    const page = await openPage(browser, server.url, size);
    await signIn(page, login, PASSWORD, address);
    await page.locator("main h1, main h2, main h3").first().waitFor();
    return page;
  }

  for (const login of LOGINS) {
    test(`${login} signs in and gets a page without a problem`, async () => {
      const page = await signedIn(login, "desktop", "/");
      await page.waitForLoadState("networkidle");
      await page.locator("main h1").first().waitFor();
      assert.deepEqual(page.problems, []);
      await page.context().close();
    });
  }

  test("on a phone tasks are one tap away for whoever has some", async () => {
    const page = await signedIn("office", "phone", "/");
    await page.locator("nav.tabs > ul > li > a", { hasText: "任务" }).click();
    await page.waitForURL(/\/tasks$/);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${overflow} pixels wider than the window`);
    await page.context().close();
  });

  test("a director drills from the bureau to a post, explains its number, and comes back by address", async () => {
    const page = await signedIn("director");
    await page.waitForURL(/\/cockpit\/unit-/);
    const top = page.url();
    for (const kind of ["unit", "unit", "post"]) {
      const [address, title] = [page.url(), await page.locator("h1").first().innerText()];
      await page.getByRole("link", { name: "进入" }).first().click();
      await page.waitForURL((url) => url.href !== address && url.pathname.startsWith(`/cockpit/${kind}-`));
      // The address changes at once, the page when its answer is there.
      await page.waitForFunction((title) => ![title, undefined].includes(document.querySelector("h1")?.innerText), title);
    }
    const post = page.url();
    await page.getByRole("link", { name: /解释这个数/ }).first().click();
    await page.waitForURL(/\/explain\/post-/);
    await page.getByText("公式").first().waitFor();
    assert.deepEqual(page.problems, []);
    await screenshot(page, "explain-desktop");
    await page.goto(post);
    await page.locator("h1").first().waitFor();
    await page.goto(top);
    await page.locator("h1").first().waitFor();
    await page.context().close();
  });

  test("a line of the ranking leads to an order, and to nothing in the name of others", async () => {
    const page = await signedIn("yunxi");
    await page.waitForURL(/\/cockpit\/unit-/);
    const line = page.locator("tr", { has: page.getByRole("link", { name: "进入" }) }).first();
    const to = await line.getByRole("link", { name: "下达整改" }).getAttribute("href");
    assert.match(to, /^\/rectifications\/new/);
    assert.equal(to.endsWith("?own=yes"), false, to);
    assert.equal(await line.getByRole("link", { name: "自查整改" }).count(), 0);
    await page.context().close();
  });

  test("a district head gets nothing of the city: not its page, not its name", async () => {
    const city = await signedIn("director");
    await city.waitForURL(/\/cockpit\/unit-/);
    const address = new URL(city.url()).pathname;
    const name = await city.locator("h1").first().innerText();
    await city.context().close();
    const page = await signedIn("yunxi");
    await page.waitForURL(/\/cockpit\/unit-/);
    assert.notEqual(new URL(page.url()).pathname, address);
    await page.goto(address);
    await page.waitForLoadState("networkidle");
    assert.equal((await page.locator("main").innerText()).includes(name), false);
    await screenshot(page, "not-found-desktop");
    await page.context().close();
  });

  const PAGES = ["/cockpit", "/library", "/organisation", "/runs", "/datasets", "/manual", "/policy"];
  for (const size of Object.keys(VIEWPORTS)) {
    for (const address of PAGES) {
      test(`${address} on a ${size}: no serious finding of axe, nothing overflows`, async () => {
        const page = await signedIn("perf", size, address);
        await page.locator("h1").first().waitFor();
        await page.waitForLoadState("networkidle");
        await assertAccessible(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${overflow} pixels wider than the window`);
        await screenshot(page, `page${address.replaceAll("/", "-")}-${size}`);
        await page.context().close();
      });
    }
  }
});
