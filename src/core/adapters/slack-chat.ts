import { type ChatPostMessageResponse, type WebClient, type UsersInfoResponse } from "@slack/web-api";
import { LRUCache } from "lru-cache";
import type { Card, Chat, ChatPerson, Posted, HomeButton, HomeRow, HomeView } from "../kernel/chat/chat.ts";
import type { Logger } from "pino";
import { type Watching, watchSlack, WatchedClient } from "./watched-client.ts";
import { ExternalError } from "../kernel/external-error.ts";
import { cardBlocks, cardText, contextBlock, plainText, richTextBlock } from "./slack-blocks.ts";
import { slackCall } from "./slack-call.ts";
import { slackChannels, troubled } from "./slack-channels.ts";
import type { Button, HomeView as SlackHomeView, KnownBlock } from "@slack/types";
import { withoutHints } from "../kernel/text/command-hint.ts";
import { escapeMrkdwn } from "../kernel/text/mrkdwn.ts";

const downloadTimeoutMs = 30_000;

/**
 * A file that somebody chose in a form. A form takes any file id, and the bot may see what its user may not: what others
 * uploaded is not fetched, nor what is larger than asked for.
 */
async function readFile(
  client: WebClient,
  { botToken, apiUrl }: { botToken: string; apiUrl: string },
  fileId: string,
  { uploadedBy, bytesAtMost }: Parameters<Chat["readFile"]>[1],
): ReturnType<Chat["readFile"]> {
  const { file } = await troubled(client.files.info({ file: fileId }));
  if (!file?.user || file.user !== uploadedBy)
    return { name: "", size: 0, isForeign: true, content: undefined };
  const { name = "", size = 0, url_private_download: url = file?.url_private } = file ?? {};
  if (size > bytesAtMost) return { name, size, content: undefined };
  const content = await download(ownAddress(url ?? "", apiUrl), botToken, bytesAtMost);
  return content ? { name, size: content.length, content } : { name, size: bytesAtMost + 1, content };
}

/** The token goes to Slack and to nobody else. */
function ownAddress(url: string, apiUrl: string): string {
  const [at, api] = [URL.canParse(url) ? new URL(url) : undefined, new URL(apiUrl)];
  const isSlack = at?.protocol === "https:" && /(^|\.)slack(-edge)?\.com$/u.test(at.hostname);
  if (at && (isSlack || at.origin === api.origin)) return url;
  throw new ExternalError("Slack does not give us the file.", { retryable: false, reason: "file address" });
}

/** Undefined where it turns out larger than Slack said. */
async function download(url: string, botToken: string, bytesAtMost: number): Promise<Buffer | undefined> {
  const signal = AbortSignal.timeout(downloadTimeoutMs);
  const headers = { authorization: `Bearer ${botToken}` };
  // Without the scope Slack answers with its sign-in page, by a redirect.
  const answer = await fetch(url, { headers, redirect: "manual", signal }).catch((error: Error) => error);
  if (answer instanceof Error || !answer.ok || !answer.body) {
    const reason = answer instanceof Error ? answer.name : String(answer.status);
    throw new ExternalError("Slack did not give us the file.", {
      retryable: true,
      reason: `download ${reason}`,
    });
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of answer.body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > bytesAtMost) return undefined;
    }
  } catch (cause) {
    const given = { retryable: true, reason: "the download stopped", cause };
    throw new ExternalError("Slack gave us only a part of the file.", given);
  }
  return Buffer.concat(chunks);
}

const uploadTimeoutMs = 60_000;

/** Uploads a file and shares it in one channel. Until the last of the three calls nobody sees anything of it. */
async function shareFile(
  client: WebClient,
  channelId: string,
  { name, content, comment }: { name: string; content: string; comment: string },
): Promise<void> {
  const bytes = Buffer.from(content, "utf8");
  const promised = await troubled(
    client.files.getUploadURLExternal({ filename: name, length: bytes.length }),
  );
  await upload(promised.upload_url ?? "", bytes);
  const files: [{ id: string; title: string }] = [{ id: promised.file_id ?? "", title: name }];
  await troubled(
    client.files.completeUploadExternal({
      files,
      channel_id: channelId,
      initial_comment: escapeMrkdwn(comment),
    }),
  );
}

