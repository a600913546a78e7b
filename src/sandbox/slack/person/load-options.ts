import { checkOptionGroups, checkOptions, offeredOptions } from "../blocks/check-element.ts";
import { Problems } from "../blocks/check-rich-text.ts";
import { LIMITS } from "../limits.ts";
import type { JsonObject, Block, Option } from "../model/message-log.ts";
import type { SlackContext } from "../slack-context.ts";
import { findElement, seenView, findPerson, interactionBase, findSeen, messageFields } from "./click.ts";

/** The select is in a view, or in a message. */
export type OptionsInput = {
  userId: string;
  actionId: string;
  blockId?: string;
  query: string;
} & ({ viewId: string } | { channelId: string; ts: string });

/** Types into an external select. A late or malformed answer shows the person nothing, so it throws. */
export async function loadOptions(ctx: SlackContext, input: OptionsInput): Promise<Option[]> {
  const user = findPerson(ctx, input.userId);
  const { blocks, seenIn, fields } = placeOf(ctx, input);
  const { element, blockId, actionId } = findElement(blocks, input.actionId, input.blockId);
  const minimum = element["min_query_length"];
  if (input.query.length < (typeof minimum === "number" ? minimum : 3)) return [];
  const payload: JsonObject = {
    type: "block_suggestion",
    ...interactionBase(ctx, user),
    ...fields,
    action_id: actionId,
    block_id: blockId,
    value: input.query,
  };
  const receipt = await ctx.courier.deliver({ kind: "interactive", payload, acceptsPayload: true });
  if (!receipt.acknowledged) throw new Error(`the options of ${actionId} did not load: ${receipt.error}`);
  const options = acceptedOptions(receipt.answer ?? {});
  ctx.workspace.views.offer(seenIn, blockId, actionId, options);
  return options;
}

interface OptionsPlace {
  blocks: readonly Block[];
  seenIn: string;
  fields: JsonObject;
}

function placeOf(ctx: SlackContext, input: OptionsInput): OptionsPlace {
  if ("viewId" in input) {
    const view = seenView(ctx, input.userId, input.viewId);
    const fields = { container: { type: "view", view_id: view.id }, view: structuredClone(view) };
    return { blocks: view.blocks, seenIn: view.id, fields };
  }
  const seen = findSeen(ctx, input);
  const { channel, message } = seen;
  return {
    blocks: message.blocks ?? [],
    seenIn: `${channel.id}/${message.ts}`,
    fields: messageFields(ctx, seen),
  };
}

/** No option at all is a fair answer to a query. */
function acceptedOptions(answer: JsonObject): Option[] {
  const problems = new Problems();
  const { options, option_groups: groups } = answer;
  if (groups !== undefined) {
    if (!isEmpty(groups)) checkOptionGroups(problems, groups, "/option_groups");
  } else if (!Array.isArray(options)) problems.add("missing required field: options", "/options");
  else if (!isEmpty(options)) checkOptions(problems, options, "/options", LIMITS.options);
  if (problems.messages.length > 0)
    throw new Error(`Slack refuses these options: ${problems.messages.join("; ")}`);
  return offeredOptions(answer) as unknown as Option[];
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
