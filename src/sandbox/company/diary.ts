import type { Company } from "./company.ts";
import { workingDay } from "./company.ts";

type Entry = (company: Company) => Promise<unknown>;

/** What happens when; written in any order, and lived in that of time. */
export interface Diary {
  add(workingDaysAgo: number, timeOfDay: string, entry: Entry): void;
  live(company: Company): Promise<void>;
}

/** What a worker does by itself has been done by then, every third day, and yesterday. */
const evening = "19:30";

export function newDiary(): Diary {
  const entries: { ago: number; timeOfDay: string; entry: Entry }[] = [];
  return {
    add: (ago, timeOfDay, entry) => void entries.push({ ago, timeOfDay, entry }),
    async live(company) {
      const timed = (one: (typeof entries)[number]) => ({
        ...one,
        at: workingDay(company.now, one.ago, one.timeOfDay).getTime(),
      });
      const evenings = [...new Set(entries.map(({ ago }) => ago + 1 - (ago % 3)))].map((ago) => ({
        ago,
        timeOfDay: evening,
        entry: () => company.sweep(),
      }));
      for (const one of [...entries, ...evenings].map(timed).toSorted((a, b) => a.at - b.at)) {
        await company.on(one.ago, one.timeOfDay);
        await one.entry(company);
      }
    },
  };
}
