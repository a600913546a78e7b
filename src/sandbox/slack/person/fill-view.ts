import type { View } from "../model/view.ts";
import type { SlackContext } from "../slack-context.ts";
import { chooseValue, type Chosen } from "./choose-value.ts";
import { allElements } from "./find-element.ts";
import { seenView } from "./seen-view.ts";

export interface FillInput {
  userId: string;
  viewId: string;
  /** By action_id or block_id. */
  values: Record<string, Chosen>;
}

/** Types and picks, without pressing anything. */
export function fillView(ctx: SlackContext, input: FillInput): View {
  const view = seenView(ctx, input.userId, input.viewId);
  for (const [name, chosen] of Object.entries(input.values)) fillOne(ctx, view, name, chosen);
  return view;
}

function fillOne(ctx: SlackContext, view: View, name: string, chosen: Chosen): void {
  const elements = allElements(view.blocks);
  const found = elements.find((one) => one.actionId === name) ?? elements.find((one) => one.blockId === name);
  if (!found) throw new Error(`the view has no input ${name}`);
  const { blockId, actionId, element } = found;
  const loaded = ctx.workspace.views.offered(view.id, blockId, actionId);
  const current = view.state.values[blockId]?.[actionId];
  ctx.workspace.views.keep(view, blockId, actionId, chooseValue(ctx, { element, loaded, current }, chosen));
}
