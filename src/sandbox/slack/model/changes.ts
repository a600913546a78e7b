export interface Change {
  noun: "user" | "channel" | "message" | "ephemeral" | "view" | "file" | "call" | "socket";
  verb: "added" | "changed" | "removed";
  id: string;
}

export type Changed = (change: Change) => void;
