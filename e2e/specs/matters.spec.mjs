// From warning to closed order and back, and what begins below until a later warning says that it was found by oneself: by hand in a
// browser, with real extraction in between.

import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";
import { assertAccessible } from "../support/accessibility.mjs";
import { ask, signIn as tokenOf } from "../support/api.mjs";
import { launchBrowser, openPage, screenshot, VIEWPORTS } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { signIn } from "../support/session.mjs";

const BUREAU = fileURLToPath(new URL("../../backend/tests/bureau", import.meta.url));
const PASSWORD = "Harbour-view-311";
const LOGINS = ["perf_office", "party_secretary", "dept_head", "officer", "legal"];

/** The month that lies so many months after this one, in Beijing. */
function month(offset) {
  const now = new Date(Date.now() + 8 * 3_600_000);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1)).toISOString().slice(0, 7);
}

/** A day in so many days, in Beijing. */
function day(offset) {
  return new Date(Date.now() + (8 + 24 * offset) * 3_600_000).toISOString().slice(0, 10);
}

/** The smallest picture there is. */
const PHOTOGRAPH = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const [BEFORE, PROBLEM, NOW, NEXT] = [month(-2), month(-1), month(0), month(1)];

describe("matters", () => {
  const folder = mkdtempSync(join(tmpdir(), "baton-matters-"));
  const pack = join(folder, "pack");
  const records = join(pack, "records");
  const known = [];
  let server;
  let browser;

  /** More records of a month: so many of ten filings on time in each office, or at each `office,post,person`. */
  function recorded(at, onTime) {
    known.push([at, onTime]);
    const from = (whose) => (whose.includes(",") ? whose : `${whose},,`);
    const line = (when, whose, payer, number, met) =>
      `${when}-${String(number).padStart(2, "0")},${from(whose)},Payer ${payer}-${number},1980-01-02,1.00,${met}`;
    const lines = known.flatMap(([when, places], came) =>
      Object.entries(places).flatMap(([whose, met]) => Array.from({ length: 10 }, (_, place) => line(when, whose, came, place + 1, place < met))),
    );
    writeFileSync(join(records, "filing.csv"), `due,unit,post,staff,payer,birth,amount,on_time\n${lines.join("\n")}\n`);
  }

  before(async () => {
    cpSync(BUREAU, pack, { recursive: true });
    appendFileSync(join(pack, "scheme.toml"), '\nself_found = "HALVED"\n');
    writeFileSync(join(records, "visits.csv"), "day,unit,staff,minutes\n");
    recorded(BEFORE, { "NORTH-1": 10, "SOUTH-1": 10 });
    server = await startServer({
      environment: { BATON_PASSWORD: PASSWORD },
      fill: async (baton) => {
        await baton("import", pack, "--data", records, "--from", BEFORE, "--to", BEFORE);
        for (const login of LOGINS) {
          await baton("user", "password", login);
        }
      },
    });
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function signedIn(login, size = "desktop") {
    const page = await openPage(browser, server.url, size);
    await signIn(page, login, PASSWORD);
    await page.locator("main h1, main h2").first().waitFor();
    return page;
  }

  /** The input of a field, by what stands before it. */
  function field(within, name) {
    const label = (within.page?.() ?? within).locator(`span:text-is("${name}")`);
    return within.locator("label", { has: label }).locator("input, select, textarea").first();
  }

  async function settled(page) {
    await page.waitForFunction(() => document.querySelector("main h1") && !document.querySelector("main .skeleton, main .busy"));
  }

  async function open(page, address) {
    await page.evaluate((to) => history.pushState(null, "", to) ?? dispatchEvent(new PopStateEvent("popstate")), address);
    await settled(page);
    assert.equal(await page.evaluate(() => location.pathname), address.split("?")[0], "the page stayed where it was");
  }

  /** The viewer's own place in the cockpit. */
  async function ownPlace(page) {
    await page.locator("a[href='/cockpit']:visible").first().click();
    await page.waitForURL(/\/cockpit\/\w+-/);
    return (await page.evaluate(() => location.pathname)).split("/")[2];
  }

  /** What the number means in a month, as the cockpit of a place colours it. */
  async function gauge(page, place, period, band) {
    await open(page, `/cockpit/${place}/${period}`);
    await page.locator("main tr", { hasText: "按期申报率" }).locator(`.tag.${band}`).first().waitFor();
  }

  /** Runs over the months up to one, and waits until the rules have been evaluated after it. */
  async function run(page, until) {
    await open(page, "/rules");
    const evaluated = page.locator("section", { hasText: "最近评估" }).locator("tbody tr");
    const before = await evaluated.count();
    await open(page, "/runs");
    await page.getByRole("button", { name: "开始运行" }).click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByLabel("自", { exact: true }).fill(BEFORE);
    await dialog.getByLabel("至", { exact: true }).fill(until);
    await dialog.locator("button[type=submit]").click();
    await page.waitForURL(/\/runs\/\w+/);
    await page.getByText("完成", { exact: true }).first().waitFor({ timeout: 60_000 });
    for (let tries = 0; tries < 30 && (await evaluated.count()) <= before; tries++) {
      await page.waitForTimeout(1_000);
      await open(page, "/warnings");
      await open(page, "/rules");
    }
    assert.ok((await evaluated.count()) > before, "an evaluation after the run");
  }

  /** Presses the button of a step, fills in its dialog, and waits until the page shows the state. */
  async function step(page, name, fill, state) {
    await page.getByRole("button", { name, exact: typeof name === "string" }).first().click();
    const dialog = page.locator("dialog[open]");
    await dialog.waitFor();
    await fill(dialog);
    await dialog.locator("button[type=submit]").click();
    await page.locator(".head .tag", { hasText: state }).first().waitFor();
  }

  /** Hangs a photograph on a measure and waits until it is shown. */
  async function photographed(page, measure) {
    await page.getByRole("button", { name: "添加附件" }).click();
    const dialog = page.locator("dialog[open]");
    await dialog.locator("input[type=file]").setInputFiles({ name: "现场.png", mimeType: "image/png", buffer: PHOTOGRAPH });
    await dialog.locator("select").selectOption(measure);
    await dialog.locator("textarea").fill("张贴的提醒清单。");
    await dialog.locator("button[type=submit]").click();
    const shown = page.getByRole("img", { name: "现场.png" });
    await shown.waitFor();
    assert.ok(await shown.evaluate((image) => image.decode().then(() => image.naturalWidth > 0)), "the photograph is drawn");
  }

  /** Writes a rule about offices where fewer than 90 % file on time, tries it on the past before anybody is told, and puts it in effect. */
  async function putInEffect(page, code, name, tried) {
    await open(page, "/rules/new");
    await field(page, "编码").fill(code);
    await field(page, "名称（也是预警的标题）").fill(name);
    await field(page, "指标").selectOption({ label: "按期申报率 · filing_rate" });
    await field(page, "预警类型").selectOption({ label: "越过界限" });
    await field(page, "界限（不预警的最后一个值）").fill("90");
    await field(page, "怎么办").fill("先给申报额最大的十户打电话。");
    await field(page, "责任人").check();
    await page.getByRole("button", { name: "开始演练" }).click();
    await page.getByText(tried).first().waitFor();
    await screenshot(page, `rule-${code.toLowerCase()}-rehearsed`);
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await page.waitForURL((url) => /\/rules\/\w{13}$/.test(url.pathname));
    await settled(page);
    await page.getByRole("button", { name: "启用", exact: true }).click();
    await page.locator("dialog[open] button[type=submit]").click();
    await page.locator(".tag", { hasText: "启用" }).first().waitFor();
  }

  /** For whoever stands on neither side a matter is one that is not there. */
  async function assertUnknown(login, addresses) {
    const stranger = await signedIn(login);
    for (const address of addresses) {
      await open(stranger, "/warnings");
      await stranger.evaluate((to) => history.pushState(null, "", to) ?? dispatchEvent(new PopStateEvent("popstate")), address);
      await stranger.getByText("没有找到", { exact: true }).first().waitFor();
    }
    await stranger.context().close();
  }

  const words = (text) => (dialog) => dialog.locator("textarea").first().fill(text);
  const nothing = async () => {};

  test("records in, a warning, an order that is contested, upheld, done, verified by the numbers, and opened again by a relapse", async () => {
    const office = await signedIn("perf_office");
    await putInEffect(office, "LATE", "按期申报率偏低", /会发出 0 条/);

    recorded(PROBLEM, { "NORTH-1": 7, "SOUTH-1": 10 });
    await run(office, PROBLEM);

    // It is on the desk of whoever answers for the office.
    const head = await signedIn("dept_head");
    await head.getByRole("heading", { level: 1, name: "工作台" }).waitFor();
    await screenshot(head, "desk-desktop");
    await head.locator("main a", { hasText: "按期申报率偏低" }).first().click();
    await head.waitForURL(/\/warnings\/\w+/);
    await settled(head);
    await screenshot(head, "warning-desktop");
    await assertAccessible(head);
    const warning = await head.evaluate(() => location.pathname);

    // The order, because of the warning.
    const above = await signedIn("party_secretary");
    await open(above, warning);
    await above.getByRole("link", { name: "据此下达整改" }).click();
    await above.waitForURL(/\/rectifications\/new\//);
    await settled(above);
    await field(above, "标题（一句话）").fill("按期申报率低于目标");
    await field(above, "问题").fill("10 户中 3 户逾期。");
    await field(above, "报告期限").fill(day(20));
    const judged = field(above, "由后续数据判定");
    if (!(await judged.isChecked())) {
      await judged.check();
    }
    await field(above, "目标值").fill("90");
    await field(above, "用几期数据判定（1–12）").fill("1");
    await field(above, "之后再观察几期（0–12）").fill("1");
    await field(above, "期间没结束，有数据就判定（只适合时点数，不适合累计数）").check();
    await screenshot(above, "order-form");
    await above.getByRole("button", { name: "下达", exact: true }).click();
    await above.waitForURL((url) => /\/rectifications\/\w{13}$/.test(url.pathname));
    await settled(above);
    const order = await above.evaluate(() => location.pathname);

    const place = await ownPlace(head);
    await gauge(head, place, PROBLEM, "alert");
    await open(head, order);
    await step(head, "提出异议", words("其中一户因病，已办延期。"), "有异议");
    await open(above, "/rectifications");
    await open(above, order);
    await step(
      above,
      "处理异议",
      async (dialog) => {
        await dialog.locator("select").first().selectOption({ label: "维持" });
        await dialog.locator("textarea").first().fill("另外两户没有延期。");
      },
      "已确认",
    );
    await open(head, "/rectifications");
    await open(head, order);
    await step(
      head,
      "提交方案",
      async (dialog) => {
        await dialog.locator("textarea").first().fill("没有提前提醒。");
        await field(dialog, "做什么").fill("逐户提醒");
        await dialog.locator("input[type=date]").first().fill(day(10));
      },
      "方案待批",
    );
    await open(above, "/rectifications");
    await open(above, order);
    await step(above, "批准方案", nothing, "方案已批");
    await open(head, "/rectifications");
    await open(head, order);
    await step(head, /^登记措施/, words("十户都打过电话。"), "整改中");
    await photographed(head, "1");
    await step(head, "提交整改报告", words("全部按期。"), "已报告");
    await screenshot(head, "order-reported");

    // The next records show that it worked; a relapse opens it again by itself.
    recorded(NOW, { "NORTH-1": 10, "SOUTH-1": 10 });
    await run(office, NOW);
    await open(above, "/rectifications");
    await open(above, order);
    await above.locator(".head .tag", { hasText: "已验证" }).first().waitFor();
    await screenshot(above, "order-verified");
    await assertAccessible(above);
    await gauge(head, place, NOW, "good");
    await open(head, warning);
    await head.locator(".head .tag", { hasText: "风险已排除" }).first().waitFor();
    await step(above, "销号", nothing, "已销号");
    recorded(NEXT, { "NORTH-1": 5, "SOUTH-1": 10 });
    await run(office, NEXT);
    await open(above, "/rectifications");
    await open(above, order);
    await above.locator(".head .tag", { hasText: "已重开" }).first().waitFor();
    await open(head, "/inbox");
    await head.getByText(/复发重开/).first().waitFor();
    await screenshot(head, "inbox-desktop");
    await gauge(head, place, NEXT, "alert");

    await assertUnknown("legal", [order]);

    for (const page of [office, head, above]) {
      assert.deepEqual(page.problems, []);
      await page.context().close();
    }
  });

  test("what an officer finds is put right, confirmed by the head and shared; a later warning about the same number says so", async () => {
    const office = await signedIn("perf_office");
    await putInEffect(office, "LATE-2", "按期申报率跌破九成", /会发出 \d+ 条/);
    // In the month under way the office does well; two of the officer's own ten were late.
    recorded(NOW, { "NORTH-1": 10, "NORTH-1,N1-A,1": 8, "NORTH-1,N1-B,2": 10, "SOUTH-1": 10 });
    await run(office, NOW);
    const head = await signedIn("dept_head");
    const unit = await ownPlace(head);
    await gauge(head, unit, NOW, "good");

    const officer = await signedIn("officer", "phone");
    await officer.getByRole("heading", { level: 1, name: "工作台" }).waitFor();
    await screenshot(officer, "desk-phone");
    assert.equal(await officer.evaluate(() => location.pathname), "/");
    const person = await ownPlace(officer);
    await open(officer, `/cockpit/${person}/${NOW}`);
    const weak = officer.getByRole("region", { name: "全部指标" }).locator("tr", { hasText: "按期申报率" }).first();
    await weak.locator(".tag.alert").first().waitFor();
    await weak.getByRole("link", { name: "按期申报率", exact: true }).click();
    await officer.waitForURL(/\/explain\//);
    await officer.getByRole("link", { name: "自查整改", exact: true }).click();
    await officer.waitForURL(/\/rectifications\/new\/.*own=yes/);
    await field(officer, "标题（一句话）").fill("附表漏填，退回重报");
    await field(officer, "问题").fill("十户中两户附表漏填，退回后逾期。");
    await field(officer, "报告期限").fill(day(20));
    await field(officer, "由后续数据判定").uncheck();
    await officer.getByRole("button", { name: "提交", exact: true }).click();
    await officer.waitForURL((url) => /\/rectifications\/\w{13}$/.test(url.pathname));
    await settled(officer);
    const own = await officer.evaluate(() => location.pathname);
    await step(
      officer,
      "提交方案",
      async (dialog) => {
        await dialog.locator("textarea").first().fill("换人多。");
        await field(dialog, "做什么").fill("附表印在取号单上");
        await dialog.locator("input[type=date]").first().fill(day(10));
      },
      "已定方案",
    );
    await step(officer, /^登记措施/, words("已印。"), "整改中");
    await step(
      officer,
      "提交整改报告",
      async (dialog) => {
        await dialog.locator("textarea").first().fill("两周没有退回。");
        await dialog.locator("textarea").nth(1).fill("差错集中在长假后第一周。");
      },
      "已报告",
    );
    await screenshot(officer, "own-phone");
    const overflow = await officer.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${overflow} pixels wider than the window`);

    // Whoever reported it does not confirm it: neither in the page nor past it.
    for (const name of ["确认成效", "不予认可，重新整改", "共享规律"]) {
      assert.equal(await officer.getByRole("button", { name, exact: true }).count(), 0, `a button ${name}`);
    }
    const token = await tokenOf(server.url, "officer", PASSWORD);
    const id = own.split("/").at(-1);
    const seen = await ask(server.url, token, "query ($id: MatterId!) { rectification(id: $id) { version } }", { id });
    const confirm = `mutation ($id: MatterId!, $version: Int!) {
      confirmRectification(rectification: $id, version: $version, words: "") { id }
    }`;
    await assert.rejects(ask(server.url, token, confirm, { id, version: seen.rectification.version }), /FORBIDDEN|REFUSED/);

    await open(head, own);
    await step(head, "确认成效", words("做法可以推广。"), "已确认成效");
    await step(head, "共享规律", nothing, "规律已共享");

    // More records of the month come: the office falls behind, and the rule warns of the number the officer was first with.
    recorded(NOW, { "NORTH-1": 1 });
    await run(office, NOW);
    await gauge(head, unit, NOW, "alert");
    await open(head, "/");
    await head.locator("main a", { hasText: "按期申报率跌破九成" }).first().click();
    await head.waitForURL(/\/warnings\/\w{13}$/);
    await head.locator(".head .tag", { hasText: "自查在先" }).first().waitFor();
    await settled(head);
    const warning = await head.evaluate(() => location.pathname);
    await screenshot(head, "warning-found-before");
    await assertAccessible(head);
    const related = head.locator("section", { has: head.locator("h2", { hasText: "相关事项" }) });
    const before = related.locator("li", { has: head.locator(`a[href='${own}']`) });
    await before.getByText("自查在先").first().waitFor();
    await before.locator("a").first().click();
    await head.waitForURL(`**${own}`);

    // The order says what the scheme makes of it, and leads back to the warning.
    await head.locator(".head .tag", { hasText: "自查在先" }).filter({ hasText: "减半扣分" }).first().waitFor();
    await settled(head);
    await related.locator(`a[href='${warning}']`).first().waitFor();
    await screenshot(head, "own-found-first");
    await assertAccessible(head);
    await step(head, "销号", nothing, "已销号");
    await assertUnknown("legal", [own, warning]);

    for (const page of [office, officer, head]) {
      assert.deepEqual(page.problems, []);
      await page.context().close();
    }
  });

  test("whoever stands on neither side finds nothing, and an order outside the scope is not offered", async () => {
    const legal = await signedIn("legal");
    for (const address of ["/warnings", "/rectifications"]) {
      await open(legal, address);
      assert.equal(await legal.locator("main a[href*='/warnings/'], main a[href*='/rectifications/0']").count(), 0);
    }
    await legal.context().close();
    const officer = await signedIn("officer");
    const person = await ownPlace(officer);
    // The own matter may be begun, not ordered.
    await open(officer, `/rectifications/new/${person}`);
    await officer.getByText("这里不在您可以下达整改的范围内。").waitFor();
    await officer.context().close();
  });

  for (const size of Object.keys(VIEWPORTS)) {
    for (const address of ["/", "/inbox", "/warnings", "/rectifications"]) {
      test(`${address} of a head on a ${size}: no serious finding of axe, nothing overflows`, async () => {
        const page = await signedIn("dept_head", size);
        await open(page, address);
        await page.waitForLoadState("networkidle");
        await assertAccessible(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${overflow} pixels wider than the window`);
        await screenshot(page, `matters${address.replaceAll("/", "-")}-${size}`);
        await page.context().close();
      });
    }
  }
});
