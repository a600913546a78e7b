import { cloudName } from "../kernel/cloud/cloud.ts";
import { ExternalError } from "../kernel/external-error.ts";

export interface CloudAnswer {
  status: number;
  headers: Headers;
  text: string;
}

export interface Sent {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body?: string;
  timeoutMs: number;
}

const answerAtMost = 16 * 1024 * 1024;

/** One exchange over HTTP: no redirect, a limit of time and of size. What was sent is in no error. */
export async function sendToCloud({ url, method, headers, body, timeoutMs }: Sent): Promise<CloudAnswer> {
  try {
    const response = await fetch(url, {
      method,
      redirect: "manual",
      headers: { Accept: "application/json", "User-Agent": "cyclr-access", ...headers },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body !== undefined && { body }),
    });
    return { status: response.status, headers: response.headers, text: await readText(response) };
  } catch (error) {
    throw troubleOf(error);
  }
}

class TooLong extends Error {}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > answerAtMost) throw new TooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function troubleOf(error: unknown): ExternalError {
  if (error instanceof TooLong)
    return new ExternalError(`${cloudName} answers with more than 16 MiB.`, {
      retryable: false,
      reason: "too-long",
    });
  const isLate = error instanceof Error && error.name === "TimeoutError";
  const sentence = isLate ? `${cloudName} does not answer in time.` : `${cloudName} cannot be reached.`;
  // No cause: what the libraries say may hold the address with all that it was sent.
  return new ExternalError(sentence, { retryable: true, reason: isLate ? "timeout" : codeOf(error) });
}

function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === "string" ? cause.code : "unreachable";
}

/** What a status other than 2xx means. `secrets` never stand in the sentence, whatever the cloud repeats. */
export function failureOf({ status, headers, text }: CloudAnswer, secrets: string[]): ExternalError {
  const reason = String(status);
  if (status >= 300 && status < 400)
    return new ExternalError(`${cloudName} answers with a redirect, which is not followed.`, {
      retryable: false,
      reason,
    });
  const retryable = status >= 500 || status === 429 || status === 408 || status === 404;
  const retryAfterMs = waitOf(headers.get("retry-after"));
  const said = status >= 500 ? undefined : saidIn(text, secrets);
  return new ExternalError(`${cloudName} answers ${status}${said ? `: ${said}` : ""}.`, {
    retryable,
    reason,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** The cloud's own sentence, in one line. */
function saidIn(text: string, secrets: string[]): string | undefined {
  let message: unknown;
  try {
    message = (JSON.parse(text) as { Message?: unknown } | null)?.Message;
  } catch {
    return undefined;
  }
  if (typeof message !== "string" || secrets.some((secret) => message.includes(secret))) return undefined;
  const line = message.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return line.slice(0, 200).replace(/\.$/u, "") || undefined;
}

/** In seconds or as a date. At most an hour: nobody silences us for longer. */
function waitOf(retryAfter: string | null): number | undefined {
  if (!retryAfter) return undefined;
  const ms = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), 3_600_000);
}

/** Before the next try: what the cloud asks for, or three times as long each time, a little apart from others'. */
export function waitBefore(tries: number, firstWaitMs: number, retryAfterMs: number | undefined): number {
  return retryAfterMs ?? firstWaitMs * 3 ** (tries - 1) * (0.75 + Math.random() / 2);
}
