import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  levelAt,
  levelOf,
  levelWords,
  standingAt,
} from "../../../../src/core/kernel/levels/require-level.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute));
const grant = (from: number, to: number | null) => ({
  startsAt: at(from),
  endsAt: to === null ? null : at(to),
});

describe("the level of a Membership", () => {
  test("is Access without a grant", () => {
    expect(levelAt([], at(0))).toBe("Access");
  });

  test.each([
    [9, "Access"],
    [10, "Administrator"],
    [19, "Administrator"],
    [20, "Access"],
  ])("with a grant from 10 to 20 is, at %i, %s", (minute, level) => {
    expect(levelAt([grant(10, 20)], at(minute))).toBe(level);
  });

  test("without an end stays Administrator, once begun", () => {
    expect(levelAt([grant(10, null)], at(9))).toBe("Access");
    expect(levelAt([grant(10, null)], new Date("2999-01-01"))).toBe("Administrator");
  });

  test("is not taken by the end of one grant while another still gives it", () => {
    expect(levelAt([grant(10, 20), grant(15, 30)], at(25))).toBe("Administrator");
    expect(levelAt([grant(10, 20), grant(12, 14)], at(16))).toBe("Administrator");
    expect(levelAt([grant(10, 20), grant(20, 30)], at(20))).toBe("Administrator");
    expect(levelAt([grant(10, 20), grant(21, 30)], at(20))).toBe("Access");
  });

  test("is not given by a grant that ends before it begins", () => {
    expect(levelAt([grant(20, 10)], at(15))).toBe("Access");
    expect(levelAt([grant(10, 10)], at(10))).toBe("Access");
  });
});

const minute = fc.integer({ min: 0, max: 40 });
const grants = fc.array(
  fc.tuple(minute, fc.option(minute)).map(([from, to]) => grant(from, to)),
  { maxLength: 8 },
);

describe("for any grants, the level", () => {
  test("at each minute is that of the union of their intervals, whatever their order", () => {
    const check = (list: ReturnType<typeof grant>[], turn: number) => {
      for (let now = 0; now <= 41; now += 1) {
        const covered = list.some(
          ({ startsAt, endsAt }) => at(now) >= startsAt && (endsAt === null || at(now) < endsAt),
        );
        const turned = [...list.slice(turn), ...list.slice(0, turn)];
        expect(levelAt(turned, at(now))).toBe(covered ? "Administrator" : "Access");
      }
    };
    fc.assert(fc.property(grants, fc.nat(8), check), { numRuns: 200 });
  });

  test("ends where the minutes without a gap end, and never where one of them has no end", () => {
    const check = (list: ReturnType<typeof grant>[], now: number) => {
      const covered = (minute: number) => levelAt(list, at(minute)) === "Administrator";
      let until = now;
      while (covered(until) && until < 100) until += 1;
      const expected = until === now ? ["Access", null] : ["Administrator", until === 100 ? null : at(until)];
      const { level, until: end } = standingAt(list, at(now));
      expect([level, end]).toEqual(expected);
    };
    fc.assert(fc.property(grants, minute, check), { numRuns: 1000 });
  });

  test("of two lists together is Administrator where either list gives it", () => {
    const check = (one: ReturnType<typeof grant>[], other: ReturnType<typeof grant>[], now: number) => {
      const either = [levelAt(one, at(now)), levelAt(other, at(now))].includes("Administrator");
      expect(levelAt([...one, ...other], at(now)) === "Administrator").toBe(either);
    };
    fc.assert(fc.property(grants, grants, minute, check), { numRuns: 500 });
  });

  test("is changed by cutting one short only where no other covers the rest", () => {
    const check = (list: ReturnType<typeof grant>[], now: number) => {
      if (levelAt(list, at(now)) === "Access") return;
      const [first, ...others] = list;
      const ended = first ? [{ ...first, endsAt: at(now) }, ...others] : [];
      expect(levelAt(ended, at(now))).toBe(levelAt(others, at(now)));
    };
    fc.assert(fc.property(grants, minute, check), { numRuns: 500 });
  });
});

test("a tick is told as the level it asks for, in words that say what it allows", () => {
  expect([levelOf(true), levelOf(false)]).toEqual(["Administrator", "Access"]);
  expect(levelWords(true)).toContain("invite others");
  expect(levelWords(false)).not.toMatch(/invite|settings/);
});
