import { createRequire } from "node:module";
import path from "node:path";
import type { Result } from "axe-core";
import { describe, expect, test } from "vitest";
import { findBrowser } from "../../support/requirements.ts";
import { composerOf, messagesOf, screenshots, send, workspaceScene } from "./workspace-scene.ts";

const executablePath = findBrowser();
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const violationsOfAxe = `axe.run({ resultTypes: ["violations"] })
  .then(({ violations }) => violations.map(({ id, impact, help }) => ({ id, impact, help })))`;

const looks = [
  { look: "light", colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { look: "dark", colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  { look: "phone", colorScheme: "light", viewport: { width: 390, height: 800 } },
] as const;

describe.skipIf(!executablePath)("beside the workspace in a browser", () => {
  const scene = workspaceScene(executablePath);

  test("shows the mails beside it, and their links lead to the program's pages", async () => {
    const page = await scene.open("Ed Quinn");
    await send(page, "/cyclr invite kim@initech.example to initech");
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
    const page = await scene.open("Sam Okafor");
    await page.getByRole("button", { name: "Things to try" }).click();
    const tool = page.getByRole("complementary", { name: "Things to try" });
    await tool.getByRole("button", { name: "Who may not, is told why" }).click();
    await tool.getByText("vera sends /cyclr invite").waitFor();
    expect(scene.demo.slack.ephemerals(scene.demo.people["vera"] ?? "")).toEqual([]);
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
    const page = await scene.open("Ed Quinn");
    await page.getByRole("button", { name: "Deliveries" }).click();
    const tool = page.getByRole("complementary", { name: "Deliveries" });
    await send(page, "/cyclr invite ida@initech.example to initech");
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

  test("loses nothing and does nothing twice when the worker is killed, and Slack drops what it has taken", async () => {
    const page = await scene.open("Ed Quinn");
    await page.getByRole("button", { name: "Switchboard" }).click();
    const tool = page.getByRole("complementary", { name: "Switchboard" });
    await tool.getByRole("button", { name: "kill -9" }).click();
    await tool.getByText("The worker does not run.").waitFor();
    await tool.getByRole("button", { name: "Take a message, then drop the connection" }).click();
    await send(page, "/cyclr invite lou@initech.example to initech");
    const card = messagesOf(page).getByRole("article").filter({ hasText: "lou@initech.example" });
    await card.filter({ hasText: "Only visible to you" }).waitFor();
    expect(scene.demo.mailbox.mailsTo("lou@initech.example")).toEqual([]);
    await tool.getByRole("button", { name: "Start" }).click();
    await tool.getByText("The worker runs.").waitFor();
    await card.filter({ hasText: "Invitation mailed" }).waitFor();
    expect(await card.filter({ hasText: "Invitation mailed" }).count()).toBe(1);
    expect(scene.demo.mailbox.mailsTo("lou@initech.example")).toHaveLength(1);
  });

  test("turns mail off and on, and what was delayed goes out once", async () => {
    const page = await scene.open("Ed Quinn");
    await page.getByRole("button", { name: "Switchboard" }).click();
    const tool = page.getByRole("complementary", { name: "Switchboard" });
    await tool.getByRole("button", { name: "Turn mail off" }).click();
    await tool.getByText("takes no mail").waitFor();
    await send(page, "/cyclr invite max@initech.example to initech");
    const card = messagesOf(page).getByRole("article").filter({ hasText: "max@initech.example" });
    await card.filter({ hasText: "Invitation delayed" }).waitFor();
    await tool.getByRole("button", { name: "Turn mail on" }).click();
    await card.filter({ hasText: "Invitation mailed" }).waitFor();
    expect(scene.demo.mailbox.mailsTo("max@initech.example")).toHaveLength(1);
  });

  test("takes the database away and gives it back, and the program goes on", async () => {
    const page = await scene.open("Ed Quinn");
    await page.getByRole("button", { name: "Switchboard" }).click();
    const tool = page.getByRole("complementary", { name: "Switchboard" });
    await tool.getByRole("button", { name: "Take PostgreSQL away" }).click();
    await tool.getByText("PostgreSQL cannot be reached.").waitFor();
    const other = await scene.open("Mona Iversen");
    await other.getByRole("button", { name: "Deliveries" }).click();
    const deliveries = other.getByRole("complementary", { name: "Deliveries" });
    await deliveries.getByRole("button", { name: "Requests" }).click();
    await deliveries.getByText("The database cannot be read now.").waitFor();
    await send(page, "/cyclr invite ben@initech.example to initech");
    await messagesOf(page).getByText("The database could not be reached").first().waitFor();
    await tool.getByRole("button", { name: "Give PostgreSQL back" }).click();
    await tool.getByText("PostgreSQL can be reached.").waitFor();
    await send(page, "/cyclr invite ben@initech.example to initech");
    const card = messagesOf(page).getByRole("article").filter({ hasText: "ben@initech.example" });
    await card.filter({ hasText: "Invitation mailed" }).waitFor();
    expect(scene.demo.mailbox.mailsTo("ben@initech.example")).toHaveLength(1);
  });

  test.each(looks)("is fit for everybody: $look", async ({ look, ...options }) => {
    const page = await scene.open("Ed Quinn", { ...options, bypassCSP: true }).catch(() => undefined);
    if (!page) throw new Error("the page did not open");
    await send(page, `/cyclr invite boss-${look}@acme.example to acme as admin`);
    await page
      .getByRole("button", { name: /^\d+ repl/ })
      .nth(looks.findIndex((one) => one.look === look))
      .waitFor();
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
      await page.getByRole("button", { name: "Switchboard" }).click();
      await page.getByRole("button", { name: "Let a day pass" }).waitFor();
      await check("switchboard");
    }
    await composerOf(page).fill("/cyclr ");
    await page.getByRole("listbox").getByRole("option").first().waitFor();
    await check("suggestions");
    await send(page, "/cyclr invite");
    await page.getByRole("dialog").getByRole("combobox", { name: "Account" }).waitFor();
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    await page.getByRole("dialog").getByRole("alert").first().waitFor();
    await check("form");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.context().close();
  });

  test("broke no rule of its own Content-Security-Policy, and threw nothing", () => {
    expect(scene.said).toEqual([]);
  });
});
