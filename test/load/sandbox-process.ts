import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startMailbox } from "../../src/sandbox/start-sandbox.ts";
import { startSlack } from "../../src/sandbox/slack/start-slack.ts";
import { serveCalls } from "./process-calls.ts";
import { wallMs } from "./statistics.ts";

/** Slack and the mailbox in a process of their own, which notes when a result comes to stand in a channel. */
const isResult = /^(Invitation mailed|Result)/;

const slack = await startSlack({
  delivery: { mode: "http" },
  team: { id: "T0NORTHWIND", name: "Northwind", domain: "northwind" },
});
Object.assign(slack.limits, { messagesPerSecond: false, tiers: false });
const mailbox = await startMailbox();
const ed = slack.addUser({
  name: "ed",
  realName: "Ed Quinn",
  email: "ed@northwind.example",
  tz: "Europe/London",
}).id;
const results = new Map<string, number>();
const looking = new Set<() => void>();

/** When the result of each came to stand, once all of them do. */
function resultsIn(channelIds: string[]): Promise<number[]> {
  const missing = new Set(channelIds);
  return new Promise((resolve) => {
    const look = (): void => {
      for (const id of missing) if (results.has(id)) missing.delete(id);
      if (missing.size > 0) return void looking.add(look);
      looking.delete(look);
      resolve(channelIds.map((id) => results.get(id) ?? 0));
    };
    look();
  });
}

slack.workspace.events.on("change", ({ noun, verb, channelId }) => {
  if (noun !== "message" || verb === "removed" || !channelId || results.has(channelId)) return;
  if (!isResult.test(slack.messages(channelId).at(-1)?.text ?? "")) return;
  results.set(channelId, wallMs());
  for (const look of looking) look();
});

/** Takes what the bot answers; Slack's own response_url knows five answers to a command that it has seen. */
let answered = 0;
const answers = createServer((request, response) => {
  answered += 1;
  request.resume().once("end", () => response.end("ok"));
});
await new Promise<void>((resolve) => void answers.listen(0, "127.0.0.1", resolve));

serveCalls({
  about: () => ({
    apiUrl: slack.apiUrl,
    botToken: slack.botToken,
    signingSecret: slack.signingSecret,
    smtpUrl: mailbox.url,
    teamId: slack.team.id,
    userId: ed,
    responseUrl: `http://127.0.0.1:${(answers.address() as AddressInfo).port}/`,
  }),
  channels: (count: number) =>
    Array.from({ length: count }, (_, index) => slack.addChannel({ name: `c${index}`, members: [ed] }).id),
  resultsIn,
  answered: () => answered,
  mails: () => mailbox.mails().length,
  /** From now on each answer of Slack's and each mail takes so long, as in the world outside. */
  slow({ slackMs, smtpMs }: { slackMs: number; smtpMs: number }) {
    const times = Number.MAX_SAFE_INTEGER;
    slack.faults.clear();
    mailbox.faults.clear();
    if (slackMs > 0) slack.faults.inject({ method: /./, kind: "slow", ms: slackMs, times });
    if (smtpMs > 0) mailbox.faults.inject({ stage: "data", kind: "slow", ms: smtpMs, times });
  },
  forget: () => {
    mailbox.clear();
    slack.calls.length = 0;
  },
});
