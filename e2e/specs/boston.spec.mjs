// An agency starts with a pack: imported, computed, signed in to, and read within the scope of each reader.

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { assertAccessible } from "../support/accessibility.mjs";
import { launchBrowser, openPage, screenshot } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { signIn } from "../support/session.mjs";

const PACK = fileURLToPath(new URL("../../examples/boston311", import.meta.url));
const REAL = process.env.BATON_BOSTON311 ?? fileURLToPath(new URL("../../../shared/data/boston311", import.meta.url));
const FILE = "service_requests_2011h2.csv.gz";
const PASSWORD = "Harbour-view-311";

// The same shape, counted by hand, where the real records are not at hand.
const MADE_UP = `case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,subject,reason,type,queue,department,pwd_district,police_district,neighborhood,ward,source
1,2011-12-01 08:00:00,2011-12-02 08:00:00,2011-12-01 09:00:01,ONTIME,Closed,Roads,Signs,Sign,ROAD_Street Signs,ROAD,1,A,North,1,Self Service
2,2011-12-30 23:59:59,2011-12-31 08:00:00,2011-12-31 09:00:00,OVERDUE,Closed,Roads,Signs,Sign,ROAD_Street Signs,ROAD,1,A,North,1,Constituent Call
3,2011-12-15 12:00:00,,,,Open,Trees,Trees,Tree,PARK_Trees,PARK,2,B,South,2,Self Service
`;

/** The folder with the records, and how to let go of it. */
function records() {
  if (existsSync(join(REAL, FILE))) {
    return { folder: REAL, release: () => {} };
  }
  console.log(`not run on the real records: ${join(REAL, FILE)} is not there; name the folder with BATON_BOSTON311`);
  const folder = mkdtempSync(join(tmpdir(), "baton-boston-"));
  writeFileSync(join(folder, FILE), gzipSync(MADE_UP));
  return { folder, release: () => rmSync(folder, { recursive: true, force: true }) };
}

describe("a pack of real service requests", () => {
  const data = records();
  let server;
  let browser;

  before(async () => {
    server = await startServer({
      environment: { BATON_PASSWORD: PASSWORD },
      fill: async (baton) => {
        await baton("import", PACK, "--data", data.folder, "--from", "2011-07", "--to", "2011-12");
        for (const login of ["mayor", "parks"]) {
          await baton("user", "password", login);
        }
      },
    });
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    data.release();
  });

  async function signedIn(login) {
    const page = await openPage(browser, server.url);
    await page.addInitScript(() => localStorage.setItem("baton-language", "en"));
    await signIn(page, login, PASSWORD, "/cockpit");
    await page.waitForURL(/\/cockpit\/unit-/);
    await page.locator("h1").first().waitFor();
    await page.waitForLoadState("networkidle");
    return page;
  }

  test("the mayor sees the city, goes down to a department, and opens a number to its rows", async () => {
    const page = await signedIn("mayor");
    assert.match(await page.locator("h1").first().innerText(), /City of Boston/);
    await screenshot(page, "boston-city");
    await assertAccessible(page);
    await page.locator("main a", { hasText: "PARK" }).first().click();
    await page.waitForFunction(() => !document.querySelector("h1")?.innerText.includes("Boston"));
    await page.locator("a[href*='/explain/unit-']:not([href*='/score/'])").first().click();
    await page.waitForURL(/\/explain\/unit-/);
    await page.locator("code").first().waitFor();
    await page.waitForLoadState("networkidle");
    assert.deepEqual(page.problems, []);
    await screenshot(page, "boston-explain");
    await page.context().close();
  });

  test("the parks commissioner gets nothing of any other department: no page, no row, no name", async () => {
    const page = await signedIn("parks");
    const own = new URL(page.url()).pathname;
    const shown = await page.locator("body").innerText();
    assert.equal(/City of Boston|ROAD/.test(shown), false, shown);
    const { accessToken } = await page.evaluate(async () => (await fetch("/auth/refresh", { method: "POST" })).json());
    const ask = async (query) => {
      const answer = await fetch(`${server.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${accessToken}` },
        body: JSON.stringify({ query }),
      });
      return answer.json();
    };
    const { data: seen } = await ask("{ units(first: 100) { totalCount nodes { code } } }");
    assert.ok(seen.units.totalCount > 0, "sees the own department");
    const strangers = seen.units.nodes.map(({ code }) => code).filter((code) => !code.startsWith("PARK"));
    assert.deepEqual(strangers, []);
    assert.match(own, /\/cockpit\/unit-/);
    const mayor = await signedIn("mayor");
    const city = new URL(mayor.url()).pathname;
    await mayor.context().close();
    assert.notEqual(city, own);
    await page.goto(`${server.url}${city}`);
    await page.getByRole("heading", { level: 1, name: "Not found" }).waitFor();
    await page.context().close();
  });
});
