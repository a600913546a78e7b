import { counted } from "../kernel/text/counted.ts";
import { type Erasure, inTheWayWords } from "./erase-person.ts";

/** What would be erased, and what not, table by table. */
export function erasureWords(erasure: Erasure): string {
  const { entries, ofErasures, records, inUse, inTheWay } = erasure;
  const found = [
    ...(entries.length > 0 ? [`  audit: ${counted(entries.length, "entry", "entries")}`] : []),
    ...records.map(({ table, rows }) => {
      const columns = table.columns.filter(({ name }) => rows.some(({ left }) => left[name] !== undefined));
      return `  ${table.name}: ${counted(rows.length, "row")} (${columns.map(({ name }) => name).join(", ")})`;
    }),
  ];
  return [
    ...personWords(erasure),
    ...(found.length > 0 ? ["To be erased:", ...found] : ["Nothing in the database names them."]),
    ...(inUse.length > 0 ? ["Left, since it is in use; change it where it should not name them:"] : []),
    ...inUse.map(({ name, count }) => `  ${name}: ${counted(count, "row")}`),
    ...(ofErasures > 0
      ? [
          `Left: ${counted(ofErasures, "entry", "entries")} of the audit that tell of erasures, by an operator of that name.`,
        ]
      : []),
    ...(inTheWay.length > 0 ? [inTheWayWords(inTheWay)] : []),
  ].join("\n");
}

function personWords({ person }: Erasure): string[] {
  const { addresses, userIds, names, shortNames, partsOfNames, slackIds, ids, othersNow } = person;
  const lines = [
    ["E-mail", addresses],
    ["User ID", userIds],
    ["Name", names],
    ["Name, where nothing else stands", shortNames],
    ["Parts of the name, where they are alone in what is about them", partsOfNames],
    ["Slack user", slackIds],
    ["Our own id, which stays", ids],
    ["Not looked for, since somebody else has it now", othersNow],
  ] as const;
  return lines.flatMap(([what, words]) => (words.length > 0 ? [`${what}: ${words.join(", ")}`] : []));
}
