import type { Browser, Page } from "playwright-core";
import type { Demo } from "../demo/console-commands.ts";
import { take } from "./camera.ts";
import type { Workspace } from "./workspace.ts";

const boss = "bea@acme.example";

/** The story of docs/getting-started.md, on the workspace's page and on the pages that it leads to. */
export async function takeTour(workspace: Workspace, demo: Demo, browser: Browser): Promise<void> {
  const { page, actAs, send, message, tool, press } = workspace;
  for (const approver of ["Olivia Reyes", "Mona Iversen", "Ed Quinn"]) await beKnown(workspace, approver);
  await tool("Things to try");
  await take(page, "workspace");
  await press("Close: Things to try");

  await page
    .getByRole("textbox", { name: "Message to access" })
    .pressSequentially(`/cyclr invite ${boss} to ac`);
  await page.getByRole("listbox").getByRole("option").first().waitFor();
  await take(page, "composer");
  await send(`/cyclr invite ${boss} to acme as admin because she runs the project`);
  const waits = await message(boss, "approval");
  await actAs("Mona Iversen");
  await waits.getByRole("button", { name: /^\d+ repl/ }).click();
  const thread = page.getByRole("complementary", { name: "Thread" });
  await thread.getByRole("button", { name: "Approve" }).waitFor();
  await take(page, "approval");
  await thread.getByRole("button", { name: "Approve" }).click();
  await message(boss, "Invitation mailed");
  await page.getByRole("button", { name: "Close the thread" }).click();
  await tool("Mailbox");
  await take(page, "mailbox");
  await press("Close: Mailbox");
  await takePages(demo, browser);

  await actAs("Ed Quinn");
  demo.mailbox.faults.inject({ stage: "recipient", kind: "refuse", code: 550, message: "No such user" });
  await send("/cyclr invite nobody@initech.example to initech");
  const failed = await message("nobody@initech.example", "fail");
  await failed.getByRole("button", { name: /^\d+ repl/ }).click();
  await thread.getByRole("button", { name: "Retry" }).waitFor();
  await take(page, "failed");
  await thread.getByRole("button", { name: "Retry" }).click();
  await message("nobody@initech.example", "Invitation mailed");
  await page.getByRole("button", { name: "Close the thread" }).click();

  await send("/cyclr accounts");
  await message("Accounts");
  await page.getByRole("table").last().waitFor();
  await take(page, "accounts-list");
  await tool("Switchboard");
  await page.getByRole("button", { name: "kill -9" }).waitFor();
  await take(page, "switchboard");
  await press("Close: Switchboard");
  await page.getByRole("button", { name: "App Home" }).click();
  await page.getByRole("region", { name: /^Home of/ }).waitFor();
  await page.waitForTimeout(1_000);
  await take(page, "app-home");
}

/** Whoever has opened the App Home once is linked, and hears of what waits for approval. */
async function beKnown({ page, actAs }: Workspace, name: string): Promise<void> {
  await actAs(name);
  await page.getByRole("button", { name: "App Home" }).click();
  await page
    .getByRole("region", { name: /^Home of/ })
    .getByRole("heading")
    .first()
    .waitFor();
  await page.getByRole("button", { name: "# access" }).click();
}

/** Bea accepts, and looks round, with the browser of her own. */
async function takePages(demo: Demo, browser: Browser): Promise<void> {
  const link =
    demo.mailbox
      .mailsTo(boss)
      .at(-1)
      ?.links.find((one) => one.includes("/invitations/")) ?? "";
  const context = await browser.newContext({ viewport: { width: 1060, height: 820 }, locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel("User ID").fill("bea");
  await page.getByLabel("First name").fill("Bea");
  await page.getByLabel("Last name").fill("Lund");
  await take(page, "page-invitation");
  await page.getByLabel("Password", { exact: true }).fill("seven quiet herons");
  await page.getByLabel("Password again").fill("seven quiet herons");
  await page.getByRole("button", { name: "Accept the invitation" }).click();
  await page.getByRole("link", { name: "Accounts", exact: true }).click();
  await page.getByRole("heading", { name: "Your accounts" }).waitFor();
  await take(page, "page-accounts");
  await page.getByRole("link", { name: /Acme Ltd/ }).click();
  await takeAccount(page);
  await context.close();
}

async function takeAccount(page: Page): Promise<void> {
  await take(page, "page-cycles");
}
