export interface SlackChannel {
  id: string;
  kind: "channel" | "private" | "im" | "mpim";
  name: string;
  members: Set<string>;
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
}

export interface ChannelChanges {
  name?: string;
  members?: string[];
  botIsMember?: boolean;
  isArchived?: boolean;
  isPrivate?: boolean;
}
