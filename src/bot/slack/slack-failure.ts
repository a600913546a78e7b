import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
  type WebClientOptions,
} from "@slack/web-api";
import { setTimeout as sleep } from "node:timers/promises";
import type { App as Bolt } from "@slack/bolt";
import type { Logger } from "pino";
import { ownTroubles } from "../../core/kernel/chat/slack-client-options.ts";

export interface SlackFailure {
  /** In a word or a number; nothing of the call itself. */
  reason: string;
  /** Slack answered, and does not take the token: waiting alone does not help. */
  refused: boolean;
  retryAfterMs?: number;
}

/** What went wrong with a call that asks for nothing but the standing of its token. */
export function slackFailure(error: unknown): SlackFailure {
  if (error instanceof WebAPIRateLimitedError)
    return { reason: "429", refused: false, retryAfterMs: error.retryAfter * 1000 };
  if (error instanceof WebAPIPlatformError) {
    const reason = error.data.error;
    return { reason, refused: !ownTroubles.has(reason) };
  }
  if (error instanceof WebAPIHTTPError) return { reason: String(error.statusCode), refused: false };
  return { reason: error instanceof Error ? error.message : "connection lost", refused: false };
}

export interface SlackPace {
  /** The wait after a first failure; it doubles, and differs from bot to bot, so that they do not come all at once. */
  firstWaitMs: number;
  mostWaitMs: number;
  /** While a token is refused. */
  refusedWaitMs: number;
  /** How long Slack may take to answer such a call. */
  callWithinMs: number;
  /** How long Slack may take to greet a new socket. */
  greetWithinMs: number;
  /** A connection that has lasted so long was a good one: the next is tried at once. */
  steadyMs: number;
  /** How often a token that is taken is asked about again. */
  recheckMs: number;
  /** How long a bot is ready without a socket. */
  graceMs: number;
}

export const slackPace: SlackPace = {
  firstWaitMs: 250,
  mostWaitMs: 30_000,
  refusedWaitMs: 60_000,
  callWithinMs: 10_000,
  greetWithinMs: 10_000,
  steadyMs: 10_000,
  recheckMs: 300_000,
  graceMs: 30_000,
};

/** How long to wait after so many failures in a row. */
export function waitMs(pace: SlackPace, failures: number, failure: SlackFailure | undefined): number {
  if (failures === 0) return 0;
  if (failure?.refused) return pace.refusedWaitMs;
  const backOff = Math.min(pace.mostWaitMs, pace.firstWaitMs * 2 ** Math.min(failures - 1, 20));
  return Math.max(failure?.retryAfterMs ?? 0, backOff * (0.5 + Math.random() / 2));
}

type SlackTrouble = "slack" | "socket" | "app-token" | "bot-token" | "signing-secret" | "clock";

interface Begun {
  /** What is wrong and what to do, without anything secret. */
  sentence: string;
  since: number;
  graceMs: number;
  until: number;
}

interface Beginning {
  sentence: string;
  /** How long it may last before the bot is not ready. */
  graceMs?: number;
  /** After which it is over unless it begins again. */
  lastsMs?: number;
  level?: "warn" | "error";
  reason?: string | undefined;
}

/** What is wrong between the bot and Slack. Each trouble is told to the log once when it begins and once when it is over. */
export class SlackStanding {
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #begun = new Map<SlackTrouble, Begun>();

  constructor(log: Logger, now: () => number = Date.now) {
    this.#log = log;
    this.#now = now;
  }

  begin(trouble: SlackTrouble, beginning: Beginning): void {
    const { sentence, graceMs = 0, lastsMs = Infinity, level = "error", reason } = beginning;
    const begun = this.#begun.get(trouble);
    const since = begun?.since ?? this.#now();
    const until = this.#now() + lastsMs;
    this.#begun.set(trouble, { sentence, since, graceMs: begun?.graceMs ?? graceMs, until });
    this.#log[begun ? "debug" : level]({ trouble, reason }, sentence);
  }

