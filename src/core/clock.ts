/** The time of day, so that tests can hold it still. */
export type Clock = () => Date;

export const minutes = (count: number) => count * 60_000;
export const hours = (count: number) => minutes(count * 60);
export const days = (count: number) => hours(count * 24);

export const after = (time: Date, ms: number) => new Date(time.getTime() + ms);
