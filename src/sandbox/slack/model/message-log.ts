import type { Change, Changed } from "./changes.ts";
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
    this.#tell("added", message);
    return message;
  }

  change(message: Message, changes: Partial<Message>): Message {
    Object.assign(message, changes);
    this.#tell("changed", message);
    return message;
  }

  /** A thread's parent stays as a tombstone while replies hang on it. */
  remove(message: Message): void {
    if (this.replies(message.channel, message.ts).length > 0) {
      const { blocks: _blocks, metadata: _metadata, files: _files, ...rest } = message;
      const tombstone: Message = { ...rest, subtype: "tombstone", text: "This message was deleted." };
      this.#swap(message, [tombstone]);
    } else this.#swap(message, []);
    this.#tell("removed", message);
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
    this.#tellOne("added", message);
    return message;
  }

  changeEphemeral(message: EphemeralMessage, changes: Partial<EphemeralMessage>): void {
    Object.assign(message, changes);
    this.#tellOne("changed", message);
  }

  removeEphemeral(message: EphemeralMessage): void {
    this.#ephemerals = this.#ephemerals.filter((other) => other !== message);
    this.#tellOne("removed", message);
  }

  ephemerals(userId: string): EphemeralMessage[] {
    return this.#ephemerals.filter((message) => message.user === userId);
  }

  findEphemeral(channelId: string, userId: string, ts: string): EphemeralMessage | undefined {
    return this.ephemerals(userId).find((message) => message.channel === channelId && message.ts === ts);
  }

  /** What was chosen in the message's own selects and inputs. */
  state(channelId: string, ts: string): ViewValues {
    return this.#states.get(`${channelId}/${ts}`) ?? {};
  }

  keepState(channelId: string, ts: string, values: ViewValues): void {
    this.#states.set(`${channelId}/${ts}`, values);
  }

  #tell(verb: Change["verb"], { ts, channel }: Message): void {
    this.#changed({ noun: "message", verb, id: ts, channelId: channel });
  }

  #tellOne(verb: Change["verb"], { ts, channel, user }: EphemeralMessage): void {
    this.#changed({ noun: "ephemeral", verb, id: ts, channelId: channel, userId: user });
  }

  #swap(message: Message, put: Message[]): void {
    const messages = this.all(message.channel).flatMap((other) => (other === message ? put : [other]));
    this.#messages.set(message.channel, messages);
  }
}
