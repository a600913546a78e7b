import { textOf, type JsonObject } from "../model/json-object.ts";
import { SlackError } from "../slack-error.ts";

export interface Page<T> {
  items: T[];
  nextCursor: string;
}

/** Slack's cursors are opaque; here they hold the offset of the next item. */
export function paginate<T>(all: readonly T[], args: JsonObject, defaultLimit: number): Page<T> {
  const limit = limitOf(args["limit"], defaultLimit);
  const start = offsetOf(textOf(args["cursor"]));
  const end = start + limit;
  return { items: all.slice(start, end), nextCursor: end < all.length ? cursorOf(end) : "" };
}

function limitOf(value: unknown, defaultLimit: number): number {
  const limit = Number(value ?? defaultLimit);
  if (!Number.isInteger(limit) || limit < 0) throw new SlackError("invalid_limit");
  return limit === 0 ? defaultLimit : Math.min(limit, 1_000);
}

function cursorOf(offset: number): string {
  return Buffer.from(`next:${offset}`).toString("base64");
}

function offsetOf(cursor: string): number {
  if (cursor === "") return 0;
  const match = /^next:(\d+)$/.exec(Buffer.from(cursor, "base64").toString());
  if (!match) throw new SlackError("invalid_cursor");
  return Number(match[1]);
}
