import { isObject, objectsOf } from "../model/json-object.ts";
import { elementsOf } from "./elements-of.ts";
import type { Problems } from "./problems.ts";

/** A block_id is unique in its message or view, an action_id in its block. */
export function checkIds(problems: Problems, blocks: unknown[], pointer: string): void {
  repeated(objectsOf(blocks).map((block) => block["block_id"])).forEach((id) =>
    problems.add(`block_id "${id}" already exists`, pointer),
  );
  blocks.forEach((block, index) => {
    if (!isObject(block)) return;
    repeated(elementsOf(block).map((element) => element["action_id"])).forEach((id) =>
      problems.add(`action_id "${id}" already exists`, `${pointer}/${index}`),
    );
  });
}

function repeated(ids: unknown[]): string[] {
  const texts = ids.filter((id) => typeof id === "string");
  return [...new Set(texts.filter((id, index) => texts.indexOf(id) !== index))];
}
