import { linkOf } from "../../../support/factories.ts";
import { describe, expect, test } from "vitest";
import { cancelFailed } from "../../../../src/core/kernel/requests/failed-request.ts";
import { requestDetails } from "../../../../src/core/requests/request-details.ts";
import { retryRequest } from "../../../../src/core/kernel/requests/retry-request.ts";
import { auditOfTest } from "../../../support/audit-of-test.ts";
import { invite, inviteScene, trouble } from "../../../support/invite-scene.ts";
import { readWords } from "../../../support/recorded-chat.ts";
import { failedScene } from "./failed-scene.ts";

const scene = inviteScene();
const events = auditOfTest(() => scene.t.db);
const { buttons, failed, note, row, settle } = failedScene(scene);

describe("cancelling what failed", () => {
  test("ends it for good, and lets the address be invited anew", async () => {
    const id = await failed("cancel@acme.example");
    await cancelFailed(scene.ctx, id);
    await settle();
    expect(await row(id)).toMatchObject({ status: "cancelled", draftKey: null, dedupeKey: null });
    expect(note()).toMatch(/Refused \(550\)\. Cancelled by Ed, /);
    expect(buttons()).toBeUndefined();
    expect(scene.t.chat.latest()).toMatchObject({
      title: "Invitation cancelled",
      note: "Cancelled by Ed after it had failed. Steps that were already done stay done.",
    });
    await expect(retryRequest(scene.ctx, id)).rejects.toThrow("You have cancelled it already");
    await expect(cancelFailed(scene.ctx, id)).rejects.toMatchObject({ code: "conflict" });
    await invite(scene, "cancel@acme.example");
    await settle();
    expect(scene.t.mailer.sent).toHaveLength(1);
    expect(await events("request-cancelled")).toMatchObject([{ requestId: id, actorName: "Ed" }]);
  });

  test("of what never failed, or does not exist, is refused", async () => {
    const { requestId } = await invite(scene, "done@acme.example");
    await settle();
    for (const attempt of [retryRequest, cancelFailed]) {
      await expect(attempt(scene.ctx, requestId)).rejects.toMatchObject({ code: "conflict" });
      await expect(attempt(scene.ctx, "01980c3e-0000-7000-8000-000000000000")).rejects.toMatchObject({
        code: "not-found",
      });
    }
  });
});

interface Line {
  msg: string;
}

describe("the details", () => {
  test("tell attempts, times, what was done, what is in the way and where the log has more; no secret", async () => {
    scene.t.mailer.failures.push(...Array.from({ length: 6 }, () => trouble(true, "451")));
    const { requestId: id } = await invite(scene, "details@acme.example");
    for (let tries = 0; tries < 7; tries += 1) {
      await settle();
      scene.t.clock.advance(3_600_000);
    }
    const text = (await requestDetails(scene.ctx, id)).map(readWords).join("\n");
    expect(text).toMatch(/^Invite user: details@acme\.example · Acme Ltd/);
    expect(text).toMatch(/State: failed, .*: Refused \(451\)\./);
    expect(text).toContain("Tried 6 times of 6 at most.");
    expect(text).toMatch(/Done so far: changed what was asked for, .*; card posted, /);
    expect(text).not.toContain("mail handed");
    expect(text).toMatch(/• .* Ed \(Slack\) asked for the invitation of/);
    expect(text).toContain(`requestId ${id}`);
    const logged = scene.t.log.filter((line) => line.includes(id)).map((line) => JSON.parse(line) as Line);
    expect(logged.filter(({ msg }) => msg === "a request did not work yet")).toHaveLength(5);
    expect(logged.at(-1)).toMatchObject({ msg: "request", kind: "invite-user", outcome: "failed" });
    const { tokenSealed } = await linkOf(scene.t.db, { requestId: id });
    expect(text).not.toContain(tokenSealed ?? "?");
  });
});
