/** The port to the chat. All throw ExternalError. */
export interface Chat {
  post(message: { channelId: string; underId?: string; card: Card; key: string }): Promise<Posted>;
  update(posted: Posted, card: Card, key: string): Promise<void>;
  /** The message with this key among the latest of the channel, or of the thread `underId`. */
  find(place: { channelId: string; underId?: string; since: Date }, key: string): Promise<Posted | undefined>;
  /** The channel in which one person is spoken to directly. */
  openDirect(chatUserId: string): Promise<string>;
  /** Shares a file with one person, directly. The content must not be empty; the comment is plain text. */
  sendFile(chatUserId: string, file: { name: string; content: string; comment: string }): Promise<void>;
  /** A file that somebody chose in a form; its content is left out where it is larger than that, or another's. */
  readFile(fileId: string, asked: { uploadedBy: string; bytesAtMost: number }): Promise<ReadFile>;
  /** Puts this into one person's Home, in the place of what stood there. */
  showHome(chatUserId: string, home: HomeView): Promise<void>;
  /** What the chat says of somebody; up to a minute old, unless it has to be fresh. */
  person(chatUserId: string, options?: { fresh?: boolean }): Promise<ChatPerson>;
  /** Drops what is kept of somebody, since the chat says that it has changed. */
  forgetPerson(chatUserId: string): void;
  /** Whether people of another organisation see a channel, or are invited to it; undefined where the chat does not tell. */
  isShared(channelId: string): Promise<boolean | undefined>;
  /** The ids of those who are in a channel; undefined where the chat does not tell. */
  members(channelId: string): Promise<Set<string> | undefined>;
  workspaceId(): Promise<string>;
}

export interface Posted {
  channelId: string;
  messageId: string;
}

export interface ReadFile {
  name: string;
  /** In bytes. */
  size: number;
  /** Somebody else uploaded it, or nobody knows who. Nothing was read. */
  isForeign?: true;
  content: Buffer | undefined;
}

export interface ChatPerson {
  /** The bot's, where this person is a member of it. */
  workspaceId: string;
  /** Known in a whole organisation: deliveries may name another of its workspaces. */
  inOrganisation?: true;
  email: string | undefined;
  emailConfirmed: boolean;
  name: string;
  timeZone: string | undefined;
  /** Why this person can never be a Console User, whoever they are. */
  excluded: ChatExclusion | undefined;
}

export type ChatExclusion = "bot" | "deactivated" | "guest" | "stranger";

/** Somebody's Home as the domain sees it. Text is plain: the adapter escapes all of it. */
export interface HomeView {
  title: string;
  lead: RichText;
  sections: HomeSection[];
  footer: RichText;
}

export interface HomeSection {
  title: string;
  rows: HomeRow[];
}

export interface HomeRow {
  words: RichText;
  buttons?: HomeButton[];
}

export interface HomeButton extends CardButton {
  /** Takes something away. */
  danger?: boolean;
}

/**
 * A message as the domain sees it. Text is plain: what people typed needs no care here, since the
 * adapter escapes all of it.
 */
export interface Card {
  state: "waiting" | "working" | "done" | "failed";
  title: string;
  fields: [label: string, value: RichText][];
  /** What happened and what to do next. */
  note: RichText;
  footer: RichText;
  buttons?: CardButton[];
}

/** `action` names what it does; `value` is the id of what it does it to, and nothing else. */
export interface CardButton {
  action: string;
  value: string;
  label: string;
}

export type RichText = string | Part[];

/** A time is shown as date and minute, or, `toTheSecond`, as the time of day alone. */
export type Part = string | { chatUserId: string; name: string } | { time: Date; toTheSecond?: boolean };
