export interface Change {
  noun: "user" | "channel" | "message" | "ephemeral" | "view" | "file" | "call" | "socket";
  verb: "added" | "changed" | "removed";
  id: string;
  /** The conversation it is in. */
  channelId?: string;
  /** The only person who sees it. */
  userId?: string;
}

export type Changed = (change: Change) => void;
