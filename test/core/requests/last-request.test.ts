import { expect, test } from "vitest";
import { definedRequests } from "../../../src/core/features.ts";
import { approveRequest, denyRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { resolveHints } from "../../../src/core/kernel/text/command-hint.ts";
import { cancelLastRequest, lastRequest } from "../../../src/core/requests/last-request.ts";
import {
  approvalScene,
  askGrant,
  lower,
  makeSensitive,
  refreshed,
  rowOf,
} from "../kernel/requests/approval-scene.ts";

const scene = approvalScene();

/** Whoever asks for a kind needs this; what approves it is `manage` of the same area. */
const needs = {
  "account-settings": "accounts:edit",
  "add-api-client-secret": "settings:manage",
  "add-accounts": "users:edit",
  admins: "users:edit",
  "change-api-client": "settings:manage",
  "change-marketplace": "marketplaces:manage",
  "change-settings": "settings:edit",
  "change-user": "users:edit",
  "create-account": "accounts:manage",
  "create-api-client": "settings:manage",
  "create-user": "users:edit",
  "delete-account": "accounts:manage",
  "delete-user": "users:manage",
  "deploy-marketplace": "marketplaces:edit",
  "freeze-console-user": "console-users:manage",
  "grant-admin": "users:edit",
  "invite-console-user": "console-users:manage",
  "invite-user": "users:edit",
  "invite-users": "users:edit",
  "remove-console-user": "console-users:manage",
  "remove-user": "users:manage",
  "resend-console-invitation": "console-users:manage",
  "resend-invitation": "users:edit",
  "reset-password": "users:edit",
  "resume-account": "accounts:edit",
  "resume-membership": "users:edit",
  "revoke-admin": "users:edit",
  "revoke-api-client": "settings:manage",
  "revoke-api-client-secret": "settings:manage",
  "revoke-console-invitation": "console-users:manage",
  "revoke-invitation": "users:edit",
  "set-password": "users:edit",
  "set-permissions": "console-users:manage",
  "settle-account-drift": "accounts:edit",
  "settle-member-drift": "users:edit",
  "suspend-account": "accounts:edit",
  "suspend-membership": "users:edit",
  "unfreeze-console-user": "console-users:manage",
};

test("every kind of request needs its own permission", () => {
  expect(Object.fromEntries(definedRequests.map((one) => [one.kind, one.needs]))).toEqual(needs);
});

test.each(definedRequests.map(({ kind, undo }) => [kind, undo]))(
  "what takes %s back is said in a sentence",
  (_kind, undo) => expect(undo).toMatch(/^\S.* .*\.$/u),
);

test("whoever set a password is told what is gone, and how to go on", async () => {
  await scene.t.db.request.create({
    data: {
      kind: "set-password",
      input: {},
      needs: "users:edit",
      status: "done",
      outcome: "changed",
      requesterId: scene.ed.id,
      finishedAt: scene.t.clock.now(),
    },
  });
  expect(resolveHints(await cancelLastRequest(scene.as(scene.ed)))).toMatch(
    /is done and cannot be taken back\. \/cyclr reset-password lets them choose another; the password that was before is gone\.$/u,
  );
});

test("what failed last is cancelled by its requester, and not by one who may not ask for it any more", async () => {
  const id = await askGrant(scene);
  expect(await lastRequest(scene.as(scene.ed))).toMatchObject({ decidable: false });
  await scene.t.db.request.update({ where: { id }, data: { status: "failed" } });
  expect(await lastRequest(scene.as(scene.ed))).toMatchObject({ request: { id }, decidable: true });
  await lower(scene, scene.ed);
  const lowered = scene.as(await refreshed(scene, scene.ed));
  expect(await lastRequest(lowered)).toMatchObject({ decidable: false });
  expect(await cancelLastRequest(lowered)).toMatch(/has failed\. There is nothing to take back\.$/u);
  expect(await cancelLastRequest(scene.as(scene.ed))).toMatch(/^Cancelled: /u);
  expect(await rowOf(scene, id)).toMatchObject({ status: "cancelled" });
});

test("whoever has approved one of two cannot deny it besides, nor approve it twice", async () => {
  await makeSensitive(scene);
  const id = await askGrant(scene);
  await approveRequest(scene.as(scene.mia), id);
  const again = [
    () => denyRequest(scene.as(scene.mia), id, { reason: "On second thoughts" }),
    () => approveRequest(scene.as(scene.mia), id),
  ];
  for (const one of again) await expect(one()).rejects.toMatchObject({ code: "conflict" });
  const { status, votes } = await rowOf(scene, id);
  expect([status, votes.map(({ decision }) => decision)]).toEqual(["awaitingApproval", ["approve"]]);
});
