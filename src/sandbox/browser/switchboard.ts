import type { Demo } from "../demo/console-commands.ts";
import { letTimePass } from "../demo/let-time-pass.ts";
import { hours } from "../../core/kernel/time/clock.ts";
import { cloudState, cloudSwitches } from "./cloud-switches.ts";
import type { Switches } from "./wire.ts";

/** Takes things away from the program while one looks, and gives them back. */
export interface Switchboard {
  now(): Switches;
  /** Throws where there is no such switch now. */
  press(name: string): Promise<void>;
}

/** One button, as long as it is offered. */
export interface Switch {
  group: string;
  label: string;
  /** What one may expect. */
  expect: string;
  run(): Promise<void> | void;
  /** Left out: always. */
  offered?(): boolean;
}

const storeNames: Record<string, string> = { DATABASE_URL: "PostgreSQL", REDIS_URL: "Redis" };

const storeExpectations: Record<string, string> = {
  DATABASE_URL: "Commands are answered with the reason, and the page cannot show Requests.",
  REDIS_URL: "Requests are recorded, and their answers say that the queue cannot be reached.",
};

/** Takes each store away, and gives it back. */
function storeSwitches(stores: Demo["stores"]): Record<string, Switch> {
  const pairs = Object.entries(stores).flatMap(([name, store]): [string, Switch][] => {
    const group = storeNames[name] ?? name;
    const [cut, join] = [`cut${group}`, `join${group}`];
    const expect = storeExpectations[name] ?? "";
    return [
      [
        cut,
        { group, label: `Take ${group} away`, expect, run: () => store.cut(), offered: () => !store.isCut() },
      ],
      [
        join,
        {
          group,
          label: `Give ${group} back`,
          expect: "The program connects again, and does what has waited.",
          run: () => store.join(),
          offered: () => store.isCut(),
        },
      ],
    ];
  });
  return Object.fromEntries(pairs);
}

const always = Number.MAX_SAFE_INTEGER;
const messages = /^chat\.(?:postMessage|update)$/u;
const patienceMs = 20_000;

export function createSwitchboard(demo: Demo): Switchboard {
  const { slack, mailbox, workerProcess: worker, app, stores, cloud } = demo;
  let mailIsOff = false;
  let log: Switches["log"] = [];
  const allThere = () => Object.values(stores).every((store) => !store.isCut());
  const mailFault = (isOff: boolean): void => {
    mailbox.faults.clear();
    mailIsOff = isOff;
    if (!isOff) return;
    // The worker may hold a connection from before: there the next sender is refused.
    for (const stage of ["connect", "from"] as const)
      mailbox.faults.inject({ stage, kind: "refuse", code: 421, message: "Not now", times: always });
  };

  const switches: Record<string, Switch> = {
    stopWorker: {
      group: "Worker",
      label: "Stop",
      expect: "Requests are recorded and wait; the bot answers as before.",
      run: () => worker?.stop(),
      offered: () => worker?.runs() ?? false,
    },
    killWorker: {
      group: "Worker",
      label: "kill -9",
      expect: "What it was at is found again when it is back, and nothing is done twice.",
      run: () => worker?.kill(),
      offered: () => worker?.runs() ?? false,
    },
    startWorker: {
      group: "Worker",
      label: "Start",
      expect: "What has waited is done.",
      run: () => worker?.start(),
      offered: () => worker !== undefined && !worker.runs(),
    },
    mailOff: {
      group: "Mail",
      label: "Turn mail off",
      expect: "Cards say that the mail is delayed, and when it is tried again.",
      run: () => mailFault(true),
      offered: () => !mailIsOff,
    },
    mailOn: {
      group: "Mail",
      label: "Turn mail on",
      expect: "What was delayed goes out, once.",
      run: () => mailFault(false),
      offered: () => mailIsOff,
    },
    refuseRecipient: {
      group: "Mail",
      label: "Refuse the next recipient",
      expect: "The request fails at once with the server's reason, and can be retried in its thread.",
      run: () =>
        mailbox.faults.inject({ stage: "recipient", kind: "refuse", code: 550, message: "No such user" }),
      offered: () => !mailIsOff,
    },
    ...(cloud && cloudSwitches(cloud)),
    ...storeSwitches(stores),
    tooMany: {
      group: "Slack",
      label: "Answer 429 three times",
      expect: "Cards come later, and none is lost.",
      run: () => slack.faults.inject({ method: messages, kind: "rate_limited", retryAfter: 2, times: 3 }),
    },
    serverError: {
      group: "Slack",
      label: "Answer 500 three times",
      expect: "The same: each is tried again.",
      run: () => slack.faults.inject({ method: messages, kind: "status", status: 500, times: 3 }),
    },
    timeOut: {
      group: "Slack",
      label: "Keep silent once",
      expect: "The call is given up after a while, and tried again.",
      run: () => slack.faults.inject({ method: messages, kind: "slow", ms: patienceMs }),
    },
    dropAfterAccept: {
      group: "Slack",
      label: "Take a message, then drop the connection",
      expect: "The bot cannot know that it arrived, looks for it, and posts no second one.",
      run: () => slack.faults.inject({ method: "chat.postMessage", kind: "drop_after_accept" }),
    },
    cutSocket: {
      group: "Slack",
      label: "Cut the socket",
      expect: "The bot connects again.",
      run: () => slack.dropSockets(),
      offered: () => slack.connections > 0,
    },
    clearSlack: {
      group: "Slack",
      label: "Answer as always",
      expect: "What was switched on above is gone.",
      run: () => slack.faults.clear(),
    },
    hour: {
      group: "Time-limited grants",
      label: "Let an hour pass",
      expect: "Who was Administrator for less than that is not any more, and the thread says so.",
      run: () => letTimePass(app, hours(1)),
      offered: allThere,
    },
    day: {
      group: "Time-limited grants",
      label: "Let a day pass",
      expect: "The same for a day.",
      run: () => letTimePass(app, hours(24)),
      offered: allThere,
    },
  };
  const offered = () => Object.entries(switches).filter(([, one]) => one.offered?.() ?? true);

  return {
    now: () => ({
      states: [
        worker
          ? `The worker ${worker.runs() ? "runs" : "does not run"}.`
          : "The worker runs in the demo's own process, and stays.",
        `The mail server ${mailIsOff ? "takes no mail" : "takes mail"}.`,
        ...(cloud ? [cloudState(cloud)] : []),
        ...Object.entries(stores).map(
          ([name, store]) =>
            `${storeNames[name] ?? name} ${store.isCut() ? "cannot be reached" : "can be reached"}.`,
        ),
      ],
      switches: offered().map(([name, { group, label, expect }]) => ({ name, group, label, expect })),
      log,
    }),
    async press(name) {
      const found = offered().find(([one]) => one === name)?.[1];
      if (!found) throw new Error("There is no such switch now.");
      log = [{ at: Date.now(), text: `${found.group}: ${found.label}` }, ...log].slice(0, 20);
      await found.run();
    },
  };
}
