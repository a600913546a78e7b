import { type WebClient, WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from "@slack/web-api";
import { LRUCache } from "lru-cache";
import type { Chat } from "../kernel/chat/chat.ts";
import { ownTroubles, tokenTroubles } from "../kernel/chat/slack-client-options.ts";
import { ExternalError } from "../kernel/external-error.ts";

/** Runs a call to Slack; what goes wrong comes out as ExternalError. */
export async function troubled<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    throw troubleOfSlack(error);
  }
}

/** What went wrong with a call to Slack, and whether it passes. */
export function troubleOfSlack(cause: unknown): ExternalError {
  if (cause instanceof WebAPIRateLimitedError) {
    const retryAfterMs = cause.retryAfter * 1000;
    return new ExternalError("Slack asks to slow down.", {
      retryable: true,
      reason: "ratelimited",
      retryAfterMs,
      cause,
    });
  }
  if (cause instanceof WebAPIPlatformError) {
    const reason = cause.data.error;
    return new ExternalError(`Slack refuses it (${reason}).`, {
      retryable: ownTroubles.has(reason) || tokenTroubles.has(reason),
      reason,
      cause,
    });
  }
  // Slack answers its refusals with 200: any other status is of something on the way.
  const reason = cause instanceof WebAPIHTTPError ? String(cause.statusCode) : "connection";
  return new ExternalError("Slack cannot be reached.", { retryable: true, reason, cause });
}

const keptMs = 60_000;
const membersAtOnce = 1_000;
/** Slack gives a thousand members a page; who is beyond these counts as absent. */
const pagesAtMost = 10;

/** Who is in a channel, and whether it reaches beyond this organisation. Neither is asked for direct messages. */
export function slackChannels(client: WebClient): Pick<Chat, "isShared" | "members"> {
  const shared = new LRUCache<string, boolean>({
    max: 5_000,
    ttl: keptMs,
    async fetchMethod(channel, last) {
      try {
        const answer = await told(client.conversations.info({ channel }));
        const { is_ext_shared: now = false, is_pending_ext_shared: soon = false } = answer?.channel ?? {};
        return answer && (now || soon);
      } catch (error) {
        // Slack counts these calls too; what it said last holds until it answers again.
        if (last === undefined) throw error;
        return last;
      }
    },
  });
  return {
    isShared: async (channelId) => !isDirect(channelId) && shared.fetch(channelId),

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
    if (error instanceof ExternalError && (!error.retryable || error.reason === "missing_scope"))
      return undefined;
    throw error;
  }
}
