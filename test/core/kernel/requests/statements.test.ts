import { Query } from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { invite, inviteScene } from "../../../support/invite-scene.ts";
import { cardJob, take, work } from "./jobs-by-hand.ts";

const scene = inviteScene();
afterEach(() => vi.restoreAllMocks());

/** What is said to the database meanwhile, a word or two of each; in one row what goes there before anything comes back. */
async function said(during: () => Promise<unknown>): Promise<string[][]> {
  const trips: string[][] = [];
  let answered = true;
  vi.spyOn(answering, "submit").mockImplementation(function submit(this: Answering, connection) {
    if (answered) trips.push([]);
    answered = false;
    trips.at(-1)?.push(inShort(this.text));
    return submitted.call(this, connection);
  });
  vi.spyOn(answering, "handleReadyForQuery").mockImplementation(function ready(this: Answering, connection) {
    answered = true;
    return readied.call(this, connection);
  });
  await during();
  vi.restoreAllMocks();
  return trips.map((trip) => trip.toSorted());
}

interface Answering {
  text: string;
  submit: (this: Answering, connection: unknown) => unknown;
  handleReadyForQuery: (this: Answering, connection: unknown) => unknown;
}
const answering = Query.prototype as unknown as Answering;
const { submit: submitted, handleReadyForQuery: readied } = answering;

function inShort(text: string): string {
  const bare = text.trim().replaceAll(/"public"\."|"/g, "");
  const table = /(?:FROM|INTO|UPDATE)\s+(\w+)/.exec(bare)?.[1];
  // What is audited waits for the disk behind its commit, on the same way.
  if (bare.includes("pg_logical_emit_message")) return "flush";
  return table ? `${bare.split(/\s/)[0]} ${table}` : bare;
}

// Each is a way to the server and back, and most of the time that a command takes: see measurements/bench/profile.md.
test("an invitation says to the database what it has to, and no more", async () => {
  await invite(scene, "warm@acme.example");
  await scene.t.runJobs();

  let requestId = "";
  const submitted = await said(async () => ({ requestId } = await invite(scene, "counted@acme.example")));
  expect(submitted).toEqual([
    ["SELECT Account"],
    ["SELECT Invitation", "SELECT User"],
    ["BEGIN", "INSERT Request"],
    ["INSERT AuditEvent", "INSERT ChatMessage", "UPDATE Home"],
    ["COMMIT", "flush"],
  ]);
  const [run] = take(scene, "requests");
  expect(await said(() => work(scene.t.app, run))).toEqual([
    ["SELECT Request", "UPDATE Request"],
    // Whether its Account is sensitive by now, on the way of the others.
    ["BEGIN", "SELECT Account", "SELECT Invitation", "SELECT User"],
    ["INSERT AuditEvent", "INSERT Invitation"],
    ["UPDATE Request"],
    ["COMMIT", "flush"],
    ["SELECT Invitation", "SELECT Partner"],
    ["BEGIN", "UPDATE Invitation", "UPDATE Request"],
    ["INSERT AuditEvent", "UPDATE ChatMessage", "UPDATE Home"],
    ["COMMIT", "flush"],
  ]);
  const card = await cardJob(scene, requestId);
  expect(await said(() => work(scene.t.app, card))).toEqual([
    ["UPDATE ChatMessage"],
    ["SELECT Request"],
    ["SELECT Invitation"],
    ["INSERT ChatRateLimit"],
    ["UPDATE ChatMessage"],
  ]);
});
