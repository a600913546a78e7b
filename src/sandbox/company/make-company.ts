import { once } from "node:events";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { SlackSandbox } from "../slack/slack-sandbox.ts";
import type { Mailbox } from "../start-sandbox.ts";
import type { LivedIn } from "./live.ts";
import { sharedTime } from "./moved-time.ts";
import { refusedAddress } from "./roster.ts";

interface Surroundings {
  env: Record<string, string>;
  slack: SlackSandbox;
  mailbox: Mailbox;
  people: Record<string, string>;
  channelId: string;
}

/** Eight weeks that are to be made. */
export interface CompanyMaker {
  /** What Slack goes by until they are over, and from then on. */
  now: () => number;
  /**
   * In an empty, migrated database and in the channel: 13 Accounts, 60 people, and what is left of a morning. No row is written
   * but by a use case, at the time at which it was.
   */
  make(surroundings: Surroundings): Promise<void>;
}

const thread = path.resolve(import.meta.dirname, "../../../dist/sandbox/company/live.js");

/** In a thread, since only there Date can be moved without moving everybody's. It loads the program while the stores start. */
export function startCompanyMaker(): CompanyMaker {
  const time = sharedTime();
  const worker = new Worker(thread, { resourceLimits: { maxYoungGenerationSizeMb: 64 } });
  const ended = once(worker, "exit");
  return {
    now: time.now,
    async make({ slack, mailbox, ...rest }) {
      const { messagesPerSecond, tiers } = slack.limits;
      mailbox.faults.inject({
        stage: "recipient",
        kind: "refuse",
        code: 550,
        message: "No such user",
        recipient: refusedAddress,
      });
      // What happened weeks ago waits for no turn.
      Object.assign(slack.limits, { messagesPerSecond: false, tiers: false });
      try {
        const lived: LivedIn = { ...rest, teamId: slack.team.id, now: new Date(), moved: time.moved };
        worker.postMessage(lived);
        const [code] = (await ended) as [number];
        if (code !== 0) throw new Error(`The company's thread ended with ${code}`);
      } finally {
        time.moved[0] = 0;
        Object.assign(slack.limits, { messagesPerSecond, tiers });
      }
      slack.calls.length = 0;
    },
  };
}
