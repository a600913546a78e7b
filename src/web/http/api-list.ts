import { z } from "@hono/zod-openapi";
import { largestPage, type Order, type Page } from "../../core/kernel/text/page.ts";
import { ApiProblem } from "./api-errors.ts";
import type { Answered, Call } from "./api-route.ts";
import { flag, jsonObject, wholeNumber } from "./json-schemas.ts";
import { wantsStrict } from "./read-request.ts";

/** What every list takes: which part (`page` counts from 1), and in what order. */
const pageFields = {
  page: wholeNumber(z.int().min(1).max(1_000_000)).optional(),
  pageSize: wholeNumber(z.int().min(1).max(largestPage)).optional(),
  sortOrderAsc: flag.optional(),
  orderBy: z.string().max(200).optional(),
};

/** The query of a list, with filters of its own. */
export const listQuery = <Filters extends z.ZodRawShape>(filters: Filters) =>
  jsonObject({ ...pageFields, ...filters });

interface ListQuery {
  page?: number | undefined;
  pageSize?: number | undefined;
  sortOrderAsc?: boolean | undefined;
  orderBy?: string | undefined;
}

/**
 * Which part of a list is asked for, in what order. `orders` has by the vendor's name of a property, in lower case, what the
 * use case calls it. Another name is passed over, as any field that a call does not know. `atMost` rows come at a time where
 * each may be large, however many are asked for.
 */
export function readList<By extends string>(
  { c, query, ignored }: Pick<Call<unknown, ListQuery, unknown>, "c" | "query" | "ignored">,
  orders: Record<string, By>,
  { pageSize: usual = 25, atMost = largestPage }: { pageSize?: number; atMost?: number } = {},
): { page: number; pageSize: number; order: Order<By> } {
  const { page = 1, sortOrderAsc, orderBy } = query;
  const pageSize = Math.min(query.pageSize ?? usual, atMost);
  const [first] = Object.values(orders);
  const named = orderBy?.toLowerCase() ?? "";
  // What every object has by its nature (`constructor`) is no order.
  const known = Object.hasOwn(orders, named) ? orders[named] : undefined;
  const by = orderBy === undefined ? first : known;
  if (by === undefined) passOver(c, ignored, Object.keys(orders));
  const direction = sortOrderAsc === false ? "desc" : "asc";
  return { page, pageSize, order: { by: (by ?? first) as By, direction } };
}

function passOver(c: Parameters<typeof wantsStrict>[0], ignored: string[], known: string[]): void {
  if (!wantsStrict(c)) return void ignored.push("orderBy");
  const field = "orderBy";
  throw new ApiProblem(400, `${field}: Use one of ${known.join(", ")}.`, { code: "unknown-field", field });
}

/** A bare array, and how many pages there are. */
export function answerPage<Row, Shown>(
  { rows, totalPages }: Page<Row>,
  show: (row: Row) => Shown,
): Answered<Shown[]> {
  return { body: rows.map(show), headers: { "Total-Pages": String(totalPages) } };
}
