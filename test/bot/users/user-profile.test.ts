import { expect, test } from "vitest";
import { commands } from "../../../src/bot/features.ts";
import { botScene, ed } from "../../support/bot-scene.ts";
import { addPerson, makeUser } from "../../support/factories.ts";

const scene = botScene(commands);

test("the profile of a user shows its moments as each reader's own", async () => {
  addPerson(scene.t.chat, ed, "ed@partner.example");
  await scene.t.db.consoleUser.updateMany({ data: { fullAccess: true } });
  await makeUser(scene.t.db, { username: "hanna", email: "hanna@harbour.example" });
  await scene.types("user hanna");
  await scene.hears(/hanna/);
  const [profile] = scene.slack.ephemerals(ed).at(-1)?.blocks ?? [];
  expect(profile).toMatchObject({ type: "section", text: { type: "mrkdwn" } });
  expect(JSON.stringify(profile)).toMatch(/Created: <!date\^\d+\^/);
});
