export interface SlackChannel {
  id: string;
  kind: "channel" | "private" | "im" | "mpim";
  name: string;
  members: Set<string>;
  /** Other organisations that it is shared with over Slack Connect, and those that were only invited. */
  sharedWith: string[];
  pendingSharedWith: string[];
  isArchived: boolean;
  createdAt: number;
}

export interface NewChannel {
  id?: string;
  name: string;
  members: string[];
  botIsMember?: boolean;
  isArchived?: boolean;
  isPrivate?: boolean;
  sharedWith?: string[];
  pendingSharedWith?: string[];
}

export interface ChannelChanges {
  name?: string;
  members?: string[];
  botIsMember?: boolean;
  isArchived?: boolean;
  isPrivate?: boolean;
  sharedWith?: string[];
  pendingSharedWith?: string[];
}
