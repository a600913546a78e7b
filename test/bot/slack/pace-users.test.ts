import type { KnownBlock } from "@slack/types";
import { beforeAll, expect, test, vi } from "vitest";
import { UserPacing } from "../../../src/bot/slack/pace-users.ts";
import { botScene, ed } from "../../support/bot-scene.ts";
import { addPerson } from "../../support/factories.ts";
import { until } from "../../support/until.ts";
import { command, testForm } from "../forms.ts";

const tooMuch = /^You sent many commands at once.* Wait a few seconds, then send it again\.$/;

test("a person has twenty at once, then one a second, and is told of a flood once", () => {
  let now = 0;
  const pacing = new UserPacing({ burst: 20, everyMs: 1_000 }, () => now);
  const ann = { chatUserId: "U0ANN", workspaceId: "T0" };
  const take = (times: number) => Array.from({ length: times }, () => pacing.take(ann));
  expect(take(20)).toEqual(Array<string>(20).fill("go"));
  expect(take(3)).toEqual(["tell", "leave", "leave"]);
  expect(pacing.take({ chatUserId: "U0BOB", workspaceId: "T0" })).toBe("go");
  now += 1_000;
  expect(take(2)).toEqual(["go", "tell"]);
  now += 3_600_000;
  expect(take(21)).toEqual([...Array<string>(20).fill("go"), "tell"]);
});

const form = testForm();
const scene = botScene([
  command(form, (call) => call.openForm(form)),
  { ...command(form, (call) => call.say("pick", [buttons])), name: "pick" },
]);
const buttons: KnownBlock = {
  type: "actions",
  elements: [{ type: "button", action_id: "unknown", text: { type: "plain_text", text: "Do" } }],
};

// However slowly it is sent here, nothing of it is forgotten meanwhile.
beforeAll(() => {
  scene.t.app.userPace = { burst: 20, everyMs: 3_600_000 };
});

const types = (times: number) =>
  Promise.all(Array.from({ length: times }, () => scene.types("nothing-of-ours")));

test("commands beyond the burst are answered kindly with the ack, and cost no call and no question", async () => {
  await types(20);
  const person = vi.spyOn(scene.t.chat, "person");
  const outcome = await scene.types("form");
  expect(outcome).toMatchObject({ acknowledged: true, immediate: { text: expect.stringMatching(tooMuch) } });
  expect(scene.slack.calls.map(({ method }) => method)).not.toContain("views.open");
  expect(person).not.toHaveBeenCalled();
});

test("a form that comes too fast stays as it was filled in", async () => {
  await scene.types("form");
  const { id } = await scene.seesModal(/email/);
  await types(19);
  const values = { account: "Acme" };
  const refused = await scene.slack.submitView({ userId: ed, viewId: id, values });
  expect(Object.values(refused.errors ?? {})).toEqual([expect.stringMatching(tooMuch)]);
  expect(scene.slack.views(ed)).toHaveLength(1);
});

test("a button that is pressed too fast says so once", async () => {
  await scene.types("pick");
  const ts = await scene.slack.waitFor(
    () => scene.slack.ephemerals(ed).find(({ text }) => text === "pick")?.ts,
  );
  await types(19);
  const press = () => scene.slack.click({ userId: ed, channelId: scene.channelId, ts, actionId: "unknown" });
  await press();
  await scene.hears(tooMuch);
  await press();
  const told = scene.slack.ephemerals(ed).filter(({ text }) => tooMuch.test(text));
  expect(told).toHaveLength(1);
});

test("one person's flood keeps nobody else waiting", async () => {
  await types(25);
  const ann = scene.slack.addUser({ name: "ann", email: "ann@partner.example" }).id;
  const outcome = await scene.slack.runCommand({ userId: ann, channelId: scene.channelId, text: "form" });
  expect(outcome.immediate).toBeUndefined();
});

test("what Slack itself tells is never left out, however much it tells: somebody who has left votes no more", async () => {
  const others = Array.from({ length: 25 }, (_, index) => {
    const name = `other${index}`;
    return scene.slack.addUser({ name, email: `${name}@partner.example` }).id;
  });
  for (const id of others) await scene.slack.changeUser(id, { deleted: true });
  addPerson(scene.t.chat, ed, "ed@partner.example", { excluded: "deactivated" });
  await scene.slack.changeUser(ed, { deleted: true });
  const kept = () => scene.t.db.consoleUser.findFirstOrThrow({ where: { chatUserId: ed } });
  await until(async () => (await kept()).chatExcluded === "deactivated");
  expect(await kept()).toMatchObject({ chatExcluded: "deactivated" });
});
