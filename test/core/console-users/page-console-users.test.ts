import { expect, test } from "vitest";
import { consoleUsersList } from "../../../src/bot/console-users/console-users-list.ts";
import { listBlocks } from "../../../src/bot/slack/listing.ts";
import { findConsoleUser } from "../../../src/core/console-users/sign-in-console-user.ts";
import { makeConsoleUser } from "../../support/factories.ts";
import { askInvitation, consoleScene } from "./console-scene.ts";

const scene = consoleScene();
const load = (after?: string) => consoleUsersList.load({ ...scene.t.app, actor: scene.mia }, [], after);

test("somebody who is named by nothing is asked for, at the field", async () => {
  await expect(findConsoleUser(scene.t.app, "  ")).rejects.toMatchObject({
    code: "invalid",
    field: "consoleUserId",
  });
  expect(await findConsoleUser(scene.t.app, "mia@partner.example")).toMatchObject({ id: scene.mia.id });
});

test("pages through everybody once, by address, without those who were removed", async () => {
  for (let count = 10; count < 40; count += 1)
    await makeConsoleUser(scene.t.db, { email: `a${count}@partner.example`, firstName: `Name${count}` });
  await scene.t.db.consoleUser.updateMany({
    where: { firstName: "Name12" },
    data: { removedAt: new Date() },
  });
  const rows: string[] = [];
  let after: string | undefined;
  let pages = 0;
  do {
    const page = await load(after);
    rows.push(...page.rows);
    after = page.next;
    pages += 1;
  } while (after);
  expect(pages).toBe(4);
  expect(rows).toHaveLength(32);
  expect(new Set(rows).size).toBe(32);
  expect(rows.join()).not.toContain("a12@");
});

test("says what each may do and whether Slack knows them, and who is invited; names stay harmless", async () => {
  await makeConsoleUser(scene.t.db, {
    email: "aa@partner.example",
    firstName: "<!channel> *b* \u202Egro.live 💥",
  });
  await askInvitation(scene, scene.mia, "new@partner.example");
  await scene.t.runJobs();
  const page = await load();
  expect(page.rows).toEqual([
    "*&lt;!channel&gt; *b* \u202Egro.live 💥* (aa@partner.example)\nno permissions, so Dashboard and Reports only · not linked to Slack yet",
    "*Mia* (mia@partner.example)\nusers: edit, console-users: manage · linked to Slack",
    "*Olivia* (olivia@partner.example)\nFull Access · linked to Slack",
    "*Vic* (vic@partner.example)\nusers: view · linked to Slack",
  ]);
  expect(JSON.stringify(page.more)).toMatch(
    /new@partner\.example · no permissions[^"]*good until[\s\S]*Resend[\s\S]*Revoke/,
  );
  expect(JSON.stringify(listBlocks(consoleUsersList, [], page))).not.toContain("<!channel>");
});

test("needs console-users: view", async () => {
  const ctx = { ...scene.t.app, actor: scene.vic };
  await expect(consoleUsersList.load(ctx, [], undefined)).rejects.toThrow("“console-users: view”");
});
