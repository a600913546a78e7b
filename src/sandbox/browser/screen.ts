import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { cast } from "../cast.ts";
import { findProjectRoot } from "../../core/adapters/migrations/require-session.ts";
import type { Demo } from "../demo/console-commands.ts";
import type { Change, EphemeralMessage, Message } from "../slack/model/message-log.ts";
import type { SlackChannel } from "../slack/model/slack-channel.ts";
import type { SlackUser } from "../slack/model/slack-user.ts";
import type { StoryPlayer } from "./story-player.ts";
import type { MailHead, News, Person, Place, Screen, Shortcut, Shown } from "./wire.ts";

/** What the page acts on. */
export type Watched = Pick<Demo, "slack" | "people" | "mailbox"> & { story: StoryPlayer };

/** Changes that come together are told together. */
const gatherMs = 15;

const manifest = path.join(findProjectRoot(), "slack-app-manifest.yaml");

/** All that this person sees now. Somebody else's ephemeral messages, forms and direct messages are no part of it. */
export function screenOf({ slack, mailbox, story }: Watched, userId: string): Screen {
  const { workspace, team, botUserId } = slack;
  const places = placesOf(slack, userId);
  const posted = places.flatMap(({ id }) => slack.messages(id).map((message) => shownToAll(slack, message)));
  const whispered = slack.ephemerals(userId).map((message) => shownToOne(slack, message));
  return {
    me: userId,
    team: team.name,
    botUserId,
    people: workspace.users.all().map(personOf),
    places: places.map(placeOf),
    shortcuts: readShortcuts(),
    messages: [...posted, ...whispered],
    views: slack.views(userId),
    home: slack.home(userId),
    mails: mailsIn(mailbox),
    story: story.now(),
  };
}

/** Tells what this person would see change, until it is ended. */
export function watchScreen(
  { slack, mailbox, story }: Watched,
  userId: string,
  tell: (news: News[]) => void,
): { end(): void } {
  let waiting = new Map<string, Change>();
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    const changes = [...waiting.values()];
    waiting = new Map();
    const news = changes.flatMap((change) => newsOf(slack, userId, change));
    if (news.length > 0) tell(news);
  };
  const hear = (change: Change): void => {
    if (change.userId !== undefined && change.userId !== userId) return;
    waiting.set(`${change.noun}/${change.channelId}/${change.id}`, change);
    timer ??= setTimeout(flush, gatherMs);
  };
  let mailsTold = mailbox.mails().length;
  const mails = mailbox.watch(() => {
    const all = mailsIn(mailbox);
    tell([{ kind: "mails", mails: all.slice(mailsTold) }]);
    mailsTold = all.length;
  });
  const stories = story.watch((now) => tell([{ kind: "story", story: now }]));
  slack.workspace.events.on("change", hear);
  return {
    end() {
      mails.end();
      stories.end();
      clearTimeout(timer);
      slack.workspace.events.off("change", hear);
    },
  };
}

function newsOf(slack: Watched["slack"], userId: string, change: Change): News[] {
  const { noun, id, channelId = "" } = change;
  if (noun === "channel") return [{ kind: "places", places: placesOf(slack, userId).map(placeOf) }];
  if (noun === "view") {
    const home = slack.home(userId);
    if (home?.id === id) return [{ kind: "home", home }];
    return [{ kind: "views", views: slack.views(userId) }];
  }
  if (noun === "message") {
    if (!slack.workspace.channels.find(channelId)?.members.has(userId)) return [];
    // What was deleted is not found any more, but stands there as a tombstone where replies hang on it.
    const message = slack.messages(channelId).findLast(({ ts }) => ts === id);
    if (!message) return [{ kind: "gone", channel: channelId, ts: id }];
    return [{ kind: "message", message: shownToAll(slack, message) }];
  }
  if (noun === "ephemeral") {
    const message = slack.workspace.messages.findEphemeral(channelId, userId, id);
    if (!message) return [{ kind: "gone", channel: channelId, ts: id }];
    return [{ kind: "message", message: shownToOne(slack, message) }];
  }
  return [];
}

function mailsIn(mailbox: Watched["mailbox"]): MailHead[] {
  return mailbox.mails().map(({ to, from, subject, receivedAt, text }, id) => ({
    id,
    to,
    from,
    subject,
    at: receivedAt.toISOString(),
    text,
  }));
}

function placesOf({ workspace }: Watched["slack"], userId: string): SlackChannel[] {
  return workspace.channels.all().filter(({ members }) => members.has(userId));
}

function placeOf({ id, kind, name, members }: SlackChannel): Place {
  return { id, kind, name, members: [...members] };
}

function personOf({ id, name, realName, tz, isBot }: SlackUser): Person {
  const what = cast.find((one) => one.name === name)?.what ?? "";
  return { id, name, realName, what, tz, isBot };
}

function shownToAll({ workspace }: Watched["slack"], message: Message): Shown {
  const { ts, channel, user, text, blocks, thread_ts: thread, edited, files = [], subtype } = message;
  return {
    ts,
    channel,
    user,
    text,
    ...(blocks && { blocks }),
    ...(thread && { thread_ts: thread }),
    edited: edited !== undefined,
    ephemeral: false,
    deleted: subtype === "tombstone",
    files,
    values: workspace.messages.state(channel, ts),
  };
}

function shownToOne(slack: Watched["slack"], message: EphemeralMessage): Shown {
  const { ts, channel, text, blocks, thread_ts: thread } = message;
  return {
    ts,
    channel,
    user: slack.botUserId,
    text,
    ...(blocks && { blocks }),
    ...(thread && { thread_ts: thread }),
    edited: false,
    ephemeral: true,
    deleted: false,
    files: [],
    values: slack.workspace.messages.state(channel, ts),
  };
}

interface Manifest {
  features: {
    shortcuts: { type: "global" | "message"; name: string; callback_id: string; description: string }[];
  };
}

let shortcuts: Shortcut[] | undefined;

/** From the manifest with which the app is installed. */
function readShortcuts(): Shortcut[] {
  shortcuts ??= (parse(readFileSync(manifest, "utf8")) as Manifest).features.shortcuts.map(
    ({ callback_id: callbackId, type, name, description }) => ({ type, name, callbackId, description }),
  );
  return shortcuts;
}
