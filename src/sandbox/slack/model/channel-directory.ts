import type { Changed } from "./changes.ts";
import { slackId } from "./ids.ts";
import type { ChannelChanges, NewChannel, SlackChannel } from "./slack-channel.ts";

export class ChannelDirectory {
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
