import { createRequire } from "node:module";
import type { Result } from "axe-core";
import { describe, expect, test } from "vitest";
import { findBrowser } from "../../support/requirements.ts";
import { messagesOf, send, workspaceScene } from "./workspace-scene.ts";

const executablePath = findBrowser();
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const violationsOfAxe = `axe.run({ resultTypes: ["violations"] })
  .then(({ violations }) => violations.map(({ id, help }) => ({ id, help })))`;

describe.skipIf(!executablePath)("the workspace in front of Cyclr's cloud", () => {
  const scene = workspaceScene(executablePath, { RETRY_FIRST_SECONDS: "1" }, { connected: true });

  test("its switchboard takes the cloud away, and what stands there is seen beside it", async () => {
    const page = await scene.open("Olivia Reyes", { bypassCSP: true });
    await page.addScriptTag({ path: axe });
    await page.getByRole("button", { name: "Switchboard" }).click();
    const board = page.getByRole("complementary", { name: "Switchboard" });
    await board.getByRole("button", { name: "Take it away" }).click();
    await board.getByText("Cyclr's cloud is away.").waitFor();
    await send(page, "/cyclr account-settings initech name Initech GmbH");
    const messages = messagesOf(page);
    await messages.getByText(/waits: Cyclr's cloud cannot be reached/).waitFor();
    await board.getByRole("button", { name: "Answer as always" }).first().click();
    await board.getByText("Cyclr's cloud answers as always.").waitFor();
    await messages.getByText(/waits: Cyclr's cloud cannot be reached/).waitFor({ state: "detached" });

    await page.getByRole("button", { name: "Deliveries" }).click();
    const tool = page.getByRole("complementary", { name: "Deliveries" });
    await tool.getByRole("button", { name: "Cyclr's cloud" }).click();
    const there = tool.getByRole("region", { name: "Cyclr's cloud" });
    await there
      .getByRole("listitem")
      .filter({ hasText: /PUT.*initech.*no answer/ })
      .waitFor();
    await there
      .getByRole("listitem")
      .filter({ hasText: /PUT.*initech.* 200 / })
      .waitFor();
    await there.getByText("Initech GmbH").waitFor();
    expect(await page.evaluate<Pick<Result, "id" | "help">[]>(violationsOfAxe)).toEqual([]);
  });

  test("its stories stand before the others, and one is played", async () => {
    const page = await scene.open("Olivia Reyes");
    await page.getByRole("button", { name: "Things to try" }).click();
    const tool = page.getByRole("complementary", { name: "Things to try" });
    await tool.getByRole("button", { name: /^Somebody renames an Account in the Console/ }).click();
    await tool.getByRole("button", { name: "Play on" }).click();
    await tool.getByText("The story went as told.").waitFor();
    expect(scene.said).toEqual([]);
  });
});
