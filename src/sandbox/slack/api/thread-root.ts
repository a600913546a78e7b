import { textOf } from "../model/json-object.ts";
import { SlackError } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";

/** The parent that a reply to this message hangs on. */
export function threadRoot(ctx: SlackContext, channelId: string, threadTs: unknown): string | undefined {
  const ts = textOf(threadTs);
  if (ts === "") return undefined;
  const parent = ctx.workspace.messages.all(channelId).find((message) => message.ts === ts);
  if (!parent) throw new SlackError("thread_not_found");
  return parent.thread_ts ?? parent.ts;
}
