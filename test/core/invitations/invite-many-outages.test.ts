import { expect, test } from "vitest";
import { minutes } from "../../../src/core/kernel/time/clock.ts";
import { inviteMany } from "../../../src/core/invitations/invite-many.ts";
import { inviteScene, place, trouble } from "../../support/invite-scene.ts";
import { readWords } from "../../support/recorded-chat.ts";

const scene = inviteScene();
const ask = (addresses: string) =>
  inviteMany(scene.ctx, { accountId: scene.accountId, asAdministrator: false, addresses }, place());
const cardText = () => {
  const { title, fields, note } = scene.t.chat.latest();
  return [title, ...fields.map(([label, value]) => `${label}: ${readWords(value)}`), readWords(note)].join(
    "\n",
  );
};

test("a mail refused for now is tried again after the others, with the same link", async () => {
  scene.t.mailer.failures.push(trouble(true, "451"));
  const { requestId } = await ask("g1@bulk.example, g2@bulk.example, g3@bulk.example, g4@bulk.example");
  await scene.t.runJobs();
  expect(scene.t.mailer.sent).toHaveLength(3);
  expect(cardText()).toMatch(/delayed[\s\S]*3 of 4[\s\S]*did not take 1 mail yet/);
  scene.t.clock.advance(minutes(1));
  await scene.t.runJobs();
  expect(scene.t.mailer.sent.map(({ to }) => to).toSorted()).toHaveLength(4);
  expect(await scene.t.db.invitation.count({ where: { requestId } })).toBe(4);
  expect(scene.t.chat.latest().title).toBe("4 addresses: all done");
});

test("a mail server that is gone postpones all of it, and nothing is sent twice", async () => {
  const gone = [trouble(true, "connection"), trouble(true, "connection")];
  scene.t.mailer.failures.push(...gone);
  const list = Array.from({ length: 60 }, (_, index) => `p${index}@bulk.example`).join(",");
  const { requestId } = await ask(list);
  await scene.t.runJobs();
  expect(scene.t.mailer.sent).toHaveLength(0);
  expect(scene.t.mailer.failures).toHaveLength(0);
  scene.t.clock.advance(minutes(1));
  await scene.t.runJobs();
  expect(new Set(scene.t.mailer.sent.map(({ messageId }) => messageId)).size).toBe(60);
  expect(scene.t.mailer.sent).toHaveLength(60);
  expect(await scene.t.db.invitation.count({ where: { requestId } })).toBe(60);
});

test("a mail server that refuses our sender holds all of it, blames no address, and all goes on later", async () => {
  const { t } = scene;
  const list = Array.from({ length: 8 }, (_, index) => `held${index}@bulk.example`).join(",");
  const { requestId } = await ask(list);
  t.mailer.failures.push(...Array.from({ length: 40 }, () => trouble(true, "550", "sender")));
  // Far longer than what passes is waited for otherwise.
  for (let round = 0; round < 15; round += 1) {
    await t.runJobs();
    t.clock.advance(minutes(15));
  }
  const row = () => t.db.request.findUniqueOrThrow({ where: { id: requestId } });
  expect(await row()).toMatchObject({ status: "queued", trouble: "Refused (550)." });
  expect(cardText()).toMatch(/delayed[\s\S]*0 of 8[\s\S]*held, and continues automatically/);
  expect(await t.db.requestItem.count({ where: { requestId, outcome: "failed" } })).toBe(0);
  expect(t.mailer.sent).toEqual([]);
  t.mailer.failures.length = 0;
  // It counts as no attempt: a refusal of one address for now is waited out as ever.
  t.mailer.failures.push(trouble(true, "451"));
  await t.runJobs();
  expect(t.mailer.sent).toHaveLength(7);
  t.clock.advance(minutes(1));
  await t.runJobs();
  expect(new Set(t.mailer.sent.map(({ to }) => to)).size).toBe(8);
  expect(cardText()).toContain("8 addresses: all done");
});

test("one mail that the server takes for a fault of our sender keeps the others waiting once, and no longer", async () => {
  const { t } = scene;
  const { requestId } = await ask("poison@bulk.example, b1@bulk.example, b2@bulk.example, b3@bulk.example");
  const send = t.mailer.send.bind(t.mailer);
  t.mailer.send = async (mail) => {
    if (mail.to.startsWith("poison")) throw trouble(true, "554", "sender");
    await send(mail);
  };
  await t.runJobs();
  t.clock.advance(minutes(1));
  await t.runJobs();
  t.mailer.send = send;
  expect(new Set(t.mailer.sent.map(({ to }) => to)).size).toBe(3);
  expect(await t.db.requestItem.count({ where: { requestId, finishedAt: null } })).toBe(1);
});
