import type { Block, JsonObject, View, ViewValues } from "../slack/model/message-log.ts";

/** Somebody whom one can act as, or the bot. */
export interface Person {
  id: string;
  name: string;
  realName: string;
  /** Their role, and what they may do in the Console. */
  what: string;
  tz: string;
  isBot: boolean;
}

/** A channel, or a conversation of a few people. */
export interface Place {
  id: string;
  kind: "channel" | "private" | "im" | "mpim";
  name: string;
  members: string[];
}

/** A message as one person sees it. */
export interface Shown {
  ts: string;
  channel: string;
  user: string;
  text: string;
  blocks?: Block[];
  thread_ts?: string;
  edited: boolean;
  /** Only this person sees it. */
  ephemeral: boolean;
  deleted: boolean;
  files: JsonObject[];
  /** What is chosen in its own selects and inputs. */
  values: ViewValues;
}

/** A shortcut of the app's, as its manifest lists them. */
export interface Shortcut {
  type: "global" | "message";
  name: string;
  callbackId: string;
  description: string;
}

/** A mail that has come, whoever it is for. */
export interface MailHead {
  /** Its place in the mailbox. */
  id: number;
  to: string[];
  from: string;
  subject: string;
  /** In ISO 8601. */
  at: string;
  text: string;
}

/** One line of a story: what somebody is about to do, what is seen of it, or what differs from the story. */
export interface StoryStep {
  kind: "act" | "seen" | "fault";
  /** Who does it. */
  who?: string;
  text: string;
}

/** The stories, and how far the one is that is being played. */
export interface StoryNews {
  chapters: { title: string; after?: string; end?: "told" | "stopped" | "differs" }[];
  playing?: number;
  /** The one whose steps these are. */
  last?: number;
  /** For one to look, and go on. */
  waits?: boolean;
  steps: StoryStep[];
}

/** Something that Slack told the app, or that the app asked of Slack. */
export interface Trace {
  id: string;
  kind: "delivery" | "call";
  /** In milliseconds, as every time here. */
  at: number;
  title: string;
  note: string;
  /** How long the app took to acknowledge it; Slack waits 3,000. */
  ackMs?: number;
  fault?: string;
}

/** A Request's row, as it stands in the database. */
export interface RequestRow {
  id: string;
  kind: string;
  what: string;
  status: string;
  trouble: string;
  counts: Record<string, number>;
  /** What has happened to it, in its order. */
  moments: { name: string; at: number }[];
  /** When it is tried again. */
  notBefore?: number;
}

export interface Inspection {
  traces: Trace[];
  /** Left out while the database cannot be read. */
  requests?: RequestRow[];
  /** Left out where the program is not connected. */
  cloud?: CloudInspection;
}

/** A call of Cyclr's cloud that came, and what it was answered. */
export interface CloudCall {
  at: number;
  method: string;
  path: string;
  /** 0: none. */
  status: number;
  ms: number;
}

/** An Account as it stands in Cyclr's cloud. */
export interface CloudStands {
  apiId: string;
  name: string;
  /** Its parent's API ID. */
  parent: string | null;
  /** User IDs. */
  members: string[];
}

/** Cyclr's cloud, past the program. */
export interface CloudInspection {
  /** Its calls, the newest first. */
  calls: CloudCall[];
  /** Its Accounts, those that changed last first. */
  accounts: CloudStands[];
}

/** What can be taken away from the program now, and given back. */
export interface Switches {
  /** How things stand, as sentences. */
  states: string[];
  switches: { name: string; group: string; label: string; expect: string }[];
  /** What was pressed, the newest first. */
  log: { at: number; text: string }[];
}

/** All that one person has in front of them. */
export interface Screen {
  me: string;
  team: string;
  botUserId: string;
  people: Person[];
  places: Place[];
  shortcuts: Shortcut[];
  messages: Shown[];
  /** The stack of modals, its top last. */
  views: View[];
  home?: View | undefined;
  /** Everybody's: the mailbox stands beside the workspace. */
  mails: MailHead[];
  story: StoryNews;
}

/** What the page is told, first of all the whole screen, then each change of it. */
export type News =
  | { kind: "screen"; screen: Screen }
  | { kind: "message"; message: Shown }
  | { kind: "gone"; channel: string; ts: string }
  | { kind: "views"; views: View[] }
  | { kind: "home"; home: View }
  | { kind: "places"; places: Place[] }
  | { kind: "mails"; mails: MailHead[] }
  | { kind: "story"; story: StoryNews };

/** One way to go on with what is typed in the composer. */
export interface Suggestion {
  /** The whole line with it. */
  line: string;
  label: string;
  detail: string;
}
