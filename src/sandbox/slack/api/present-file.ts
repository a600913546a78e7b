import { extname } from "node:path";
import type { JsonObject } from "../model/json-object.ts";
import type { SlackFile } from "../model/slack-file.ts";
import type { SlackContext } from "../slack-context.ts";

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
