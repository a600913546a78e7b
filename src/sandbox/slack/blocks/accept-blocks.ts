import { LIMITS } from "../limits.ts";
import type { Block } from "../model/message.ts";
import { invalidBlocks, SlackError } from "../slack-error.ts";
import { blockTextLength } from "./block-text-length.ts";
import { checkBlock } from "./check-block.ts";
import { checkIds } from "./check-ids.ts";
import { normaliseBlocks } from "./normalise-blocks.ts";
import { Problems } from "./problems.ts";

/** The blocks of a message as Slack keeps them, or the error Slack answers with. */
export function acceptBlocks(blocks: unknown): Block[] | undefined {
  if (blocks === undefined || blocks === null || blocks === "") return undefined;
  if (!Array.isArray(blocks)) throw new SlackError("invalid_blocks_format");
  const problems = new Problems();
  problems.count(blocks, "/blocks", LIMITS.messageBlocks, 0);
  blocks.forEach((block, index) => checkBlock(problems, block, `/blocks/${index}`));
  checkIds(problems, blocks, "/blocks");
  if (problems.messages.length > 0) throw invalidBlocks(problems.messages);
  if (blockTextLength(blocks) > LIMITS.messageBlockText) throw new SlackError("msg_blocks_too_long");
  return normaliseBlocks(blocks);
}
