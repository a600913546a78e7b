import { beforeEach, describe, expect, test } from "vitest";
import { LinkPurpose, type Prisma } from "../../../../src/core/generated/prisma/client.ts";
import {
  byToken,
  handedOver,
  linkState,
  mailLink,
  newLink,
  reissueLink,
  showLink,
  sweepLinks,
  useUp,
} from "../../../../src/core/kernel/links/secret-link.ts";
import { hashToken } from "../../../../src/core/kernel/secrets/token.ts";
import { days, minutes } from "../../../../src/core/kernel/time/clock.ts";
import { makeInvitation, makeLink, makeUser } from "../../../support/factories.ts";
import { inviteScene, trouble } from "../../../support/invite-scene.ts";

const scene = inviteScene();
const db = () => scene.t.db;
const now = () => scene.t.clock.now();
let userId: string;
beforeEach(async () => {
  await db().secretLink.deleteMany({ where: { invitation: null, consoleInvitation: null } });
  userId = (await makeUser(db())).id;
});

const issued = async () =>
  db().secretLink.create({ data: newLink(scene.t.app, { purpose: "password", userId }) });
const again = (id: string) => db().secretLink.findUniqueOrThrow({ where: { id } });
const mail = async (url: string) => ({ to: "ann@acme.example", subject: "", text: url, html: "" });
const send = async (id: string) => mailLink(scene.t.app, await again(id), mail);
const tokenIn = (at: number) => scene.t.mailer.sent[at]?.text.split("/").at(-1) ?? "";

describe("a link that is mailed", () => {
  test("is the same mail at each try, until that is recorded; then its token is kept nowhere", async () => {
    const { id } = await issued();
    scene.t.mailer.failures.push(trouble(true, "connection"));
    await expect(send(id)).rejects.toThrow();
    await send(id);
    const at = await send(id);
    expect(scene.t.mailer.sent.map(({ messageId }) => messageId)).toEqual([`link-${id}-1`, `link-${id}-1`]);
    expect(tokenIn(0)).toBe(tokenIn(1));
    await handedOver(db(), await again(id), at ?? now());
    expect(await again(id)).toMatchObject({ handedOverAt: at, tokenSealed: null });
    expect((await again(id)).tokenHash).toEqual(hashToken(tokenIn(0)));
    expect(await send(id)).toBeUndefined();
  });

  test("is a new mail with a new token once it was issued anew, and the old one is dead", async () => {
    const { id } = await issued();
    const old = await again(id);
    await send(id);
    await db().$transaction((tx) => reissueLink(scene.t.app, tx, old));
    // The earlier hand-over comes late: the new link has still to be mailed.
    await handedOver(db(), old, now());
    await send(id);
    expect(scene.t.mailer.sent.map(({ messageId }) => messageId)).toEqual([`link-${id}-1`, `link-${id}-2`]);
    expect(await db().secretLink.count({ where: byToken("password", tokenIn(0)) })).toBe(0);
    await expect(useUp(db(), old, now())).rejects.toMatchObject({ code: "expired" });
    await useUp(db(), await again(id), now());
  });

  test.each(["usedAt", "revokedAt"] as const)("is not mailed any more with %s", async (end) => {
    const { id } = await issued();
    await db().secretLink.update({ where: { id }, data: { [end]: now(), tokenSealed: null } });
    expect(await send(id)).toBeUndefined();
  });

  test("is not mailed once its time is over, and the sweep leaves no token", async () => {
    const { id } = await issued();
    scene.t.clock.advance(days(7));
    expect(await send(id)).toBeUndefined();
    expect(await sweepLinks(scene.t.app)).toBe(1);
    const swept = await again(id);
    expect([swept.tokenSealed, linkState(swept, now())]).toEqual([null, "expired"]);
    expect(await sweepLinks(scene.t.app)).toBe(0);
  });
});

test("of ten who use a link at the same moment one gets in", async () => {
  const { id, tokenHash } = await issued();
  const uses = await Promise.allSettled(
    Array.from({ length: 10 }, () => useUp(db(), { id, tokenHash }, now())),
  );
  expect(uses.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(linkState(await again(id), now())).toBe("used");
});

test("a token opens the page of its own purpose alone", async () => {
  const { token } = await makeInvitation(scene.t, { accountId: scene.accountId });
  const opened = await Promise.all(
    Object.values(LinkPurpose).map(async (purpose) => [
      purpose,
      await db().secretLink.count({ where: byToken(purpose, token) }),
    ]),
  );
  expect(opened.filter(([, count]) => count !== 0)).toEqual([["invitation", 1]]);
});

test("a link that is shown again under the same id is another, and its token is in no row", async () => {
  const { requestId } = await scene.t.db.$transaction(async (tx) => {
    const { id } = await tx.request.create({ data: { kind: "none", input: {} } });
    return { requestId: id };
  });
  const show = () => showLink(scene.t.app, db(), { purpose: "values", id: requestId, requestId });
  const [first, second] = [await show(), await show()];
  expect(second.expiresAt).toEqual(new Date(now().getTime() + minutes(60)));
  expect(await db().secretLink.count({ where: byToken("values", first.token) })).toBe(0);
  const row = await again(requestId);
  expect(row).toMatchObject({ issue: 2, tokenSealed: null, tokenHash: hashToken(second.token) });
  await scene.t.db.request.delete({ where: { id: requestId } });
});

test("goes with the invitation that points at it", async () => {
  const { invitation } = await makeInvitation(scene.t);
  await db().account.delete({ where: { id: invitation.accountId } });
  expect(await db().secretLink.count({ where: { id: invitation.linkId } })).toBe(0);
});

describe("the database takes no link", () => {
  test.each<[string, LinkPurpose, (userId: string) => Partial<Prisma.SecretLinkUncheckedCreateInput>]>([
    ["to set nobody's password", "password", () => ({})],
    ["that confirms nothing", "email", (userId) => ({ userId })],
    ["that signs in nowhere", "signIn", (userId) => ({ userId })],
    ["of an invitation for one User", "invitation", (userId) => ({ userId })],
    ["for values that is mailed", "values", () => ({ tokenSealed: "sealed" })],
    [
      "with a token sealed after its mail",
      "password",
      (userId) => ({ userId, tokenSealed: "x", handedOverAt: now() }),
    ],
    [
      "with a token sealed after its use",
      "password",
      (userId) => ({ userId, tokenSealed: "x", usedAt: now() }),
    ],
    [
      "with a token sealed after its end",
      "password",
      (userId) => ({ userId, tokenSealed: "x", revokedAt: now() }),
    ],
  ])("%s", async (_, purpose, given) => {
    const link = { handedOverAt: null, ...given(userId) };
    await expect(makeLink(db(), purpose, link)).rejects.toThrow(/SecretLink_/);
  });
});
