// Signing in the way a person does: through the form.

/** Signs in through the form and waits until the form has given way to a page. */
export async function signIn(page, user, password) {
  await page.goto("/");
  await page.locator("input[autocomplete=username]").fill(user);
  await page.locator("input[autocomplete=current-password]").fill(password);
  await page.locator("form button[type=submit]").click();
  await page.locator("input[autocomplete=current-password]").waitFor({ state: "detached" });
}