async function upload(url: string, bytes: Buffer): Promise<void> {
  const signal = AbortSignal.timeout(uploadTimeoutMs);
  const request = { method: "POST", body: new Uint8Array(bytes), signal };
  const status = await fetch(url, request).then(
    (answer) => (answer.ok ? undefined : answer.status),
    (error: Error) => error.name,
  );
  if (status === undefined) return;
  throw new ExternalError("Slack did not accept the file.", { retryable: true, reason: `upload ${status}` });
}

const blocksAtMost = 100;
const buttonsAtMost = 25;

/** A Home as Block Kit: rich text and plain text only, in which nothing that a person typed can act as markup. */
export function slackHome({ title, lead, sections, footer }: HomeView): SlackHomeView {
  const blocks = sections.flatMap((section) => [header(section.title), ...section.rows.flatMap(rowBlocks)]);
  const shown = blocks.slice(0, blocksAtMost - 3);
  return {
    type: "home",
    blocks: [header(title), richTextBlock(lead), ...shown, contextBlock(footer)],
  };
}

function rowBlocks({ words, buttons = [] }: HomeRow): KnownBlock[] {
  const elements = buttons.slice(0, buttonsAtMost).map(button);
  return [richTextBlock(words), ...(elements.length > 0 ? [{ type: "actions" as const, elements }] : [])];
}

function button({ label, action, value, danger }: HomeButton): Button {
  const text = plainText(label, 75);
  return { type: "button", action_id: action, value, text, ...(danger && { style: "danger" }) };
}

function header(text: string): KnownBlock {
  return { type: "header", text: plainText(text, 150) };
}

const eventType = "cyclr_access_message";

export function createChat(
  config: { botToken: string; apiUrl: string },
  log?: Logger,
  watching?: Watching,
): Chat {
  const watch = watchSlack(log, watching);
  const client = new WatchedClient(config, watch);
  const directly = slackCall(config);
  const call: typeof directly = (method, args) => watch(method, directly(method, args));
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
      const message = { channel: channelId, ...thread, ...content(card, key) };
      const sent = await troubled(call<ChatPostMessageResponse>("chat.postMessage", message));
      return { channelId: sent.channel ?? channelId, messageId: sent.ts ?? "" };
    },

    async update({ channelId, messageId }, card, key) {
      const message = { channel: channelId, ts: messageId, ...content(card, key) };
      await troubled(call("chat.update", message));
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
    if (error instanceof ExternalError && error.reason === "missing_scope") return undefined;
    throw error;
  }
}

function keyOf({ metadata }: { metadata?: { event_type?: string; event_payload?: unknown } }): unknown {
  if (metadata?.event_type !== eventType) return undefined;
  return (metadata.event_payload as { key?: unknown } | undefined)?.key;
}

type SlackUser = NonNullable<UsersInfoResponse["user"]> & { is_stranger?: boolean };

/**
 * `home` is the bot's workspace. In an Enterprise Grid `team_id` may be a sister workspace's, the organisation's (`E…`),
 * or missing: then `enterprise_user` says where this person is a member.
 */
export function slackPerson(user: SlackUser, home: string): ChatPerson {
  const grid = user.enterprise_user;
  const memberOf = [user.team_id, grid?.enterprise_id, ...(grid?.teams ?? [])];
  // A server that says nothing at all of workspaces has no other.
  const isOurs = memberOf.includes(home) || (!grid && user.team_id === undefined);
  return {
    workspaceId: isOurs ? home : (user.team_id ?? grid?.teams?.[0] ?? grid?.enterprise_id ?? ""),
    ...(isOurs && grid && { inOrganisation: true as const }),
    email: user.profile?.email,
    // Whoever owns this address could be linked by it: what is not said to be confirmed is not.
    emailConfirmed: user.is_email_confirmed === true,
    name: withoutHints(user.profile?.real_name || user.real_name || user.name || "unknown"),
    timeZone: user.tz,
    excluded: exclusion(user),
  };
}

function exclusion(user: SlackUser): ChatPerson["excluded"] {
  if (user.deleted) return "deactivated";
  if (user.is_bot) return "bot";
  if (user.is_restricted || user.is_ultra_restricted) return "guest";
  if (user.is_stranger) return "stranger";
  return undefined;
}
