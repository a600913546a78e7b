import type { IncomingMessage } from "node:http";
import { isObject, type JsonObject } from "../model/json-object.ts";

const ENCODED = new Set(["attachments", "blocks", "files", "metadata", "view"]);

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The arguments of a call, from a form, from JSON or from the address itself. */
export async function readArgs(request: IncomingMessage, url: URL): Promise<JsonObject> {
  const body = (await readBody(request)).toString();
  const query = decodeForm(url.searchParams);
  if (request.headers["content-type"]?.startsWith("application/json"))
    return { ...query, ...objectFrom(body) };
  return { ...query, ...decodeForm(new URLSearchParams(body)) };
}

export function objectFrom(text: string): JsonObject {
  const value = jsonFrom(text);
  return isObject(value) ? value : {};
}

function decodeForm(form: URLSearchParams): JsonObject {
  return Object.fromEntries(
    [...form].map(([key, value]) => [key, ENCODED.has(key) ? jsonFrom(value) : value]),
  );
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
