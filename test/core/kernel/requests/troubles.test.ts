import { expect, test } from "vitest";
import { accept, invite, inviteScene, tokenIn, trouble } from "../../../support/invite-scene.ts";
import { recoverLater } from "../../../support/recover-all.ts";
import { readWords } from "../../../support/recorded-chat.ts";

const scene = inviteScene();

test("sends the same mail again after a refusal that may pass, and says when", async () => {
  scene.t.mailer.failures.push(trouble(true, "451"));
  await invite(scene, "retry@acme.example");
  await scene.t.runJobs();
  expect(scene.t.chat.latest().title).toBe("Invitation delayed");
  expect(readWords(scene.t.chat.latest().note)).toMatch(
    /^Refused \(451\)\. At 2026-.*Z: retry 1 of 5 in [45] s, at 2026-.*Z\.$/,
  );
  scene.t.clock.advance(60_000);
  await scene.t.runJobs();
  expect(scene.t.mailer.sent).toHaveLength(1);
  expect(scene.t.chat.latest().title).toBe("Invitation mailed");
  expect(scene.t.chat.messages).toHaveLength(1);
});

test("stops at once at a refusal for good, says why in the thread, and lets the address be invited again", async () => {
  scene.t.mailer.failures.push(trouble(false, "550"));
  await invite(scene, "bounce@acme.example");
  await scene.t.runJobs();
  scene.t.clock.advance(5_000);
  await scene.t.runJobs();
  expect(scene.t.chat.latest().title).toBe("Invitation failed");
  expect(scene.t.chat.messages[1]).toMatchObject({ underId: "1", channelId: "C1" });
  expect(readWords(scene.t.chat.latest(1).note)).toContain("Refused (550)");
  await invite(scene, "bounce@acme.example");
  await scene.t.runJobs();
  expect(scene.t.mailer.sent).toHaveLength(1);
});

test("gives up after the last retry and says why", async () => {
  scene.t.mailer.failures.push(...Array.from({ length: 6 }, () => trouble(true, "451")));
  await invite(scene, "never@acme.example");
  for (let tries = 0; tries < 8; tries += 1) {
    await scene.t.runJobs();
    scene.t.clock.advance(3_600_000);
  }
  expect(scene.t.mailer.failures).toHaveLength(0);
  expect(scene.t.chat.latest().title).toBe("Invitation failed");
});

test("records what is asked while the queue is down, and runs it when it is back", async () => {
  scene.t.queue.down = true;
  const invited = await invite(scene, "outage@acme.example");
  expect(invited.queued).toBe(false);
  scene.t.queue.down = false;
  expect(await recoverLater(scene.t)).toBeGreaterThan(0);
  await scene.t.runJobs();
  expect(scene.t.mailer.sent).toHaveLength(1);
  expect(scene.t.chat.latest().title).toBe("Invitation mailed");
});

test("speaks to the requester directly where the channel does not take the card", async () => {
  scene.t.chat.failures.push({ error: trouble(false, "is_archived") });
  await invite(scene, "archived@acme.example");
  await scene.t.runJobs();
  expect(scene.t.chat.messages).toMatchObject([{ channelId: "D-U-ed" }]);
});

test("finds a card that arrived without an answer, instead of posting it twice", async () => {
  scene.t.chat.failures.push({ error: trouble(true, "connection"), arrives: true });
  await invite(scene, "lost@acme.example");
  await scene.t.runJobs();
  scene.t.clock.advance(60_000);
  await scene.t.runJobs();
  expect(scene.t.chat.messages).toHaveLength(1);
  expect(scene.t.chat.latest().title).toBe("Invitation mailed");
});

test("posts a fresh card where the old one cannot be updated any more", async () => {
  await invite(scene, "gone@acme.example");
  await scene.t.runJobs();
  scene.t.chat.failures.push({ error: trouble(false, "message_not_found") });
  const token = tokenIn(scene.t.mailer.sent[0]?.text);
  await accept(scene, token, "gone");
  await scene.t.runJobs();
  expect(scene.t.chat.messages).toHaveLength(2);
  expect(scene.t.chat.latest(1).title).toBe("Invitation accepted");
});
