import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { sendInvitation } from "../../../../src/core/invitations/send-invitation.ts";
import { linkSeal } from "../../../../src/core/kernel/links/secret-link.ts";
import { seal, unseal } from "../../../../src/core/kernel/secrets/seal.ts";
import { sealedColumns } from "../../../../src/core/features.ts";
import { newToken } from "../../../../src/core/kernel/secrets/token.ts";
import { takenValues, valuesPurpose } from "../../../../src/core/values/taken-values.ts";
import { sweeps } from "../../../../src/core/features.ts";
import { changeLink, linkOf, makeInvitation, makeLink, makeUser } from "../../../support/factories.ts";
import { inviteScene } from "../../../support/invite-scene.ts";

const scene = inviteScene();
const keys = () => scene.t.app.secretKeys;
const day = 86_400_000;

test("what is sealed for a row opens in no other row, table or column", () => {
  const places = sealedColumns.flatMap(({ table, purpose }) => {
    const rows = table === "Partner" ? ["1"] : [randomUUID(), randomUUID()];
    return rows.map((key) => purpose(key));
  });
  expect(new Set(places).size).toBe(places.length);
  for (const one of places)
    for (const other of places.filter((place) => place !== one))
      expect(() => unseal(keys(), other, seal(keys(), one, "secret"))).toThrow();
});

test("a token that was moved to another invitation is not mailed", async () => {
  const tokens = [newToken(), newToken()];
  const made = await Promise.all(tokens.map(() => makeInvitation(scene.t, { accountId: scene.accountId })));
  const [mine, others] = made.map(({ invitation }) => invitation.id);
  const { id } = await linkOf(scene.t.db, { id: others ?? "" });
  const data = { tokenSealed: seal(keys(), linkSeal(id), tokens[1] ?? ""), handedOverAt: null };
  await changeLink(scene.t.db, { id: { in: [mine ?? "", others ?? ""] } }, data);
  const send = (id = "") =>
    sendInvitation(scene.ctx, id, {
      inviterName: "Ed",
      record: () => scene.t.db.$queryRaw`SELECT 1`,
    });
  await expect(send(mine)).rejects.toThrow();
  expect(scene.t.mailer.sent).toEqual([]);
  await send(others);
  expect(scene.t.mailer.sent[0]?.text).toContain(tokens[1]);
});

test("values that were moved to another request are not used", async () => {
  const [mine, others] = await Promise.all([request("queued"), request("queued")]);
  const valuesSealed = seal(keys(), valuesPurpose(others), '["secret"]');
  for (const requestId of [mine, others]) await keepValues(requestId, valuesSealed);
  await expect(takenValues(scene.t.app, mine)).rejects.toThrow();
  expect(await takenValues(scene.t.app, others)).toEqual(["secret"]);
});

const requestEnds = ["done", "cancelled", "denied", "expired", "failed"] as const;

test.each(requestEnds)("values are not kept sealed once their request is %s", async (status) => {
  const id = await request(status);
  await keepValues(id, seal(keys(), valuesPurpose(id), "[]"));
  await sweepAll(2 * day);
  expect(await scene.t.db.requestValues.findUnique({ where: { requestId: id } })).toBeNull();
});

test.each(["awaitingApproval", "awaitingValues", "queued"] as const)(
  "values are kept while their request is %s",
  async (status) => {
    const id = await request(status);
    const valuesSealed = seal(keys(), valuesPurpose(id), "[]");
    await keepValues(id, valuesSealed);
    await sweepAll(0);
    const kept = await scene.t.db.requestValues.findUnique({ where: { requestId: id } });
    expect(kept?.valuesSealed).toBe(valuesSealed);
    await scene.t.db.request.delete({ where: { id } });
  },
);

test("a link whose mail never went keeps no sealed token once it has expired, of whatever kind", async () => {
  const { db, clock } = scene.t;
  const { id: userId } = await makeUser(db);
  for (const ms of [-day, 10 * day]) {
    const end = new Date(clock.now().getTime() + ms);
    const unmailed = { expiresAt: end, tokenSealed: "sealed", handedOverAt: null };
    const emailKey = `${ms}@x.example`;
    const named = { email: emailKey, emailKey };
    await makeLink(db, "password", { userId, ...unmailed });
    await makeLink(db, "email", { userId, email: emailKey, ...unmailed });
    const console = await makeLink(db, "consoleInvitation", unmailed);
    await db.consoleInvitation.create({ data: { ...named, linkId: console.linkId } });
    const { linkId } = await makeLink(db, "invitation", unmailed);
    await db.invitation.create({ data: { ...named, accountId: scene.accountId, linkId } });
  }
  await sweepAll(0);
  const kept = await db.secretLink.findMany({ where: { tokenSealed: { not: null } } });
  expect(kept.every(({ expiresAt }) => expiresAt > clock.now())).toBe(true);
  expect(kept.map(({ purpose }) => purpose).toSorted()).toEqual(
    ["consoleInvitation", "email", "invitation", "password"].toSorted(),
  );
  expect(sealedColumns.filter(({ column }) => column === "tokenSealed")).toHaveLength(1);
});

async function request(
  status: (typeof requestEnds)[number] | "queued" | "awaitingValues" | "awaitingApproval",
) {
  const now = scene.t.clock.now();
  const isOpen = status.startsWith("awaiting") || status === "queued";
  const end = isOpen ? { expiresAt: new Date(now.getTime() + 10 * day) } : { finishedAt: now };
  // Nothing runs it: its kind is none.
  const data = { kind: "none", input: {}, status, ...end };
  return (await scene.t.db.request.create({ data, select: { id: true } })).id;
}

async function keepValues(requestId: string, valuesSealed: string) {
  await scene.t.db.requestValues.create({ data: { requestId, valuesSealed } });
}

/** What the worker does at an interval, some time from now. */
async function sweepAll(inMs: number): Promise<void> {
  scene.t.clock.advance(inMs);
  for (const one of sweeps) await one(scene.t.app).catch(() => {});
}
