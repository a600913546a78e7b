import { z } from "zod";

export const largestPage = 1000;

/** Which part of a list is read. Pages count from 1. */
export const pageInput = z.object({
  page: z.int().min(1).max(1_000_000).default(1),
  pageSize: z.int().min(1).max(largestPage).default(25),
});

export type PageInput = z.input<typeof pageInput>;

/** By what a list is in order. */
export interface Order<By extends string> {
  by: By;
  direction: "asc" | "desc";
}

export interface Page<Row> {
  /** Empty past the end. */
  rows: Row[];
  totalPages: number;
}

/** One page of what is counted and read by the same condition. */
export async function readPage<Row>(
  given: PageInput,
  count: () => Promise<number>,
  rows: (part: { skip: number; take: number }) => Promise<Row[]>,
): Promise<Page<Row>> {
  const { page, pageSize } = pageInput.parse(given);
  const [total, found] = await Promise.all([count(), rows({ skip: (page - 1) * pageSize, take: pageSize })]);
  return { rows: found, totalPages: Math.ceil(total / pageSize) };
}
