import type { Message } from "../model/message.ts";
import type { SlackContext } from "../slack-context.ts";
import type { MessageContent } from "./message-content.ts";

export function postAsBot(
  ctx: SlackContext,
  channelId: string,
  content: MessageContent & Pick<Partial<Message>, "thread_ts" | "files" | "subtype">,
): Message {
  const { identity, workspace } = ctx;
  return workspace.messages.post({
    user: identity.botUserId,
    bot_id: identity.botId,
    app_id: identity.appId,
    team: identity.team.id,
    bot_profile: {
      id: identity.botId,
      app_id: identity.appId,
      user_id: identity.botUserId,
      name: identity.botName,
      icons: {},
      deleted: false,
      updated: Math.floor(ctx.now() / 1000),
      team_id: identity.team.id,
    },
    channel: channelId,
    ...content,
  });
}
