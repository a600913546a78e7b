import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { days } from "../../../src/core/kernel/time/clock.ts";
import { inviteMany, type InviteMany, planMany } from "../../../src/core/invitations/invite-many.ts";
import { listInviteResults } from "../../../src/core/invitations/list-invite-results.ts";
import { itemResult } from "../../../src/core/invitations/invite-users-card.ts";
import { retryInvites } from "../../../src/core/invitations/retry-invites.ts";
import { expireInvitations } from "../../../src/core/invitations/expire-invitations.ts";
import { makeAccount, makeActor, makeInvitation, makeUser } from "../../support/factories.ts";
import { accept, inviteScene, place, tokenIn, trouble } from "../../support/invite-scene.ts";
import { readWords } from "../../support/recorded-chat.ts";
import { runRequestJob } from "../../../src/core/kernel/requests/run-request.ts";

const scene = inviteScene();
const form = (addresses: string, more: Partial<InviteMany> = {}): InviteMany => ({
  accountId: scene.accountId,
  asAdministrator: false,
  addresses,
  ...more,
});
const ask = (addresses: string, more: Partial<InviteMany> = {}, actor = scene.ctx.actor) =>
  inviteMany({ ...scene.ctx, actor }, form(addresses, more), place());
const results = async (requestId: string) => {
  const found = await listInviteResults(scene.ctx, { requestId, take: 100 });
  return found?.items.map((item) => [item.subject, itemResult(item)]);
};
const cardText = () => {
  const { title, fields, note } = scene.t.chat.latest();
  return [title, ...fields.map(([label, value]) => `${label}: ${readWords(value)}`), readWords(note)].join(
    "\n",
  );
};

test("invites each, adds who has a user, and says why of the others", async () => {
  const { accountId, t } = scene;
  await makeUser(t.db, { email: "user@bulk.example" });
  const member = await makeUser(t.db, { email: "member@bulk.example" });
  await t.db.membership.create({ data: { userId: member.id, accountId } });
  await makeInvitation(t, { accountId, email: "open@bulk.example" });
  const { requestId } = await ask(
    "one@bulk.example, User@bulk.example; member@bulk.example\nopen@bulk.example, not an address, one@bulk.example",
  );
  await t.runJobs();
  expect(await results(requestId)).toEqual([
    ["one@bulk.example", "invited"],
    ["User@bulk.example", "has a user already, added at once"],
    ["member@bulk.example", "member already, nothing changed"],
    ["open@bulk.example", "has an open invitation already, no second one sent"],
    ["not an address", "failed: This is not an e-mail address. Write it like name@company.com."],
    ["one@bulk.example", "has an open invitation already, no second one sent"],
  ]);
  expect(t.mailer.sent.map(({ to }) => to).toSorted()).toEqual(["one@bulk.example", "user@bulk.example"]);
  expect(t.chat.messages).toHaveLength(1);
  expect(cardText()).toMatch(/6 addresses: 5 done, 1 failed[\s\S]*██████████ 6 of 6[\s\S]*Invited: 1/);
  expect(cardText()).toMatch(
    /Added at once: 1[\s\S]*already: 3[\s\S]*Failed: 1[\s\S]*• not an address: This is not/,
  );
});

test("the card follows what becomes of its invitations", async () => {
  await ask("f1@bulk.example, f2@bulk.example");
  await scene.t.runJobs();
  await accept(scene, tokenIn(scene.t.mailer.sent[0]?.text), "first");
  await scene.t.runJobs();
  expect(cardText()).toContain("Accepted of those: 1");
  const mine = () => scene.t.chat.messages[0]?.cards.filter(({ title }) => title === "2 addresses: all done");
  const drawn = mine()?.length ?? 0;
  scene.t.clock.advance(days(8));
  await expireInvitations(scene.t.app);
  await scene.t.runJobs();
  expect(mine()).toHaveLength(drawn + 1);
});

