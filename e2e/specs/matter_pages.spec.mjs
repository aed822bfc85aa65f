// Every page of diagnosis, tasks, risks, messages and working days over the demonstration: drawn without a fault, readable, within the
// window; and days that are marked.

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
  perf: ["/tasks/templates", "/risks list", "/risks/loss", "/risks/view", "/risks/labels", "/warnings list", "/rectifications list", "/rules list", "/settings/work-days"],
  officer: ["/", "/tasks", "/diagnoses/log", "/risks", "/settings/work-days"],
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

  test("the ledger prints whatever the filters admit, and then shows its screenful again", async () => {
    const page = await openPage(browser, server.url);
    await signIn(page, "perf", PASSWORD, "/rectifications");
    await settled(page);
    await page.getByLabel("办理情况").selectOption({ label: "全部" });
    await settled(page);
    const total = Number((await page.locator(".pager [role=status]").textContent()).replaceAll(/\D/g, ""));
    await page.evaluate(() => {
      window.print = () => document.body.setAttribute("data-printed", "yes");
    });
    await page.getByRole("button", { name: "打印台账" }).click();
    await page.locator("body[data-printed]").waitFor();
    await page.emulateMedia({ media: "print" });
    await page.locator(".on-paper h1", { hasText: "整改台账" }).waitFor();
    await page.locator(".on-paper > p", { hasText: `办理情况：全部 · 共 ${total} 条` }).waitFor();
    assert.equal(await page.locator(".on-paper article:visible").count(), total);
    assert.equal(await page.locator("main tbody tr:visible").count(), 0);
    for (const name of ["问题", "原因", "措施", "整改结果", "验证", "销号日期"]) {
      assert.equal(await page.locator(".on-paper article dt", { hasText: new RegExp(`^${name}$`) }).count(), total, name);
    }
    const closed = page.locator(".on-paper article", { hasText: "已销号" }).first();
    assert.match(await closed.locator("div", { has: page.locator("dt", { hasText: "销号日期" }) }).textContent(), /\d{4}-\d{2}-\d{2}$/);
    await page.emulateMedia({ media: "screen" });
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await page.locator(".on-paper h1").waitFor({ state: "detached" });
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  /** The calendar of 2027, opened by somebody. */
  async function calendar(login) {
    const page = await openPage(browser, server.url);
    await signIn(page, login, PASSWORD, "/settings/work-days?year=2027");
    await page.getByRole("heading", { level: 2, name: "2027 年" }).waitFor();
    return page;
  }

  test("the performance office marks days by key and by list, and saves the year", async () => {
    const page = await calendar("perf");
    const newYear = page.getByRole("button", { name: /2027-01-01/ });
    await page.getByLabel("接着标记的日子叫什么").fill("元旦");
    await newYear.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /2027-01-01/, pressed: true }).waitFor();
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement.id), "day-2027-01-02");
    await page.getByRole("button", { name: "粘贴放假安排" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("放假安排", { exact: true }).fill("2027-02-06 班\n2027-02-07 春节");
    await dialog.getByRole("button", { name: "采用" }).click();
    await dialog.getByText("第 2 行").waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
    await dialog.getByRole("button", { name: "取消" }).click();
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await page.getByText("已保存").waitFor();
    await screenshot(page, "work-days-marked-desktop");
    await page.context().close();

    const again = await calendar("perf");
    for (const day of [/2027-01-01 五 放假 元旦/, /2027-02-06 六 上班/]) {
      assert.equal(await again.getByRole("button", { name: day }).getAttribute("aria-pressed"), "true");
    }
    assert.equal(await again.getByRole("button", { name: /2027-02-07/ }).getAttribute("aria-pressed"), "false");
    assert.deepEqual(again.problems, []);
    await again.context().close();
  });

  test("whoever may not write the calendar reads it", async () => {
    const page = await calendar("officer");
    await page.getByText("元旦").waitFor();
    assert.equal(await page.getByRole("button", { name: /2027-/ }).count(), 0);
    assert.equal(await page.getByRole("button", { name: "保存", exact: true }).count(), 0);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
});
