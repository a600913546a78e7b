/** The time of day, so that tests can hold it still. */
export interface Clock {
  (): Date;
  /** It tells the database's time, so that statements may ask the database itself: see database-clock.ts. */
  followsDatabase?: true;
  /** Looks anew how far this machine's clock is off. */
  measure?(): Promise<void>;
}

export const minutes = (count: number) => count * 60_000;
export const hours = (count: number) => minutes(count * 60);
export const days = (count: number) => hours(count * 24);

export const after = (time: Date, ms: number) => new Date(time.getTime() + ms);