  /** Some troubles end together: that is one line. */
  end(troubles: SlackTrouble[], words: string): void {
    const over = troubles.flatMap((trouble) => this.#begun.get(trouble) ?? []);
    if (over.length === 0) return;
    for (const trouble of troubles) this.#begun.delete(trouble);
    const since = Math.min(...over.map((begun) => begun.since));
    this.#log.info({ seconds: Math.round((this.#now() - since) / 1000) }, words);
  }

  /** Because of which the bot is not ready; a sentence each. */
  troubles(): string[] {
    const now = this.#now();
    const lasting = [...this.#begun.values()].filter(
      ({ since, graceMs, until }) => now - since >= graceMs && now < until,
    );
    return lasting.map(({ sentence }) => sentence);
  }
}

/** So many in a row, with none good in between, are no accident. */
const inARow = 5;
/** Whoever sends forged deliveries must not be able to say that a bot is broken which serves Slack well. */
const provenForMs = 15 * 60_000;
const doubtedForMs = 15 * 60_000;

const wrongSecret =
  "No delivery is signed with SLACK_SIGNING_SECRET, so the bot refuses every command. Copy the Signing Secret from Basic Information of the app, set it and start the bot again.";
const wrongClock = (seconds: number): string =>
  `Deliveries are dated ${Math.abs(Math.round(seconds))} seconds ${seconds > 0 ? "ahead of" : "behind"} this machine's clock, so the bot refuses every command. Set the clock by a time server.`;

/** What a delivery that looks like one of Slack's turned out to be; the date alone is looked at before the signature. */
export type Delivered = { isGood: boolean } | { aheadBySeconds: number };

/** Notes what becomes of each, and doubts the secret, or the clock, where none is good any more. */
export function doubtDeliveries(standing: SlackStanding, now: () => number = Date.now) {
  let bad = 0;
  let lastGood = -Infinity;
  let lastBad = -Infinity;
  return (delivered: Delivered): void => {
    if ("isGood" in delivered && delivered.isGood) {
      bad = 0;
      lastGood = now();
      standing.end(["signing-secret"], "deliveries are signed with SLACK_SIGNING_SECRET again");
      standing.end(["clock"], "deliveries are dated as this machine's clock is again");
      return;
    }
    bad = now() - lastBad > doubtedForMs ? 1 : bad + 1;
    lastBad = now();
    if (bad < inARow || now() - lastGood <= provenForMs) return;
    if ("aheadBySeconds" in delivered)
      standing.begin("clock", { sentence: wrongClock(delivered.aheadBySeconds), lastsMs: doubtedForMs });
    else standing.begin("signing-secret", { sentence: wrongSecret, lastsMs: doubtedForMs });
  };
}

interface TokenOptions {
  botToken: string;
  clientOptions: WebClientOptions;
  standing: SlackStanding;
  pace: SlackPace;
}

const install =
  "so nothing can be posted. Install the app in the workspace again, set SLACK_BOT_TOKEN to its new token, and start bot and worker again.";
const refused = (reason: string) => `Slack refuses SLACK_BOT_TOKEN (${reason}), ${install}`;
const away =
  "Slack cannot be reached; this is tried again. Where Slack itself is well, look at DNS, firewall and proxy.";
const uninstalled = `The app has been uninstalled from the workspace, ${install}`;
const revoked = `The bot's token has been revoked in Slack, ${install}`;

/** Asks again and again whether Slack takes the bot's token. `first` resolves with the first answer, whatever it is. */
export function watchToken({ botToken, clientOptions, standing, pace }: TokenOptions) {
  const stopping = new AbortController();
  const { signal } = stopping;
  const client = new WebClient(botToken, clientOptions);
  const run = async (answered: () => void): Promise<void> => {
    for (let failures = 0; !signal.aborted;) {
      const failure = await ask(client);
      if (signal.aborted) return;
      failures = failure ? failures + 1 : 0;
      if (failure) standing.begin(...troubleOf(failure, pace));
      else standing.end(["slack", "bot-token"], "Slack answers, and takes SLACK_BOT_TOKEN again");
      answered();
      const ms = failure ? waitMs(pace, failures, failure) : pace.recheckMs;
      await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  const first = new Promise<void>((answered) => void run(answered));
  return { first, stop: () => stopping.abort() };
}

function troubleOf(
  { reason, refused: isRefused }: SlackFailure,
  { graceMs }: SlackPace,
): Parameters<SlackStanding["begin"]> {
  if (isRefused) return ["bot-token", { sentence: refused(reason), reason }];
  return ["slack", { sentence: away, reason, graceMs, level: "warn" }];
}

async function ask(client: WebClient): Promise<SlackFailure | undefined> {
  try {
    await client.auth.test();
    return undefined;
  } catch (error) {
    return slackFailure(error);
  }
}

/** Slack says so itself when the app is taken out of the workspace, or its token is revoked. */
export function listenToRevocation(bolt: Bolt, standing: SlackStanding): void {
  bolt.event("app_uninstalled", async () => {
    standing.begin("bot-token", { sentence: uninstalled, reason: "app_uninstalled" });
  });
  bolt.event("tokens_revoked", async ({ event }) => {
    if (event.tokens.bot?.length)
      standing.begin("bot-token", { sentence: revoked, reason: "tokens_revoked" });
  });
}
