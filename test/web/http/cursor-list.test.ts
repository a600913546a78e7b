import { z } from "zod";
import { describe, expect, test } from "vitest";
import { secretKeys } from "../../../src/core/kernel/secrets/seal.ts";
import { ApiProblem } from "../../../src/web/http/api-errors.ts";
import { answerCursor, cutPage, readCursor } from "../../../src/web/http/cursor-list.ts";

const keys = secretKeys.parse("k".repeat(40));
const place = z.tuple([z.string(), z.int()]);

type Query = { limit?: number; cursor?: string; email?: string };

function call(query: Query, { path = "/v1.0/things", secretKeys: with_ = keys } = {}) {
  const words = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const req = { path, url: `http://access.partner.example${path}?${words.toString()}` };
  return { c: { req }, ctx: { secretKeys: with_ }, query } as unknown as Parameters<typeof readCursor>[0];
}

const next = (query: Query, behind: unknown = ["ann", 7]) =>
  answerCursor(call(query), { rows: [1, 2], next: behind }, (row) => row * 2);

describe("a list along a cursor", () => {
  test("goes on behind the last row of the page before, with the same filters", () => {
    const { body, headers } = next({ limit: 2, email: "a@b.example" });
    expect(body.Data).toEqual([2, 4]);
    const cursor = body.NextCursor ?? "";
    const link = /^<(?<address>\/v1\.0\/things\?.+)>; rel="next"$/.exec(headers?.["Link"] ?? "");
    const followed = new URL(link?.groups?.["address"] ?? "", "http://access.partner.example");
    expect(Object.fromEntries(followed.searchParams)).toEqual({ limit: "2", email: "a@b.example", cursor });
    const asked = readCursor(call({ limit: 5, email: "a@b.example", cursor }), place);
    expect(asked).toEqual({ take: 5, after: ["ann", 7] });
  });

  test("ends without a cursor, and begins without one", () => {
    const last = answerCursor(call({}), { rows: [1], next: undefined }, String);
    expect(last).toEqual({ body: { Data: ["1"], NextCursor: null } });
    expect(readCursor(call({}), place)).toEqual({ take: 50, after: undefined });
  });

  test("takes no cursor of another list, of other filters, of another key, or changed", () => {
    const cursor = next({ email: "a@b.example" }).body.NextCursor ?? "";
    const refused = (query: Query, more = {}) =>
      expect(() => readCursor(call(query, more), place)).toThrow(ApiProblem);
    refused({ cursor });
    refused({ cursor, email: "b@b.example" });
    refused({ cursor, email: "a@b.example" }, { path: "/v1.0/others" });
    refused({ cursor, email: "a@b.example" }, { secretKeys: secretKeys.parse("z".repeat(40)) });
    for (const one of ["", "x", "a.b.c.d", `${cursor}x`, cursor.slice(0, -3), cursor.replace(".", ".A")])
      refused({ cursor: one, email: "a@b.example" });
    const { NextCursor } = next({}, { other: "form" }).body;
    refused({ cursor: NextCursor ?? "" });
  });

  test("tells nothing of what it holds", () => {
    const cursor = next({}).body.NextCursor ?? "";
    for (const part of cursor.split("."))
      expect(Buffer.from(part, "base64url").toString()).not.toContain("ann");
  });

  test("is cut after as many rows as were asked for", () => {
    expect(cutPage([1, 2, 3], 2, (row) => row)).toEqual({ rows: [1, 2], next: 2 });
    expect(cutPage([1, 2], 2, (row) => row)).toEqual({ rows: [1, 2], next: undefined });
    expect(cutPage([], 2, (row) => row)).toEqual({ rows: [], next: undefined });
  });
});
