import { Query } from "pg";
import { vi } from "vitest";

/** What is said to the database meanwhile, a word or two of each; in one row what goes there before anything comes back. */
export async function said(during: () => Promise<unknown>): Promise<string[][]> {
  const trips: string[][] = [];
  let answered = true;
  vi.spyOn(answering, "submit").mockImplementation(function submit(this: Answering, connection) {
    if (answered) trips.push([]);
    answered = false;
    trips.at(-1)?.push(inShort(this.text));
    return submitted.call(this, connection);
  });
  vi.spyOn(answering, "handleReadyForQuery").mockImplementation(function ready(this: Answering, connection) {
    answered = true;
    return readied.call(this, connection);
  });
  await during();
  vi.restoreAllMocks();
  return trips.map((trip) => trip.toSorted());
}

interface Answering {
  text: string;
  submit: (this: Answering, connection: unknown) => unknown;
  handleReadyForQuery: (this: Answering, connection: unknown) => unknown;
}
const answering = Query.prototype as unknown as Answering;
const { submit: submitted, handleReadyForQuery: readied } = answering;

/** Of a statement that writes in several places: each of them, in their order. */
function inShort(text: string): string {
  const bare = text.trim().replaceAll(/"public"\."|"/g, "");
  const table = /(?:FROM|INTO|UPDATE)\s+(\w+)/.exec(bare)?.[1];
  const written = bare.matchAll(/(INSERT INTO|\bUPDATE) (?!SET\b|OF\b)(\w+)/g);
  if (/^WITH\s/.test(bare))
    return Array.from(written, ([, verb = "", where]) => `${verb.split(" ")[0]} ${where}`).join(", ");
  return table ? `${bare.split(/\s/)[0]} ${table}` : bare;
}
