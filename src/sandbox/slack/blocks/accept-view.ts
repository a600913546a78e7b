import { LIMITS } from "../limits.ts";
import { isObject, objectsOf, type JsonObject } from "../model/json-object.ts";
import { invalidArguments, SlackError } from "../slack-error.ts";
import { checkBlock } from "./check-block.ts";
import { checkIds } from "./check-ids.ts";
import { checkText, PLAIN } from "./check-text.ts";
import { Problems } from "./problems.ts";

/** A view definition that Slack would take, or the error it answers with. */
export function acceptView(view: unknown, type: "modal" | "home"): JsonObject {
  if (!isObject(view)) throw invalidArguments(["missing required field: view"]);
  if (Buffer.byteLength(JSON.stringify(view)) > LIMITS.viewBytes) throw new SlackError("view_too_large");
  const problems = new Problems();
  if (view["type"] !== type) problems.add(`must be one of: ${type}`, "/view/type");
  checkFrame(problems, view, type);
  checkViewBlocks(problems, view);
  if (problems.messages.length > 0) throw invalidArguments(problems.messages);
  return view;
}

function checkFrame(problems: Problems, view: JsonObject, type: "modal" | "home"): void {
  problems.string(view, "private_metadata", "/view", LIMITS.privateMetadata);
  problems.string(view, "callback_id", "/view", LIMITS.callbackId);
  problems.string(view, "external_id", "/view", LIMITS.externalId);
  if (type === "home") return;
  if (problems.required(view, "title", "/view"))
    checkText(problems, view, "title", "/view", LIMITS.viewTitle, PLAIN);
  checkText(problems, view, "submit", "/view", LIMITS.viewSubmit, PLAIN);
  checkText(problems, view, "close", "/view", LIMITS.viewClose, PLAIN);
  const hasInput = objectsOf(view["blocks"]).some((block) => block["type"] === "input");
  if (hasInput && !view["submit"])
    problems.add("`submit` is required when an `input` block is within the `blocks` array", "/view");
}

function checkViewBlocks(problems: Problems, view: JsonObject): void {
  const blocks = view["blocks"];
  if (!Array.isArray(blocks)) return problems.add("missing required field: blocks", "/view");
  problems.count(blocks, "/view/blocks", LIMITS.viewBlocks, 0);
  blocks.forEach((block, index) => checkBlock(problems, block, `/view/blocks/${index}`));
  checkIds(problems, blocks, "/view/blocks");
}
