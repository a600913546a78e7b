import { Client } from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { invite, inviteScene } from "../../support/invite-scene.ts";
import { cardJob, take, work } from "./jobs-by-hand.ts";

const scene = inviteScene();
afterEach(() => vi.restoreAllMocks());

/** What is said to the database meanwhile, a word or two of each. */
async function said(during: () => Promise<unknown>): Promise<string[]> {
  const query = vi.spyOn(Client.prototype, "query");
  await during();
  const texts = query.mock.calls.map((asked: unknown[]) => {
    const { text = asked[0] } = Object(asked[0]) as { text?: unknown };
    return String(text)
      .trim()
      .replaceAll(/"public"\."|"/g, "");
  });
  query.mockRestore();
  return texts.map((text) => {
    const table = /(?:FROM|INTO|UPDATE)\s+(\w+)/.exec(text)?.[1];
    return table ? `${text.split(/\s/)[0]} ${table}` : text;
  });
}

// Each is a way to the server and back, and most of the time that a command takes: see measurements/bench/profile.md.
test("an invitation says to the database what it has to, and no more", async () => {
  await invite(scene, "warm@acme.example");
  await scene.t.runJobs();

  let requestId = "";
  const submitted = await said(async () => ({ requestId } = await invite(scene, "counted@acme.example")));
  expect(submitted.slice(0, 3).toSorted()).toEqual(["SELECT Account", "SELECT Invitation", "SELECT User"]);
  expect(submitted.slice(3)).toEqual([
    "BEGIN",
    "INSERT Request",
    "INSERT ChatMessage",
    "UPDATE Home",
    "INSERT AuditEvent",
    "COMMIT",
  ]);
  const [run] = take(scene, "requests");
  expect(await said(() => work(scene.t.app, run))).toEqual([
    "UPDATE Request",
    "SELECT Request",
    "BEGIN",
    "SELECT User",
    "SELECT Invitation",
    "INSERT Invitation",
    "INSERT AuditEvent",
    "UPDATE Request",
    "COMMIT",
    "SELECT Invitation",
    "SELECT Partner",
    "BEGIN",
    "UPDATE Invitation",
    "UPDATE Request",
    "UPDATE ChatMessage",
    "UPDATE Home",
    "INSERT AuditEvent",
    "COMMIT",
  ]);
  const card = await cardJob(scene, requestId);
  expect(await said(() => work(scene.t.app, card))).toEqual([
    "UPDATE ChatMessage",
    "SELECT Request",
    "SELECT Invitation",
    "INSERT ChatLane",
    "UPDATE ChatMessage",
  ]);
});
