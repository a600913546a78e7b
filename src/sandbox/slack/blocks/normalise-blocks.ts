import { randomText } from "../model/ids.ts";
import { isObject, type JsonObject } from "../model/json-object.ts";
import type { Block } from "../model/message.ts";
import { elementsOf } from "./elements-of.ts";

const ID_ALPHABET = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789";

/** Fills in what Slack fills in: ids that were left out, and the defaults of text objects. */
export function normaliseBlocks(blocks: readonly unknown[]): Block[] {
  return blocks.map((source) => {
    const block = withTextDefaults(structuredClone(source)) as Block;
    block.block_id ??= randomText(5, ID_ALPHABET);
    for (const element of elementsOf(block)) element["action_id"] ??= randomText(5, ID_ALPHABET);
    return block;
  });
}

export function withTextDefaults(value: unknown): unknown {
  if (Array.isArray(value)) value.forEach(withTextDefaults);
  if (!isObject(value)) return value;
  addTextDefaults(value);
  Object.values(value).forEach(withTextDefaults);
  return value;
}

function addTextDefaults(value: JsonObject): void {
  if (typeof value["text"] !== "string") return;
  if (value["type"] === "plain_text") value["emoji"] ??= true;
  if (value["type"] === "mrkdwn") value["verbatim"] ??= false;
}
