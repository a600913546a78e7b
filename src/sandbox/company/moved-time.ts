import type { Clock } from "../../core/kernel/time/clock.ts";

/** The time of a past that is being made, told from the thread that makes it to the one in which Slack stands. */
export interface SharedTime {
  /** 0: the present. */
  moved: Float64Array<SharedArrayBuffer>;
  /** In milliseconds, as `Date.now`. */
  now: () => number;
}

/** Or the same again, on the other side. */
export function sharedTime(moved = new Float64Array(new SharedArrayBuffer(8))): SharedTime {
  return { moved, now: () => moved[0] || Date.now() };
}

/** A time that is set by hand, and that all code of this thread goes by. */
export interface MovedTime {
  clock: Clock;
  /** Only ever forwards. */
  set(time: Date): void;
}

const Real = Date;

/**
 * Moves the Date of this thread, to be called in one that ends when the past is made. Ids begin with the time, and the
 * database's client fills in when a row was made or changed: both ask Date, so that the kernel's clock alone would leave a
 * history in which all was made today.
 */
export function moveTime({ moved }: SharedTime, start: Date): MovedTime {
  moved[0] = start.getTime();
  const now = (): number => moved[0] ?? 0;
  globalThis.Date = new Proxy(Real, {
    construct: (target, given: [number], as) =>
      Reflect.construct(target, given.length > 0 ? given : [now()], as) as Date,
    get: (target, name, as) => (name === "now" ? now : (Reflect.get(target, name, as) as unknown)),
  });
  return {
    clock: () => new Real(now()),
    set(time) {
      if (time.getTime() < now())
        throw new Error(`${time.toISOString()} lies before ${new Real(now()).toISOString()}`);
      moved[0] = time.getTime();
    },
  };
}
