import { stateOf } from "../blocks/element-values.ts";
import type { EphemeralMessage, Message } from "../model/message.ts";
import type { SlackChannel } from "../model/slack-channel.ts";
import type { ViewValues } from "../model/view.ts";
import type { SlackContext } from "../slack-context.ts";

export interface Place {
  userId: string;
  channelId: string;
  ts: string;
}

export type Seen = { channel: SlackChannel; values: ViewValues } & (
  | { message: Message; ephemeral: false }
  | { message: EphemeralMessage; ephemeral: true }
);

/** A message as this person sees it, with what was chosen in it. */
export function findSeen(ctx: SlackContext, { channelId, userId, ts }: Place): Seen {
  const channel = ctx.workspace.channels.find(channelId);
  if (!channel?.members.has(userId)) throw new Error(`${userId} is not a member of ${channelId}`);
  const { messages } = ctx.workspace;
  const posted = messages.find(channelId, ts);
  const whispered = messages.findEphemeral(channelId, userId, ts);
  const values = stateOf((posted ?? whispered)?.blocks ?? [], messages.state(channelId, ts));
  if (posted) return { channel, values, message: posted, ephemeral: false };
  if (whispered) return { channel, values, message: whispered, ephemeral: true };
  throw new Error(`${userId} sees no message ${ts} in ${channelId}`);
}
