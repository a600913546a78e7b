import type { WebClient } from "@slack/web-api";
import { escapeMrkdwn } from "../chat/mrkdwn.ts";
import { Trouble } from "../trouble.ts";
import { troubled } from "./slack-trouble.ts";

const uploadTimeoutMs = 60_000;

/** Uploads a file and shares it in one channel. Until the last of the three calls nobody sees anything of it. */
export async function shareFile(
  client: WebClient,
  channelId: string,
  { name, content, comment }: { name: string; content: string; comment: string },
): Promise<void> {
  const bytes = Buffer.from(content, "utf8");
  const promised = await troubled(
    client.files.getUploadURLExternal({ filename: name, length: bytes.length }),
  );
  await upload(promised.upload_url ?? "", bytes);
  const files: [{ id: string; title: string }] = [{ id: promised.file_id ?? "", title: name }];
  await troubled(
    client.files.completeUploadExternal({
      files,
      channel_id: channelId,
      initial_comment: escapeMrkdwn(comment),
    }),
  );
}

async function upload(url: string, bytes: Buffer): Promise<void> {
  const signal = AbortSignal.timeout(uploadTimeoutMs);
  const request = { method: "POST", body: new Uint8Array(bytes), signal };
  const status = await fetch(url, request).then(
    (answer) => (answer.ok ? undefined : answer.status),
    (error: Error) => error.name,
  );
  if (status === undefined) return;
  throw new Trouble("Slack did not take the file.", { passing: true, reason: `upload ${status}` });
}
