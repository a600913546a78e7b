import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DomainError } from "../../../../src/core/kernel/errors.ts";
import { durationWords } from "../../../../src/core/kernel/time/duration-words.ts";
import { readDuration } from "../../../../src/core/kernel/time/read-duration.ts";

describe("a length of time", () => {
  test.each([
    ["4h", 240],
    ["90 minutes", 90],
    ["2 days", 2880],
    ["1h30m", 90],
    ["1 h and 30 min", 90],
    ["1 day, 2 hours", 1560],
    ["a week", 10080],
    ["an hour", 60],
    ["1.5h", 90],
    ["2 WEEKS", 20160],
    ["four hours", 240],
    ["One week", 10080],
    ["half an hour", 30],
    ["half a day", 720],
    ["an hour and a half", 90],
    ["two hours and a half", 150],
    ["4 Stunden", 240],
    ["2 jours", 2880],
    ["3 días", 4320],
  ])("is read from “%s” as %i minutes", (words, minutes) => {
    expect(readDuration(words)).toBe(minutes);
  });

  test.each([
    ["", /is missing/],
    ["4", /“4” needs a unit, as in 4m or 4h/],
    ["1h30", /“30” needs a unit/],
    ["5 parsecs", /“parsecs” is not a unit/],
    ["thirteenish hours", /“thirteenish” is not a length/],
    ["a month", /“month” differs in length/],
    ["-4h", /“-4h” is not a length/],
    ["0h", /“0” is not a length/],
    ["1h 2h", /“2h” comes after/],
    ["30m 1h", /“1h” comes after/],
    ["0.01h", /no whole number of minutes/],
    ["4h constructor", /“constructor”/],
  ])("is not read from “%s”, and it says at which word", (words, told) => {
    const read = () => readDuration(words, "forMinutes");
    expect(read).toThrow(told);
    expect(read).toThrow(expect.objectContaining({ code: "invalid", field: "forMinutes" }));
  });

  test("is told in words that are read as the same again", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 * 1440 }), (minutes) => {
        expect(readDuration(durationWords(minutes))).toBe(minutes);
      }),
    );
    expect([90, 240, 1440, 0].map(durationWords)).toEqual([
      "1 hour 30 minutes",
      "4 hours",
      "1 day",
      "0 minutes",
    ]);
  });

  test("is the sum of its parts, however they are spelled and spaced", () => {
    const part = (names: string[], size: number) =>
      fc
        .option(
          fc.tuple(fc.integer({ min: 1, max: 99 }), fc.constantFrom(...names), fc.constantFrom("", " ")),
          { freq: 2 },
        )
        .map((given) => given && { text: given[0] + given[2] + given[1], minutes: given[0] * size });
    const parts = fc.tuple(
      part(["w", "week", "weeks"], 10080),
      part(["d", "day", "Days"], 1440),
      part(["h", "hr", "hours"], 60),
      part(["m", "min", "minutes"], 1),
    );
    const check = (given: ({ text: string; minutes: number } | null)[], joint: string) => {
      const there = given.filter((one) => one !== null);
      fc.pre(there.length > 0);
      const total = there.reduce((sum, { minutes }) => sum + minutes, 0);
      expect(readDuration(there.map(({ text }) => text).join(joint))).toBe(total);
    };
    fc.assert(fc.property(parts, fc.constantFrom(" ", ", ", " and ", "  "), check));
  });

  test("is a whole number of minutes above none, or refused as invalid, whatever is typed", () => {
    const typed = fc.oneof(fc.string(), fc.stringMatching(/^[0-9hmdw. a]{1,12}$/));
    const check = (words: string) => {
      try {
        const minutes = readDuration(words);
        expect(Number.isSafeInteger(minutes) && minutes > 0).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(DomainError);
      }
    };
    fc.assert(fc.property(typed, check), { numRuns: 1000 });
  });
});
