import type { Fault } from "../../../src/sandbox/slack/server/faults.ts";
import type { OutageWorld } from "./outage-world.ts";

export interface Outage {
  name: string;
  needsRedis?: boolean;
  begin(world: OutageWorld): Promise<void> | void;
  end(world: OutageWorld): Promise<void> | void;
}

const times = 1_000_000;
const slackFault = (name: string, fault: Omit<Fault, "method" | "times">): Outage => ({
  name,
  begin: ({ sandbox }) => sandbox.slack.faults.inject({ method: /\./, times, ...fault }),
  end: ({ sandbox }) => sandbox.slack.faults.clear(),
});

/** What goes wrong, one after the other, while commands come in. */
export const outages: Outage[] = [
  {
    name: "Redis stopped",
    needsRedis: true,
    begin: ({ redis }) => redis?.stop(),
    end: ({ redis }) => redis?.start(),
  },
  {
    name: "PostgreSQL stopped",
    begin: ({ postgres }) => postgres.stop(),
    end: ({ postgres }) => postgres.start(),
  },
  {
    name: "SMTP refusing",
    begin: ({ sandbox }) => sandbox.mailbox.faults.inject({ stage: "connect", kind: "refuse", times }),
    end: ({ sandbox }) => sandbox.mailbox.faults.clear(),
  },
  slackFault("Slack answering 429", { kind: "rate_limited", retryAfter: 2 }),
  slackFault("Slack answering 500", { kind: "status", status: 500 }),
  slackFault("Slack dropping after accept", { kind: "drop_after_accept" }),
];
