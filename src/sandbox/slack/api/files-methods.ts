import { acceptBlocks } from "../blocks/accept-blocks.ts";
import { objectsOf, textOf, type JsonObject } from "../model/json-object.ts";
import { missingArgument, SlackError } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";
import type { ApiMethod, MethodCall } from "./api-method.ts";
import { findPostTarget } from "./find-channel.ts";
import { postAsBot } from "./post-as-bot.ts";
import { presentFile } from "./present-file.ts";
import { threadRoot } from "./thread-root.ts";

const scopes = () => ["files:write"];

export const getUploadUrl: ApiMethod = { tier: 4, scopes, run: runGetUploadUrl };
export const completeUpload: ApiMethod = { tier: 4, scopes, run: runCompleteUpload };

export const fileInfo: ApiMethod = { tier: 4, scopes: () => ["files:read"], run: runFileInfo };

function runFileInfo({ args, ctx }: MethodCall): JsonObject {
  const file = ctx.workspace.files.find(textOf(args["file"]));
  if (!file?.content) throw new SlackError("file_not_found");
  return { file: presentFile(ctx, file), content: null, comments: [] };
}

function runGetUploadUrl({ args, ctx }: MethodCall): JsonObject {
  const name = textOf(args["filename"]);
  const length = Number(args["length"]);
  if (name === "") throw missingArgument("filename");
  if (!Number.isInteger(length) || length < 1) throw missingArgument("length");
  const file = ctx.workspace.files.reserve(name, length);
  return { upload_url: `${ctx.origin()}/upload/v1/${file.id}`, file_id: file.id };
}

function runCompleteUpload({ args, ctx }: MethodCall): JsonObject {
  const files = objectsOf(args["files"]).map((entry) => {
    const file = ctx.workspace.files.find(textOf(entry["id"]));
    if (!file?.content) throw new SlackError("file_not_found");
    return { file, title: textOf(entry["title"]) || file.name };
  });
  if (files.length === 0) throw missingArgument("files");
  const sharing = args["channel_id"] ? sharingOf(ctx, args) : undefined;
  for (const { file, title } of files)
    ctx.workspace.files.change(file, { title, ...(sharing && { channel: sharing.channelId }) });
  const shown = files.map(({ file }) => presentFile(ctx, file));
  if (sharing) postAsBot(ctx, sharing.channelId, { ...sharing.content, files: shown });
  return { files: shown };
}

function sharingOf(ctx: SlackContext, args: JsonObject) {
  const channelId = findPostTarget(ctx, args["channel_id"]).id;
  const blocks = acceptBlocks(args["blocks"]);
  const threadTs = threadRoot(ctx, channelId, args["thread_ts"]);
  const text = textOf(args["initial_comment"]);
  const content = { text, ...(blocks && { blocks }), ...(threadTs && { thread_ts: threadTs }) };
  return { channelId, content };
}