test("takes the Account and the level of each row where the list names them", async () => {
  const other = await makeAccount(scene.t.db, { apiId: "csv-other", name: "Other, Ltd" });
  const text =
    "email;account;level\nc1@bulk.example;;admin\nc2@bulk.example;csv-other;access\nc3@bulk.example;nowhere-at-all;";
  const { requestId } = await ask(text, { asAdministrator: true });
  await scene.t.runJobs();
  const rows = await scene.t.db.invitation.findMany({ where: { requestId }, orderBy: { email: "asc" } });
  expect(rows).toMatchObject([
    { email: "c1@bulk.example", accountId: scene.accountId, asAdministrator: true },
    { email: "c2@bulk.example", accountId: other.id, asAdministrator: false },
  ]);
  expect((await results(requestId))?.[2]?.[1]).toContain(
    "No Account has the API ID or name “nowhere-at-all”",
  );
});

test("with sub-accounts: an invitation or a Membership of its own for each, and nothing by inheritance", async () => {
  const { accountId, t } = scene;
  const subs = await Promise.all(
    ["sub-a", "sub-b"].map((apiId) => makeAccount(t.db, { apiId, parentId: accountId })),
  );
  const user = await makeUser(t.db, { email: "subuser@bulk.example" });
  const list = "new@sub.example, subuser@bulk.example, nonsense";
  const plan = await planMany(scene.ctx, form(list, { withSubAccounts: true }));
  expect(plan.effects.join(" ")).toContain(
    "each of its 2 sub-accounts: each Account gets its own Membership or invitation",
  );
  const { requestId } = await ask(list, { withSubAccounts: true });
  await t.runJobs();
  const all = [accountId, ...subs.map(({ id }) => id)].toSorted();
  const invitations = await t.db.invitation.findMany({ where: { requestId } });
  expect(invitations.map((one) => one.accountId).toSorted()).toEqual(all);
  const memberships = await t.db.membership.findMany({ where: { userId: user.id } });
  expect(memberships.map((one) => one.accountId).toSorted()).toEqual(all);
  expect(t.mailer.sent.filter(({ to }) => to === "new@sub.example")).toHaveLength(3);
  expect(await results(requestId)).toHaveLength(7);
  expect(cardText()).toContain("Each Account has its own Membership or invitation");
});

describe("refuses", () => {
  test.each([
    ["an empty list", " ,\n; "],
    ["a list without an address", "ann, bob"],
  ])("%s, at its field", async (_, list) => {
    await expect(ask(list)).rejects.toMatchObject({ code: "invalid", field: "addresses" });
  });

  test("a caller without users: edit, and writes nothing", async () => {
    const actor = await makeActor(scene.t, { permissions: { users: "view" } });
    await expect(ask("no@bulk.example", {}, actor)).rejects.toMatchObject({ code: "forbidden" });
    expect(await scene.t.db.request.count({ where: { requesterId: actor.id } })).toBe(0);
  });

  test("the same list twice at once, and takes one delivery that comes twice as one", async () => {
    const at = place();
    const list = form("t1@bulk.example, t2@bulk.example");
    const first = await inviteMany(scene.ctx, list, at);
    expect(await inviteMany(scene.ctx, list, at)).toMatchObject({
      requestId: first.requestId,
      repeated: true,
    });
    await expect(inviteMany(scene.ctx, list, place())).rejects.toMatchObject({ code: "conflict" });
    await scene.t.runJobs();
    expect(scene.t.mailer.sent).toHaveLength(2);
  });

  test("more than ten thousand", async () => {
    const list = Array.from({ length: 10_001 }, (_, index) => `n${index}@bulk.example`).join("\n");
    await expect(ask(list)).rejects.toThrow("at most 10,000");
  });
});

