import { WebClient } from "@slack/web-api";
import { LRUCache } from "lru-cache";
import type { Card } from "../chat/card.ts";
import type { Chat, ChatPerson, Posted } from "../chat/chat.ts";
import { slackClientOptions } from "../chat/slack-client-options.ts";
import { Trouble } from "../trouble.ts";
import { cardBlocks, cardText } from "./slack-blocks.ts";
import { shareFile } from "./slack-file.ts";
import { readFile } from "./slack-file-reading.ts";
import { slackHome } from "./slack-home.ts";
import { slackChannels } from "./slack-channels.ts";
import { slackPerson } from "./slack-person.ts";
import { troubled } from "./slack-trouble.ts";

const eventType = "cyclr_access_message";

export function createChat(config: { botToken: string; apiUrl: string }): Chat {
  const client = new WebClient(config.botToken, slackClientOptions(config.apiUrl));
  const people = new LRUCache<string, ChatPerson>({ max: 5_000, ttl: 60_000 });
  let workspace: Promise<string> | undefined;
  const workspaceId = (): Promise<string> => {
    workspace ??= troubled(client.auth.test()).then((we) => we.team_id ?? we.enterprise_id ?? "");
    workspace.catch(() => (workspace = undefined));
    return workspace;
  };

  const openDirect = async (chatUserId: string): Promise<string> => {
    const opened = await troubled(client.conversations.open({ users: chatUserId }));
    return opened.channel?.id ?? chatUserId;
  };

  return {
    async post({ channelId, underId, card, key }) {
      const thread = underId ? { thread_ts: underId } : {};
      const sent = await troubled(
        client.chat.postMessage({ channel: channelId, ...thread, ...content(card, key) }),
      );
      return { channelId: sent.channel ?? channelId, messageId: sent.ts ?? "" };
    },

    async update({ channelId, messageId }, card, key) {
      await troubled(client.chat.update({ channel: channelId, ts: messageId, ...content(card, key) }));
    },

    find: (place, key) => find(client, place, key),

    openDirect,

    async sendFile(chatUserId, file) {
      await shareFile(client, await openDirect(chatUserId), file);
    },

    readFile: (fileId, asked) => readFile(client, config, fileId, asked),

    async showHome(chatUserId, home) {
      await troubled(client.views.publish({ user_id: chatUserId, view: slackHome(home) }));
    },

    async person(chatUserId, { fresh = false } = {}) {
      const known = fresh ? undefined : people.get(chatUserId);
      if (known) return known;
      const { user } = await troubled(client.users.info({ user: chatUserId }));
      const person = slackPerson(user ?? {}, await workspaceId());
      people.set(chatUserId, person);
      return person;
    },

    forgetPerson: (chatUserId) => void people.delete(chatUserId),

    ...slackChannels(client),

    workspaceId,
  };
}

function content(card: Card, key: string) {
  return {
    text: cardText(card),
    blocks: cardBlocks(card),
    metadata: { event_type: eventType, event_payload: { key } },
    unfurl_links: false,
    unfurl_media: false,
  };
}

const pagesAtMost = 5;

async function find(
  client: WebClient,
  place: Parameters<Chat["find"]>[0],
  key: string,
): Promise<Posted | undefined> {
  const { channelId, underId, since } = place;
  let cursor: string | undefined;
  for (let page = 0; page < pagesAtMost; page += 1) {
    const asked = {
      channel: channelId,
      oldest: String(since.getTime() / 1000),
      limit: 200,
      include_all_metadata: true,
      ...(cursor && { cursor }),
    };
    const listed = await readable(
      underId ? client.conversations.replies({ ...asked, ts: underId }) : client.conversations.history(asked),
    );
    const ts = listed?.messages?.find((message) => keyOf(message) === key)?.ts;
    if (ts) return { channelId, messageId: ts };
    cursor = listed?.response_metadata?.next_cursor;
    if (!cursor) return undefined;
  }
  return undefined;
}

/** An app without the history scopes posts what it cannot look for: twice is better than never. */
async function readable<Result>(call: Promise<Result>): Promise<Result | undefined> {
  try {
    return await troubled(call);
  } catch (error) {
    if (error instanceof Trouble && error.reason === "missing_scope") return undefined;
    throw error;
  }
}

function keyOf({ metadata }: { metadata?: { event_type?: string; event_payload?: unknown } }): unknown {
  if (metadata?.event_type !== eventType) return undefined;
  return (metadata.event_payload as { key?: unknown } | undefined)?.key;
}
