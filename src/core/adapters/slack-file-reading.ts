import type { WebClient } from "@slack/web-api";
import type { Chat } from "../chat/chat.ts";
import { Trouble } from "../trouble.ts";
import { troubled } from "./slack-trouble.ts";

const downloadTimeoutMs = 30_000;

/**
 * A file that somebody chose in a form. A form takes any file id, and the bot may see what its user may not: what others
 * uploaded is not fetched, nor what is larger than asked for.
 */
export async function readFile(
  client: WebClient,
  { botToken, apiUrl }: { botToken: string; apiUrl: string },
  fileId: string,
  { uploadedBy, bytesAtMost }: Parameters<Chat["readFile"]>[1],
): ReturnType<Chat["readFile"]> {
  const { file } = await troubled(client.files.info({ file: fileId }));
  if (!file?.user || file.user !== uploadedBy)
    return { name: "", size: 0, isForeign: true, content: undefined };
  const { name = "", size = 0, url_private_download: url = file?.url_private } = file ?? {};
  if (size > bytesAtMost) return { name, size, content: undefined };
  const content = await download(ownAddress(url ?? "", apiUrl), botToken, bytesAtMost);
  return content ? { name, size: content.length, content } : { name, size: bytesAtMost + 1, content };
}

/** The token goes to Slack and to nobody else. */
function ownAddress(url: string, apiUrl: string): string {
  const [at, api] = [URL.canParse(url) ? new URL(url) : undefined, new URL(apiUrl)];
  const isSlack = at?.protocol === "https:" && /(^|\.)slack(-edge)?\.com$/u.test(at.hostname);
  if (at && (isSlack || at.origin === api.origin)) return url;
  throw new Trouble("Slack does not hand the file out.", { passing: false, reason: "file address" });
}

/** Undefined where it turns out larger than Slack said. */
async function download(url: string, botToken: string, bytesAtMost: number): Promise<Buffer | undefined> {
  const signal = AbortSignal.timeout(downloadTimeoutMs);
  const headers = { authorization: `Bearer ${botToken}` };
  // Without the scope Slack answers with its sign-in page, by a redirect.
  const answer = await fetch(url, { headers, redirect: "manual", signal }).catch((error: Error) => error);
  if (answer instanceof Error || !answer.ok || !answer.body) {
    const reason = answer instanceof Error ? answer.name : String(answer.status);
    throw new Trouble("Slack did not hand the file out.", { passing: true, reason: `download ${reason}` });
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > bytesAtMost) return undefined;
  }
  return Buffer.concat(chunks);
}
