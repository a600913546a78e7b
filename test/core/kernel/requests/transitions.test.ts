import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { endAsDone } from "../../../../src/core/kernel/requests/sql/end-as-done.ts";
import { ended, transitions } from "../../../../src/core/kernel/requests/transitions.ts";
import { RequestStatus } from "../../../../src/core/generated/prisma/enums.ts";

const all = Object.values(transitions);
const reached = new Set<string>(all.flatMap(({ to }) => to));
const left = new Set<string>(all.flatMap(({ from }) => from));

test("every state but those in which a Request is written is reached by a transition", () => {
  const first = ["draft", "awaitingValues"];
  expect(Object.keys(RequestStatus).filter((status) => !reached.has(status))).toEqual(first);
});

test("what waits can go on, and of what has ended only what failed, or left something undone", () => {
  const stays = Object.keys(RequestStatus).filter((status) => !left.has(status));
  expect(stays.toSorted()).toEqual(["cancelled", "denied", "expired"]);
  expect(all.filter(({ from }) => (from as readonly string[]).includes("done"))).toEqual([
    transitions.retryItems,
  ]);
});

test("the statement that ends a Request as done leaves of it what the other ends leave", () => {
  const { text } = endAsDone.asked({ audit: {}, turn: {} } as never);
  const missing = Object.entries(ended)
    // Nobody is reminded of what is on its way.
    .filter(([column]) => column !== "remindAt")
    .map(([column, value]) => `"${column}" = ${value ?? "NULL"}`)
    .filter((words) => !text.includes(words));
  expect(missing).toEqual([]);
});

test("a status is written in one place", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" })
    .map((name) => path.join("src", name))
    .filter((file) => /\.tsx?$/u.test(file) && !file.includes("generated"));
  expect(files.filter((file) => writesStatus(readFileSync(file, "utf8"))).toSorted()).toEqual([
    "src/core/kernel/requests/sql/end-as-done.ts",
    "src/core/kernel/requests/transitions.ts",
  ]);
});

function writesStatus(source: string): boolean {
  if (/UPDATE "Request" SET "status"/u.test(source)) return true;
  const updates = [...source.matchAll(/\brequest\.(?:update|updateMany|updateManyAndReturn|upsert)\(/gu)];
  return updates.some(({ index }) => {
    const [, data = ""] =
      /\bdata:\s*(\{[\s\S]*?\})\s*,?\s*\}\)/u.exec(source.slice(index, index + 900)) ?? [];
    return /\bstatus\b|enterQueueOrApproval/u.test(data);
  });
}
