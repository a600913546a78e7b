import { acceptBlocks } from "../blocks/accept-blocks.ts";
import { isObject, objectOf, textOf, type JsonObject } from "../model/json-object.ts";
import type { Block } from "../model/message.ts";
import { SlackError } from "../slack-error.ts";

export interface MessageContent {
  text: string;
  blocks?: Block[];
  metadata?: JsonObject;
}

export function messageContent(args: JsonObject, maxText: number): MessageContent {
  const text = textOf(args["text"]);
  if (text.length > maxText) throw new SlackError("msg_too_long");
  const blocks = acceptBlocks(args["blocks"]);
  if (text === "" && !blocks?.length && !args["attachments"]) throw new SlackError("no_text");
  const metadata = acceptMetadata(args["metadata"]);
  return { text, ...(blocks && { blocks }), ...(metadata && { metadata }) };
}

function acceptMetadata(metadata: unknown): JsonObject | undefined {
  if (metadata === undefined || metadata === null || metadata === "") return undefined;
  if (!isObject(metadata)) throw new SlackError("invalid_metadata_format");
  if (Object.keys(metadata).length === 0) return {};
  if (textOf(metadata["event_type"]) === "") throw new SlackError("invalid_metadata_format");
  return { event_type: metadata["event_type"], event_payload: objectOf(metadata["event_payload"]) };
}
