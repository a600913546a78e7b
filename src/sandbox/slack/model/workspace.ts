import { EventEmitter } from "node:events";
import {
  type Change,
  type Changed,
  MessageLog,
  type JsonObject,
  type Option,
  type View,
} from "./message-log.ts";
import { slackId } from "./triggers.ts";
import type { StepState } from "./step-state.ts";
import type { SlackFile } from "./slack-file.ts";
import type { NewUser, SlackUser } from "./slack-user.ts";
import type { ChannelChanges, NewChannel, SlackChannel } from "./slack-channel.ts";

class ChannelDirectory {
  readonly #channels = new Map<string, SlackChannel>();
  readonly #changed: Changed;
  readonly #now: () => number;
  readonly #botUserId: string;

  constructor(changed: Changed, now: () => number, botUserId: string) {
    this.#changed = changed;
    this.#now = now;
    this.#botUserId = botUserId;
  }

  add(input: NewChannel): SlackChannel {
    const members = input.botIsMember === false ? input.members : [...input.members, this.#botUserId];
    return this.#store({
      id: input.id ?? slackId("C"),
      kind: input.isPrivate ? "private" : "channel",
      name: input.name,
      members: new Set(members),
      sharedWith: input.sharedWith ?? [],
      pendingSharedWith: input.pendingSharedWith ?? [],
      isArchived: input.isArchived ?? false,
      createdAt: this.#now(),
    });
  }

  update(id: string, changes: ChannelChanges): SlackChannel {
    const channel = this.#channels.get(id);
    if (!channel) throw new Error(`no channel ${id}`);
    const hadBot = channel.members.has(this.#botUserId);
    if (changes.members) channel.members = new Set(changes.members);
    if (changes.botIsMember ?? hadBot) channel.members.add(this.#botUserId);
    else channel.members.delete(this.#botUserId);
    channel.name = changes.name ?? channel.name;
    channel.sharedWith = changes.sharedWith ?? channel.sharedWith;
    channel.pendingSharedWith = changes.pendingSharedWith ?? channel.pendingSharedWith;
    channel.isArchived = changes.isArchived ?? channel.isArchived;
    if (changes.isPrivate !== undefined) channel.kind = changes.isPrivate ? "private" : "channel";
    this.#changed({ noun: "channel", verb: "changed", id });
    return channel;
  }

  /** The conversation of exactly these people, made when they have none yet. */
  direct(userIds: string[]): SlackChannel {
    const members = new Set(userIds);
    const known = this.all().find((channel) => isDirect(channel) && sameMembers(channel.members, members));
    if (known) return known;
    const kind = members.size > 2 ? "mpim" : "im";
    return this.#store({
      id: slackId(kind === "im" ? "D" : "G"),
      kind,
      name: kind === "im" ? "directmessage" : `mpdm-${members.size}`,
      members,
      sharedWith: [],
      pendingSharedWith: [],
      isArchived: false,
      createdAt: this.#now(),
    });
  }

  find(id: string): SlackChannel | undefined {
    return this.#channels.get(id);
  }

  all(): SlackChannel[] {
    return [...this.#channels.values()];
  }

  #store(channel: SlackChannel): SlackChannel {
    if (this.#channels.has(channel.id)) throw new Error(`channel ${channel.id} exists already`);
    this.#channels.set(channel.id, channel);
    this.#changed({ noun: "channel", verb: "added", id: channel.id });
    return channel;
  }
}

function isDirect(channel: SlackChannel): boolean {
  return channel.kind === "im" || channel.kind === "mpim";
}

function sameMembers(left: Set<string>, right: Set<string>): boolean {
  return left.size === right.size && [...left].every((id) => right.has(id));
}

class ViewStacks {
  readonly #stacks = new Map<string, View[]>();
  readonly #homes = new Map<string, View>();
  readonly #offered = new Map<string, Option[]>();
  readonly #changed: Changed;

  constructor(changed: Changed) {
    this.#changed = changed;
  }

  stack(userId: string): View[] {
    return this.#stacks.get(userId) ?? [];
  }

  home(userId: string): View | undefined {
    return this.#homes.get(userId);
  }

  set(userId: string, stack: View[]): void {
    this.#stacks.set(userId, stack);
    this.#changed({ noun: "view", verb: "changed", id: stack.at(-1)?.id ?? userId, userId });
  }

  push(userId: string, view: View): void {
    this.set(userId, [...this.stack(userId), view]);
  }

  remove(userId: string, viewId: string): void {
    this.set(
      userId,
      this.stack(userId).filter((view) => view.id !== viewId),
    );
  }

  publish(userId: string, view: View): void {
    this.#homes.set(userId, view);
    this.#changed({ noun: "view", verb: "changed", id: view.id, userId });
  }

  replace(current: View, next: View): void {
    Object.assign(current, next);
    this.#tell(current);
  }

  keep(view: View, blockId: string, actionId: string, value: JsonObject): void {
    const { values } = view.state;
    values[blockId] = { ...values[blockId], [actionId]: value };
    this.#tell(view);
  }

  ownerOf(viewId: string): string | undefined {
    for (const [userId, stack] of this.#stacks) if (stack.some((view) => view.id === viewId)) return userId;
    for (const [userId, home] of this.#homes) if (home.id === viewId) return userId;
    return undefined;
  }

  find(viewId: string): View | undefined {
    return this.#all().find((view) => view.id === viewId);
  }

  findExternal(externalId: string): View | undefined {
    return this.#all().find((view) => view.external_id === externalId);
  }

  /** `seenIn` is the view, or the message, that holds the select. */
  offer(seenIn: string, blockId: string, actionId: string, options: Option[]): void {
    this.#offered.set(`${seenIn}/${blockId}/${actionId}`, options);
  }

  offered(seenIn: string, blockId: string, actionId: string): Option[] {
    return this.#offered.get(`${seenIn}/${blockId}/${actionId}`) ?? [];
  }

  #tell(view: View): void {
    const userId = this.ownerOf(view.id);
    this.#changed({ noun: "view", verb: "changed", id: view.id, ...(userId && { userId }) });
  }

  #all(): View[] {
    return [...this.#stacks.values()].flat().concat(...this.#homes.values());
  }
}

class UserDirectory {
  readonly #users = new Map<string, SlackUser>();
  readonly #changed: Changed;
  readonly #now: () => number;

  constructor(changed: Changed, now: () => number) {
    this.#changed = changed;
    this.#now = now;
  }

  add(input: NewUser & { teamId: string; botId?: string }): SlackUser {
    const id = input.id ?? slackId("U");
    if (this.#users.has(id)) throw new Error(`user ${id} exists already`);
    const user: SlackUser = {
      realName: input.name,
      emailConfirmed: true,
      isRestricted: false,
      isUltraRestricted: false,
      isBot: false,
      isStranger: false,
      deleted: false,
      tz: "Europe/London",
      ...input,
      id,
      updatedAt: this.#now(),
    };
    this.#users.set(id, user);
    this.#changed({ noun: "user", verb: "added", id });
    return user;
  }

  update(id: string, changes: Partial<Omit<SlackUser, "id">>): SlackUser {
    const user = this.#users.get(id);
    if (!user) throw new Error(`no user ${id}`);
    Object.assign(user, changes, { updatedAt: this.#now() });
    this.#changed({ noun: "user", verb: "changed", id });
    return user;
  }

  find(id: string): SlackUser | undefined {
    return this.#users.get(id);
  }

  all(): SlackUser[] {
    return [...this.#users.values()];
  }
}

class FileShelf {
  readonly #files = new Map<string, SlackFile>();
  readonly #changed: Changed;

  constructor(changed: Changed) {
    this.#changed = changed;
  }

  reserve(name: string, length: number): SlackFile {
    const file: SlackFile = { id: slackId("F"), name, title: name, length };
    this.#files.set(file.id, file);
    return file;
  }

  upload(userId: string, name: string, content: Buffer): SlackFile {
    const file = this.reserve(name, content.length);
    this.change(file, { userId, content });
    return file;
  }

  change(file: SlackFile, changes: Partial<SlackFile>): void {
    Object.assign(file, changes);
    this.#changed({ noun: "file", verb: "changed", id: file.id });
  }

  find(id: string): SlackFile | undefined {
    return this.#files.get(id);
  }

  all(): SlackFile[] {
    return [...this.#files.values()];
  }
}

/** Everything a Slack workspace remembers, without HTTP; `events` emits `change` with a {@link Change}. */
export class Workspace {
  readonly events = new EventEmitter<{ change: [Change] }>();
  readonly users: UserDirectory;
  readonly channels: ChannelDirectory;
  readonly messages: MessageLog;
  readonly views: ViewStacks;
  readonly files: FileShelf;
  /** The steps of workflows that were run, by their execution's id. */
  readonly steps = new Map<string, StepState>();

  constructor(botUserId: string, now: () => number) {
    this.events.setMaxListeners(0);
    this.users = new UserDirectory(this.changed, now);
    this.channels = new ChannelDirectory(this.changed, now, botUserId);
    this.messages = new MessageLog(this.changed, timestamps(now));
    this.views = new ViewStacks(this.changed);
    this.files = new FileShelf(this.changed);
  }

  readonly changed = (change: Change): void => {
    this.events.emit("change", change);
  };
}

/** Slack's `ts`: seconds and microseconds, unique and rising even when the clock stands still. */
function timestamps(now: () => number): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Math.floor(now()) * 1000);
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, "0")}`;
  };
}
