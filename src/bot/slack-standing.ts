import type { Logger } from "pino";

export type SlackTrouble = "socket" | "app-token" | "bot-token" | "signing-secret";

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
