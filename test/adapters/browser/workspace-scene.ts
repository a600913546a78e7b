import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { startWorkspacePage } from "../../../src/sandbox/browser/start-workspace-page.ts";
import { type Demo, startDemo } from "../../../src/sandbox/demo/console-commands.ts";
import { cloneDatabase } from "../../support/test-database.ts";
import { browserArgs } from "./browser-scene.ts";

export const screenshots = path.resolve(import.meta.dirname, "../../../screenshots");

export interface WorkspaceScene {
  demo: Demo;
  /** What the pages' consoles said, and what they threw. */
  said: string[];
  /** The workspace's page in a browser profile of its own, as this person. */
  open(who: string, options?: BrowserContextOptions): Promise<Page>;
}

/** The demo with its page, for the tests of one block, and a real browser to open it with. */
export function workspaceScene(
  executablePath: string | undefined,
  settings: Record<string, string> = {},
  { connected = false } = {},
): WorkspaceScene {
  const scene = { said: [] as string[] } as WorkspaceScene;
  const ends: (() => Promise<void>)[] = [];
  let browser: Browser;
  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    const database = await cloneDatabase();
    const there = connected ? await cloneDatabase() : undefined;
    const cloud = there && { databaseUrl: there.url };
    scene.demo = await startDemo(
      { mode: "http", databaseUrl: database.url, workerApart: true, cuttable: true, ...(cloud && { cloud }) },
      { LOG_LEVEL: "silent", RETRY_FIRST_SECONDS: "0.2", ...settings },
    );
    const workspace = await startWorkspacePage(scene.demo);
    browser = await chromium.launch({ ...(executablePath && { executablePath }), args: browserArgs });
    ends.push(
      () => browser.close(),
      () => workspace.stop(),
      () => scene.demo.stop(),
      () => database.drop(),
      async () => there?.drop(),
    );
    scene.open = async (who, options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      page.on("console", (message) => scene.said.push(message.text()));
      page.on("pageerror", ({ message }) => scene.said.push(message));
      await page.goto(workspace.url);
      await composerOf(page).waitFor();
      if (who !== "Ed Quinn") await actAs(page, who);
      return page;
    };
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
  return scene;
}

export function composerOf(page: Page): Locator {
  return page.getByRole("textbox", { name: "Message to access" });
}

export async function actAs(page: Page, who: string): Promise<void> {
  await page.getByLabel("Act as").selectOption({ label: who });
}

/** Sends a line in #access. */
export async function send(page: Page, line: string): Promise<void> {
  const composer = composerOf(page);
  await composer.fill(line);
  await composer.press("Escape");
  await composer.press("Enter");
}

export function messagesOf(page: Page): Locator {
  return page.getByRole("log", { name: "Messages in access" });
}
