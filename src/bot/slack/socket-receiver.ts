import { setTimeout as sleep } from "node:timers/promises";
import {
  type App as Bolt,
  type Receiver,
  type Logger as SlackLogger,
  SocketModeReceiver,
  LogLevel,
} from "@slack/bolt";
import type { WebClientOptions } from "@slack/web-api";
import type { Logger } from "pino";
import {
  type SlackFailure,
  slackFailure,
  type SlackPace,
  waitMs,
  type SlackStanding,
} from "./slack-failure.ts";

interface SocketOptions {
  appToken: string;
  clientOptions: WebClientOptions;
  log: Logger;
  standing: SlackStanding;
  pace: SlackPace;
}

const lost =
  "There is no Socket Mode connection to Slack, so no command reaches this bot. The bot keeps trying.";
const refused = (reason: string) =>
  `Slack refuses SLACK_APP_TOKEN (${reason}), so no command reaches this bot. Generate an app-level token with connections:write under Basic Information of the app, set it and start the bot again. Until then the bot tries this one every minute.`;

/**
 * Keeps a Socket Mode connection for as long as it runs. Slack's client takes most errors of a reconnect for good, and its
 * own tries end in rejections that nobody can catch: so each connection has a client of its own that never reconnects.
 */
export class SocketReceiver implements Receiver {
  readonly #options: SocketOptions;
  readonly #logger: SlackLogger;
  readonly #stopping = new AbortController();
  #bolt: Bolt | undefined;
  #running: Promise<void> | undefined;
  #failures = 0;
  #wasConnected = false;

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#logger = quietBoltLogger(options.log);
  }

  init(bolt: Bolt): void {
    this.#bolt = bolt;
  }

  /** Resolves when the first try has come to its end, whatever that is: what fails is tried again, without end. */
  start(): Promise<void> {
    return new Promise((tried) => {
      this.#running = this.#run(tried);
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(tried: () => void): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const failure = await this.#connection(tried);
      tried();
      const ms = waitMs(this.#options.pace, this.#failures, failure);
      await sleep(ms, undefined, { signal }).catch(() => undefined);
    }
  }

  /** One connection, from the first call to its end; what kept it from coming about. */
  async #connection(greeted: () => void): Promise<SlackFailure | undefined> {
    const receiver = this.#receiver();
    const end = endOf(receiver, this.#stopping.signal);
    const opening = receiver.start();
    try {
      await Promise.race([opening, end.then(failEarly), this.#tooLate()]);
    } catch (error) {
      void opening.then(() => receiver.stop()).catch(() => undefined);
      void receiver.stop();
      return this.#failed(slackFailure(error));
    }
    const since = performance.now();
    this.#wasConnected = true;
    this.#options.standing.end(["socket", "app-token"], "the Socket Mode connection to Slack is there again");
    greeted();
    const { asked, reason } = await end;
    void receiver.stop();
    const steady = performance.now() - since >= this.#options.pace.steadyMs;
    this.#failures = steady ? 0 : this.#failures + 1;
    // Slack asks for a new connection every few hours: no reason for a line where the next comes about at once.
    if (!asked) this.#isLost(reason);
    return undefined;
  }

  #failed(failure: SlackFailure): SlackFailure {
    this.#failures += 1;
    const { reason } = failure;
    if (!failure.refused) this.#isLost(reason);
    else this.#options.standing.begin("app-token", { sentence: refused(reason), reason });
    return failure;
  }

  #isLost(reason: string): void {
    if (this.#stopping.signal.aborted) return;
    // A bot that was never connected is not ready at all; one that was may be again in a moment.
    const graceMs = this.#wasConnected ? this.#options.pace.graceMs : 0;
    this.#options.standing.begin("socket", { sentence: lost, graceMs, level: "warn", reason });
  }

  async #tooLate(): Promise<never> {
    const { callWithinMs, greetWithinMs } = this.#options.pace;
    await sleep(callWithinMs + greetWithinMs, undefined, { ref: false });
    throw new Error("Slack does not greet the connection");
  }

  #receiver(): SocketModeReceiver {
    const { appToken, clientOptions, log } = this.#options;
    const receiver = new SocketModeReceiver({
      appToken,
      logger: this.#logger,
      autoReconnectEnabled: false,
      installerOptions: { clientOptions },
      processEventErrorHandler: async ({ error }) => {
        log.error({ err: error }, "unhandled in a delivery");
        return false;
      },
    });
    if (this.#bolt) receiver.init(this.#bolt);
    return receiver;
  }
}

interface End {
  /** Slack is about to close it, and waits for the next. */
  asked: boolean;
  reason: string;
}

/** Resolves when the connection is over, or is to be. */
function endOf({ client }: SocketModeReceiver, stopping: AbortSignal): Promise<End> {
  const end: End = { asked: false, reason: "connection lost" };
  client.on("ws_message", (message: unknown) => {
    const [, reason] = (typeof message === "string" && dismissal.exec(message)) || [];
    if (reason) Object.assign(end, { asked: refreshes.has(reason), reason });
  });
  client.on("error", ({ message }: Error) => (end.reason = message));
  return new Promise((resolve) => {
    const over = (): void => {
      stopping.removeEventListener("abort", over);
      resolve(end);
    };
    client.once("disconnected", over);
    stopping.addEventListener("abort", over);
  });
}

const dismissal = /^\{"type":"disconnect","reason":"(\w+)"/;
const refreshes = new Set(["warning", "refresh_requested"]);

function failEarly({ reason }: End): never {
  throw new Error(reason);
}

/** Slack's libraries write into the program's own log. */
export function boltLogger(log: Logger): SlackLogger {
  const child = log.child({ part: "slack" });
  return {
    // Whole bodies of Slack, with what people typed and what is shown to one of them alone.
    debug: () => undefined,
    info: (...words) => child.debug(text(words)),
    warn: (...words) => child.warn(text(words)),
    error: (...words) => child.error(text(words)),
    setLevel() {},
    getLevel: () => LogLevel.INFO,
    setName() {},
  };
}

/** For what is tried again without end: what each try meets is told once, elsewhere. */
export function quietBoltLogger(log: Logger): SlackLogger {
  const child = log.child({ part: "slack" });
  const tell = (...words: unknown[]): void => child.debug(text(words));
  return { ...boltLogger(log), warn: tell, error: tell };
}

function text(words: unknown[]): string {
  return words.map((word) => (word instanceof Error ? word.message : String(word))).join(" ");
}
