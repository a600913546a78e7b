import { beforeEach, expect, test } from "vitest";
import { minutes } from "../../../../src/core/kernel/time/clock.ts";
import { by, recordAudit } from "../../../../src/core/kernel/audit/record-audit.ts";
import type { User } from "../../../../src/core/generated/prisma/client.ts";
import {
  issueSignInToken,
  findSignInToken,
  useSignInToken,
} from "../../../../src/core/kernel/links/use-sign-in-token.ts";
import { newToken } from "../../../../src/core/kernel/secrets/token.ts";
import { auditOfTest } from "../../../support/audit-of-test.ts";
import { makeUser } from "../../../support/factories.ts";
import { inviteScene } from "../../../support/invite-scene.ts";

const scene = inviteScene();
const events = auditOfTest(() => scene.t.db);
const visitor = { kind: "invitee", name: "somebody with a link", surface: "web" } as const;
const ctx = () => ({ ...scene.t.app, actor: visitor });
let user: User;
let token: string;

beforeEach(async () => {
  user = await makeUser(scene.t.db);
  await scene.t.db.membership.create({ data: { userId: user.id, accountId: scene.accountId } });
  const account = await scene.t.db.account.findUniqueOrThrow({ where: { id: scene.accountId } });
  token = await scene.t.db.$transaction(async (tx) => {
    const about = { user, account, deploymentId: null, returnUrl: "/launch/marketplace/1" };
    const issued = await issueSignInToken(ctx(), tx, about);
    await recordAudit(tx, by(scene.t.app, visitor), issued.entry);
    return issued.token;
  });
});

const use = () => useSignInToken(ctx(), token, async (_tx, row) => row.user.id);

test("lets its bearer in as that User, once; making and use are audited, the token is in neither", async () => {
  for (const _ of [1, 2]) expect(await findSignInToken(scene.t.app, token)).toMatchObject({ state: "open" });
  expect(await use()).toBe(user.id);
  expect(await findSignInToken(scene.t.app, token)).toMatchObject({ state: "used" });
  await expect(use()).rejects.toMatchObject({ code: "expired" });
  const told = await events();
  expect(told.map(({ action }) => action)).toEqual(["sign-in-token-issued", "sign-in-token-used"]);
  expect(JSON.stringify(told.map(({ after, subjectName }) => [after, subjectName]))).not.toContain(token);
});

test("two uses at the same moment let one in", async () => {
  const ends = await Promise.allSettled([use(), use(), use()]);
  expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(await events("sign-in-token-used")).toHaveLength(1);
});

test("is not used up where no session comes of it", async () => {
  const failing = useSignInToken(ctx(), token, async () => Promise.reject(new Error("no session")));
  await expect(failing).rejects.toThrow("no session");
  expect(await use()).toBe(user.id);
});

test("is dead after five minutes, and an unknown one was never alive", async () => {
  scene.t.clock.advance(minutes(5));
  expect(await findSignInToken(scene.t.app, token)).toMatchObject({ state: "expired" });
  await expect(use()).rejects.toMatchObject({ code: "expired" });
  expect(await findSignInToken(scene.t.app, newToken())).toBeUndefined();
  await expect(useSignInToken(ctx(), newToken(), async () => 1)).rejects.toMatchObject({ code: "not-found" });
});

test.each([
  ["the Account is suspended", () => ["account", { suspendedAt: new Date() }] as const],
  ["the User is suspended on it", () => ["membership", { suspendedAt: new Date() }] as const],
  ["the User was removed from it", () => ["membership", undefined] as const],
])("opens nothing once %s, and stays unused", async (_, change) => {
  const [table, data] = change();
  if (table === "account") await scene.t.db.account.update({ where: { id: scene.accountId }, data });
  else if (data) await scene.t.db.membership.updateMany({ where: { userId: user.id }, data });
  else await scene.t.db.membership.deleteMany({ where: { userId: user.id } });
  expect(await findSignInToken(scene.t.app, token)).toMatchObject({ state: "closed" });
  await expect(use()).rejects.toMatchObject({ code: "forbidden" });
  expect(
    await scene.t.db.secretLink.count({ where: { purpose: "signIn", userId: user.id, usedAt: null } }),
  ).toBe(1);
});
