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
      const at = ({ ago, timeOfDay }: { ago: number; timeOfDay: string }) =>
        workingDay(company.now, ago, timeOfDay).getTime();
      const evenings = [...new Set(entries.map(({ ago }) => ago + 1 - (ago % 3)))].map((ago) => ({
        ago,
        timeOfDay: evening,
        entry: () => company.sweep(),
      }));
      for (const one of [...entries, ...evenings].toSorted((a, b) => at(a) - at(b))) {
        await company.on(one.ago, one.timeOfDay);
        await one.entry(company);
      }
    },
  };
}
