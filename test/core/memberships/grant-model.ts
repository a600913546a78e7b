import fc from "fast-check";

/** What happens to one Membership, in whole minutes. */
export type Step =
  | { does: "grant" | "until"; minutes: number }
  | { does: "coming"; inMinutes: number; minutes: number }
  | { does: "pass"; minutes: number }
  | { does: "give back" | "job"; which: number }
  | { does: "forever" | "revoke" | "tick" | "untick" | "sweep" };

const minutes = fc.constantFrom(15, 20, 30, 45, 60);
const which = fc.nat(5);

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ does: fc.constantFrom("grant", "until"), minutes }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant("coming"), inMinutes: minutes, minutes }) },
    {
      weight: 5,
      arbitrary: fc.record({ does: fc.constant("pass"), minutes: fc.constantFrom(1, 5, 15, 30, 60) }),
    },
    { weight: 4, arbitrary: fc.record({ does: fc.constantFrom("give back", "job"), which }) },
    {
      weight: 4,
      arbitrary: fc.record({ does: fc.constantFrom("forever", "revoke", "tick", "untick", "sweep") }),
    },
  ) as fc.Arbitrary<Step>,
  { minLength: 3, maxLength: 12 },
);

interface Interval {
  from: number;
  to: number;
  /** Its end is still to be recorded, if it has one. */
  open: boolean;
}

/** The simple truth: a list of intervals of minutes, asked minute by minute. */
export class GrantModel {
  now = 0;
  intervals: Interval[] = [];
  /** Ends by running out and by giving back that have to be recorded, once each. */
  ends = 0;

  covered(minute: number): boolean {
    return this.intervals.some(({ from, to }) => from <= minute && minute < to);
  }

  /** When what is given now ends: now where nothing is given, Infinity for never. */
  reach(): number {
    const last = Math.max(this.now, ...this.intervals.map(({ from, to }) => (to === Infinity ? from : to)));
    let minute = this.now;
    while (minute <= last && this.covered(minute)) minute += 1;
    return minute > last && this.covered(minute) ? Infinity : minute;
  }

  give(to: number): void {
    if (to > this.reach()) this.intervals.push({ from: this.now, to, open: true });
  }

  giveBack(interval: Interval | undefined): boolean {
    if (!interval?.open || interval.to === Infinity) return false;
    if (interval.from > this.now || interval.to <= this.now) return false;
    Object.assign(interval, { to: this.now, open: false });
    this.ends += 1;
    return true;
  }

  endAll(): void {
    this.intervals = this.intervals.filter(({ from }) => from <= this.now);
    for (const interval of this.intervals) {
      if (interval.to > this.now) Object.assign(interval, { to: this.now, open: false });
    }
  }

  /** After everything has run out: how many ends, and how often the level was lost. */
  totals(): { ends: number; losses: number } {
    const ranOut = this.intervals.filter(({ open, to }) => open && to !== Infinity).length;
    const ends = this.intervals.map(({ to }) => to).filter((to) => to !== Infinity);
    const losses = new Set(ends.filter((to) => this.covered(to - 1) && !this.covered(to))).size;
    return { ends: this.ends + ranOut, losses };
  }
}
