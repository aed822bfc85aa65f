// Signing in the way a person does: through the form.

/** Signs in through the form on the way to an address, and waits until the form has given way to a page. */
export async function signIn(page, user, password, address = "/") {
  await page.goto(address);
  await page.locator("input[autocomplete=username]").fill(user);
  await page.locator("input[autocomplete=current-password]").fill(password);
  await page.locator("form button[type=submit]").click();
  await page.locator("input[autocomplete=current-password]").waitFor({ state: "detached" });
}
