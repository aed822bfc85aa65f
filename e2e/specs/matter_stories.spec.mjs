// Stories of tasks, inspections, diagnoses, risks, own discoveries, messages and files, told in the browser over the small demonstration:
// what each side sees, and what it must not be able to do.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { crc32, deflateSync } from "node:zlib";
import { assertAccessible } from "../support/accessibility.mjs";
import { launchBrowser, openPage, screenshot } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { signIn } from "../support/session.mjs";

const PASSWORD = "baton-demo";

/** Milliseconds until something that is waited for counts as missing. */
const PATIENCE = 10_000;

/** The page of one matter. */
const MATTER = /\/\w+\/[0-9a-z]{13}$/;

/** A day in so many days, in Beijing. */
function day(offset) {
  return new Date(Date.now() + (8 + 24 * offset) * 3_600_000).toISOString().slice(0, 10);
}

/** A photograph of this many pixels each way, grey. */
function photograph(size) {
  const part = (name, bytes) => {
    const named = Buffer.concat([Buffer.from(name, "latin1"), bytes]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(bytes.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head[8] = 8;
  const rows = Buffer.concat(Array.from({ length: size }, (_, row) => Buffer.concat([Buffer.of(0), Buffer.alloc(size, 64 + (row % 128))])));
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([signature, part("IHDR", head), part("IDAT", deflateSync(rows)), part("IEND", Buffer.alloc(0))]);
}

describe("stories of matters", () => {
  let server;
  let browser;
  const names = {};
  const opened = [];

  before(async () => {
    server = await startServer();
    browser = await launchBrowser();
    const { viewer, units } = await asked("officer", "{ viewer { person } units(first: 1) { nodes { id name } } }");
    const { persons } = await asked("yunxi", "{ persons(first: 100) { nodes { id name } } }");
    names.officer = persons.nodes.find(({ id }) => id === viewer.person).name;
    names.office = units.nodes[0].name;
    names.unit = `unit-${units.nodes[0].id}`;
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function token(login) {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ login, password: PASSWORD });
    const answer = await fetch(`${server.url}/auth/sign-in`, { method: "POST", headers, body });
    return (await answer.json()).accessToken;
  }

  /** What the API answers whom, past every page. */
  async function answered(login, query, variables = {}) {
    const headers = { "content-type": "application/json", authorization: `Bearer ${await token(login)}` };
    return (await fetch(`${server.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) })).json();
  }

  async function asked(login, query, variables) {
    const { data, errors } = await answered(login, query, variables);
    assert.equal(errors, undefined);
    return data;
  }

  async function assertRefused(login, query, variables, codes) {
    const { errors } = await answered(login, query, variables);
    assert.ok(codes.includes(errors?.[0].extensions.code), `${query} by ${login}: ${JSON.stringify(errors)}`);
  }

  async function signedIn(login, size = "desktop") {
    const page = await openPage(browser, server.url, size);
    await signIn(page, login, PASSWORD);
    await page.locator("main h1, main h2").first().waitFor();
    opened.push(page);
    page.setDefaultTimeout(PATIENCE);
    return page;
  }

  /** Tells a story: at its end nobody's page may have had a problem. */
  async function tellStory(tell) {
    try {
      await tell();
      assert.deepEqual(opened.flatMap((page) => page.problems), []);
    } finally {
      await Promise.all(opened.splice(0).map((page) => page.context().close()));
    }
  }

  const story = (name, tell) => test(name, () => tellStory(tell));

  /** The input of a field, by what stands before it. */
  function field(within, name) {
    const label = (within.page?.() ?? within).locator(`span:text-is("${name}")`);
    return within.locator("label", { has: label }).locator("input, select, textarea").first();
  }

  /** Fills in fields by their labels: a choice is chosen by its words, a tick by `true`, anything else is typed. */
  async function fill(within, fields) {
    for (const [name, value] of Object.entries(fields)) {
      const input = field(within, name);
      const kind = await input.evaluate((input) => input.type);
      if (kind === "select-one") {
        // What can be chosen may still be on its way.
        await input.locator("option", { hasText: value }).first().waitFor({ state: "attached" });
        await input.selectOption({ label: (await input.locator("option").allTextContents()).find((option) => option.includes(value)) });
      } else if (kind === "checkbox") {
        await input.setChecked(value);
      } else {
        await input.fill(value);
      }
    }
  }

  async function settled(page) {
    await page.waitForFunction(() => document.querySelector("main h1") && !document.querySelector("main .skeleton, main .busy"));
  }

  async function open(page, address) {
    await page.evaluate((to) => history.pushState(null, "", to) ?? dispatchEvent(new PopStateEvent("popstate")), address);
    await settled(page);
    assert.equal(await page.evaluate(() => location.pathname), address.split("?")[0], "the page stayed where it was");
  }

  /** Opens what somebody else has changed meanwhile: by way of its list, so that it is asked for anew. */
  async function again(page, address) {
    await open(page, address.slice(0, address.lastIndexOf("/")));
    await open(page, address);
  }

  const here = (page) => page.evaluate(() => location.pathname);

  /** Sends the form on the page and waits for the matter it makes; returns its address. */
  async function made(page, button) {
    await page.getByRole("button", { name: button, exact: true }).click();
    await page.waitForURL((url) => MATTER.test(url.pathname));
    await settled(page);
    return here(page);
  }

  const button = (page, name) => page.getByRole("button", { name, exact: typeof name === "string" });

  async function assertNoButton(page, names) {
    for (const name of names) {
      assert.equal(await button(page, name).count(), 0, `a button ${name}`);
    }
  }

  /** Presses the button of a step, fills in its dialog, and waits until it has closed. */
  async function dialog(page, name, filling = {}) {
    await button(page, name).first().click();
    const shown = page.locator("dialog[open]");
    await shown.waitFor();
    await (typeof filling === "function" ? filling(shown) : fill(shown, filling));
    await shown.locator("button[type=submit]").click();
    await shown.waitFor({ state: "detached" }).catch(async (error) => {
      throw new Error(`${name}: ${await shown.innerText()}`, { cause: error });
    });
    await settled(page);
  }

  /** A task from the office, received by the unit it is for: both on the page of it. */
  async function taken(title) {
    const office = await signedIn("perf");
    await open(office, "/tasks/new");
    await fill(office, { 报告期限: day(20), "标题（一句话）": title, 干什么: "列出有出入的口径。", 承办单位: "云溪区税务局" });
    const task = await made(office, "下达");
    const told = await signedIn("yunxi");
    await open(told, task);
    await step(told, "接收", {}, "已接收");
    return { office, told, task };
  }

  /** The same, until the head of the page shows the state it leads to. */
  async function step(page, name, filling, state) {
    await dialog(page, name, filling);
    await page.locator(".head .tag", { hasText: state }).first().waitFor();
  }

  async function assertFits(page) {
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${overflow} pixels wider than the window`);
  }

  /** Hangs a photograph on a matter and waits until it is drawn in its card. */
  async function photographed(page, name, bytes, fields) {
    await dialog(page, "添加附件", async (shown) => {
      await shown.locator("input[type=file]").setInputFiles({ name, mimeType: "image/png", buffer: bytes });
      await fill(shown, fields);
    });
    const shown = card(page, "附件与照片").getByRole("img", { name });
    await shown.waitFor();
    assert.ok(await shown.evaluate((image) => image.decode().then(() => image.naturalWidth > 0)), "the photograph is drawn");
  }

  /** A card of the page, by its heading. */
  const card = (page, title) => page.locator("section", { has: page.locator("h2", { hasText: title }) });

  async function sees(within, ...texts) {
    for (const text of texts) {
      await within.getByText(text).first().waitFor();
    }
  }

  /** What was done and said, the oldest first. */
  const timeLine = (page) => page.locator("ol.two-sides > li > b").allTextContents();

  story("a task is given, done, sent back with more time, confirmed and marked; who does it takes no step of who gave it", async () => {
    const giver = await signedIn("yunxi");
    await open(giver, "/tasks/new");
    await fill(giver, {
      类型: "重点工作",
      报告期限: day(20),
      "标题（一句话）": "走访新办的餐饮户",
      干什么: "走访本月新办的五户餐饮户，了解首次申报的困难。",
      "怎么干（可以不填）": "先电话预约，当面演示一次申报。",
      承办单位: names.office,
      承办人: names.officer,
    });
    await screenshot(giver, "task-form");
    const task = await made(giver, "下达");
    await giver.locator(".head .tag", { hasText: "待接收" }).waitFor();

    const officer = await signedIn("officer");
    await officer.locator("main a", { hasText: "走访新办的餐饮户" }).first().click();
    await officer.waitForURL(`**${task}`);
    await settled(officer);
    await sees(officer, "先电话预约，当面演示一次申报。", "您在这件事里：承办人");
    await step(officer, "接收", {}, "已接收");
    await step(officer, "记录进展", { 办到哪一步了: "走访了三户。" }, "办理中");
    await step(officer, "报告结果", { 办理结果: "五户都走访了。" }, "已报告");
    await screenshot(officer, "task-reported-officer");
    await assertNoButton(officer, ["确认", "退回完善", "评价", "取消任务", "转交", "提醒"]);
    const id = task.split("/").at(-1);
    const { version } = (await asked("officer", "query ($id: MatterId!) { task(id: $id) { version } }", { id })).task;
    const refused = [
      "confirmTask(task: $id, version: $version, words: \"\")",
      "cancelTask(task: $id, version: $version, reason: \"不办了\")",
      `returnTask(task: $id, version: $version, reason: "再想想", dueOn: "${day(20)}")`,
    ];
    for (const mutation of refused) {
      const query = `mutation ($id: MatterId!, $version: Int!) { ${mutation} { id } }`;
      await assertRefused("officer", query, { id, version }, ["FORBIDDEN", "REFUSED"]);
    }
    await assertRefused("legal", "query ($id: MatterId!) { task(id: $id) { title } }", { id }, ["FORBIDDEN", "NOT_FOUND"]);
    await open(officer, "/tasks/new");
    await sees(officer, "您的权限里没有下达任务。");

    await again(giver, task);
    await step(giver, "退回完善", { 理由: "还差两户的记录。", 报告期限: day(25) }, "待完善");
    await again(officer, task);
    await sees(officer, "还差两户的记录。");
    await sees(card(officer, "干什么、怎么干"), day(25));
    await step(officer, "报告结果", { 办理结果: "补齐了两户的记录。" }, "已报告");
    await again(giver, task);
    await step(giver, "确认", {}, "已确认");
    await step(giver, "评价", { 真实: "5", 准确: "4", 完整: "4", 高效: "5", "补充说明（可不填）": "辛苦了。" }, "已评价");
    await sees(card(giver, "办理结果"), "补齐了两户的记录。", "5 / 5", "4 / 5", "辛苦了。");
    assert.deepEqual(await timeLine(giver), ["下达", "接收", "记录进展", "报告结果", "退回完善", "报告结果", "确认", "评价"]);
    await screenshot(giver, "task-marked");
    await assertAccessible(giver);
  });

  story("an inspection finds something, which is ordered to be put right and stays connected with it", async () => {
    const giver = await signedIn("yunxi");
    await open(giver, "/tasks/new");
    await fill(giver, {
      类型: "督查",
      督查方式: "暗访",
      报告期限: day(20),
      "标题（一句话）": "暗访办税大厅",
      干什么: "不打招呼看一次大厅的一次性告知。",
      承办单位: names.office,
      承办人: names.officer,
    });
    const inspection = await made(giver, "下达");
    const officer = await signedIn("officer", "phone");
    await open(officer, inspection);
    await step(officer, "接收", {}, "已接收");
    await dialog(officer, "登记发现", { 地点: "2 号窗口", 发现了什么: "没有一次性告知。", 程度: "橙色" });
    await sees(card(officer, "督查发现"), "2 号窗口", "没有一次性告知。", "橙色");
    await photographed(officer, "2 号窗口.png", photograph(320), { 属于: "第 1 项：没有一次性告知。" });
    await sees(card(officer, "附件与照片"), "第 1 项：没有一次性告知。");
    await assertFits(officer);
    await screenshot(officer, "inspection-finding-phone");

    await again(giver, inspection);
    await dialog(giver, "转为整改", { 报告期限: day(20) });
    const order = card(giver, "督查发现").locator("a[href^='/rectifications/']");
    await order.waitFor();
    await screenshot(giver, "inspection-ordered");
    const number = await order.innerText();
    await order.click();
    await giver.waitForURL((url) => MATTER.test(url.pathname) && url.pathname.startsWith("/rectifications/"));
    await settled(giver);
    await sees(giver, number, "没有一次性告知。", "来源：督查");
    await sees(card(giver, "相关事项"), "来自", "暗访办税大厅");
    await screenshot(giver, "inspection-order");
    await card(giver, "相关事项").getByRole("link", { name: "暗访办税大厅" }).click();
    await giver.waitForURL(`**${inspection}`);
    await settled(giver);
    await sees(card(giver, "附件与照片"), "2 号窗口.png");
  });

  story("whoever may not order is not offered to order what an inspection found", async () => {
    const officer = await signedIn("officer");
    await open(officer, "/tasks");
    await officer.locator("main a", { hasText: "办税服务厅服务规范督查" }).first().click();
    await officer.waitForURL((url) => MATTER.test(url.pathname));
    await settled(officer);
    await sees(card(officer, "督查发现"), "导税台");
    await assertNoButton(officer, ["转为整改"]);
  });

  story("connected matters are links for those who do not see colours", async () => {
    const giver = await signedIn("yunxi");
    const link = card(giver, "相关事项").getByRole("link").first();
    const underlined = () => link.evaluate((link) => getComputedStyle(link).textDecorationLine);
    await open(giver, "/tasks");
    await giver.locator("main a", { hasText: "办税服务厅服务规范督查" }).first().click();
    await giver.waitForURL((url) => MATTER.test(url.pathname));
    await settled(giver);
    const lines = [await underlined()];
    await card(giver, "督查发现").getByRole("link").first().click();
    await giver.waitForURL(/\/rectifications\/\w{13}$/);
    await settled(giver);
    assert.deepEqual([...lines, await underlined()], ["underline", "underline"]);
  });

  story("a clock that is over says by how much", async () => {
    const officer = await signedIn("officer");
    await officer.locator("main a", { hasText: "办税服务厅服务规范督查" }).first().click();
    await officer.waitForURL((url) => MATTER.test(url.pathname));
    await settled(officer);
    const clock = card(officer, "双方时钟").locator("tr", { hasText: "提交报告" });
    await sees(clock, /已超期 \d+ 个工作日/);
    assert.equal(await clock.getByText("还有 0 个工作日").count(), 0);
  });

  story("a weak number is diagnosed and worked on, and what was learnt is reviewed into the handbook", async () => {
    const giver = await signedIn("yunxi");
    await open(giver, `/cockpit/${names.unit}/2026-10`);
    await giver.getByRole("link", { name: /^登记率 .*解释这个数/ }).click();
    await giver.waitForURL(/\/explain\//);
    await settled(giver);
    await giver.getByRole("link", { name: "发起诊断" }).click();
    await giver.waitForURL(/\/diagnoses\/new\//);
    await settled(giver);
    assert.equal(await field(giver, "诊断标题").inputValue(), "登记率：找原因、定措施");
    await fill(giver, { 问题是什么: "28 户中 1 户未按期登记。" });
    await screenshot(giver, "diagnosis-form");
    const diagnosis = await made(giver, "发起诊断");
    await giver.locator(".head .tag", { hasText: "待分析" }).waitFor();
    await assertNoButton(giver, ["分析原因"]);

    const head = await signedIn("office");
    await open(head, diagnosis);
    const picked = [];
    const take = async (shown) => {
      const first = shown.locator(".suggested li").first();
      picked.push(await first.locator("span").first().evaluate((line) => line.firstChild.textContent.trim()));
      await first.getByRole("button").click();
    };
    await step(
      head,
      "分析原因",
      async (shown) => {
        await take(shown);
        await button(shown, "再加一条原因").click();
        const added = shown.locator("fieldset").nth(1);
        await fill(added, { 原因是什么: "跨区迁入户的档案晚到", "推荐入手册（由他人审定后发布）": true });
        await screenshot(head, "diagnosis-causes");
      },
      "已分析",
    );
    await sees(card(head, "原因"), picked[0], "选自手册", "跨区迁入户的档案晚到");
    await step(
      head,
      "制定措施",
      async (shown) => {
        await take(shown);
        await fill(shown, { 针对哪个原因: "跨区迁入户的档案晚到", 责任人: names.officer, 完成期限: day(10) });
        await screenshot(head, "diagnosis-measures");
      },
      "措施已定",
    );
    await sees(card(head, "措施"), picked[1], "针对原因 2", names.officer, day(10));
    await fill(card(head, "工作日志"), { 日期: day(0), "用时（分钟，可不填）": "45", 做了什么: "调出三户迁入户的档案。" });
    await button(head, "记一条").click();
    await sees(card(head, "工作日志").locator("table"), "调出三户迁入户的档案。", "45 分钟");
    await assertNoButton(head, ["全部落实"]);
    await dialog(head, /^登记措施/, { "怎样完成的，或者为什么不再需要": "清单已经印好。" });
    await sees(card(head, "措施"), "完成", "清单已经印好。");
    await step(head, "全部落实", { 落实情况: "档案都补齐了。" }, "待复查");
    await screenshot(head, "diagnosis-carried-out");
    await assertAccessible(head);
    await open(head, "/handbook");
    await head.getByText("跨区迁入户的档案晚到").waitFor();
    await assertNoButton(head, [/^审定文字 · 跨区迁入户/]);

    const office = await signedIn("perf");
    await open(office, "/handbook");
    const entry = office.locator("tr", { hasText: "跨区迁入户的档案" });
    await entry.waitFor();
    await screenshot(office, "handbook-proposed");
    const words = { 内容: "跨区迁入户的档案晚到，登记跟着晚", "英文（可不填）": "Files of payers who moved here come late" };
    await dialog(office, /^审定文字 · 跨区迁入户/, words);
    const state = office.getByRole("combobox", { name: "状态" });
    await state.selectOption({ label: "已审" });
    await dialog(office, /^发布 · 跨区迁入户/);
    await state.selectOption({ label: "已发布" });
    await sees(entry, "跨区迁入户的档案晚到，登记跟着晚", "已发布");
    await entry.getByRole("link", { name: "登记率" }).click();
    await office.waitForURL(/\/handbook\/\w+/);
    await settled(office);
    await sees(card(office, "登记率"), "跨区迁入户的档案晚到，登记跟着晚");
    await screenshot(office, "handbook-published");
  });

  story("a weak score is diagnosed from its explanation, with what the handbook says of what lost points in it", async () => {
    const giver = await signedIn("yunxi");
    const score = `/explain/${names.unit}/score/2026-10`;
    await open(giver, score);
    await giver.getByRole("link", { name: "发起诊断" }).click();
    await giver.waitForURL((url) => url.pathname === "/diagnoses" && url.searchParams.get("subject") === names.unit);
    await field(giver, "问题是什么").waitFor();
    await settled(giver);
    await assertAccessible(giver);
    await fill(giver, { 问题是什么: "几项指标同时失分。", "得分要达到多少（不填时由下达方人工复查）": "90" });
    await screenshot(giver, "diagnosis-of-score-form");
    const diagnosis = await made(giver, "发起诊断");
    await giver.locator(".head .tag", { hasText: "待分析" }).waitFor();
    assert.equal(await card(giver, "偏低的数据").locator(`a[href='${score}']`).count(), 1);

    const head = await signedIn("office");
    await open(head, diagnosis);
    await button(head, "分析原因").first().click();
    await head.locator("dialog[open] details p").first().waitFor();
    await assertAccessible(head);
    await screenshot(head, "diagnosis-of-score-causes");
  });

  story("a cause that is only proposed is not said to come from the handbook", async () => {
    const { indicators } = await asked("yunxi", "{ indicators(first: 9) { nodes { id name } } }");
    const about = { indicator: indicators.nodes.find(({ name }) => name === "入库率").id, subject: names.unit, period: "2026-09" };
    const input = { about, title: "入库率偏低", problem: "月末集中。", periods: 1 };
    const begin = "mutation ($input: DiagnosisInput!) { openDiagnosis(input: $input) { id version } }";
    const { openDiagnosis } = await asked("yunxi", begin, { input });
    const causes = [{ what: "银行端扣款晚一天", propose: true }];
    const analyse = `mutation ($id: MatterId!, $version: Int!, $causes: [DiagnosisCauseInput!]!) {
      analyseDiagnosis(diagnosis: $id, version: $version, causes: $causes) { id }
    }`;
    await asked("office", analyse, { ...openDiagnosis, causes });
    const head = await signedIn("office");
    await open(head, `/diagnoses/${openDiagnosis.id}`);
    const cause = card(head, "原因").locator("li", { hasText: "银行端扣款晚一天" });
    await sees(cause, "待审");
    assert.equal(await cause.getByText("选自手册").count(), 0);
  });

  story("what was counted from records is not said to have been written by hand", async () => {
    const giver = await signedIn("yunxi");
    await open(giver, `/cockpit/${names.unit}/2026-10`);
    await giver.getByRole("link", { name: /^登记率 .*解释这个数/ }).click();
    await giver.waitForURL(/\/explain\//);
    await settled(giver);
    await sees(giver, "原始记录样本", "谁改过什么");
    assert.equal(await giver.getByText("这个数是手工填报的").count(), 0);
  });

  story("the handbook shows which indicator is opened, also by a link", async () => {
    const office = await signedIn("perf");
    await open(office, "/handbook");
    const entry = office.locator("tr a[href^='/handbook/']").first();
    const name = await entry.innerText();
    await entry.click();
    await office.waitForURL(/\/handbook\/\w+/);
    await card(office, name).waitFor();
    const chosen = await office.getByRole("combobox", { name: "选择指标" }).evaluate((choice) => choice.selectedOptions[0].text);
    assert.equal(chosen.split(" · ")[0], name);
  });

  story("a point of risk is registered by one and confirmed by another, and stands in the matrix", async () => {
    const office = await signedIn("perf");
    await open(office, "/risks");
    const cell = (page) => page.getByRole("button", { name: /可能性 5，影响 5/ });
    const count = async (page) => Number(await cell(page).locator("b").innerText());
    const counted = await count(office);
    await office.getByRole("link", { name: "登记风险点" }).click();
    await office.waitForURL("**/risks/point/new");
    await settled(office);
    const steps = await field(office, "环节").locator("option").allTextContents();
    await fill(office, {
      编号: "FX-901",
      可能出什么问题: "迁入户漏登记",
      环节: steps[1],
      单位: names.office,
      可能性: "5",
      影响程度: "5",
      防控措施: "迁入清单当天核对。",
    });
    await screenshot(office, "risk-point-form");
    const point = await made(office, "保存");
    await office.locator(".head .tag", { hasText: "待确认" }).waitFor();
    await office.locator(".head .tag", { hasText: "极高" }).waitFor();
    await assertNoButton(office, ["确认"]);
    const confirm = "mutation ($id: RiskPointId!) { confirmRiskPoint(point: $id, version: 1) { id } }";
    await assertRefused("perf", confirm, { id: point.split("/").at(-1) }, ["FORBIDDEN", "REFUSED"]);
    await open(office, "/risks");
    assert.equal(await count(office), counted + 1);
    await cell(office).click();
    const line = office.locator("tr", { hasText: "FX-901" });
    await sees(line, "迁入户漏登记", "极高", "没有指标", "待确认");
    await screenshot(office, "risk-matrix");

    const director = await signedIn("director");
    await open(director, point);
    await button(director, "确认").click();
    await director.locator(".head .tag", { hasText: "已确认" }).waitFor();
    await screenshot(director, "risk-point-confirmed");
    await assertAccessible(director);
  });

  story("a process and its steps are laid, changed, and retired when nothing lies at them", async () => {
    const office = await signedIn("perf");
    await open(office, "/risks");
    await dialog(office, "新增流程", { 编号: "LC-90", 流程名称: "注销登记", 归口单位: names.office });
    const chain = card(office, "流程、环节与风险点");
    const process = chain.locator("details", { hasText: "LC-90" });
    await process.locator("summary").click();
    await dialog(office, "新增环节 · 注销登记", { 编号: "LC-90-1", 环节名称: "清税" });
    await sees(process.locator("li"), "清税", "没有指标");
    await dialog(office, "修改 · 清税", { 环节名称: "清税核查" });
    await dialog(office, "修改 · 注销登记", { 流程名称: "注销清税" });
    await sees(process, "注销清税", "清税核查");
    // The place where one works stays open, and what still holds steps stays.
    await button(office, "退出清单 · 注销清税").click();
    const refused = office.locator("dialog[open]");
    await fill(refused, { 理由: "并入登记流程" });
    await refused.locator("button[type=submit]").click();
    await sees(refused, "里面还有内容");
    await screenshot(office, "process-refused");
    office.once("dialog", (question) => question.accept());
    await refused.getByRole("button", { name: "取消" }).click();
    await refused.waitFor({ state: "detached" });
    await dialog(office, "退出清单 · 清税核查", { 理由: "并入登记流程" });
    await dialog(office, "退出清单 · 注销清税", { 理由: "并入登记流程" });
    assert.equal(await process.count(), 0);
    await assertAccessible(office);
  });

  story("points at risk are graded and followed up", async () => {
    const office = await signedIn("perf");
    await open(office, "/risks/loss");
    await dialog(office, "评级", async (shown) => {
      await fill(shown, {
        单位: names.office,
        指标: "网上申报率",
        完成难度: "5",
        计分方法: "4",
        "可控程度（越难控制越高）": "4",
        "工作现状（越差越高）": "4",
        评级理由: "网厅升级期间。",
      });
      await screenshot(office, "loss-risk-grade");
    });
    const all = card(office, "优先次序").locator("li", { hasText: names.office }).filter({ hasText: "网上申报率" });
    await sees(all, "高风险", "4.30");
    await all.getByRole("button", { name: "记一次跟踪" }).click();
    const shown = office.locator("dialog[open]");
    await fill(shown, { "看到什么、怎么办": "升级已经结束，本周补报完。" });
    await shown.locator("button[type=submit]").click();
    await shown.waitFor({ state: "detached" });
    await settled(office);
    await all.locator("summary").click();
    await sees(all, "网厅升级期间。", "升级已经结束，本周补报完。", "每 7 天看一次");
    await screenshot(office, "loss-risk-followed-up");
  });

  story("a label is seen and answered by whom it is on, and by nobody who may not see labels", async () => {
    const giver = await signedIn("yunxi");
    await open(giver, "/risks/labels");
    await dialog(giver, "贴标签", { 人员: names.officer, 标签: "新到岗", 理由: "轮岗到窗口两周，先跟着老同志办。", 有效期至: day(60) });
    const given = giver.locator("li", { hasText: "轮岗到窗口两周" });
    await sees(given, names.officer, "新到岗", day(60));
    await assertNoButton(giver, ["我来说明"]);

    const officer = await signedIn("officer");
    const own = card(officer, "我的风险标签").locator("li", { hasText: "轮岗到窗口两周" });
    await sees(own, "新到岗", day(60), "云溪区局局长");
    await screenshot(officer, "desk-with-label");
    await own.getByRole("button", { name: "我来说明" }).click();
    const shown = officer.locator("dialog[open]");
    await fill(shown, { 本人说明: "已经能独立办理登记。" });
    await shown.locator("button[type=submit]").click();
    await sees(own, "已经能独立办理登记。");
    await screenshot(officer, "label-answered");
    assert.equal(await own.getByRole("button", { name: "撤下" }).count(), 0);
    await open(giver, "/risks");
    await open(giver, "/risks/labels");
    await sees(given, "本人说明", "已经能独立办理登记。");

    for (const login of ["liaison", "specialist", "legal"]) {
      const page = await signedIn(login);
      assert.equal(await page.getByText("我的风险标签").count(), 0);
      await open(page, "/risks");
      await page.getByRole("link", { name: "待争取得分风险" }).waitFor();
      assert.equal(await page.getByRole("link", { name: "风险标签" }).count(), 0);
      await assertRefused(login, "{ riskLabels(first: 9, current: true, own: false) { nodes { reason } } }", {}, ["FORBIDDEN"]);
    }
  });

  /** Opens the form of an order or of an own rectification at an address, fills it in and sends it. */
  async function rectification(page, address, fields, send) {
    await open(page, address);
    await fill(page, { 报告期限: day(20), ...fields });
    return made(page, send);
  }

  /** A risk point that is not in the register. */
  const inWords = (words) => ({ "风险点（可以不填）": "风险清单里没有", "风险点（清单以外，用文字说明）": words });

  const OWN = ["确认成效", "不予认可，重新整改", "共享规律"];

  story("what an officer finds is confirmed and shared; an order about the same number says that it was found before", async () => {
    const officer = await signedIn("officer");
    await officer.getByRole("link", { name: "自查整改：逾期缴款率" }).click();
    await officer.waitForURL(/\/rectifications\/new\//);
    await settled(officer);
    const begun = await officer.evaluate(() => location.pathname + location.search);
    const points = await field(officer, "风险点（可以不填）").locator("option").allTextContents();
    await fill(officer, { "标题（一句话）": "月末缴款扎堆", 问题: "15 笔中 4 笔逾期。", "风险点（可以不填）": points[1] });
    assert.equal(await field(officer, "风险点（清单以外，用文字说明）").count(), 0);
    await screenshot(officer, "own-form");
    const own = await made(officer, "提交");
    await sees(card(officer, "问题与责任"), "逾期缴款率");
    const point = card(officer, "问题与责任").getByRole("link", { name: points[1] });
    assert.match(await point.getAttribute("href"), /^\/risks\/point\/\w{13}$/);
    await step(officer, "提交方案", { 原因分析: "提醒太晚。", 做什么: "月中提醒一次", 完成期限: day(10) }, "已定方案");
    await step(officer, /^登记措施/, { "怎样完成的，或者为什么不再需要": "提醒了 15 户。" }, "整改中");
    await step(officer, "提交整改报告", { 整改结果: "只剩一笔逾期。", "风险规律（可不填，可以共享给其他单位）": "月末三天最容易逾期。" }, "已报告");
    await assertNoButton(officer, OWN);
    const id = own.split("/").at(-1);
    const { version } = (await asked("officer", "query ($id: MatterId!) { rectification(id: $id) { version } }", { id })).rectification;
    const confirm = `mutation ($id: MatterId!, $version: Int!) {
      confirmRectification(rectification: $id, version: $version, words: "") { id }
    }`;
    await assertRefused("officer", confirm, { id, version }, ["FORBIDDEN", "REFUSED"]);

    const head = await signedIn("yunxi");
    await open(head, own);
    await step(head, "确认成效", { 理由: "做得好。" }, "已确认成效");
    await step(head, "共享规律", {}, "规律已共享");
    await sees(card(head, "成效与规律"), "月末三天最容易逾期。");
    await screenshot(head, "own-shared");

    const ordered = { "标题（一句话）": "逾期缴款率偏高", 问题: "上级检查发现月末逾期集中。" };
    const order = await rectification(head, begun.replace("&own=yes", ""), ordered, "下达");
    await sees(card(head, "相关事项"), "自查在先", "月末缴款扎堆");
    await screenshot(head, "order-found-before");
    await open(head, own);
    await head.locator(".head .tag", { hasText: "自查在先" }).waitFor();
    const answering = await signedIn("office");
    await open(answering, order);
    await sees(card(answering, "相关事项"), "自查在先");
  });

  story("an order names its risk point, and that the office had found it itself", async () => {
    const head = await signedIn("office");
    const own = await rectification(
      head,
      `/rectifications/new/${names.unit}?own=yes`,
      { "标题（一句话）": "档案漏归", 问题: "三份没有归档。", ...inWords("档案归集") },
      "提交",
    );
    await sees(card(head, "问题与责任"), "档案归集");
    const above = await signedIn("yunxi");
    await rectification(
      above,
      `/rectifications/new/${names.unit}`,
      { "标题（一句话）": "档案归集不全", 问题: "抽查缺两份。", 来源: "督查", ...inWords("档案归集") },
      "下达",
    );
    await sees(card(above, "相关事项"), "自查在先", "档案漏归");
    await open(above, own);
    await above.locator(".head .tag", { hasText: "自查在先" }).waitFor();
  });

  story("an order about a risk point given past the page says that the office had found that one itself", async () => {
    const head = await signedIn("office");
    const found = { "标题（一句话）": "文书漏送", 问题: "两份没有送达。", ...inWords("文书送达") };
    await rectification(head, `/rectifications/new/${names.unit}?own=yes`, found, "提交");
    const input = {
      direction: "TOP_DOWN",
      origin: "INSPECTION",
      unit: names.unit.replace("unit-", ""),
      riskPoint: "文书送达",
      title: "送达不全",
      problem: "抽查缺两份。",
      dueOn: day(20),
    };
    const query = "mutation ($input: RectificationInput!) { openRectification(input: $input) { id } }";
    const order = (await asked("yunxi", query, { input })).openRectification.id;
    const above = await signedIn("yunxi");
    await open(above, `/rectifications/${order}`);
    await sees(card(above, "问题与责任"), "文书送达");
    await sees(card(above, "相关事项"), "自查在先", "文书漏送");
  });

  story("what somebody does elsewhere raises the unread count and stands in the messages, without a reload", async () => {
    const told = await signedIn("yunxi");
    await open(told, "/inbox");
    await button(told, "全部标为已读").click();
    const bell = told.locator(".bell-number");
    await bell.waitFor({ state: "detached" });
    await told.evaluate(() => (window.untouched = true));

    const office = await signedIn("perf");
    await open(office, "/tasks/new");
    await fill(office, { 报告期限: day(20), "标题（一句话）": "报送年末收口清单", 干什么: "列出还没有核对的口径。", 承办单位: "云溪区税务局" });
    const task = await made(office, "下达");
    await bell.waitFor();
    assert.equal(await bell.innerText(), "1");
    const first = told.locator("ol.matter-lines > li").first();
    await first.getByText("报送年末收口清单").waitFor();
    await sees(first, "未读", "下达");
    await screenshot(told, "inbox-live");
    await fill(office, { "留言（双方可见）": "口径问题可以直接问绩效办。" });
    await button(office, "发送留言").click();
    await told.locator(".bell-number", { hasText: "2" }).waitFor();
    assert.ok(await told.evaluate(() => window.untouched), "the page was not loaded again");
    await first.getByRole("link").click();
    await told.waitForURL(`**${task}`);
    await bell.waitFor({ state: "detached" });
  });

  story("a task on screen says that somebody took a step meanwhile", async () => {
    const { office, told } = await taken("核对年末口径");
    await office.locator(".news", { hasText: "云溪区局局长 · 接收" }).waitFor();
    await button(office, "查看最新").click();
    await office.locator(".head .tag", { hasText: "已接收" }).waitFor();
  });

  story("what is written stays while somebody else acts: it goes out with the next press, or is copied where its step is over", async () => {
    const { office, told, task } = await taken("核对两税口径");
    const writing = told.locator("dialog[open]");
    const send = writing.locator("button[type=submit]");

    await fill(told, { "留言（双方可见）": "还有一个问题。" });
    await button(told, "记录进展").click();
    await fill(writing, { 办到哪一步了: "核对了一半。" });
    await again(office, task);
    await fill(office, { "留言（双方可见）": "先核增值税。" });
    await button(office, "发送留言").click();
    await office.locator("ol.two-sides", { hasText: "先核增值税。" }).waitFor();
    // That it is known below takes nothing away above.
    await told.locator(".news", { hasText: "留言" }).waitFor();
    assert.equal(await field(writing, "办到哪一步了").inputValue(), "核对了一半。");
    await send.click();
    await sees(writing, "您填写的时候，这件事有了新的进展。", "先核增值税。", "再提交一次即可");
    assert.equal(await field(writing, "办到哪一步了").inputValue(), "核对了一半。");
    await assertAccessible(told);
    await send.click();
    await writing.waitFor({ state: "detached" });
    await told.locator(".head .tag", { hasText: "办理中" }).waitFor();
    await told.locator("ol.two-sides", { hasText: "核对了一半。" }).waitFor();

    // The page was drawn anew, and keeps what stands on it.
    assert.equal(await field(told, "留言（双方可见）").inputValue(), "还有一个问题。");

    await button(told, "报告结果").click();
    await fill(writing, { 办理结果: "口径都核对了。" });
    await again(office, task);
    await step(office, "取消任务", { 理由: "改由市局统一核对。" }, "已取消");
    await send.click();
    await sees(writing, "改由市局统一核对。", "这一步现在不能办了");
    assert.ok(await send.isDisabled());
    assert.equal(await field(writing, "办理结果").inputValue(), "口径都核对了。");
    await button(writing, "复制我写的内容").click();
    assert.equal(await writing.locator("textarea[readonly]").inputValue(), "口径都核对了。");
    await assertAccessible(told);
    told.once("dialog", (question) => question.accept());
    await button(writing, "取消").click();
    // The page below shows what happened.
    await told.locator(".head .tag", { hasText: "已取消" }).waitFor();
  });

  story("a warning by hand names a person and the number it is about, or comes with the number from where it is explained", async () => {
    const head = await signedIn("yunxi");
    const { indicators } = await asked("yunxi", "{ indicators(first: 1) { nodes { id name } } }");
    const [indicator] = indicators.nodes;
    await open(head, "/warnings");
    await button(head, "手工发出预警").click();
    const shown = head.locator("dialog[open]");
    await fill(shown, { 单位: names.office, 人员: names.officer, 指标: indicator.name });
    await fill(shown, { 期间: "六月", 谁的数: "单位的", 标题: "月底前还有两户没有联系", 怎么办: "先打电话，再上门。" });
    await shown.locator("button[type=submit]").click();
    await sees(shown, "写作 2026-03");
    await fill(shown, { 期间: "2026-06" });
    await assertAccessible(head);
    await shown.locator("button[type=submit]").click();
    await head.waitForURL((url) => MATTER.test(url.pathname));
    await settled(head);
    const about = card(head, "预警对象");
    await sees(about, names.office, names.officer, indicator.name);

    await open(head, `/cockpit/${names.unit}/2026-10`);
    await head.getByRole("link", { name: /^登记率 .*解释这个数/ }).click();
    await head.waitForURL(/\/explain\/unit-/);
    await settled(head);
    const [, , unit, explained, period] = (await here(head)).split("/");
    await head.getByRole("link", { name: "手工发出预警" }).click();
    await shown.waitFor();
    await field(shown, "单位").locator(`option[value='${unit.slice("unit-".length)}']:checked`).waitFor({ state: "attached" });
    await field(shown, "指标").locator(`option[value='${explained}']:checked`).waitFor({ state: "attached" });
    assert.equal(await field(shown, "期间").inputValue(), period);
  });

  story("a warning is connected with the order that deals with the same, and each leads to the other", async () => {
    const above = await signedIn("yunxi");
    const fields = { "标题（一句话）": "两户一直联系不上", 问题: "电话不通，地址已搬。", 来源: "督查" };
    const order = await rectification(above, `/rectifications/new/${names.unit}`, fields, "下达");
    await open(above, "/warnings");
    await button(above, "手工发出预警").click();
    const shown = above.locator("dialog[open]");
    await fill(shown, { 单位: names.office, 标题: "月底前还有两户没有申报", 怎么办: "先打电话，再上门。" });
    await shown.locator("button[type=submit]").click();
    await above.waitForURL((url) => MATTER.test(url.pathname));
    await settled(above);
    const warning = await here(above);

    const office = await signedIn("office");
    await open(office, warning);
    await dialog(office, "关联整改或诊断", { 整改单或诊断: "两户一直联系不上" });
    assert.ok((await timeLine(office)).includes("关联整改或诊断"));
    await sees(card(office, "相关事项"), "关联");
    await button(office, "关联整改或诊断").click();
    await office.locator("dialog[open] .loaded:not(.busy)").waitFor();
    assert.equal(await office.locator("dialog[open] option", { hasText: "两户一直联系不上" }).count(), 0, "what is connected is not offered again");
    await assertAccessible(office);
    await button(office.locator("dialog[open]"), "取消").click();
    await card(office, "相关事项").getByRole("link", { name: /两户一直联系不上/ }).click();
    await office.waitForURL(`**${order}`);
    await settled(office);
    await card(office, "相关事项").getByRole("link", { name: /月底前还有两户没有申报/ }).waitFor();
  });

  story("the answering side hangs a photograph on an order, which only those with a part in it can take out", async () => {
    const above = await signedIn("yunxi");
    const fields = { "标题（一句话）": "导税台午间无人", 问题: "午间 20 分钟无人值守。", 来源: "督查" };
    const order = await rectification(above, `/rectifications/new/${names.unit}`, fields, "下达");
    const head = await signedIn("office");
    await open(head, order);
    await step(head, "确认收到", {}, "已确认");
    const bytes = photograph(640);
    await photographed(head, "导税台午间.png", bytes, { "说明（可不填）": "午间已经排班。" });
    const size = (Math.floor((bytes.length * 10) / 1024) / 10).toFixed(1);
    await sees(card(head, "附件与照片"), "导税台午间.png", `图片 · ${size} kB`);
    await screenshot(head, "order-with-photograph");

    await again(above, order);
    await sees(card(above, "附件与照片"), "导税台午间.png");
    assert.ok((await timeLine(above)).includes("添加附件"));
    const [download, answer] = await Promise.all([
      above.waitForEvent("download"),
      above.waitForResponse((answer) => answer.url().includes("/files/evidence/") && answer.request().method() === "GET"),
      above.getByRole("button", { name: "下载导税台午间.png" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "导税台午间.png");
    assert.match(answer.headers()["content-disposition"], /^attachment; .*filename\*=UTF-8''%E5%AF%BC/);
    assert.equal(answer.headers()["x-content-type-options"], "nosniff");
    assert.equal(answer.headers()["content-type"], "image/png");

    const taken = async (login) => {
      const headers = login && { authorization: `Bearer ${await token(login)}` };
      const taken = await fetch(answer.url(), { headers });
      return [taken.status, Buffer.from(await taken.arrayBuffer())];
    };
    assert.deepEqual(await taken("office"), [200, bytes]);
    assert.deepEqual((await taken())[0], 401);
    for (const login of ["officer", "legal", "data", "appraiser"]) {
      assert.equal((await taken(login))[0], 404, login);
    }
    const begin = 'mutation ($id: MatterId!) { beginUpload(matter: $id, name: "a.png", size: 9) { id } }';
    await assertRefused("officer", begin, { id: order.split("/").at(-1) }, ["FORBIDDEN", "NOT_FOUND"]);
  });
});
