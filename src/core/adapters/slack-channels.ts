import type { WebClient } from "@slack/web-api";
import { LRUCache } from "lru-cache";
import type { Chat } from "../chat/chat.ts";
import { Trouble } from "../trouble.ts";
import { troubled } from "./slack-trouble.ts";

const keptMs = 60_000;
const membersAtOnce = 1_000;
/** Slack gives a thousand members a page; who is beyond these counts as absent. */
const pagesAtMost = 10;

/** Who is in a channel, and whether it reaches beyond this organisation. Neither is asked for direct messages. */
export function slackChannels(client: WebClient): Pick<Chat, "isShared" | "members"> {
  const shared = new LRUCache<string, { is: boolean; until: number }>({ max: 5_000 });
  return {
    async isShared(channelId) {
      if (isDirect(channelId)) return false;
      const known = shared.get(channelId);
      if (known && known.until > Date.now()) return known.is;
      try {
        const answer = await told(client.conversations.info({ channel: channelId }));
        if (!answer) return undefined;
        const { is_ext_shared: now = false, is_pending_ext_shared: soon = false } = answer.channel ?? {};
        shared.set(channelId, { is: now || soon, until: Date.now() + keptMs });
        return now || soon;
      } catch (error) {
        // Slack counts these calls too; what it said last holds until it answers again.
        if (known) return known.is;
        throw error;
      }
    },

    async members(channelId) {
      if (isDirect(channelId)) return undefined;
      const members = new Set<string>();
      let cursor: string | undefined;
      for (let page = 0; page < pagesAtMost; page += 1) {
        const asked = { channel: channelId, limit: membersAtOnce, ...(cursor && { cursor }) };
        const answer = await told(client.conversations.members(asked));
        if (!answer) return undefined;
        for (const id of answer.members ?? []) members.add(id);
        cursor = answer.response_metadata?.next_cursor;
        if (!cursor) break;
      }
      return members;
    },
  };
}

/** A conversation with one person, by its own id or by theirs. */
const isDirect = (channelId: string) => /^[DUW]/u.test(channelId);

/** Undefined where Slack refuses: a channel that the bot is not in, or an app without the scopes for it. */
async function told<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await troubled(call);
  } catch (error) {
    if (error instanceof Trouble && (!error.passing || error.reason === "missing_scope")) return undefined;
    throw error;
  }
}
