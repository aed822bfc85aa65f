// From a file to a number in a scheme, by hand: a dataset, a measure, an indicator, its publication, a scheme; and what is refused.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { assertAccessible } from "../support/accessibility.mjs";
import { launchBrowser, openPage, screenshot, VIEWPORTS } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { signIn } from "../support/session.mjs";

const PASSWORD = "baton-demo";
const FILE = "visits.csv";
const ROWS = `visit_no,unit_code,visited_on,minutes,done
V-1,A01,2026-03-01,35,true
V-2,A01,2026-03-02,20.5,false
V-3,A02,2026-03-09,50,true
`;

describe("writing the library", () => {
  const folder = mkdtempSync(join(tmpdir(), "baton-sources-"));
  const at = {};
  let server;
  let browser;

  before(async () => {
    writeFileSync(join(folder, FILE), ROWS);
    server = await startServer({ environment: { BATON_SOURCES_DIR: folder } });
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function signedIn(login, size = "desktop", language = "zh") {
    const page = await openPage(browser, server.url, size);
    await page.addInitScript((kept) => localStorage.setItem("baton-language", kept), language);
    await signIn(page, login, PASSWORD);
    await page.locator("main h1, main h2").first().waitFor();
    return page;
  }

  /** Opens an address without losing who is signed in. */
  async function open(page, address) {
    await page.evaluate((to) => history.pushState(null, "", to) ?? dispatchEvent(new PopStateEvent("popstate")), address);
    await page.waitForFunction(() => document.querySelector("main h1") && !document.querySelector("main .skeleton, main .busy"));
    assert.equal(await page.evaluate(() => location.pathname), address, "the page stayed where it was");
  }

  function heading(page, name) {
    return page.getByRole("heading", { level: 1, name }).waitFor();
  }

  test("whoever keeps the data makes a dataset from a file", async () => {
    const page = await signedIn("data");
    await open(page, "/datasets");
    await page.getByRole("link", { name: "新建数据集" }).click();
    await heading(page, "新建数据集");
    await page.getByLabel("编码（不再更改）").fill("VISITS");
    await page.getByLabel("名称", { exact: true }).fill("上门走访");
    await page.getByLabel("来源系统").fill("走访台账");
    await page.getByRole("button", { name: FILE }).click();
    await page.getByRole("button", { name: "看一看" }).click();
    await page.getByText("看了 3 行").waitFor();
    assert.equal(await page.getByLabel("minutes：类型").inputValue(), "DECIMAL");
    assert.equal(await page.getByLabel("时间列").inputValue(), "visited_on");
    await page.getByLabel("单位列").selectOption("unit_code");
    await page.getByLabel("minutes：不为负").check();
    assert.deepEqual(page.problems, []);
    await assertAccessible(page);
    await screenshot(page, "dataset-new-desktop");
    await page.getByRole("button", { name: "保存" }).click();
    await heading(page, "上门走访");
    at.dataset = new URL(page.url()).pathname;
    assert.match(at.dataset, /^\/datasets\/[0-9A-Z]{13}$/i);
    assert.equal(await page.getByRole("button", { name: "添加度量" }).count(), 0);
    await page.context().close();
  });

  test("the performance office adds a measure, whose condition is checked while it is written", async () => {
    const page = await signedIn("perf");
    await open(page, at.dataset);
    await page.getByRole("button", { name: "添加度量" }).click();
    const dialog = page.getByRole("dialog", { name: "添加度量" });
    await dialog.getByLabel("编码（不再更改）").fill("VISITS_DONE");
    await dialog.getByLabel("公式里用的名称").fill("完成走访次数");
    await dialog.getByLabel("筛选条件").fill("done and nowhere > 1");
    await dialog.getByText("表达式不可用").waitFor();
    await assertAccessible(page);
    await screenshot(page, "measure-desktop");
    await dialog.getByLabel("筛选条件").fill("done");
    await dialog.getByText("表达式可用").waitFor();
    await dialog.getByLabel("计量单位").fill("次");
    await dialog.getByRole("button", { name: "保存" }).click();
    await page.getByRole("row", { name: /完成走访次数/ }).waitFor();
    await page.context().close();
  });

  test("the performance office drafts an indicator, is told what is missing, and puts it into effect", async () => {
    const page = await signedIn("perf");
    await open(page, "/library");
    await page.getByRole("link", { name: "新建指标" }).click();
    await heading(page, "新建指标");
    await page.getByLabel("编码（不再更改）").fill("VISITS_DONE_COUNT");
    await page.getByLabel("名称", { exact: true }).fill("完成走访数");
    await page.getByLabel("英文名称").fill("Visits done");
    await page.getByLabel("设置目的").fill("走访到位");
    await page.getByText("插入度量").click();
    await page.getByRole("button", { name: "完成走访次数" }).click();
    const formula = page.getByLabel("计算公式");
    assert.equal(await formula.inputValue(), "完成走访次数");
    await formula.fill("完成走访次数 +");
    await page.getByLabel("计分方法").selectOption("INTERVAL");
    await page.getByLabel("得分比例").first().waitFor();
    await assertAccessible(page);
    await screenshot(page, "indicator-new-desktop");
    await page.getByRole("button", { name: "保存草稿" }).click();
    await heading(page, "完成走访数");
    at.indicator = new URL(page.url()).pathname;
    const problems = page.locator(".problems");
    await problems.getByText("公式不完整").waitFor();
    await problems.getByText("计量单位").waitFor();
    assert.equal(await page.getByRole("button", { name: "发布" }).count(), 0);
    await assertAccessible(page);
    await screenshot(page, "indicator-problems-desktop");

    await page.getByRole("link", { name: "修改草稿" }).click();
    await heading(page, /草稿/);
    await page.getByLabel("计算公式").fill("完成走访次数");
    await page.getByLabel("计量单位").fill("次");
    page.once("dialog", (dialog) => dialog.dismiss());
    await page.getByRole("link", { name: "取消" }).click();
    await heading(page, /草稿/);
    await page.getByRole("button", { name: "保存草稿" }).click();
    await page.getByText("草稿完整，可以发布。").waitFor();
    await page.getByRole("button", { name: "发布" }).click();
    const dialog = page.getByRole("dialog", { name: "发布" });
    await dialog.getByLabel("自何日起生效").fill("2026-01-01");
    await dialog.getByRole("button", { name: "发布" }).click();
    await page.getByRole("row", { name: /v1.*生效/ }).waitFor();
    assert.equal(await page.locator(".problems").count(), 0);

    await page.getByRole("button", { name: "设定目标" }).first().click();
    const target = page.getByRole("dialog", { name: /设定目标/ });
    await target.getByLabel("期间").fill("next year");
    await target.getByLabel("目标值").fill("120");
    await target.getByRole("button", { name: "保存" }).click();
    await target.getByText("写作 2026-03").first().waitFor();
    await target.getByLabel("期间").fill("2026");
    await target.getByRole("button", { name: "保存" }).click();
    await page.getByText("120.00 次").waitFor();
    await assertAccessible(page);
    await screenshot(page, "indicator-desktop");
    assert.deepEqual(page.problems.filter((problem) => !problem.includes("style")), []);
    await page.context().close();
  });

  test("a scheme is drawn up from indicators in effect, and says what keeps it from taking effect", async () => {
    const page = await signedIn("perf");
    await open(page, "/schemes");
    await heading(page, "考核方案");
    await assertAccessible(page);
    await screenshot(page, "schemes-desktop");
    await page.getByRole("button", { name: "新建方案" }).click();
    const dialog = page.getByRole("dialog", { name: "新建方案" });
    await dialog.getByLabel("编码（不再更改）").fill("VISITS-2027");
    await dialog.getByLabel("名称").fill("走访方案");
    await dialog.getByLabel("年度").fill("2027");
    await dialog.getByRole("button", { name: "保存" }).click();
    await heading(page, "走访方案");
    at.scheme = new URL(page.url()).pathname;
    await page.getByRole("button", { name: "添加指标" }).click();
    const choose = page.getByRole("dialog", { name: "添加指标" });
    await choose.getByLabel("按名称或编码查找").fill("走访");
    await choose.getByLabel("按名称或编码查找").press("Enter");
    await choose.getByRole("button", { name: "完成走访数" }).click();
    await choose.getByRole("button", { name: "完成", exact: true }).click();
    const weight = page.getByLabel("完成走访数 的权重");
    await weight.fill("60");
    await page.getByText("合计 60.00，应为 100.00").waitFor();
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("还不能发布：").waitFor();
    await page.getByText("权重合计 60，应当是 100。").waitFor();
    await assertAccessible(page);
    await screenshot(page, "scheme-draft-desktop");
    await weight.fill("100");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByRole("button", { name: "发布方案" }).waitFor();
    await page.context().close();
  });

  test("a measure that a published indicator rests on is not changed, and the page says why", async () => {
    const page = await signedIn("perf");
    await open(page, at.dataset);
    await page.getByRole("button", { name: "修改度量 · 完成走访次数" }).click();
    const dialog = page.getByRole("dialog", { name: "修改度量" });
    await dialog.getByLabel("筛选条件").fill("done and minutes > 30");
    await dialog.getByRole("button", { name: "保存" }).click();
    await dialog.getByText("已发布的指标在用它：VISITS_DONE_COUNT").waitFor();
    await page.context().close();
  });

  test("who may only read finds no way to write, and the address of an editor is refused", async () => {
    const page = await signedIn("auditor");
    await open(page, at.indicator);
    for (const name of ["起草新版本", "停用", "发布"]) {
      assert.equal(await page.getByText(name, { exact: true }).count(), 0, name);
    }
    await open(page, "/library/new");
    await page.getByRole("heading", { level: 1, name: "没有权限" }).waitFor();
    await assertAccessible(page);
    await page.context().close();
  });

  test("a form with changes asks before they are lost, and one without does not", async () => {
    const page = await signedIn("perf");
    let asked = 0;
    let lose = false;
    page.on("dialog", (dialog) => {
      asked += 1;
      return lose ? dialog.accept() : dialog.dismiss();
    });
    await open(page, "/library");
    await open(page, "/library/new");
    await open(page, "/library");
    assert.equal(asked, 0, "nothing was filled in");
    await open(page, "/library/new");
    const name = page.getByLabel("名称", { exact: true });
    await name.fill("办结率");
    await page.evaluate(() => document.querySelector("a.skip").click());
    assert.equal(asked, 0, "a step within the page leaves nothing");
    await page.getByRole("link", { name: "考核方案" }).click();
    await page.getByRole("button", { name: "English" }).click();
    assert.equal(asked, 2);
    await page.goBack();
    assert.equal(asked, 2, "before the step within the page it was the same page");
    await page.goBack();
    await page.waitForFunction(() => location.pathname === "/library/new");
    assert.deepEqual([asked, await name.inputValue()], [3, "办结率"]);
    lose = true;
    await page.getByRole("link", { name: "考核方案" }).click();
    await heading(page, "考核方案");
    await page.context().close();
  });

  for (const size of Object.keys(VIEWPORTS)) {
    for (const language of ["zh", "en"]) {
      test(`every page of it is drawn on a ${size} in ${language}`, async () => {
        const pages = {
          data: { "dataset-new": "/datasets/new", "dataset-edit": `${at.dataset}/edit`, dataset: at.dataset },
          perf: {
            "indicator-new": "/library/new",
            "indicator-draft": `${at.indicator}/draft`,
            indicator: at.indicator,
            schemes: "/schemes",
            scheme: at.scheme,
          },
        };
        for (const [login, addresses] of Object.entries(pages)) {
          const page = await signedIn(login, size, language);
          for (const [name, address] of Object.entries(addresses)) {
            await open(page, address);
            assert.deepEqual(page.problems, [], address);
            assert.equal(await page.locator("main .notice[role=alert]").count(), 0, `${address} is refused`);
            await assertAccessible(page);
            const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
            assert.equal(wider, false, `${address} is wider than a ${size}`);
            await screenshot(page, `${name}-${size}-${language}`);
            page.problems.length = 0;
          }
          await page.context().close();
        }
      });
    }
  }
});
