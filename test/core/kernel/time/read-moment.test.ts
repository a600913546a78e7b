import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DomainError } from "../../../../src/core/kernel/errors.ts";
import { readMoment } from "../../../../src/core/kernel/time/read-moment.ts";
import { knownTimeZone, readTimeZone, zoneOf } from "../../../../src/core/kernel/time/time-zone.ts";

/** A Wednesday, half past one in London. */
const now = new Date("2026-11-25T13:30:00Z");
const read = (text: string, timeZone = "Europe/London", at = now) =>
  readMoment(text, { now: at, timeZone, field: "until" });

describe("a moment to come", () => {
  test.each([
    ["2026-12-01 18:00", "2026-12-01T18:00Z"],
    ["2026-12-01T18:00", "2026-12-01T18:00Z"],
    ["18:00", "2026-11-25T18:00Z"],
    ["6pm", "2026-11-25T18:00Z"],
    ["tomorrow 9:00", "2026-11-26T09:00Z"],
    ["9:00 tomorrow", "2026-11-26T09:00Z"],
    ["tomorrow at noon", "2026-11-26T12:00Z"],
    ["tomorrow 12am", "2026-11-26T00:00Z"],
    ["Friday 6 pm", "2026-11-27T18:00Z"],
    ["tue 9:00", "2026-12-01T09:00Z"],
    ["1 Dec 18:00", "2026-12-01T18:00Z"],
    ["December 1st, 2026 at 6:30pm", "2026-12-01T18:30Z"],
    ["9:00 2 jan", "2027-01-02T09:00Z"],
    ["18:00 UTC", "2026-11-25T18:00Z"],
  ])("is read from “%s” as %s", (text, at) => {
    expect(read(text)).toEqual({ at: new Date(at) });
  });

  test.each([
    ["2026-12-01 18:00", "Europe/Berlin", "2026-12-01T17:00Z"],
    ["2026-12-01 18:00", "America/New_York", "2026-12-01T23:00Z"],
    ["2026-12-01 18:00", "Asia/Kolkata", "2026-12-01T12:30Z"],
    ["2026-12-01 18:00Z", "Asia/Kolkata", "2026-12-01T18:00Z"],
    // Past midnight there already.
    ["tomorrow 9:00", "Pacific/Auckland", "2026-11-26T20:00Z"],
  ])("is meant, as “%s”, in the zone %s", (text, zone, at) => {
    expect(read(text, zone)).toEqual({ at: new Date(at) });
  });

  test.each([
    ["", /missing/],
    ["13:00", /“13:00” has passed today in Europe\/London: write tomorrow 13:00/],
    ["2020-01-01 9:00", /“2020-01-01 9:00” has passed/],
    ["tomorrow", /“tomorrow” needs a time of day/],
    ["2026-12-01", /“2026-12-01” needs a time of day/],
    ["01/12/2026 18:00", /“01\/12\/2026” may be a day and a month or a month and a day/],
    ["1.12. 18:00", /“1.12.” may be a day and a month/],
    ["18.00", /“18.00” may be a time or a day/],
    ["midnight", /“midnight” can be the start or the end of a day/],
    ["next friday 9:00", /“next friday” may be read in two ways/],
    ["wednesday 18:00", /“wednesday” is today/],
    ["18", /“18” is not a time of day: write 18:00/],
    ["25:00", /“25:00” is not a time of day/],
    ["13pm", /“13pm” is not a time of day/],
    ["2026-02-30 9:00", /“2026-02-30” is not a day of the calendar/],
    ["31 june 9:00", /“31 june” is not a day of the calendar/],
    ["9:00 10:00", /“10:00” does not belong here/],
    ["today tomorrow 9:00", /“tomorrow” does not belong here/],
    ["18:00 CET", /“cet” is not needed: times are read in Europe\/London/],
    ["18:00 +02:00", /“\+02:00” is not needed/],
    ["whenever", /“whenever” is neither a day nor a time/],
  ])("is not read from “%s”, and it says at which word", (text, told) => {
    expect(() => read(text)).toThrow(told);
    expect(() => read(text)).toThrow(expect.objectContaining({ code: "invalid", field: "until" }));
  });
});

