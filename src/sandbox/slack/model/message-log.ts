import type { Changed } from "./changes.ts";
import type { EphemeralMessage, Message } from "./message.ts";
import type { ViewValues } from "./view.ts";

export class MessageLog {
  readonly nextTs: () => string;
  readonly #messages = new Map<string, Message[]>();
  readonly #states = new Map<string, ViewValues>();
  #ephemerals: EphemeralMessage[] = [];
  readonly #changed: Changed;

  constructor(changed: Changed, nextTs: () => string) {
    this.#changed = changed;
    this.nextTs = nextTs;
  }

  post(input: Omit<Message, "type" | "ts">): Message {
    const message: Message = { type: "message", ts: this.nextTs(), ...input };
    this.#messages.set(message.channel, [...this.all(message.channel), message]);
    this.#changed({ noun: "message", verb: "added", id: message.ts });
    return message;
  }

  change(message: Message, changes: Partial<Message>): Message {
    Object.assign(message, changes);
    this.#changed({ noun: "message", verb: "changed", id: message.ts });
    return message;
  }

  /** A thread's parent stays as a tombstone while replies hang on it. */
  remove(message: Message): void {
    if (this.replies(message.channel, message.ts).length > 0) {
      const { blocks: _blocks, ...rest } = message;
      const tombstone: Message = { ...rest, subtype: "tombstone", text: "This message was deleted." };
      this.#swap(message, [tombstone]);
    } else this.#swap(message, []);
    this.#changed({ noun: "message", verb: "removed", id: message.ts });
  }

  all(channelId: string): Message[] {
    return this.#messages.get(channelId) ?? [];
  }

  find(channelId: string, ts: string): Message | undefined {
    return this.all(channelId).find((message) => message.ts === ts && message.subtype !== "tombstone");
  }

  replies(channelId: string, ts: string): Message[] {
    return this.all(channelId).filter((message) => message.thread_ts === ts && message.ts !== ts);
  }

  thread(channelId: string, ts: string): Message[] {
    return this.all(channelId).filter((message) => message.ts === ts || message.thread_ts === ts);
  }

  whisper(input: Omit<EphemeralMessage, "ts">): EphemeralMessage {
    const message = { ts: this.nextTs(), ...input };
    this.#ephemerals.push(message);
    this.#changed({ noun: "ephemeral", verb: "added", id: message.ts });
    return message;
  }

  changeEphemeral(message: EphemeralMessage, changes: Partial<EphemeralMessage>): void {
    Object.assign(message, changes);
    this.#changed({ noun: "ephemeral", verb: "changed", id: message.ts });
  }

  removeEphemeral(message: EphemeralMessage): void {
    this.#ephemerals = this.#ephemerals.filter((other) => other !== message);
    this.#changed({ noun: "ephemeral", verb: "removed", id: message.ts });
  }

  ephemerals(userId: string): EphemeralMessage[] {
    return this.#ephemerals.filter((message) => message.user === userId);
  }

  findEphemeral(channelId: string, userId: string, ts: string): EphemeralMessage | undefined {
    return this.ephemerals(userId).find((message) => message.channel === channelId && message.ts === ts);
  }

  /** What people have chosen in the message's own selects and inputs. */
  state(channelId: string, ts: string): ViewValues {
    const key = `${channelId}/${ts}`;
    const state = this.#states.get(key) ?? {};
    this.#states.set(key, state);
    return state;
  }

  #swap(message: Message, put: Message[]): void {
    const messages = this.all(message.channel).flatMap((other) => (other === message ? put : [other]));
    this.#messages.set(message.channel, messages);
  }
}
