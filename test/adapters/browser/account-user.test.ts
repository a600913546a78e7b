import path from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { fold } from "../../../src/core/kernel/text/fold.ts";
import { makeUser } from "../../support/factories.ts";
import { findBrowser } from "../../support/requirements.ts";
import { makeMarketplace, makeMember, makeSignInLink } from "../../web/account-scene.ts";
import { password } from "../../web/web-scene.ts";
import { browserScene } from "./browser-scene.ts";

const browser = findBrowser();
const screenshots = path.resolve(import.meta.dirname, "../../../screenshots");
const next = "eight calm otters";

const heading = (page: Page) => page.getByRole("heading", { level: 1 }).textContent();
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).click();
const follow = (page: Page, name: string | RegExp) => page.getByRole("link", { name }).click();
const said = (page: Page) => page.getByRole("status").textContent();

describe.skipIf(!browser)("an account's user, in a browser without JavaScript", () => {
  const scene = browserScene(browser);
  let shot = 0;
  const look = (page: Page) =>
    page.screenshot({
      path: path.join(screenshots, `walk-${String((shot += 1)).padStart(2, "0")}.png`),
      fullPage: true,
    });

  async function person(options = {}): Promise<Page> {
    return scene.page({ javaScriptEnabled: false, viewport: { width: 1280, height: 800 }, ...options });
  }

  async function signIn(page: Page, username: string, secret: string) {
    await page.goto(`${scene.origin}/sign-in`);
    await page.getByLabel("User ID").fill(username);
    await page.getByLabel("Password").fill(secret);
    await press(page, "Sign in");
  }

  test("accepts an invitation, signs in, changes the password, and invites as Administrator", async () => {
    const page = await person();
    const invitation = await scene.invite({ email: "wanda@acme.example", asAdministrator: true });
    await page.goto(scene.origin + invitation);
    await page.getByLabel("User ID").fill("wanda");
    await page.getByLabel("First name").fill("Wanda");
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByLabel("Password again").fill(password);
    await press(page, "Accept the invitation");
    await follow(page, "Open Acme Ltd");
    expect(await page.getByRole("navigation", { name: "Your user" }).textContent()).toContain(
      "Signed in as wanda",
    );
    await press(page, "Sign out");
    await look(page);
    await page.getByLabel("User ID").fill("wanda");
    await page.getByLabel("Password").fill("not this one at all");
    await press(page, "Sign in");
    expect(await page.getByRole("alert").textContent()).toContain("password is wrong.");
    expect(await page.getByLabel("User ID").inputValue()).toBe("wanda");
    await page.getByLabel("Password").fill(password);
    await press(page, "Sign in");
    expect(await heading(page)).toBe("Your accounts");
    await look(page);
    await page.goto(`${scene.origin}/settings/password`);
    await page.getByLabel("Your password now").fill(password);
    await page.getByLabel("New password", { exact: true }).fill(next);
    await page.getByLabel("New password again").fill(next);
    await press(page, "Change the password");
    await expect.poll(() => said(page)).toContain("Your password is changed");
    await look(page);
    await follow(page, "Accounts");
    await follow(page, /Acme Ltd/);
    await follow(page, "Invitations");
    await follow(page, "Invite a user");
    await page.getByLabel("E-mail").fill("xaver@acme.example");
    await page.getByLabel("Add user as Administrator?").check();
    await press(page, "Invite");
    await expect.poll(() => said(page)).toBe("The invitation is on its way.");
    await page.reload();
    expect(await page.getByRole("status").count()).toBe(0);
    await look(page);
    await scene.t.runJobs();
    expect(scene.t.mailer.sent.at(-1)).toMatchObject({ to: "xaver@acme.example" });
    await press(page, "Sign out");
    await expect.poll(() => said(page)).toBe("You are signed out.");
    await signIn(page, "wanda", password);
    expect(await page.getByRole("alert").textContent()).toContain("password is wrong.");
    await signIn(page, "wanda", next);
    expect(await heading(page)).toBe("Your accounts");
  });

  test("ticks an Administrator, and cannot take the last one away", async () => {
    const wanda = await scene.t.db.user.findUniqueOrThrow({ where: { usernameKey: "wanda" } });
    const yuri = await makeUser(scene.t.db, { username: "yuri", password });
    await makeMember(scene.t, yuri, scene.account);
    const page = await person();
    await signIn(page, wanda.username, next);
    await page.goto(`${scene.origin}/accounts/${scene.account.id}/users`);
    await page.getByLabel("Administrator for wanda").uncheck();
    await press(page, "Save");
    expect(await page.getByRole("alert").textContent()).toContain("needs at least one Administrator");
    await page.getByLabel("Administrator for yuri").check();
    await press(page, "Save");
    await expect.poll(() => said(page)).toBe("The Administrators are saved.");
    await page.getByLabel("Administrator for yuri").uncheck();
    await press(page, "Save");
    expect(await page.getByLabel("Administrator for yuri").isChecked()).toBe(false);
    await look(page);
  });

  test("is refused as plain Access, by page and by a forged form", async () => {
    const page = await person();
    await signIn(page, "yuri", password);
    await follow(page, /Acme Ltd/);
    expect(await page.getByRole("navigation", { name: "Account" }).textContent()).toBe("CyclesMarketplaces");
    const users = `${scene.origin}/accounts/${scene.account.id}/users`;
    expect((await page.goto(users))?.status()).toBe(403);
    await look(page);
    // The form that an Administrator has, with this User's own token in it, sent from this very site.
    await page.goto(`${scene.origin}/accounts`);
    const formToken = await page.locator('nav input[name="formToken"]').inputValue();
    const yuri = await scene.t.db.user.findUniqueOrThrow({ where: { usernameKey: "yuri" } });
    const forged = await page.request.post(users, {
      form: { formToken, shown: yuri.id, is: yuri.id },
      headers: { origin: "null", "sec-fetch-site": "same-origin" },
    });
    expect(forged.status()).toBe(403);
    const grants = await scene.t.db.administratorGrant.count({
      where: { membership: { userId: yuri.id }, endsAt: null },
    });
    expect(grants).toBe(0);
  });

  test("builds a cycle, adjusts it, stores it, starts it and stops it", async () => {
    const page = await person();
    await signIn(page, "yuri", password);
    await follow(page, /Acme Ltd/);
    await follow(page, "Build a cycle");
    await page.getByLabel("Name").fill("Orders to invoices");
    await press(page, "Add the step");
    await page.getByLabel("What it does").fill("Read orders");
    await look(page);
    // The Enter key saves, and moves or removes nothing.
    await page.keyboard.press("Enter");
    await expect.poll(() => said(page)).toBe("The cycle is saved.");
    await press(page, "Add the step");
    // The page that comes puts the cursor into the new step.
    await page.locator("input:focus").waitFor();
    await page.keyboard.type("Write invoices");
    await press(page, "Up step 2");
    await expect.poll(() => page.locator(":focus").textContent()).toMatch(/^Up/);
    await press(page, "Save");
    await expect
      .poll(() => page.locator(".steps summary bdi.strong").allTextContents())
      .toEqual(["Write invoices", "Read orders"]);
    await look(page);
    await press(page, /^Start/);
    await expect.poll(() => said(page)).toBe("The cycle is started.");
    await look(page);
    await follow(page, "Cycles");
    await press(page, "Stop Orders to invoices");
    await expect.poll(() => said(page)).toBe("The cycle is stopped.");
  });

  test("opens a deployment by its link, on a telephone: installs, starts and stops", async () => {
    const zoe = await makeUser(scene.t.db, { username: "zoe" });
    await makeMember(scene.t, zoe, scene.account);
    const marketplace = await makeMarketplace(scene.t, "Shop integrations");
    const given = { user: zoe, account: scene.account, marketplace };
    const link = scene.origin + (await makeSignInLink(scene.t, given));
    const page = await person({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    await page.goto(link);
    await look(page);
    await press(page, "Continue");
    expect(page.url()).toBe(`${scene.origin}/launch/marketplace/${marketplace.id}`);
    expect(await heading(page)).toBe(marketplace.name);
    await press(page, /^Install/);
    await expect.poll(() => said(page)).toBe("Installed. Start it when you are ready.");
    await press(page, "Start Customers");
    await expect.poll(() => said(page)).toBe("The cycle is started.");
    await look(page);
    await press(page, "Stop Customers");
    await expect.poll(() => said(page)).toBe("The cycle is stopped.");
    const told = await scene.t.db.cycleEvent.findMany({ where: { userId: zoe.id }, orderBy: { id: "asc" } });
    expect(told.map(({ status }) => status)).toEqual(["installed", "installed", "started", "stopped"]);
    expect((await page.goto(`${scene.origin}/settings`))?.status()).toBe(403);
    const again = await person();
    expect((await again.goto(link))?.status()).toBe(410);
    expect(fold((await heading(again)) ?? "")).toBe("this link was used");
    await look(again);
  });
});
