// What axe finds on a page.

import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";

const REFUSED = ["serious", "critical"];

/** The serious and critical violations that axe finds, each with its rule and its elements. */
export async function accessibilityFaults(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const refused = violations.filter(({ impact }) => REFUSED.includes(impact));
  return refused.map(({ impact, id, help, nodes }) => {
    const places = nodes.map(({ target }) => target.join(" ")).join(", ");
    return `${impact} ${id}: ${help} (${places})`;
  });
}

/** Fails where axe finds any. */
export async function assertAccessible(page) {
  assert.deepEqual(await accessibilityFaults(page), [], `axe on ${page.url()}`);
}
