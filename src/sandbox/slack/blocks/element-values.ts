import { isObject, type Block, type ViewValues } from "../model/message-log.ts";
import { elementsOf } from "./check-block.ts";
import { initialValue } from "./value-shapes.ts";

/** The state of these blocks: what was chosen before where the same element is still there, else its first value. */
export function stateOf(blocks: readonly Block[], before: ViewValues = {}): ViewValues {
  const values: ViewValues = {};
  for (const block of blocks)
    for (const element of elementsOf(block)) {
      const first = initialValue(element);
      if (!first || !block.block_id) continue;
      const actionId = String(element["action_id"]);
      const kept = before[block.block_id]?.[actionId];
      const same = isObject(kept) && kept["type"] === first["type"];
      values[block.block_id] = { ...values[block.block_id], [actionId]: same ? kept : first };
    }
  return values;
}
