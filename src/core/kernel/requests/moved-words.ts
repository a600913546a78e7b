import type { Card } from "../chat/chat.ts";
import type { ChatMessage } from "../../generated/prisma/client.ts";

/** In the place of the chat's own reason: people of another organisation see the channel. */
export const sharedReason = "shared";

/** The chat's reasons that concern the one message: another can be posted in the same channel. */
export const gone = new Set([
  "message_not_found",
  "edit_window_closed",
  "cant_update_message",
  "thread_not_found",
  "cannot_reply_to_message",
]);

type Placed = Pick<ChatMessage, "key" | "channelId" | "chatUserId" | "postedTo" | "movedBecause">;

/** A note that goes to one person alone, outside of the thread: "approval-1-U012AB3CD". */
export function isPersonal({ key }: Pick<ChatMessage, "key">): boolean {
  return key.split("-").length > 2;
}

/** The card, with why it stands elsewhere than it was asked for, or once more. */
export function explained(message: Placed, card: Card): Card {
  const why = whereWords(message);
  if (!why) return card;
  const footer = typeof card.footer === "string" ? [card.footer] : card.footer;
  return { ...card, footer: [...footer, ` · ${why}`] };
}

function whereWords(message: Placed): string | undefined {
  const { channelId, chatUserId, postedTo, movedBecause } = message;
  if (isPersonal(message)) return "Sent to you directly, since you can approve or deny it.";
  if (movedBecause && movedBecause in anewWords) return anewWords[movedBecause];
  // A form that belongs to no channel was asked for directly.
  if (channelId === chatUserId || postedTo === channelId) return undefined;
  // A note goes where its card is, which says why; rows older than the reason have none.
  if (!movedBecause && message.key !== "card") return undefined;
  const why = directWords[movedBecause ?? "not_in_channel"];
  return `Sent to you directly: ${why ?? `Slack does not take it in the channel (${movedBecause}).`}`;
}

const anewWords: Record<string, string> = {
  message_not_found: "Posted again, because the earlier one was deleted.",
  edit_window_closed: "Posted again, because this workspace no longer lets apps change the earlier one.",
  cant_update_message: "Posted again, because Slack does not let this app change the earlier one.",
};

const noMessages = "the channel takes no messages from this app. Invite it there.";

const directWords: Record<string, string | undefined> = {
  [sharedReason]: "people of another organisation see the channel.",
  channel_not_found: noMessages,
  not_in_channel: noMessages,
  is_archived: "the channel is archived.",
  is_inactive: "the channel is archived.",
  restricted_action: "the channel’s rules keep this app from posting.",
  restricted_action_read_only_channel: "the channel is read-only.",
  restricted_action_thread_only_channel: "the channel takes replies only.",
};

/** What is left of a card in a channel that another organisation has come to see. */
export function continuedCard({ state }: Card): Card {
  return {
    state,
    title: "Continued in a direct message",
    fields: [],
    note: "People of another organisation now see this channel, so this continues in a direct message to the requester.",
    footer: "Nothing more is shown here.",
  };
}
