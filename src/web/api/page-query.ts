import type { Page } from "../../core/page.ts";
import { largestPage } from "../../core/page.ts";
import { z } from "@hono/zod-openapi";
import type { Answered } from "./api-route.ts";
import { jsonObject, numberInAddress } from "./json-object.ts";

/** Which part of a list: `page` counts from 1. */
export const pageQuery = jsonObject({
  page: numberInAddress(z.int().min(1).max(1_000_000)).optional(),
  pageSize: numberInAddress(z.int().min(1).max(largestPage)).optional(),
});

/** A bare array, and how many pages there are. */
export function answerPage<Row, Shown>(
  { rows, totalPages }: Page<Row>,
  show: (row: Row) => Shown,
): Answered<Shown[]> {
  return { body: rows.map(show), headers: { "Total-Pages": String(totalPages) } };
}
