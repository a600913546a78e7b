import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Result } from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWorkspacePage } from "../../../src/sandbox/browser/start-workspace-page.ts";
import { type Demo, startDemo } from "../../../src/sandbox/demo/console-commands.ts";
import { findBrowser } from "../../support/requirements.ts";
import { cloneDatabase } from "../../support/test-database.ts";
import { browserArgs } from "./browser-scene.ts";

const executablePath = findBrowser();
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const screenshots = path.resolve(import.meta.dirname, "../../../screenshots");

const violationsOfAxe = `axe.run({ resultTypes: ["violations"] })
  .then(({ violations }) => violations.map(({ id, impact, help }) => ({ id, impact, help })))`;

const looks = [
  { look: "light", colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { look: "dark", colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  { look: "phone", colorScheme: "light", viewport: { width: 390, height: 800 } },
] as const;

describe.skipIf(!executablePath)("the workspace in a browser", () => {
  let demo: Demo;
  let url: string;
  let browser: Browser;
  const ends: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    const database = await cloneDatabase();
    demo = await startDemo({ mode: "http", databaseUrl: database.url }, { LOG_LEVEL: "silent" });
    const workspace = await startWorkspacePage(demo);
    ({ url } = workspace);
    browser = await chromium.launch({ ...(executablePath && { executablePath }), args: browserArgs });
    ends.push(
      () => browser.close(),
      () => workspace.stop(),
      () => demo.stop(),
      () => database.drop(),
    );
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  /** What the page's console said besides. */
  const said: string[] = [];
  async function open(who: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (
      await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
    ).newPage();
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", ({ message }) => said.push(message));
    await page.goto(url);
    await page.getByRole("textbox", { name: "Message to access" }).waitFor();
    if (who !== "Ed Quinn") await actAs(page, who);
    return page;
  }
  const actAs = (page: Page, who: string) => page.getByLabel("Act as").selectOption({ label: who });

  async function type(page: Page, line: string) {
    const composer = page.getByRole("textbox", { name: "Message to access" });
    await composer.fill(line);
    await composer.press("Escape");
    await composer.press("Enter");
  }
  const messages = (page: Page) => page.getByRole("log", { name: "Messages in access" });

  test("invites on a line that it helps to write, and the card changes while one looks", async () => {
    const page = await open("Ed Quinn");
    const composer = page.getByRole("textbox", { name: "Message to access" });
    await composer.pressSequentially("/cyclr invit");
    const offered = page.getByRole("listbox").getByRole("option");
    await offered.filter({ hasText: "invite one or many" }).waitFor();
    // What belongs to what was typed before is not taken.
    await expect
      .poll(async () => {
        await composer.press("Tab");
        return composer.inputValue();
      })
      .toBe("/cyclr invite ");
    await composer.pressSequentially("kim@initech.example to init");
    await expect.poll(() => offered.allTextContents()).toEqual(["initechInitech"]);
    await composer.press("Tab");
    expect(await composer.inputValue()).toBe("/cyclr invite kim@initech.example to initech ");
    await composer.press("Escape");
    await composer.press("Enter");
    const card = messages(page)
      .getByRole("article")
      .filter({ hasText: "kim@initech.example" })
      .filter({ hasText: "Invitation mailed" });
    await card.waitFor();
    expect(await card.textContent()).toContain("Initech");
    expect(demo.mailbox.mailsTo("kim@initech.example")).toHaveLength(1);
  });

  test("has an Administrator asked for by one person, and approved by another in the thread", async () => {
    const page = await open("Ed Quinn");
    await type(page, "/cyclr invite boss@acme.example to acme as admin");
    const only = messages(page).getByRole("article").filter({ hasText: "Only visible to you" });
    await only.filter({ hasText: "Sent for approval" }).waitFor();
    const card = messages(page)
      .getByRole("article")
      .filter({ hasText: "boss@acme.example" })
      .filter({ hasText: "waits for approval" });
    await card.waitFor();
    await actAs(page, "Mona Iversen");
    await expect.poll(() => only.count()).toBe(0);
    await card.getByRole("button", { name: /^1 reply/ }).click();
    const thread = page.getByRole("complementary", { name: "Thread" });
    await thread.getByRole("button", { name: "Approve" }).click();
    await messages(page)
      .getByRole("article")
      .filter({ hasText: "boss@acme.example" })
      .filter({ hasText: "Invitation mailed" })
      .waitFor();
    expect(demo.mailbox.mailsTo("boss@acme.example")).toHaveLength(1);
  });

  test("fills a form by keyboard: an Account that one types for, an error at its field, and what was typed stays", async () => {
    const page = await open("Olivia Reyes");
    await type(page, "/cyclr invite");
    const form = page.getByRole("dialog", { name: "Invite a user" });
    const account = form.getByRole("combobox", { name: "Account" });
    await account.click();
    await account.pressSequentially("harb");
    await form.getByRole("option", { name: "Harbour Foods (harbour)" }).waitFor();
    await account.press("Enter");
    await expect.poll(() => account.inputValue()).toBe("Harbour Foods (harbour)");
    const email = form.getByRole("textbox", { name: "E-mail (optional)" });
    await email.fill("hanna@harbour.example");
    await email.press("Enter");
    const fault = form.getByRole("alert");
    await fault.waitFor();
    expect(await fault.textContent()).toContain("already a member");
    expect(await email.getAttribute("aria-invalid")).toBe("true");
    expect(await page.evaluate("document.activeElement.getAttribute('aria-invalid')")).toBe("true");
    expect(await account.inputValue()).toBe("Harbour Foods (harbour)");
    await email.fill("hugo@harbour.example");
    await email.press("Enter");
    await form.waitFor({ state: "detached" });
    await messages(page)
      .getByRole("article")
      .filter({ hasText: "hugo@harbour.example" })
      .filter({ hasText: "Invitation mailed" })
      .waitFor();
  });

  test("shows the mails beside it, and their links lead to the program's pages", async () => {
    const page = await open("Vera Lind");
    await page.getByRole("button", { name: "Mailbox" }).click();
    const mailbox = page.getByRole("complementary", { name: "Mailbox" });
    await mailbox.getByRole("button", { name: /kim@initech\.example/ }).click();
    const letter = mailbox.frameLocator("iframe");
    const [opened] = await Promise.all([
      page.context().waitForEvent("page"),
      letter
        .getByRole("link", { name: /accept/i })
        .first()
        .click(),
    ]);
    await opened.getByLabel("User ID").fill("kim");
    expect(opened.url()).toMatch(/\/invitations\//);
    await mailbox.getByRole("button", { name: "As plain text" }).click();
    expect(await mailbox.locator("pre").textContent()).toContain("/invitations/");
    await page.getByRole("button", { name: "App Home" }).click();
    await mailbox.waitFor();
  });

  test("plays a story step by step, and waits before each", async () => {
    const page = await open("Sam Okafor");
    await page.getByRole("button", { name: "Things to try" }).click();
    const tool = page.getByRole("complementary", { name: "Things to try" });
    await tool.getByRole("button", { name: "Who may not, is told why" }).click();
    await tool.getByText("vera sends /cyclr invite").waitFor();
    expect(demo.slack.ephemerals(demo.people["vera"] ?? "")).toEqual([]);
    const next = tool.getByRole("button", { name: "Next step" });
    await next.click();
    await tool.getByText("(only vera sees)").waitFor();
    await tool.getByText("sam sends /cyclr invite").waitFor();
    await next.click();
    // The form that was opened for Sam covers the workspace, and not what stands beside it.
    await page.getByRole("dialog", { name: "Invite a user" }).getByText("not a Console User here").waitFor();
    await tool.getByText("gus sends").waitFor();
    await tool.getByRole("button", { name: "Stop" }).click();
    await tool.getByText("The story stopped.").waitFor();
    await tool.getByRole("button", { name: "All stories" }).click();
    await tool.getByRole("button", { name: /Who may not.*stopped/ }).click();
    await tool.getByRole("button", { name: "Play on" }).click();
    await tool.getByText("The story went as told.").waitFor();
  });

  test("tells what was delivered, how soon it was acknowledged, what the app asked of Slack, and the Request's row", async () => {
    const page = await open("Ed Quinn");
    await page.getByRole("button", { name: "Deliveries" }).click();
    const tool = page.getByRole("complementary", { name: "Deliveries" });
    await type(page, "/cyclr invite ida@initech.example to initech");
    const delivery = tool.getByRole("button", {
      name: /ida@initech.*ed · acknowledged after \d+ of 3000 ms/,
    });
    await delivery.click();
    expect(await tool.locator("pre").first().textContent()).toContain('"command": "/cyclr"');
    await tool
      .getByRole("button", { name: /The app to Slack.*chat\.postMessage/ })
      .first()
      .waitFor();
    await tool.getByRole("button", { name: "Requests" }).click();
    const row = tool.getByRole("listitem").filter({ hasText: "ida@initech.example" });
    await row.getByText("done").waitFor();
    expect(await row.textContent()).toMatch(/asked .*→ applied .*→ mailed .*→ ended /);
  });

  test("shows each person their own Home, and marks what they have not read", async () => {
    const page = await open("Vera Lind");
    await page.getByRole("button", { name: "App Home" }).click();
    await page.getByRole("region", { name: "Home of Cyclr" }).getByText("Vera Lind").waitFor();
    demo.slack.say({ userId: demo.people["sam"] ?? "", channelId: demo.channelId, text: "Good *morning*" });
    await page.getByLabel(/\d+ unread/).waitFor();
    await page.getByRole("button", { name: /access/ }).click();
    await messages(page).getByText("morning").waitFor();
    expect(await page.getByLabel(/\d+ unread/).count()).toBe(0);
  });

  test("says what it cannot draw, and draws no markup but Slack's own", async () => {
    const page = await open("Ed Quinn");
    demo.slack.workspace.messages.post({
      channel: demo.channelId,
      user: demo.slack.botUserId,
      text: "hidden",
      blocks: [
        { type: "video", title: "A film" },
        {
          type: "section",
          text: { type: "mrkdwn", text: "<b>no</b> <javascript:alert(1)|link> &lt;img&gt;" },
        },
      ],
    });
    await messages(page).getByText("This page cannot draw “video”").waitFor();
    expect(await messages(page).locator("b, img, a[href^='javascript']").count()).toBe(0);
  });

  test.each(looks)("is fit for everybody: $look", async ({ look, ...options }) => {
    const page = await open("Ed Quinn", { ...options, bypassCSP: true }).catch(() => undefined);
    if (!page) throw new Error("the page did not open");
    await page.addScriptTag({ path: axe });
    const check = async (what: string) => {
      await page.screenshot({ path: path.join(screenshots, `workspace-${what}-${look}.png`) });
      expect(await page.evaluate<Pick<Result, "id" | "impact" | "help">[]>(violationsOfAxe)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    };
    await check("channel");
    await page
      .getByRole("button", { name: /^\d+ repl/ })
      .first()
      .click();
    await check("thread");
    await page.getByRole("button", { name: "Close the thread" }).click();
    if (look !== "phone") {
      await page.getByRole("button", { name: "Mailbox" }).click();
      await check("mailbox");
      await page.getByRole("button", { name: "Things to try" }).click();
      await check("story");
      await page.getByRole("button", { name: "Deliveries" }).click();
      await page
        .getByRole("button", { name: /^The app to Slack/ })
        .first()
        .click();
      await check("deliveries");
    }
    await page.getByRole("textbox", { name: "Message to access" }).fill("/cyclr ");
    await page.getByRole("listbox").getByRole("option").first().waitFor();
    await check("suggestions");
    await type(page, "/cyclr invite");
    await page.getByRole("dialog").getByRole("combobox", { name: "Account" }).waitFor();
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    await page.getByRole("dialog").getByRole("alert").first().waitFor();
    await check("form");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.context().close();
  });

  test("broke no rule of its own Content-Security-Policy, and threw nothing", () => {
    expect(said).toEqual([]);
  });
});
