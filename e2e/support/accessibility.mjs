// What axe finds on a page.

import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";

const REFUSED = ["serious", "critical"];

/** Fails where axe finds a serious or critical violation, and names the rule and the elements. */
export async function assertAccessible(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const refused = violations.filter(({ impact }) => REFUSED.includes(impact));
  const sentences = refused.map(({ impact, id, help, nodes }) => {
    const places = nodes.map(({ target }) => target.join(" ")).join(", ");
    return `${impact} ${id}: ${help} (${places})`;
  });
  assert.deepEqual(sentences, [], `axe on ${page.url()}`);
}
