import { LIMITS } from "../limits.ts";
import { SlackError } from "../slack-error.ts";
import { randomBytes, randomInt } from "node:crypto";

const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";

export function randomText(length: number, alphabet = ALPHABET): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}

export function slackId(prefix: string): string {
  return `${prefix}0${randomText(9)}`;
}

export function digits(length: number): string {
  return `${randomInt(1, 10)}${randomText(length - 1, "0123456789")}`;
}

export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}

export function newBotToken(): string {
  return `xoxb-${digits(12)}-${digits(13)}-${randomText(24, "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQ0123456789")}`;
}

export function newAppToken(appId: string): string {
  return `xapp-1-${appId}-${digits(13)}-${randomHex(32)}`;
}

interface Trigger {
  userId: string;
  issuedAt: number;
  exchanged: boolean;
}

export class Triggers {
  readonly #triggers = new Map<string, Trigger>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  issue(userId: string): string {
    const id = `${digits(13)}.${digits(12)}.${randomHex(16)}`;
    this.#triggers.set(id, { userId, issuedAt: this.#now(), exchanged: false });
    return id;
  }

  /** The person behind a trigger that can still be exchanged. */
  check(id: string): string {
    const trigger = this.#triggers.get(id);
    if (!trigger) throw new SlackError("invalid_trigger_id");
    if (trigger.exchanged) throw new SlackError("exchanged_trigger_id");
    if (this.#now() - trigger.issuedAt > LIMITS.triggerMs) throw new SlackError("expired_trigger_id");
    return trigger.userId;
  }

  exchange(id: string): void {
    const trigger = this.#triggers.get(id);
    if (trigger) trigger.exchanged = true;
  }
}
