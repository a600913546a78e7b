import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { findBrowser } from "../../support/requirements.ts";
import { accountPageKinds } from "../../web/account-page-kinds.ts";
import { browserScene } from "./browser-scene.ts";

const browser = findBrowser();

interface Edges {
  mark: number;
  card: number;
  width: number;
  heading: number;
}

const edges = `(() => {
  const left = (what) => Math.round(document.querySelector(what).getBoundingClientRect().left);
  const { width } = document.querySelector("main").getBoundingClientRect();
  return { mark: left(".mark"), card: left(".card"), width: Math.round(width), heading: left("h1") };
})()`;

const tabs = `[...document.querySelectorAll(".tabs a")].map((tab) => {
  const { left, width, top } = tab.getBoundingClientRect();
  return [tab.textContent, Math.round(left), Math.round(width), Math.round(top)];
})`;

/** How far the middle of what a button says is from the button's own, in pixels. */
const offCentre = `[...document.querySelectorAll(".button, button[type=submit]:not(.plain, .unseen)")].map((button) => {
  const words = document.createRange();
  words.selectNodeContents(button);
  const middle = ({ left, right }) => (left + right) / 2;
  return Math.abs(middle(words.getBoundingClientRect()) - middle(button.getBoundingClientRect()));
})`;

/** The gap between each legend and what follows it, in pixels. */
const legendGaps = `[...document.querySelectorAll("legend")].map((legend) =>
  legend.nextElementSibling.getBoundingClientRect().top - legend.getBoundingClientRect().bottom)`;

describe.skipIf(!browser)("the pages of an Account's user, in a browser", () => {
  const scene = browserScene(browser);
  const kinds = [
    "accounts",
    "names",
    "sessions",
    "cycles",
    "cycle-paused",
    "users",
    "invitations",
    "account-settings",
  ];
  const shown = new Map<string, string>();
  beforeAll(async () => {
    for (const kind of kinds)
      shown.set(kind, (await (await accountPageKinds[kind]?.[1](scene))?.text()) ?? "");
  });

  async function open(page: Page, kind: string): Promise<void> {
    const url = `${scene.origin}/kinds/${kind}`;
    await page.route(url, (route) =>
      route.fulfill({ contentType: "text/html", body: shown.get(kind) ?? "" }),
    );
    await page.goto(url);
  }

  test.each([1440, 390])("have one width and one left edge in a window of %i pixels", async (width) => {
    const page = await scene.page({ viewport: { width, height: 900 } });
    const found: Edges[] = [];
    for (const kind of kinds) {
      await open(page, kind);
      found.push(await page.evaluate<Edges>(edges));
    }
    expect(found).toEqual(kinds.map(() => found[0]));
    expect(found[0]?.card).toBe(found[0]?.mark);
    await page.context().close();
  });

  test("have tabs that stay where they are, and move sideways where there is no room", async () => {
    const page = await scene.page({ viewport: { width: 390, height: 800 } });
    const places: unknown[] = [];
    for (const kind of ["cycles", "users", "invitations", "account-settings"]) {
      await open(page, kind);
      places.push(await page.evaluate(tabs));
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    }
    expect(places).toEqual(places.map(() => places[0]));
    expect(new Set((places[0] as unknown[][]).map(([, , , top]) => top)).size).toBe(1);
    await page.context().close();
  });

  test("have their buttons' words in the middle, and room under each legend", async () => {
    const page = await scene.page({ viewport: { width: 390, height: 800 } });
    for (const kind of kinds) {
      await open(page, kind);
      for (const off of await page.evaluate<number[]>(offCentre)) expect(off).toBeLessThan(2);
      for (const gap of await page.evaluate<number[]>(legendGaps)) expect(gap).toBeGreaterThanOrEqual(8);
    }
    await page.context().close();
  });

  test("lead to an Account from its whole row", async () => {
    const page = await scene.page({ viewport: { width: 1280, height: 800 } });
    await open(page, "accounts");
    const row = page.locator(".rows > .open").first();
    const at = await row.boundingBox();
    const under = `document.elementFromPoint(${(at?.x ?? 0) + (at?.width ?? 0) / 2}, ${(at?.y ?? 0) + (at?.height ?? 0) / 2}).closest("a")?.getAttribute("href")`;
    expect(await page.evaluate(under)).toMatch(/^\/accounts\/[\w-]+$/);
    await page.context().close();
  });
});