describe("where the clocks change", () => {
  test("a time that does not exist is said, and taken as much later", () => {
    const { at, note } = read("2027-03-28 1:30");
    expect(at).toEqual(new Date("2027-03-28T01:30Z"));
    expect(note).toMatch(/1:30 does not exist on 2027-03-28 in Europe\/London.*2:30 is meant/);
  });

  test("a time that comes twice is said, and the first that is still ahead is meant", () => {
    const first = read("2026-10-25 1:30", "Europe/London", new Date("2026-10-24T12:00Z"));
    expect(first.at).toEqual(new Date("2026-10-25T00:30Z"));
    expect(first.note).toMatch(/1:30 comes twice on 2026-10-25 .*the first is meant/);
    const second = read("1:30", "Europe/London", new Date("2026-10-25T00:45Z"));
    expect(second.at).toEqual(new Date("2026-10-25T01:30Z"));
    expect(second.note).toMatch(/the second is meant/);
  });

  test("a day that the clocks cross is as long as it is there", () => {
    const before = new Date("2027-03-27T18:00Z");
    expect(read("tomorrow 18:00", "Europe/London", before).at).toEqual(new Date("2027-03-28T17:00Z"));
  });
});

const zones = [
  "UTC",
  "Europe/London",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
];
const from = Date.UTC(2026, 0, 1);
const minuteOf = fc.integer({ min: 1, max: 2 * 365 * 1440 }).map((count) => new Date(from + count * 60_000));

/** What a clock on the wall shows there, from the platform's own calendar. */
function wall(at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
  });
  return format.format(at);
}

describe("for any moment and zone", () => {
  test("what the wall shows is read as that moment, or as another at which it shows the same", () => {
    const check = (at: Date, zone: string, aheadMinutes: number) => {
      const earlier = new Date(at.getTime() - aheadMinutes * 60_000);
      const { at: got, note } = read(wall(at, zone), zone, earlier);
      expect(wall(got, zone)).toBe(wall(at, zone));
      if (note === undefined) expect(got).toEqual(at);
      else expect(note).toContain("comes twice");
      expect(got > earlier).toBe(true);
    };
    fc.assert(fc.property(minuteOf, fc.constantFrom(...zones), fc.integer({ min: 1, max: 100_000 }), check), {
      numRuns: 500,
    });
  });

  test("whatever is typed is a moment to come, or refused as invalid", () => {
    const word = fc.constantFrom(
      "today",
      "tomorrow",
      "fri",
      "dec",
      "1",
      "31",
      "2026",
      "2027-03-28",
      "01:30",
      "6pm",
      "noon",
      "utc",
      "at",
    );
    const typed = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 5 }).map((words) => words.join(" ")),
    );
    const check = (text: string, zone: string) => {
      try {
        const { at } = read(text, zone);
        expect(at > now).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(DomainError);
      }
    };
    fc.assert(fc.property(typed, fc.constantFrom(...zones), check), { numRuns: 1000 });
  });
});

test("a zone that nobody knows is none, and times are then told in the Partner's", () => {
  expect([knownTimeZone("Europe/Paris"), knownTimeZone("Mars/Base"), knownTimeZone(undefined)]).toEqual([
    "Europe/Paris",
    undefined,
    undefined,
  ]);
  const app = { timeZone: "Asia/Kathmandu" };
  expect(["Europe/Paris", "Mars/Base", null].map((timeZone) => zoneOf(app, { timeZone }))).toEqual([
    "Europe/Paris",
    "Asia/Kathmandu",
    "Asia/Kathmandu",
  ]);
});

test.each([
  ["Europe/Berlin", "Europe/Berlin"],
  ["europe/berlin", "Europe/Berlin"],
  ["berlin", "Europe/Berlin"],
  ["New York", "America/New_York"],
  ["America/New York", "America/New_York"],
  ["kathmandu", "Asia/Kathmandu"],
  ["asia/kathmandu", "Asia/Kathmandu"],
  ["ASIA/KATMANDU", "Asia/Katmandu"],
  ["Kyiv", "Europe/Kyiv"],
  ["buenos aires", "America/Argentina/Buenos_Aires"],
  ["port-au-prince", "America/Port-au-Prince"],
  ["us/pacific", "US/Pacific"],
  ["utc", "UTC"],
  ["Berlin time", undefined],
  ["Mars/Base", undefined],
  ["+01:00", undefined],
  ["CET", undefined],
  ["", undefined],
])("“%s” is read as the zone %s", (typed, zone) => {
  expect(readTimeZone(typed)).toBe(zone);
});
