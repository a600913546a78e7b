export interface TestClock {
  now(): Date;
  set(time: Date | string): void;
  advance(ms: number): void;
}

/** Time that stands still until it is moved. */
export function testClock(start = "2026-03-02T09:00:00.000Z"): TestClock {
  let now = new Date(start);
  return {
    now: () => new Date(now),
    set: (time) => {
      now = new Date(time);
    },
    advance: (ms) => {
      now = new Date(now.getTime() + ms);
    },
  };
}
