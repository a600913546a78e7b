import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Result } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeAccount, makePartner } from "../../support/factories.ts";
import { findBrowser } from "../../support/requirements.ts";
import { accountPageKinds } from "../../web/account-page-kinds.ts";
import { pageKinds } from "../../web/page-kinds.ts";
import { visitor } from "../../web/visitor.ts";
import type { WebScene } from "../../web/web-scene.ts";
import { browserScene } from "./browser-scene.ts";

const browser = findBrowser();
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const screenshots = path.resolve(import.meta.dirname, "../../../screenshots");

/** All rules, and of what they find the violations alone: what passes is ten times as much to gather and to send. */
const violationsOfAxe = `axe.run({ resultTypes: ["violations"] })
  .then(({ violations }) => violations.map(({ id, impact, help }) => ({ id, impact, help })))`;

/** What is to be pressed and is less high than a finger is wide; what is hidden has no height at all. */
const smallTargets = `[...document.querySelectorAll("a, button:not([aria-hidden]), select, summary, input:not([type=hidden])")]
  .filter((one) => !(one.getBoundingClientRect().height >= 44)).map((one) => one.outerHTML)`;

const looks = [
  { look: "light", colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { look: "dark", colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  { look: "phone-light", colorScheme: "light", viewport: { width: 360, height: 740 } },
  { look: "phone-dark", colorScheme: "dark", viewport: { width: 360, height: 740 } },
] as const;

const longName = `مرحبا\u202E${"Wörtersammlung".repeat(6)} 🦉🦉`;

async function longNames(scene: WebScene): Promise<Response> {
  await makePartner(scene.t.db, longName);
  const account = await makeAccount(scene.t.db, { name: longName });
  const email = `${"long.name.".repeat(15)}@acme.example`;
  const response = await visitor(scene.web).request(await scene.invite({ accountId: account.id, email }));
  await makePartner(scene.t.db);
  return response;
}

const kinds = { ...pageKinds, long: [200, longNames] as const, ...accountPageKinds };
/** Looked at once in each colour and at each width: the looks that are left out differ in nothing else. */
const twice = Object.keys(accountPageKinds);
const looksTwice = ["light", "phone-dark"];

describe.skipIf(!browser)("every page, in a browser", () => {
  const scene = browserScene(browser);
  const shown = new Map<string, { status: number; headers: Record<string, string>; body: string }>();

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    for (const [kind, [, answer]] of Object.entries(kinds)) {
      const response = await answer(scene);
      const headers = Object.fromEntries(response.headers);
      shown.set(kind, { status: response.status, headers, body: await response.text() });
    }
  });

  async function open(page: Page, kind: string) {
    const url = `${scene.origin}/kinds/${kind}`;
    const answer = shown.get(kind);
    await page.route(url, (route) => route.fulfill(answer));
    await page.goto(url);
  }

  describe.each(looks)("looked at as $look", ({ look, ...options }) => {
    let page: Page;
    beforeAll(async () => {
      page = await scene.page({ ...options, bypassCSP: true });
      await page.addInitScript({ path: axe });
    });
    afterAll(() => page.context().close());

    const shownHere = Object.keys(kinds).filter((kind) => looksTwice.includes(look) || !twice.includes(kind));
    test.each(shownHere)("is fit for everybody: %s", async (kind) => {
      await open(page, kind);
      await page.screenshot({ path: path.join(screenshots, `${kind}-${look}.png`), fullPage: true });
      const violations = await page.evaluate<Pick<Result, "id" | "impact" | "help">[]>(violationsOfAxe);
      expect(violations).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    });
  });

  test("has nothing to press that is smaller than a finger", async () => {
    const page = await scene.page({ viewport: { width: 360, height: 740 } });
    for (const kind of Object.keys(kinds)) {
      await open(page, kind);
      const small = await page.evaluate<string[]>(smallTargets);
      expect({ kind, small }).toEqual({ kind, small: [] });
    }
  });

  test("fits a window of 320 pixels, and letters twice their size", async () => {
    const page = await scene.page({ viewport: { width: 320, height: 600 } });
    for (const kind of ["open", "faulty", "accepted", "long"]) {
      await open(page, kind);
      await page.evaluate("document.documentElement.style.fontSize = '200%'");
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    }
  });

  test("breaks no rule of its own Content-Security-Policy", async () => {
    const page = await scene.page();
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    const path = await scene.invite();
    await page.goto(scene.origin + path);
    const paper = await page.evaluate("getComputedStyle(document.body).backgroundColor");
    expect(paper).not.toBe("rgba(0, 0, 0, 0)");
    expect(said.filter((line) => line.includes("Content Security Policy"))).toEqual([]);
  });
});
