import { acceptView } from "../blocks/accept-view.ts";
import { buildView } from "../model/build-view.ts";
import { textOf, type JsonObject } from "../model/json-object.ts";
import type { View } from "../model/view.ts";
import { missingArgument, SlackError } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";
import type { ApiMethod, MethodCall } from "./api-method.ts";
import { refuseTakenExternalId } from "./refuse-taken-external-id.ts";

export const updateView: ApiMethod = { tier: 4, run: runUpdate };
export const publishView: ApiMethod = { tier: 4, run: runPublish };

function runUpdate({ args, ctx }: MethodCall): JsonObject {
  const current = targetOf(args, ctx);
  const definition = acceptView(args["view"], current.type);
  refuseOldHash(args, current);
  refuseTakenExternalId(ctx, textOf(definition["external_id"]), current.id);
  ctx.workspace.views.replace(current, buildView(ctx.identity, definition, ctx.now(), current));
  return { view: structuredClone(current) };
}

function runPublish({ args, ctx }: MethodCall): JsonObject {
  const userId = textOf(args["user_id"]);
  if (!ctx.workspace.users.find(userId)) throw new SlackError("user_not_found");
  const definition = acceptView(args["view"], "home");
  const current = ctx.workspace.views.home(userId);
  if (current) refuseOldHash(args, current);
  refuseTakenExternalId(ctx, textOf(definition["external_id"]), current?.id);
  const view = buildView(ctx.identity, definition, ctx.now(), current);
  ctx.workspace.views.publish(userId, view);
  return { view: structuredClone(view) };
}

function targetOf(args: JsonObject, ctx: SlackContext): View {
  const viewId = textOf(args["view_id"]);
  const externalId = textOf(args["external_id"]);
  if (viewId === "" && externalId === "") throw missingArgument("view_id");
  const views = ctx.workspace.views;
  const view = viewId === "" ? views.findExternal(externalId) : views.find(viewId);
  if (!view) throw new SlackError("not_found");
  return view;
}

function refuseOldHash(args: JsonObject, current: View): void {
  const hash = textOf(args["hash"]);
  if (hash !== "" && hash !== current.hash) throw new SlackError("hash_conflict");
}
