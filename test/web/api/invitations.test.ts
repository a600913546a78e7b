import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeAccount, makeInvitation, makeUser } from "../../support/factories.ts";
import { waitsForLock } from "../../support/waits-for.ts";
import { type Answer } from "./read-answer.ts";
import { apiScene } from "./api-scene.ts";
import { member } from "./partner-requests.ts";
import { unruled } from "./unruled.ts";

const scene = apiScene();
const audit = auditOfTest(() => scene.t.db);
const needed = { status: 403, body: { Code: "approval-needed" } };
const fresh = () => `invitee.${randomUUID()}@acme.example`;
const invite = (body: unknown) =>
  scene.call("POST", `/v1.0/accounts/${scene.account.apiId}/invitations`, { body });
const one = (method: string, id: string, more = "") => scene.call(method, `/v1.0/invitations/${id}${more}`);
const mailings = (kind: string) => scene.t.db.mailing.count({ where: { kind } });

interface Given {
  Outcome: string;
  Invitation: { Id: string } | null;
}

const idOf = ({ body }: Answer) => (body as Given).Invitation?.Id ?? "";

describe("an invitation", () => {
  test("is made once, with a mail that is to go out, and read, listed and revoked", async () => {
    const [Email, mailed] = [fresh(), await mailings("invitation")];
    const made = await invite({ Email });
    const Invitation = {
      Email,
      AccountId: scene.account.apiId,
      Level: "Access",
      State: "open",
      MailedAt: null,
    };
    expect(made).toMatchObject({ status: 201, body: { Outcome: "invited", Invitation } });
    expect(await mailings("invitation")).toBe(mailed + 1);
    expect(await invite({ Email: Email.toUpperCase() })).toMatchObject({
      status: 409,
      body: { Field: "Email" },
    });
    expect(await one("GET", idOf(made))).toMatchObject({ status: 200, body: Invitation });
    const found = await scene.call("GET", `/v1.0/invitations?email=${Email}&State=open`);
    expect(found.body).toMatchObject({ Data: [Invitation], NextCursor: null });
    expect(await one("DELETE", idOf(made))).toMatchObject({ status: 200, body: { State: "revoked" } });
    expect(await one("DELETE", idOf(made))).toMatchObject({ status: 409 });
    expect(await one("POST", idOf(made), "/resend")).toMatchObject({ status: 409 });
    expect((await audit()).map(({ action }) => action)).toEqual(["invitation-created", "invitation-revoked"]);
  });

  test("is revoked under If-Match after whoever accepts it at that moment, and neither waits for the other", async () => {
    const { invitation } = await makeInvitation(scene.t, { accountId: scene.account.id });
    const tag = (await one("GET", invitation.id)).headers.get("etag") ?? "";
    let revoking: Promise<Answer> | undefined;
    await scene.t.db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT "id" FROM "Account" WHERE "id" = ${scene.account.id}::uuid FOR KEY SHARE`;
      const usedAt = scene.t.clock.now();
      await tx.secretLink.update({ where: { id: invitation.linkId }, data: { usedAt } });
      const headers = { "if-match": tag };
      revoking = scene.call("DELETE", `/v1.0/invitations/${invitation.id}`, { headers });
      await waitsForLock(scene.t.db);
      await tx.invitation.update({ where: { id: invitation.id }, data: { acceptedAt: usedAt } });
    });
    expect(await revoking).toMatchObject({ status: 412, body: { Code: "precondition-failed" } });
  });

  test("makes who has the address a member at once, and says so", async () => {
    const user = await makeUser(scene.t.db);
    const told = await mailings("membership");
    expect(await invite({ Email: user.email })).toMatchObject({
      status: 201,
      body: { Outcome: "added", Invitation: null },
    });
    expect(await mailings("membership")).toBe(told + 1);
    expect(await invite({ Email: user.email })).toMatchObject({ status: 409, body: { Field: "Email" } });
  });

  test("as Administrator is made by people alone, unless the policy lets the application", async () => {
    const body = { Email: fresh(), Level: "Administrator" };
    expect(await invite(body)).toMatchObject(needed);
    expect(await scene.t.db.invitation.count({ where: { emailKey: body.Email } })).toBe(0);
    const made = await unruled(scene, () => invite(body));
    expect(made).toMatchObject({ status: 201, body: { Invitation: { Level: "Administrator" } } });
    const data = { expiresAt: new Date(scene.t.clock.now().getTime() - 1000) };
    await scene.t.db.secretLink.updateMany({ where: { invitation: { id: idOf(made) } }, data });
    expect(await one("POST", idOf(made), "/resend")).toMatchObject(needed);
  });

  test("of two that are made at the same moment is one, and of two that are the same twice as well", async () => {
    const Email = fresh();
    const both = await Promise.all([invite({ Email }), invite({ Email })]);
    expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([201, 409]);
    expect(await scene.t.db.invitation.count({ where: { emailKey: Email } })).toBe(1);
  });

  test("is sent again three times in ten minutes", async () => {
    const { invitation } = await makeInvitation(scene.t, { accountId: scene.account.id });
    const again = () => one("POST", invitation.id, "/resend");
    for (const _ of [1, 2, 3]) expect(await again()).toMatchObject({ status: 200, body: { MailedAt: null } });
    expect(await again()).toMatchObject({ status: 409 });
    expect(await scene.t.db.secretLink.findUnique({ where: { id: invitation.linkId } })).toMatchObject({
      issue: 4,
    });
  });

  test("is found by state", async () => {
    const states = ["open", "accepted", "revoked", "expired"] as const;
    const { id: accountId, apiId } = scene.account;
    const ids = new Map<string, string>();
    for (const state of states)
      ids.set(state, (await makeInvitation(scene.t, { accountId, state })).invitation.id);
    for (const state of states) {
      const { body } = await scene.call("GET", `/v1.0/invitations?accountId=${apiId}&state=${state}`);
      expect(body).toMatchObject({ Data: [{ Id: ids.get(state), State: state }] });
    }
    const { body } = await scene.call("GET", `/v1.0/invitations?accountId=${apiId}&limit=3`);
    const { Data, NextCursor } = body as { Data: { Id: string }[]; NextCursor: string };
    const rest = await scene.call("GET", `/v1.0/invitations?accountId=${apiId}&limit=3&cursor=${NextCursor}`);
    const all = [...Data, ...(rest.body as { Data: { Id: string }[] }).Data].map(({ Id }) => Id);
    expect(all).toEqual([...ids.values()].toReversed());
    const nowhere = await scene.call("GET", "/v1.0/invitations?accountId=nowhere");
    expect(nowhere).toMatchObject({ status: 400, body: { Field: "AccountId" } });
    for (const id of [randomUUID(), "1"]) expect((await one("GET", id)).status).toBe(404);
  });
});

describe("many invitations", () => {
  const send = (Invitations: unknown[]) => scene.call("POST", "/v1.0/invitations", { body: { Invitations } });

  test("are each made by themselves, and the answer says of each what came of it, in order", async () => {
    const { apiId: AccountId } = scene.account;
    const other = await makeAccount(scene.t.db);
    const known = await member(scene);
    const user = await makeUser(scene.t.db);
    const rows = [
      { Email: fresh(), AccountId },
      { Email: user.email, AccountId },
      { Email: known.email, AccountId },
      { Email: "no address", AccountId },
      { Email: fresh(), AccountId: "nowhere" },
      { Email: fresh(), AccountId, Level: "Administrator" },
      { Email: fresh(), AccountId: other.apiId },
    ];
    const outcomes = ["invited", "added", "refused", "refused", "refused", "approval-needed", "invited"];
    const sent = await send(rows);
    const Data = rows.map(({ Email }, at) => ({ Email, Outcome: outcomes[at] }));
    expect(sent).toMatchObject({ status: 200, body: { Data } });
    const again = outcomes.map((outcome) => (/^(invited|added)$/.test(outcome) ? "refused" : outcome));
    expect(await send(rows)).toMatchObject({
      body: { Data: again.map((Outcome) => ({ Outcome, InvitationId: null, Message: expect.any(String) })) },
    });
    expect(await scene.t.db.invitation.count({ where: { accountId: scene.account.id } })).toBe(1);
  });

  test("of one address and Account twice are one", async () => {
    const row = { Email: fresh(), AccountId: scene.account.apiId };
    expect(await send([row, { ...row, Email: row.Email.toUpperCase() }])).toMatchObject({
      body: { Data: [{ Outcome: "invited" }, { Outcome: "refused" }] },
    });
  });

  test("that are not right as a whole are refused as a whole", async () => {
    const row = { Email: fresh(), AccountId: scene.account.apiId };
    expect(await send([])).toMatchObject({ status: 400, body: { Field: "Invitations" } });
    expect(await send([row, { Email: 7, AccountId: "x" }])).toMatchObject({
      status: 400,
      body: { Field: "Invitations[1].Email" },
    });
    expect(await send([{ ...row, Owner: "me" }])).toMatchObject({ body: { Code: "unknown-field" } });
    const many = Array.from({ length: 10_001 }, () => row);
    expect(await send(many)).toMatchObject({ status: 400, body: { Field: "Invitations" } });
    expect(await scene.t.db.invitation.count({ where: { emailKey: row.Email } })).toBe(0);
  });
});
