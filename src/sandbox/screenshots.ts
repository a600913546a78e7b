import { existsSync } from "node:fs";
import process from "node:process";
import { chromium } from "playwright-core";
import { startWorkspacePage } from "./browser/start-workspace-page.ts";
import { startDemo } from "./demo/console-commands.ts";
import { takeForms } from "./pictures/forms.ts";
import { takeTour } from "./pictures/tour.ts";
import { workspaceOn } from "./pictures/workspace.ts";

// oxlint-disable-next-line node/no-process-env -- where the browser is, as for the tests
const browsers = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium", "/usr/bin/google-chrome"];
const args = ["--headless", "--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--lang=en-GB"];

const executablePath = browsers.find((file) => file !== undefined && existsSync(file));
if (!executablePath) {
  process.stderr.write("No browser was found: install chromium, or set CHROMIUM_PATH.\n");
  process.exit(1);
}
const demo = await startDemo(
  { mode: "http", workerApart: true },
  { LOG_LEVEL: "fatal", RETRY_FIRST_SECONDS: "1" },
);
const site = await startWorkspacePage(demo);
const browser = await chromium.launch({ executablePath, args });
try {
  const context = await browser.newContext({
    viewport: { width: 1120, height: 680 },
    colorScheme: "light",
    reducedMotion: "reduce",
    locale: "en-GB",
  });
  const page = await context.newPage();
  await page.goto(site.url);
  const workspace = workspaceOn(page);
  await takeTour(workspace, demo, browser);
  await workspace.actAs("Olivia Reyes");
  await takeForms(page, demo, "olivia");
} finally {
  await browser.close();
  await site.stop();
  await demo.stop();
}
process.exit();
