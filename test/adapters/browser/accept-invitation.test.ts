import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { makeUser } from "../../support/factories.ts";
import { findBrowser } from "../../support/requirements.ts";
import { password } from "../../web/web-scene.ts";
import { browserScene, intranetHost } from "./browser-scene.ts";

const browser = findBrowser();

describe.skipIf(!browser)("a person in a browser", () => {
  const scene = browserScene(browser);

  test("accepts by keyboard alone, puts right what was wrong, and sees what was set up", async () => {
    const page = await scene.page();
    await page.goto(scene.origin + (await scene.invite({ email: "keys@acme.example" })));
    const order = ["username", "firstName", "lastName", "password", "passwordAgain", "BUTTON", "BUTTON"];
    const visited: string[] = [];
    for (const _ of order) {
      await page.keyboard.press("Tab");
      visited.push(await inFocus(page));
    }
    expect(visited).toEqual(order);
    await page.keyboard.press("Enter");
    const alert = page.getByRole("alert");
    expect(await alert.textContent()).toContain("Password: Use at least 10 characters.");
    // The first field that is wrong has the focus, and names what is.
    expect(await inFocus(page)).toBe("password");
    expect(await page.locator("#password").getAttribute("aria-invalid")).toBe("true");
    await page.keyboard.type(password);
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/invitations\/accepted/);
    expect(await page.getByRole("main").textContent()).toContain("keys@acme.example");
    await page.reload();
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Your access is open");
  });

  test("sees what was typed where that is asked for, is told how long it is, and sends it as a password", async () => {
    const page = await scene.page();
    await page.goto(scene.origin + (await scene.invite({ email: "sees@acme.example" })));
    const [first, again] = [page.locator("#password"), page.locator("#passwordAgain")];
    const told = page.getByRole("status");
    await first.fill("seven77");
    await expect.poll(() => told.nth(0).textContent()).toBe("3 more characters.");
    await first.fill("aaaaaaaaaaaa");
    await expect.poll(() => told.nth(0).textContent()).toMatch(/easy to guess/u);
    await first.fill(password);
    await expect.poll(() => told.nth(0).textContent()).toMatch(/^Long enough/u);
    await again.fill(`${password}x`);
    await expect.poll(() => told.nth(1).textContent()).toBe("Not the same yet.");
    await page.getByRole("button", { name: "Show the passwords" }).click();
    expect(await again.getAttribute("type")).toBe("text");
    await again.fill(password);
    await expect.poll(() => told.nth(1).textContent()).toBe("The same.");
    // As soon as the form goes out, the browser may keep neither among words that were typed. The first try is held back.
    await page.evaluate(
      `document.forms[0].addEventListener("submit", (event) => event.preventDefault(), { once: true })`,
    );
    await page.keyboard.press("Enter");
    expect(await first.getAttribute("type")).toBe("password");
    expect(await again.getAttribute("type")).toBe("password");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/invitations\/accepted/);
  });

  test("shows where the focus is, on whatever has it", async () => {
    const page = await scene.page();
    await page.goto(scene.origin + (await scene.invite()));
    for (let pressed = 0; pressed < 6; pressed += 1) {
      await page.keyboard.press("Tab");
      const outline = await page.evaluate("getComputedStyle(document.activeElement).outline");
      expect(outline).toContain("solid 3px");
    }
  });

  test("accepts without JavaScript, on a phone, over plain HTTP inside a company", async () => {
    const page = await scene.page({
      javaScriptEnabled: false,
      viewport: { width: 360, height: 740 },
      isMobile: true,
      hasTouch: true,
    });
    const path = await scene.invite({ email: "phone@acme.example" });
    await page.goto(`http://${intranetHost}:${scene.port}${path}`);
    const sent = page.waitForRequest((request) => request.method() === "POST");
    await fill(page, "phone", password);
    const headers = await (await sent).allHeaders();
    expect([headers["origin"], headers["sec-fetch-site"], headers["referer"]]).toEqual([
      "null",
      undefined,
      undefined,
    ]);
    await page.waitForURL(/\/invitations\/accepted/);
    expect(await scene.t.db.user.count({ where: { username: "phone" } })).toBe(1);
  });

  test("keeps what was typed when the user ID is taken, and needs the passwords again", async () => {
    await makeUser(scene.t.db, { username: "taken" });
    const page = await scene.page();
    await page.goto(scene.origin + (await scene.invite()));
    await fill(page, "Taken", password);
    const field = page.getByLabel("User ID");
    expect(await field.inputValue()).toBe("Taken");
    expect(await page.getByLabel("First name").inputValue()).toBe("Ann");
    expect(await page.getByLabel("Password", { exact: true }).inputValue()).toBe("");
    const notes = (await field.getAttribute("aria-describedby"))?.split(" ") ?? [];
    const described = await Promise.all(notes.map((id) => page.locator(`#${id}`).textContent()));
    expect(described.at(-1)).toBe("Error: This user ID is taken. Choose another.");
    await fill(page, "not.taken", password);
    await page.waitForURL(/\/invitations\/accepted/);
  });

  test("accepts with one click where the address has a user by now", async () => {
    await makeUser(scene.t.db, { username: "known", email: "known@acme.example" });
    const page = await scene.page();
    await page.goto(scene.origin + (await scene.invite({ email: "known@acme.example" })));
    await page.getByRole("button", { name: "Accept as known" }).click();
    await page.waitForURL(/\/invitations\/accepted/);
    expect(await page.getByRole("main").textContent()).toContain("known");
  });

  test("opens the link twice from the mail, and can use either window", async () => {
    const page = await scene.page();
    const path = scene.origin + (await scene.invite({ email: "windows@acme.example" }));
    const fromMail = async (window: Page) => {
      await window.setContent(`<a href="${path}">Accept</a>`);
      await window.getByRole("link").click();
      await window.waitForURL(path);
    };
    await fromMail(page);
    await fromMail(await page.context().newPage());
    await fill(page, "windows", password);
    expect(await page.getByRole("alert").textContent()).toContain("Please send it once more.");
    expect(await page.getByLabel("User ID").inputValue()).toBe("windows");
    await fill(page, "windows", password);
    await page.waitForURL(/\/invitations\/accepted/);
  });

  test("cannot be shown the page in a frame of another site", async () => {
    const page = await scene.page();
    const path = await scene.invite();
    await page.route("http://evil.example/", (route) =>
      route.fulfill({
        contentType: "text/html",
        body: `<iframe src="${scene.origin}${path}"></iframe>`,
      }),
    );
    await page.goto("http://evil.example/");
    await page.waitForLoadState("networkidle");
    const [, frame] = page.frames();
    expect(frame?.url()).toBe("chrome-error://chromewebdata/");
  });
});

async function fill(page: Page, username: string, secret: string) {
  await page.getByLabel("User ID").fill(username);
  await page.getByLabel("First name").fill("Ann");
  await page.getByLabel("Password", { exact: true }).fill(secret);
  await page.getByLabel("Password again").fill(secret);
  await page.getByRole("button", { name: "Accept the invitation" }).click();
}

function inFocus(page: Page): Promise<string> {
  return page.evaluate(
    "document.activeElement.id || document.activeElement.role || document.activeElement.tagName",
  );
}
