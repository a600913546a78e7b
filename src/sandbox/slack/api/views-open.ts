import { acceptView } from "../blocks/accept-view.ts";
import { LIMITS } from "../limits.ts";
import { buildView } from "../model/build-view.ts";
import { textOf, type JsonObject } from "../model/json-object.ts";
import type { View } from "../model/view.ts";
import { missingArgument, SlackError } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";
import type { ApiMethod, MethodCall } from "./api-method.ts";
import { refuseTakenExternalId } from "./refuse-taken-external-id.ts";

export const openView: ApiMethod = { tier: 4, run: runOpen };
export const pushView: ApiMethod = { tier: 4, run: runPush };

function runOpen({ args, ctx }: MethodCall): JsonObject {
  const { userId, view } = exchange(args, ctx);
  ctx.workspace.views.set(userId, [view]);
  return { view: structuredClone(view) };
}

function runPush({ args, ctx }: MethodCall): JsonObject {
  const userId = ctx.triggers.check(triggerOf(args));
  const stack = ctx.workspace.views.stack(userId);
  const top = stack.at(-1);
  if (!top) throw new SlackError("not_found");
  if (stack.length >= LIMITS.viewStack) throw new SlackError("push_limit_reached");
  const { view } = exchange(args, ctx);
  ctx.workspace.views.push(userId, { ...view, previous_view_id: top.id, root_view_id: top.root_view_id });
  return { view: structuredClone(ctx.workspace.views.find(view.id)) };
}

/** The trigger is spent only once the view is good, so a refused view can be corrected. */
function exchange(args: JsonObject, ctx: SlackContext): { userId: string; view: View } {
  const triggerId = triggerOf(args);
  const userId = ctx.triggers.check(triggerId);
  const definition = acceptView(args["view"], "modal");
  refuseTakenExternalId(ctx, textOf(definition["external_id"]));
  ctx.triggers.exchange(triggerId);
  return { userId, view: buildView(ctx.identity, definition, ctx.now()) };
}

function triggerOf(args: JsonObject): string {
  const triggerId = textOf(args["trigger_id"]);
  if (triggerId === "") throw missingArgument("trigger_id");
  return triggerId;
}