test("tries those that failed once more, for whoever may, and leaves the others", async () => {
  scene.t.mailer.failures.push(trouble(false, "550"));
  const { requestId } = await ask("r1@bulk.example, r2@bulk.example, r3");
  await scene.t.runJobs();
  expect(scene.t.chat.latest().title).toBe("3 addresses: 1 done, 2 failed");
  expect(await scene.t.db.invitation.count({ where: { requestId, revokedAt: null } })).toBe(1);
  const viewer = await makeActor(scene.t, { permissions: { users: "view" } });
  await expect(retryInvites({ ...scene.ctx, actor: viewer }, requestId)).rejects.toMatchObject({
    code: "forbidden",
  });
  const both = await Promise.allSettled([
    retryInvites(scene.ctx, requestId),
    retryInvites(scene.ctx, requestId),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await scene.t.runJobs();
  expect(scene.t.mailer.sent).toHaveLength(2);
  expect(scene.t.chat.messages).toHaveLength(1);
  expect(scene.t.chat.latest().title).toBe("3 addresses: 2 done, 1 failed");
  expect((await results(requestId))?.map(([, result]) => result?.split(":")[0])).toEqual([
    "invited",
    "invited",
    "failed",
  ]);
});

test("of which none failed has nothing to try again, and goes on saying so", async () => {
  const { requestId } = await ask("all1@bulk.example, all2@bulk.example");
  await scene.t.runJobs();
  await expect(retryInvites(scene.ctx, requestId)).rejects.toMatchObject({ code: "conflict" });
  expect(await scene.t.db.request.findUnique({ where: { id: requestId } })).toMatchObject({ status: "done" });
});

test("stops at the next address where its requester may no longer", async () => {
  const actor = await makeActor(scene.t);
  const list = Array.from({ length: 120 }, (_, index) => `s${index}@bulk.example`).join(",");
  const { requestId } = await ask(list, {}, actor);
  const send = scene.t.mailer.send.bind(scene.t.mailer);
  scene.t.mailer.send = async (mail) => {
    await send(mail);
    await scene.t.db.consoleUser.update({ where: { id: actor.id }, data: { permissions: {} } });
  };
  await scene.t.runJobs();
  scene.t.mailer.send = send;
  // Two are mailed at a time: what was applied before is mailed, and nothing more is.
  expect(scene.t.mailer.sent.length).toBeLessThanOrEqual(4);
  expect(await scene.t.db.invitation.count({ where: { requestId } })).toBe(scene.t.mailer.sent.length);
  expect(scene.t.chat.latest().title).toBe("Bulk invitation stopped");
  await retryInvites(scene.ctx, requestId);
  await scene.t.runJobs();
  expect(scene.t.mailer.sent).toHaveLength(120);
});

test("two lists with the same addresses at the same moment invite each once", async () => {
  const list = Array.from({ length: 30 }, (_, index) => `w${index}@bulk.example`);
  const { t } = scene;
  const asked = await Promise.all([ask(list.join(",")), ask(list.toReversed().join(","))]);
  const runs = t.queue.waiting.filter(({ name }) => name === "run-request");
  t.queue.waiting = [];
  await Promise.all(runs.map(({ payload }) => runRequestJob.run(t.app, payload as { requestId: string })));
  const ids = asked.map(({ requestId }) => requestId);
  expect(await t.db.invitation.count({ where: { requestId: { in: ids } } })).toBe(30);
  expect(t.mailer.sent).toHaveLength(30);
  expect(
    await t.db.requestItem.count({ where: { requestId: { in: ids }, outcome: "already-invited" } }),
  ).toBe(30);
});

test("keeps what people typed out of the queue and takes control characters", async () => {
  const { requestId } = await ask(`<!channel>\u0000\u202E, ok@bulk.example, ${"y".repeat(10_000)}`);
  expect(JSON.stringify(scene.t.queue.waiting)).not.toContain("bulk.example");
  await scene.t.runJobs();
  const subjects = (await results(requestId))?.map(([subject]) => subject ?? "");
  expect(subjects?.map((subject) => subject.length <= 300)).toEqual([true, true, true]);
});

test("of one address that stands twice the first is invited, however slow that is", async () => {
  const { requestId } = await ask("d1@bulk.example, d1@bulk.example");
  const db = Object.create(scene.t.db) as typeof scene.t.db;
  let begun = 0;
  const $transaction = async (...args: Parameters<typeof db.$transaction>) => {
    begun += 1;
    if (begun === 1) await sleep(300);
    return scene.t.db.$transaction(...args);
  };
  Object.defineProperty(db, "$transaction", { value: $transaction });
  await scene.t.queue.run({ ...scene.t.app, db });
  expect((await results(requestId))?.map(([, result]) => result)).toEqual([
    "invited",
    "has an open invitation already, no second one sent",
  ]);
});
