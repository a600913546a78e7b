import { describe, expect, test } from "vitest";
import { cancelRequest } from "../../../src/core/kernel/requests/enter-queue-or-approval.ts";
import { sweepLinks } from "../../../src/core/kernel/links/secret-link.ts";
import { hours } from "../../../src/core/kernel/time/clock.ts";
import { fillValues } from "../../../src/core/values/fill-values.ts";
import { findValueLink, issueValueLink } from "../../../src/core/values/issue-value-link.ts";
import { beforeTheWrite } from "../../support/before-the-write.ts";
import { deployRequestScene } from "../marketplaces/deploy-request-scene.ts";

const scene = deployRequestScene();
const waiting = async () => (await scene.submit({ connectorIds: [scene.shop.id] })).requestId;
const visitor = { kind: "invitee", name: "ed", surface: "web" } as const;
/** What ends at this moment is over. */
const endsNow = () => scene.t.clock.now();
const tokenOf = (url: string) => url.split("/").at(-1) ?? "";
const rows = () => scene.t.db.secretLink.findMany({ select: { tokenHash: true, usedAt: true } });
const me = (data: object) => () => scene.t.db.consoleUser.update({ where: { id: scene.ctx.actor.id }, data });

describe("no link to the page for values is made for a requester who, between the look and the write,", () => {
  test.each([
    ["was stripped of the permission", me({ permissions: { marketplaces: "view" } })],
    ["was stripped of everything", me({ permissions: {} })],
    ["was removed", me({ removedAt: new Date() })],
    ["was frozen", me({ frozenAt: new Date() })],
  ])("%s", async (_, change) => {
    const requestId = await waiting();
    const before = await rows();
    const ctx = beforeTheWrite(scene.ctx, change);
    await expect(issueValueLink(ctx, requestId)).rejects.toMatchObject({ code: "forbidden" });
    expect(await rows()).toEqual(before);
  });

  test("cancelled what the values are for", async () => {
    const requestId = await waiting();
    const ctx = beforeTheWrite(scene.ctx, () => cancelRequest(scene.ctx, requestId));
    await expect(issueValueLink(ctx, requestId)).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a link whose hour was over, and which was swept,", () => {
  test("takes nothing more, and the next one for the same request takes its values", async () => {
    const requestId = await waiting();
    const old = tokenOf((await issueValueLink(scene.ctx, requestId)).url);
    scene.t.clock.advance(hours(1));
    expect(await sweepLinks(scene.t.app)).toBe(1);
    expect(await findValueLink(scene.t.app, old)).toMatchObject({ state: "expired" });
    const token = tokenOf((await issueValueLink(scene.ctx, requestId)).url);
    expect(await findValueLink(scene.t.app, token)).toMatchObject({ state: "open" });
    const { name, version } = scene.shop;
    const values = [{ name, version, authValue: "sk_live_0123456789abcdef", properties: [] }];
    await fillValues({ ...scene.t.app, actor: visitor }, { token, values });
    expect(await scene.request(requestId)).toMatchObject({ status: "queued" });
    expect(await findValueLink(scene.t.app, token)).toMatchObject({ state: "used" });
  });

  test("is not shown as open where it was revoked before its time", async () => {
    const requestId = await waiting();
    const token = tokenOf((await issueValueLink(scene.ctx, requestId)).url);
    await scene.t.db.secretLink.updateMany({ where: { requestId }, data: { revokedAt: endsNow() } });
    expect(await findValueLink(scene.t.app, token)).toMatchObject({ state: "expired" });
    const app = { ...scene.t.app, actor: visitor };
    await expect(fillValues(app, { token, values: [] })).rejects.toMatchObject({ code: "expired" });
  });
});

describe("no value is taken by a link that, between the look and the write,", () => {
  const fill = async (change: (requestId: string) => Promise<unknown>) => {
    const requestId = await waiting();
    const token = tokenOf((await issueValueLink(scene.ctx, requestId)).url);
    const app = beforeTheWrite(scene.t.app, () => change(requestId));
    await expect(fillValues({ ...app, actor: visitor }, { token, values: [] })).rejects.toMatchObject({
      code: "expired",
    });
    const row = await scene.t.db.request.findUniqueOrThrow({
      where: { id: requestId },
      include: { values: true },
    });
    expect(row.values).toBeNull();
    return row;
  };
  const link = (requestId: string, data: object) =>
    scene.t.db.secretLink.updateMany({ where: { requestId }, data });

  test("was replaced by another", async () => {
    expect(await fill((id) => issueValueLink(scene.ctx, id))).toMatchObject({ status: "awaitingValues" });
  });
  test("was used", async () => {
    expect(await fill((id) => link(id, { usedAt: endsNow() }))).toMatchObject({ status: "awaitingValues" });
  });
  test("expired", async () => {
    expect(await fill((id) => link(id, { expiresAt: endsNow() }))).toMatchObject({
      status: "awaitingValues",
    });
  });
  test("lost its request, which was cancelled", async () => {
    expect(await fill((id) => cancelRequest(scene.ctx, id))).toMatchObject({ status: "cancelled" });
  });
  test("outlived its request's wait", async () => {
    const late = (id: string) => scene.t.db.request.update({ where: { id }, data: { expiresAt: endsNow() } });
    expect(await fill(late)).toMatchObject({ status: "awaitingValues" });
  });
});
