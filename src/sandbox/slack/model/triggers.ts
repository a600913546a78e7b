import { LIMITS } from "../limits.ts";
import { SlackError } from "../slack-error.ts";
import { digits, randomHex } from "./ids.ts";

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
