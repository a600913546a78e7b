import { checkOptionGroups, checkOptions, offeredOptions } from "../blocks/check-options.ts";
import { Problems } from "../blocks/problems.ts";
import { LIMITS } from "../limits.ts";
import type { JsonObject } from "../model/json-object.ts";
import type { Option } from "../model/view.ts";
import type { SlackContext } from "../slack-context.ts";
import { findElement } from "./find-element.ts";
import { findPerson, interactionBase } from "./interaction-base.ts";
import { seenView } from "./seen-view.ts";

export interface OptionsInput {
  userId: string;
  viewId: string;
  actionId: string;
  blockId?: string;
  query: string;
}

/** Types into an external select. A late or malformed answer shows the person nothing, so it throws. */
export async function loadOptions(ctx: SlackContext, input: OptionsInput): Promise<Option[]> {
  const user = findPerson(ctx, input.userId);
  const view = seenView(ctx, input.userId, input.viewId);
  const { element, blockId, actionId } = findElement(view.blocks, input.actionId, input.blockId);
  const minimum = element["min_query_length"];
  if (input.query.length < (typeof minimum === "number" ? minimum : 3)) return [];
  const payload: JsonObject = {
    type: "block_suggestion",
    ...interactionBase(ctx, user),
    container: { type: "view", view_id: view.id },
    action_id: actionId,
    block_id: blockId,
    value: input.query,
    view: structuredClone(view),
  };
  const receipt = await ctx.courier.deliver({ kind: "interactive", payload, acceptsPayload: true });
  if (!receipt.acknowledged) throw new Error(`the options of ${actionId} did not load: ${receipt.error}`);
  const options = acceptedOptions(receipt.answer ?? {});
  ctx.workspace.views.offer(view.id, blockId, actionId, options);
  return options;
}

/** No option at all is a fair answer to a query. */
function acceptedOptions(answer: JsonObject): Option[] {
  const problems = new Problems();
  const { options, option_groups: groups } = answer;
  if (groups !== undefined) checkOptionGroups(problems, groups, "/option_groups");
  else if (!Array.isArray(options)) problems.add("missing required field: options", "/options");
  else if (options.length > 0) checkOptions(problems, options, "/options", LIMITS.options);
  if (problems.messages.length > 0)
    throw new Error(`Slack refuses these options: ${problems.messages.join("; ")}`);
  return offeredOptions(answer) as unknown as Option[];
}
