import { acceptBlocks } from "../blocks/check-block.ts";
import { objectsOf, textOf, type JsonObject } from "../model/message-log.ts";
import { missingArgument, SlackError } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";
import { type ApiMethod, type MethodCall, findPostTarget } from "./present-channel.ts";
import { postAsBot, threadRoot } from "./chat-post.ts";
import { extname } from "node:path";
import type { SlackFile } from "../model/slack-file.ts";

const TYPES: Record<string, string> = {
  ".csv": "text/csv",
  ".json": "application/json",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".tsv": "text/tab-separated-values",
  ".txt": "text/plain",
};

export function presentFile(ctx: SlackContext, file: SlackFile): JsonObject {
  const extension = extname(file.name).toLowerCase();
  return {
    id: file.id,
    created: Math.floor(ctx.now() / 1000),
    timestamp: Math.floor(ctx.now() / 1000),
    name: file.name,
    title: file.title,
    mimetype: TYPES[extension] ?? "application/octet-stream",
    filetype: extension.slice(1) || "binary",
    user: file.userId ?? ctx.identity.botUserId,
    size: file.content?.length ?? file.length,
    mode: "hosted",
    is_external: false,
    is_public: false,
    url_private: `${ctx.origin()}/files-pri/${file.id}`,
    url_private_download: `${ctx.origin()}/files-pri/${file.id}`,
    channels: file.channel ? [file.channel] : [],
  };
}

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
