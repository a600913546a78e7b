import { SlackError } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";

export function refuseTakenExternalId(ctx: SlackContext, externalId: string, viewId?: string): void {
  if (externalId === "") return;
  const holder = ctx.workspace.views.findExternal(externalId);
  if (holder && holder.id !== viewId) throw new SlackError("duplicate_external_id");
}
