import { expect, test } from "vitest";
import { readGrantEnd } from "../../../src/bot/memberships/grant-end.ts";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";

const at = (now: string, timeZone: string | null) =>
  ({ clock: () => new Date(now), timeZone: "UTC", actor: { timeZone } }) as Context<ConsoleUserActor>;
const read = (words: { length?: string; until?: string }, ctx = at("2026-10-24T12:00Z", "Europe/London")) =>
  readGrantEnd(ctx, { length: words.length, until: words.until });

test("nothing behind it is a grant without an end", () => {
  expect(read({})).toEqual({});
});

test("a length is read in minutes, within the bounds", () => {
  expect(read({ length: "1h30m" })).toEqual({ forMinutes: 90 });
  expect(() => read({ length: "14m" })).toThrow(
    "“14m” is too short or too long. A temporary grant lasts between 15 minutes and",
  );
  expect(() => read({ length: "91 days" })).toThrow("“91 days” is too short or too long.");
});

test("an end is read in the caller's own zone, in the Partner’s where Slack told none, and within the bounds", () => {
  expect(read({ until: "18:00" })).toEqual({ until: "2026-10-24T17:00:00.000Z" });
  expect(read({ until: "18:00" }, at("2026-10-24T12:00Z", null))).toEqual({
    until: "2026-10-24T18:00:00.000Z",
  });
  expect(() => read({ until: "13:10" })).toThrow(
    "“13:10” is too short or too long. A temporary grant lasts between",
  );
  expect(() => read({ until: "2027-10-24 13:00" })).toThrow("“2027-10-24 13:00” is too short or too long.");
});

test("where the clocks change it is said how the end was read", () => {
  expect(read({ until: "tomorrow 1:30" })).toEqual({
    until: "2026-10-25T00:30:00.000Z",
    readAs: expect.stringContaining("comes twice") as string,
  });
});

test("a length and an end at once are refused", () => {
  expect(() => read({ length: "4h", until: "18:00" })).toThrow("not both");
});
