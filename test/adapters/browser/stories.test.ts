import { createRequire } from "node:module";
import path from "node:path";
import type { Result } from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { cast } from "../../../src/sandbox/cast.ts";
import { createStage, type Stage } from "../../../src/sandbox/demo/stage.ts";
import { chapters } from "../../../src/sandbox/demo/story.ts";
import { findBrowser } from "../../support/requirements.ts";
import { byHand } from "./by-hand.ts";
import { messagesOf, screenshots, workspaceScene } from "./workspace-scene.ts";

const executablePath = findBrowser();
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const violationsOfAxe = `axe.run({ resultTypes: ["violations"] })
  .then(({ violations }) => violations.map(({ id, impact, help }) => ({ id, impact, help })))`;

/** Each works in a browser of their own, light or dark, wide or narrow. */
const looks = [
  { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  { colorScheme: "light", viewport: { width: 900, height: 700 } },
  { colorScheme: "dark", viewport: { width: 1600, height: 1000 } },
] as const;

describe.skipIf(!executablePath)("the stories, played in the page by those who are in them", () => {
  const scene = workspaceScene(executablePath, { RETRY_FIRST_SECONDS: "1" });
  const pages = new Map<string, Promise<Page>>();

  const open = async (who: string): Promise<Page> => {
    const at = pages.size;
    const person = cast.find(({ name }) => name === who);
    const name = `${person?.firstName} ${person?.lastName}`;
    const page = await scene.open(name, { ...looks[at % looks.length], bypassCSP: true });
    await page.addScriptTag({ path: axe });
    return page;
  };
  const pageOf = (who: string): Promise<Page> => {
    const known = pages.get(who) ?? open(who);
    pages.set(who, known);
    return known;
  };
  const isFit = async (who: string, what: string): Promise<void> => {
    const page = await pageOf(who);
    await page.screenshot({ path: path.join(screenshots, `story-${what}-${who}.png`) });
    expect(await page.evaluate<Pick<Result, "id" | "impact" | "help">[]>(violationsOfAxe)).toEqual([]);
  };

  /** What is told of somebody's screen stands on it. */
  const inThePage = (stage: Stage, actors: Set<string>): Stage => ({
    ...stage,
    async types(who, text) {
      actors.add(who);
      await stage.types(who, text);
    },
    async isTold(who, expected) {
      await stage.isTold(who, expected);
      const { ts, thread_ts: thread } =
        scene.demo.slack.ephemerals(scene.demo.people[who] ?? "").at(-1) ?? {};
      if (thread === undefined || thread === ts)
        await messagesOf(await pageOf(who))
          .locator(`[data-ts="${ts}"]`)
          .getByText("Only visible to you")
          .waitFor();
    },
    async seesForm(who, expected) {
      const view = await stage.seesForm(who, expected);
      await (await pageOf(who)).getByRole("dialog").waitFor();
      await isFit(who, "form");
      return view;
    },
  });

  test.each(chapters.map((chapter, index) => [chapter.title, chapter, index] as const))(
    "%s",
    { timeout: 170_000 },
    async (_title, chapter, index) => {
      const { people } = scene.demo;
      const nameOf = (userId: string) => Object.keys(people).find((name) => people[name] === userId) ?? "";
      const demo = byHand(scene.demo, (userId) => pageOf(nameOf(userId)));
      const actors = new Set<string>();
      await chapter.play(
        inThePage(
          createStage(demo, () => undefined),
          actors,
        ),
        demo,
      );
      expect(actors.size).toBeGreaterThan(0);
      for (const who of actors) await isFit(who, `${index + 1}`);
    },
  );

  test("the Home of each is fit for everybody", async () => {
    for (const [who, opened] of pages) {
      const page = await opened;
      await page.getByRole("button", { name: "App Home" }).click();
      await page.getByRole("region", { name: "Home of Cyclr" }).getByRole("heading").first().waitFor();
      await isFit(who, "home");
    }
    expect(pages.size).toBeGreaterThanOrEqual(4);
  });

  test("no page threw, or said anything to its console", () => {
    expect(scene.said).toEqual([]);
  });
});
