// What answers before anybody has signed in.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible } from "../support/accessibility.mjs";
import { launchBrowser, openPage, screenshot, VIEWPORTS } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";

describe("before sign-in", () => {
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

  test("the server says that it is healthy", async () => {
    const answer = await fetch(`${server.url}/healthz`);
    assert.equal(answer.status, 200);
  });

  test("hashed files are compressed and kept for ever, the document is not", async () => {
    const document = await fetch(server.url);
    assert.equal(document.headers.get("cache-control")?.includes("immutable") ?? false, false);
    const [script] = (await document.text()).match(/\/assets\/start-[0-9a-f]+\.js/);
    const answer = await fetch(server.url + script, { headers: { "accept-encoding": "br, gzip" } });
    assert.equal(answer.headers.get("content-encoding"), "br");
    assert.match(answer.headers.get("cache-control"), /immutable/);
  });

  for (const size of Object.keys(VIEWPORTS)) {
    test(`the sign-in page is drawn on a ${size}, without a problem`, async () => {
      const page = await openPage(browser, server.url, size);
      await page.goto("/");
      await page.locator("input[autocomplete=current-password]").waitFor();
      assert.deepEqual(page.problems, []);
      await screenshot(page, `sign-in-${size}`);
      await assertAccessible(page);
      await page.context().close();
    });
  }
});
