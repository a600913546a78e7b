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

export interface Change {
  noun: "user" | "channel" | "message" | "ephemeral" | "view" | "file" | "call" | "delivery" | "socket";
  verb: "added" | "changed" | "removed";
  id: string;
  /** The conversation it is in. */
  channelId?: string;
  /** The only person who sees it. */
  userId?: string;
}

export type Changed = (change: Change) => void;

export type ViewValues = Record<string, Record<string, JsonObject>>;

export interface View {
  id: string;
  team_id: string;
  type: "modal" | "home";
  blocks: Block[];
  private_metadata: string;
  callback_id: string;
  external_id: string;
  state: { values: ViewValues };
  hash: string;
  title: JsonObject | null;
  close: JsonObject | null;
  submit: JsonObject | null;
  clear_on_close: boolean;
  notify_on_close: boolean;
  previous_view_id: string | null;
  root_view_id: string;
  app_id: string;
  bot_id: string;
  app_installed_team_id: string;
}

export interface Option {
  text: JsonObject;
  value: string;
  description?: JsonObject;
}

export type Block = JsonObject & { type: string; block_id?: string };

export interface Message {
  type: "message";
  channel: string;
  ts: string;
  user: string;
  text: string;
  team?: string;
  subtype?: string;
  bot_id?: string;
  app_id?: string;
  bot_profile?: JsonObject;
  blocks?: Block[];
  thread_ts?: string;
  metadata?: JsonObject;
  edited?: { user: string; ts: string };
  files?: JsonObject[];
}

/** `user` is the only person who sees it. */
export interface EphemeralMessage {
  channel: string;
  user: string;
  ts: string;
  text: string;
  blocks?: Block[];
  thread_ts?: string;
}

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** A form sends booleans as words, JSON sends them as they are. */
export function flagOf(value: unknown): boolean {
  return value === true || value === "true" || value === "1" || value === 1;
}
