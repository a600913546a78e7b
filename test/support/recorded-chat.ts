import type { Card, RichText, HomeView, Chat, ChatPerson } from "../../src/core/kernel/chat/chat.ts";
import { resolveHints } from "../../src/core/kernel/text/command-hint.ts";

export interface RecordedMessage {
  channelId: string;
  messageId: string;
  underId: string | undefined;
  key: string;
  /** What it has said, in the order in which it was drawn. */
  cards: Card[];
}

export interface RecordedFile {
  chatUserId: string;
  name: string;
  content: string;
  comment: string;
}

export interface RecordedChat extends Chat {
  messages: RecordedMessage[];
  files: RecordedFile[];
  people: Map<string, ChatPerson>;
  /** What people have uploaded, by its id. */
  shelf: Map<string, { name: string; content: Buffer; uploadedBy?: string }>;
  /** By person, in the order in which they were drawn. */
  homes: Map<string, HomeView[]>;
  /** Channels that people of another organisation see. */
  shared: Set<string>;
  /** Who is in which channel; of others the chat does not tell. */
  channels: Map<string, Set<string>>;
  /** Thrown by the next posts and updates, one each; `arrives` keeps the message all the same. */
  failures: { error: Error; arrives?: boolean }[];
  latest(message?: number): Card;
}

export const workspace = "T0HOME";

export function recordedChat(): RecordedChat {
  const messages: RecordedMessage[] = [];
  const files: RecordedFile[] = [];
  const shelf: RecordedChat["shelf"] = new Map();
  const people = new Map<string, ChatPerson>();
  const homes = new Map<string, HomeView[]>();
  const failures: RecordedChat["failures"] = [];
  const shared: RecordedChat["shared"] = new Set();
  const channels: RecordedChat["channels"] = new Map();
  const fail = (arrive: () => void): void => {
    const failure = failures.shift();
    if (!failure || failure.arrives) arrive();
    if (failure) throw failure.error;
  };
  return {
    messages,
    files,
    people,
    shelf,
    homes,
    failures,
    shared,
    channels,
    latest: (index = 0) => messages[index]?.cards.at(-1) as Card,
    async post({ channelId, underId, card, key }) {
      const message = { channelId, messageId: String(messages.length + 1), underId, key, cards: [card] };
      fail(() => messages.push(message));
      return message;
    },
    async update({ channelId, messageId }, card) {
      const message = messages.find((one) => one.channelId === channelId && one.messageId === messageId);
      fail(() => message?.cards.push(card));
    },
    async find({ channelId }, key) {
      return messages.find((one) => one.channelId === channelId && one.key === key);
    },
    openDirect: async (chatUserId) => `D-${chatUserId}`,
    async sendFile(chatUserId, file) {
      fail(() => files.push({ chatUserId, ...file }));
    },
    async readFile(fileId, { uploadedBy, bytesAtMost }) {
      const found = shelf.get(fileId);
      if (!found) throw new Error(`Nobody has uploaded ${fileId}`);
      const { name, content } = found;
      if ((found.uploadedBy ?? uploadedBy) !== uploadedBy)
        return { name: "", size: 0, isForeign: true, content: undefined };
      const fits = content.length <= bytesAtMost;
      return { name, size: content.length, content: fits ? content : undefined };
    },
    async showHome(chatUserId, home) {
      fail(() => homes.set(chatUserId, [...(homes.get(chatUserId) ?? []), home]));
    },
    async person(chatUserId) {
      const person = people.get(chatUserId);
      if (!person) throw new Error(`Nobody in this chat is ${chatUserId}`);
      return person;
    },
    forgetPerson: () => undefined,
    isShared: async (channelId) => shared.has(channelId),
    members: async (channelId) => channels.get(channelId),
    workspaceId: async () => workspace,
  };
}

/** As the chat would show them, but for times. */
export function readWords(words: RichText): string {
  if (typeof words === "string") return resolveHints(words);
  return words
    .map((part) => {
      if (typeof part === "string") return resolveHints(part);
      return "time" in part ? part.time.toISOString() : `@${part.name}`;
    })
    .join("");
}
