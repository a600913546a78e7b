import { refuseTakenExternalId } from "../api/refuse-taken-external-id.ts";
import { acceptView } from "../blocks/accept-view.ts";
import { LIMITS } from "../limits.ts";
import { buildView } from "../model/build-view.ts";
import { objectOf, textOf, type JsonObject } from "../model/json-object.ts";
import type { View } from "../model/view.ts";
import { invalidArguments, SlackError } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";
import type { Submission } from "./submit-view.ts";

type Applied = Omit<Submission, "ackMs">;

export function applyResponseAction(
  ctx: SlackContext,
  userId: string,
  view: View,
  answer: JsonObject | undefined,
): Applied {
  const action = textOf(answer?.["response_action"]);
  switch (action) {
    case "":
      return close(ctx, userId, view);
    case "errors":
      return { result: "errors", errors: errorsOf(view, answer), view };
    case "update":
      return update(ctx, view, answer);
    case "push":
      return push(ctx, userId, view, answer);
    case "clear":
      ctx.workspace.views.set(userId, []);
      return { result: "cleared" };
    default:
      throw new SlackError("invalid_response_action");
  }
}

function close(ctx: SlackContext, userId: string, view: View): Applied {
  ctx.workspace.views.remove(userId, view.id);
  return { result: "closed" };
}

function errorsOf(view: View, answer: JsonObject | undefined): Record<string, string> {
  const errors = objectOf(answer?.["errors"]);
  const inputs = new Set(
    view.blocks.filter((block) => block.type === "input").map((block) => block.block_id),
  );
  const strangers = Object.keys(errors).filter((blockId) => !inputs.has(blockId));
  if (Object.keys(errors).length === 0 || strangers.length > 0)
    throw invalidArguments([`errors must name input blocks of the view, not: ${strangers.join(", ")}`]);
  return Object.fromEntries(Object.entries(errors).map(([blockId, text]) => [blockId, textOf(text)]));
}

function update(ctx: SlackContext, view: View, answer: JsonObject | undefined): Applied {
  const definition = acceptedModal(ctx, answer, view.id);
  ctx.workspace.views.replace(view, buildView(ctx.identity, definition, ctx.now(), view));
  return { result: "updated", view };
}

function push(ctx: SlackContext, userId: string, view: View, answer: JsonObject | undefined): Applied {
  const stack = ctx.workspace.views.stack(userId);
  if (stack.length >= LIMITS.viewStack) throw new SlackError("push_limit_reached");
  const definition = acceptedModal(ctx, answer);
  const built = buildView(ctx.identity, definition, ctx.now());
  const pushed = { ...built, previous_view_id: view.id, root_view_id: view.root_view_id };
  ctx.workspace.views.push(userId, pushed);
  return { result: "pushed", view: pushed };
}

function acceptedModal(ctx: SlackContext, answer: JsonObject | undefined, viewId?: string): JsonObject {
  const definition = acceptView(answer?.["view"], "modal");
  refuseTakenExternalId(ctx, textOf(definition["external_id"]), viewId);
  return definition;
}
