import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createQueue } from "../../../src/core/adapters/bullmq-queue.ts";
import type { ConsoleUser } from "../../../src/core/generated/prisma/client.ts";
import { hashPassword } from "../../../src/core/kernel/secrets/password.ts";
import { type RunningWeb, startWeb } from "../../../src/web/start-web.ts";
import { makeConsoleUser, makePartner } from "../../support/factories.ts";
import { startRedis } from "../../support/redis-server.ts";
import { findBrowser } from "../../support/requirements.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";
import { stores } from "../queue-scene.ts";

const executablePath = findBrowser();
const screenshots = path.resolve(import.meta.dirname, "../../../screenshots");
const password = "seven quiet herons";

describe.skipIf(!executablePath).each(stores)(
  "the queue dashboard, in a browser, with the queue in %s",
  (store) => {
    let t: TestApp;
    let web: RunningWeb;
    let browser: Browser;
    let page: Page;
    let olivia: ConsoleUser;
    const ends: (() => Promise<unknown>)[] = [];
    const complaints: string[] = [];
    const requestId = "01980c3e-0000-7000-8000-000000000001";

    beforeAll(async () => {
      await mkdir(screenshots, { recursive: true });
      t = await createTestApp();
      ends.unshift(() => t.close());
      const redis = store === "Redis" ? await startRedis() : undefined;
      if (redis) ends.unshift(() => redis.stop());
      const config = { databaseUrl: t.databaseUrl, redisUrl: redis?.url };
      const queue = createQueue(config, t.app.log);
      ends.unshift(() => queue.close());
      await queue.add([
        { lane: "requests", name: "run-request", payload: { requestId } },
        { lane: "messages", name: "reconcile-message", payload: { requestId, key: "card" } },
      ]);
      await makePartner(t.db);
      olivia = await makeConsoleUser(t.db, {
        firstName: "Olivia",
        email: "olivia@partner.example",
        fullAccess: true,
      });
      const passwordHash = await hashPassword(password);
      await t.db.consoleUser.update({ where: { id: olivia.id }, data: { passwordHash } });
      web = await startWeb(t.app, { webPort: 0, trustedProxies: 0, queueDashboard: config });
      ends.unshift(() => web.stop());
      browser = await chromium.launch({
        ...(executablePath && { executablePath }),
        args: ["--headless", "--no-sandbox"],
      });
      ends.unshift(() => browser.close());
      page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
      page.on("console", (message) => void (message.type() === "error" && complaints.push(message.text())));
      page.on("pageerror", (error) => void complaints.push(String(error)));
    });
    afterAll(async () => {
      for (const end of ends) await end();
    });

    const go = (to: string) => page.goto(`http://127.0.0.1:${web.port}${to}`);

    test("opens for Full Access after a sign-in, shows jobs with ids alone, and changes nothing", async () => {
      await go("/console/queue");
      expect(new URL(page.url()).pathname).toBe("/console/sign-in");
      await page.getByLabel("E-mail").fill(olivia.email);
      await page.getByLabel("Password").fill(password);
      await page.screenshot({ path: path.join(screenshots, "console-sign-in.png") });
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.waitForURL("**/console/queue");
      await page.getByText("cyclr-access-requests").nth(1).waitFor();
      await page.screenshot({ path: path.join(screenshots, `queue-${store}.png`), animations: "disabled" });
      await go("/console/queue/queue/cyclr-access-requests?status=waiting");
      await page.getByText("run-request").first().waitFor();
      await page.getByText(requestId).first().waitFor();
      await page.screenshot({
        path: path.join(screenshots, `queue-jobs-${store}.png`),
        animations: "disabled",
      });
      await page.setViewportSize({ width: 390, height: 844 });
      await page.screenshot({
        path: path.join(screenshots, `queue-narrow-${store}.png`),
        animations: "disabled",
      });
      expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
      expect(await page.getByText(requestId).first().isVisible()).toBe(true);
      expect(
        await page.getByRole("button", { name: /clean|promote|empty|pause|retry|remove/i }).count(),
      ).toBe(0);
      // Bull Board would fetch a font from another host, and sets styles of its own in the page: both are refused.
      expect(complaints.filter((text) => !/fonts\.googleapis\.com|Applying inline style/.test(text))).toEqual(
        [],
      );
    });
  },
);
