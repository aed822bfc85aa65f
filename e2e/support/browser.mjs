// Debian's Chromium, without downloads, with the window sizes the page is made for.

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const SCREENSHOTS = fileURLToPath(new URL("../screenshots/", import.meta.url));

/** The sizes every page is tried on. */
export const VIEWPORTS = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};

/** The browser; close it when done. */
export function launchBrowser() {
  return chromium.launch({
    executablePath: process.env.BATON_CHROMIUM,
    args: [
      // Chromium's sandbox refuses root, and tests in containers are root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}

/**
 * A page in a context of its own, in Chinese and in Beijing's time.
 * `page.problems` collects what a user would not see: uncaught errors, console errors, refusals by the
 * Content-Security-Policy, requests to other hosts.
 */
export async function openPage(browser, url, size = "desktop", options = {}) {
  const context = await browser.newContext({
    ...VIEWPORTS[size],
    baseURL: url,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    ...options,
  });
  const page = await context.newPage();
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(`error: ${error.message}`));
  page.on("console", (message) => {
    // Asking whether a session goes on is answered 401 where none does, and who may try a demonstration 404 where it is none: the
    // browser says so, and nothing is wrong.
    const expected = /\/auth\/(refresh|demo)$/.test(message.location().url);
    if (message.type() === "error" && !expected) {
      page.problems.push(`console: ${message.text()} (${message.location().url})`);
    }
  });
  page.on("request", (request) => {
    const address = new URL(request.url());
    if (address.protocol.startsWith("http") && address.origin !== new URL(url).origin) {
      page.problems.push(`request to another host: ${request.url()}`);
    }
  });
  return page;
}

/**
 * Writes screenshots/<name>.png, to be looked at. Look at `page.problems` before: Playwright itself adds an inline style
 * for the picture, which the Content-Security-Policy refuses.
 */
export async function screenshot(page, name) {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage: true });
}
