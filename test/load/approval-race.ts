import type { Demo } from "../../src/sandbox/demo/console-commands.ts";
import type { Message } from "../../src/sandbox/slack/model/message-log.ts";
import { readBlocks } from "../../src/sandbox/slack/read-message.ts";

/** What `startDemo` needs on top, so that neither the program's nor Slack's pace is what is measured. */
export const raceSettings = { APPROVAL_POLICY: "", SLACK_UPDATES_PER_MINUTE: "100000" };

export interface Race {
  rounds: number;
  /** How often the first of the two clicks won. */
  firstWon: number;
  /** What was not as it must be, round by round; empty where all is well. */
  faults: string[];
}

/** How many rounds are asked for; few where nothing is said. */
export function roundsIn(env: Record<string, string | undefined>): number {
  return Number(env["APPROVAL_ROUNDS"] ?? 10);
}

/**
 * Rounds in which two who may approve click at the same moment, each a signed delivery over HTTP to the real bot. In
 * each: one vote, one grant, one card in one state, one who is told that it is approved, and one who is told by whom.
 */
export async function approvalRace(demo: Demo, rounds: number): Promise<Race> {
  const { limits } = demo.slack;
  Object.assign(limits, { messagesPerSecond: false, tiers: false });
  const noWait = { everyMs: 0, burst: 1 };
  demo.app.chatPace = { posts: noWait, updates: noWait };
  const race: Race = { rounds, firstWon: 0, faults: [] };
  for (let round = 1; round <= rounds; round += 1) {
    const { won, faults } = await playRound(demo, round);
    race.firstWon += won === "olivia" ? 1 : 0;
    race.faults.push(...faults.map((fault) => `round ${round}: ${fault}`));
  }
  return race;
}

async function playRound(demo: Demo, round: number): Promise<{ won: string; faults: string[] }> {
  const { slack, app, people } = demo;
  const channelId = slack.addChannel({ name: `race-${round}`, members: Object.values(people) }).id;
  const username = await makeMember(demo, round);
  const text = `grant-admin ${username} on acme because of round ${round}`;
  await slack.runCommand({ userId: people["ed"] ?? "", channelId, text });
  const note = await slack.waitFor(
    () => slack.messages(channelId).find((one) => read(one).includes("This needs approval")),
    { what: `the note of round ${round}` },
  );
  const before = slack.calls.length;
  // Who is first on the wire changes from round to round.
  const order = round % 2 === 0 ? ["olivia", "mona"] : ["mona", "olivia"];
  const clicks = await Promise.all(
    order.map((who) =>
      slack.click({ userId: people[who] ?? "", channelId, ts: note.ts, actionId: "approve-request" }),
    ),
  );
  const told = await Promise.all(order.map((who) => heard(demo, who, channelId)));
  await slack.waitFor(() => cardOf(demo, channelId)?.includes("Administrator granted"), {
    what: `the card of round ${round}`,
    timeoutMs: 60_000,
  });
  const winner = told.findIndex((words) => words.startsWith("Approved."));
  const won = order[winner] ?? "nobody";
  const name = won === "mona" ? "Mona Iversen" : "Olivia Reyes";
  const request = await app.db.request.findFirstOrThrow({
    where: { messages: { some: { channelId } } },
    include: { votes: { include: { voter: true } }, grants: true, messages: true },
  });
  const audits = await app.db.auditEvent.groupBy({
    by: ["action"],
    where: { requestId: request.id },
    _count: true,
  });
  const audited = (action: string) => audits.find((one) => one.action === action)?._count ?? 0;
  const cards = slack.messages(channelId).filter((one) => !one.thread_ts || one.thread_ts === one.ts);
  const posts = slack.calls.slice(before).filter(({ method }) => method === "chat.postMessage");
  const checks: [string, boolean][] = [
    ["a click was not acknowledged", clicks.every(({ acknowledged }) => acknowledged)],
    [`told: ${told.join(" | ")}`, told.includes(`:warning: Already approved by ${name}. Nothing was added.`)],
    [`${told.filter((words) => words.startsWith("Approved.")).length} won`, winner !== -1],
    [`${request.votes.length} votes`, request.votes.length === 1],
    ["the vote is not the winner's", request.votes[0]?.voter.firstName === name.split(" ")[0]],
    [`${request.grants.length} grants`, request.grants.length === 1],
    [`status ${request.status}`, request.status === "done"],
    [`${cards.length} cards`, cards.length === 1],
    [`${posts.length} more posts`, posts.length === 0],
    ["the card names somebody else", cardOf(demo, channelId)?.includes(`Approved by: ${name}`) === true],
    ["approved twice in the audit", audited("request-approved") === 1],
    ["granted twice in the audit", audited("administrator-granted") === 1],
  ];
  return { won, faults: checks.filter(([, well]) => !well).map(([fault]) => fault) };
}

async function makeMember({ app }: Demo, round: number): Promise<string> {
  const username = `race-${round}`;
  await app.db.user.create({
    data: {
      username,
      usernameKey: username,
      memberships: { create: { account: { connect: { apiIdKey: "acme" } } } },
    },
  });
  return username;
}

function heard({ slack, people }: Demo, who: string, channelId: string): Promise<string> {
  const mine = () => slack.ephemerals(people[who] ?? "").find(({ channel }) => channel === channelId);
  return slack.waitFor(() => mine()?.text, { what: `an answer to ${who}` });
}

function cardOf({ slack }: Demo, channelId: string): string | undefined {
  const [card] = slack.messages(channelId);
  return card && read(card);
}

const read = ({ blocks, text }: Message) => readBlocks(blocks ?? [], text);
