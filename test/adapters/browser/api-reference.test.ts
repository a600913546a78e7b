import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningWeb, startWeb } from "../../../src/web/start-web.ts";
import { findBrowser } from "../../support/requirements.ts";
import { browserScene } from "./browser-scene.ts";

const executablePath = findBrowser();
const screenshots = path.resolve(import.meta.dirname, "../../../screenshots");

const screens = [
  ["wide and light", { width: 1280, height: 900 }, "light"],
  ["wide and dark", { width: 1280, height: 900 }, "dark"],
  ["narrow and light", { width: 390, height: 844 }, "light"],
  ["narrow and dark", { width: 390, height: 844 }, "dark"],
] as const;

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

describe.skipIf(!executablePath)("the reference of the API, in a browser", () => {
  const scene = browserScene(executablePath);
  let origin: string;
  let web: RunningWeb;

  // Served where the document says that it is: calls are tried there.
  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    const webPort = await freePort();
    origin = `http://127.0.0.1:${webPort}`;
    web = await startWeb({ ...scene.t.app, publicUrl: origin }, { webPort, trustedProxies: 0 });
  });
  afterAll(() => web.stop());

  async function open(options: object): Promise<{ page: Page; complaints: string[]; hosts: Set<string> }> {
    const page = await scene.page(options);
    const [complaints, hosts] = [[] as string[], new Set<string>()];
    page.on("console", (message) => void (message.type() === "error" && complaints.push(message.text())));
    page.on("pageerror", (error) => void complaints.push(String(error)));
    page.on("request", (request) => void hosts.add(new URL(request.url()).host));
    await page.goto(`${origin}/v1.0/docs`);
    await page.getByRole("heading", { name: /Cyclr account access/ }).waitFor();
    await page.locator("#operations-Cycles-activateCycle").waitFor();
    return { page, complaints, hosts };
  }

  test.each(screens)(
    "shows every call, %s, from this host alone and without a complaint",
    async (name, viewport, colorScheme) => {
      const { page, complaints, hosts } = await open({ viewport, colorScheme });
      const file = (what: string) => path.join(screenshots, `api-${what}-${name.replaceAll(" ", "-")}.png`);
      await page.screenshot({ path: file("reference"), animations: "disabled" });
      const call = page.locator("#operations-Cycles-activateCycle");
      await call.getByRole("button").first().click();
      await call.getByText("Your own name for this call").first().waitFor();
      await call.scrollIntoViewIfNeeded();
      await page.screenshot({ path: file("call"), animations: "disabled" });
      const wider = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      expect(wider).toBeLessThanOrEqual(0);
      const background = await page.evaluate("getComputedStyle(document.body).backgroundColor");
      expect(background).toBe(colorScheme === "dark" ? "rgb(28, 32, 34)" : "rgb(255, 255, 255)");
      expect([...hosts]).toEqual([new URL(origin).host]);
      expect(complaints).toEqual([]);
    },
  );

  test("opens a call by the keyboard alone, and finds one by its address", async () => {
    const { page } = await open({ viewport: { width: 1280, height: 900 } });
    const call = page.locator("#operations-Accounts-getAccount");
    await call.getByRole("button").first().focus();
    await page.keyboard.press("Enter");
    await call.getByText("If-None-Match").first().waitFor();
    await page.goto(`${origin}/v1.0/docs#/Cycles/createCycle`);
    await page.reload();
    const addressed = page.locator("#operations-Cycles-createCycle.is-open");
    await addressed.waitFor();
    expect(await addressed.count()).toBe(1);
  });

  test("tries a call with a token, under our Content-Security-Policy", async () => {
    const { page, complaints } = await open({ viewport: { width: 1280, height: 900 } });
    const call = page.locator("#operations-Accounts-listAccounts");
    await call.getByRole("button").first().click();
    await call.getByRole("button", { name: "Try it out" }).click();
    const answering = page.waitForResponse((response) => response.url().includes("/v1.0/accounts"));
    await call.getByRole("button", { name: "Execute" }).click();
    expect((await answering).status()).toBe(401);
    await call.getByText("Send an access token").first().waitFor();
    expect(complaints.filter((text) => !text.includes("401"))).toEqual([]);
  });
});
