import { createHash } from "node:crypto";
import { z } from "@hono/zod-openapi";
import type { App } from "../../core/context.ts";
import { seal, unseal } from "../../core/kernel/secrets/seal.ts";
import { type ApiContext, ApiProblem } from "./api-errors.ts";
import type { Answered, Call } from "./api-route.ts";
import { jsonObject, wholeNumber } from "./json-schemas.ts";

/** So many elements come at a time where nobody says how many, and at most. */
export const usualLimit = 50;
export const largestLimit = 200;

const fields = {
  limit: wholeNumber(z.int().min(1).max(largestLimit))
    .optional()
    .openapi({ description: `How many elements come at most: 1 to ${largestLimit}, else ${usualLimit}.` }),
  cursor: z.string().max(4000).optional().openapi({
    description: "The NextCursor of the page before, with the same filters. Means nothing else.",
  }),
};

/** The query of a list that is read page by page along a cursor, with filters of its own. */
export const cursorQuery = <Filters extends z.ZodRawShape>(filters: Filters) =>
  jsonObject({ ...fields, ...filters });

/** What such a list answers, under a name of its own in the document. */
export const cursorPage = <Element extends z.ZodType>(element: Element, name: string) =>
  z.strictObject({ Data: z.array(element), NextCursor: z.string().nullable() }).openapi(name);

interface CursorQuery {
  limit?: number | undefined;
  cursor?: string | undefined;
}

type Reading = Pick<Call<unknown, CursorQuery, unknown>, "c" | "ctx" | "query">;

export interface Asked<Place> {
  take: number;
  /** The place behind which the page begins; undefined for the first page. */
  after: Place | undefined;
}

/**
 * Which part of a list is asked for. A cursor is sealed for its address and filters: one that is not ours, was changed, or came
 * with other filters is a 400. `place` is what a list keeps in it of its last row.
 */
export function readCursor<Place>({ c, ctx, query }: Reading, place: z.ZodType<Place>): Asked<Place> {
  const { limit: take = usualLimit, cursor } = query;
  if (cursor === undefined) return { take, after: undefined };
  try {
    const read = JSON.parse(unseal(ctx.secretKeys, purposeOf(c, query), cursor)) as unknown;
    return { take, after: place.parse(read) };
  } catch {
    throw new ApiProblem(400, `Cursor: ${unknownCursor}`, { field: "cursor" });
  }
}

const unknownCursor =
  "This is no NextCursor of this list with these filters. Leave it out to begin at the first page.";

/** A page and, where there is more, the cursor of the next one, also as a link. `next` is the place that it begins behind. */
export function answerCursor<Row, Shown>(
  { c, ctx, query }: Reading,
  { rows, next }: { rows: Row[]; next: unknown },
  show: (row: Row) => Shown,
): Answered<{ Data: Shown[]; NextCursor: string | null }> {
  const Data = rows.map(show);
  if (next === undefined) return { body: { Data, NextCursor: null } };
  const NextCursor = sealPlace(ctx, purposeOf(c, query), next);
  return { body: { Data, NextCursor }, headers: { Link: `<${addressOf(c, NextCursor)}>; rel="next"` } };
}

/** Of one row more than asked for: the rows, and the place of the last where there are more. */
export function cutPage<Row, Place>(
  found: Row[],
  take: number,
  placeOf: (row: Row) => Place,
): { rows: Row[]; next: Place | undefined } {
  const rows = found.slice(0, take);
  const last = rows.at(-1);
  return { rows, next: found.length > take && last !== undefined ? placeOf(last) : undefined };
}

function sealPlace({ secretKeys }: Pick<App, "secretKeys">, purpose: string, place: unknown): string {
  return seal(secretKeys, purpose, JSON.stringify(place));
}

/** A cursor of one list, or of one with other filters, is none of another. */
function purposeOf(c: ApiContext, { limit: _limit, cursor: _cursor, ...filters }: CursorQuery): string {
  const named = Object.entries(filters).filter(([, value]) => value !== undefined);
  const sorted = named.toSorted(([one], [other]) => (one < other ? -1 : 1));
  const list = JSON.stringify([c.req.path.replace(/\/$/, ""), sorted]);
  return `cursor ${createHash("sha256").update(list).digest("base64url")}`;
}

/** The same address with another cursor, as a reference that a client resolves against the one it called. */
function addressOf(c: ApiContext, cursor: string): string {
  const { pathname, searchParams } = new URL(c.req.url);
  for (const name of Array.from(searchParams.keys()))
    if (name.toLowerCase() === "cursor") searchParams.delete(name);
  searchParams.set("cursor", cursor);
  return `${pathname}?${searchParams.toString()}`;
}
