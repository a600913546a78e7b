import { type Logger as SlackLogger, LogLevel } from "@slack/bolt";
import type { Logger } from "pino";

/** Slack's libraries write into the program's own log. */
export function boltLogger(log: Logger): SlackLogger {
  const child = log.child({ part: "slack" });
  return {
    debug: (...words) => child.trace(text(words)),
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
