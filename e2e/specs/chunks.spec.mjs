// What the browser fetches when: the code of later pages not before they are opened, and what stands there if it does not come.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible } from "../support/accessibility.mjs";
import { launchBrowser, openPage, screenshot, VIEWPORTS } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { signIn } from "../support/session.mjs";

const PASSWORD = "baton-demo";
const LOGIN = "auditor";
const CHUNK = /\/assets\/(page_[a-z_]+-[0-9a-f]+\.wasm|shared-[0-9a-f]+\.bin)$/;

describe("the code of a page", () => {
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

  /** A page at the cockpit, and the answers to its questions for chunks. */
  async function atCockpit(size = "desktop") {
    const page = await openPage(browser, server.url, size);
    const chunks = [];
    page.on("response", (response) => {
      if (CHUNK.test(response.url())) {
        chunks.push(response);
      }
    });
    await signIn(page, LOGIN, PASSWORD, "/cockpit");
    await page.waitForURL(/\/cockpit\//);
    await page.waitForLoadState("networkidle");
    return { page, chunks };
  }

  function open(page, address) {
    return page.locator(`nav a[href="${address}"]`).first().click();
  }

  test("sign-in and the cockpit fetch none; a page fetches its own once, compressed and kept for ever", async () => {
    const { page, chunks } = await atCockpit();
    assert.deepEqual(chunks.map((response) => response.url()), []);
    await open(page, "/audit");
    await page.getByRole("heading", { level: 1, name: "审计" }).waitFor();
    const fetched = chunks.length;
    assert.equal(fetched, 2, "its own code, and what pages share");
    for (const response of chunks) {
      const headers = await response.allHeaders();
      assert.equal(response.status(), 200);
      assert.equal(headers["content-type"], response.url().endsWith(".wasm") ? "application/wasm" : "application/octet-stream");
      assert.ok(headers["content-encoding"], response.url());
      assert.match(headers["cache-control"], /immutable/);
    }
    await open(page, "/cockpit");
    await page.waitForURL(/\/cockpit\//);
    await open(page, "/audit");
    await page.getByRole("heading", { level: 1, name: "审计" }).waitFor();
    assert.equal(chunks.length, fetched);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  for (const size of Object.keys(VIEWPORTS)) {
    test(`a chunk that does not come leaves a notice on a ${size}, and another try brings the page`, async () => {
      const page = await openPage(browser, server.url, size);
      await signIn(page, LOGIN, PASSWORD, "/cockpit");
      await page.waitForURL(/\/cockpit\//);
      await page.route(CHUNK, (route) => route.abort());
      await page.evaluate(() => history.pushState(null, "", "/audit") ?? dispatchEvent(new PopStateEvent("popstate")));
      const notice = page.getByRole("alert");
      await notice.getByRole("heading", { level: 1, name: "这一页没有载入" }).waitFor();
      await notice.getByRole("button", { name: "刷新" }).waitFor();
      await assertAccessible(page);
      await screenshot(page, `no-chunk-${size}`);
      await page.unroute(CHUNK);
      await notice.getByRole("button", { name: "重试" }).click();
      await page.getByRole("heading", { level: 1, name: "审计" }).waitFor();
      assert.equal(await notice.count(), 0);
      await page.context().close();
    });
  }

  test("a chunk of an older build is gone after an update: reloading brings the page", async () => {
    const page = await openPage(browser, server.url);
    await signIn(page, LOGIN, PASSWORD, "/cockpit");
    await page.waitForURL(/\/cockpit\//);
    await page.route(CHUNK, (route) => route.fulfill({ status: 404 }), { times: 1 });
    await page.evaluate(() => history.pushState(null, "", "/audit") ?? dispatchEvent(new PopStateEvent("popstate")));
    await page.getByRole("alert").getByRole("button", { name: "刷新" }).click();
    await page.getByRole("heading", { level: 1, name: "审计" }).waitFor();
    await page.context().close();
  });
});
