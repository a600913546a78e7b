import { elementsOf } from "../blocks/elements-of.ts";
import { textOf, type JsonObject } from "../model/json-object.ts";
import type { Block } from "../model/message.ts";

export interface Found {
  block: Block;
  blockId: string;
  actionId: string;
  element: JsonObject;
}

export function allElements(blocks: readonly Block[]): Found[] {
  return blocks.flatMap((block) =>
    elementsOf(block).map((element) => ({
      block,
      blockId: textOf(block.block_id),
      actionId: textOf(element["action_id"]),
      element,
    })),
  );
}

export function findElement(blocks: readonly Block[], actionId: string, blockId?: string): Found {
  const elements = allElements(blocks);
  const found = elements.find(
    (one) => one.actionId === actionId && (blockId === undefined || one.blockId === blockId),
  );
  if (found) return found;
  const names = elements.map((one) => one.actionId).join(", ") || "nothing";
  throw new Error(`there is no ${actionId} to use here: there is ${names}`);
}
