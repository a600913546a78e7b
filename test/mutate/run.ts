import { parseArgs } from "node:util";
import { type Part, runParts } from "../chaos/run-parts.ts";
import { areas, testsFor } from "./areas.ts";
import { judged } from "./judged.ts";
import { type Failure, type Laboratory, openLaboratory } from "./laboratory.ts";
import { mutate } from "./mutations.ts";
import { candidatesOf, diffOf, draw, nameOf } from "./sample.ts";

// npm run mutate -- [area …] [--count 20] [--seed 1] [--file part-of-a-path]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    file: { type: "string", default: "" },
  },
});

/** One for all areas. */
let shared: Promise<Laboratory> | undefined;

/** Makes so many mutations of an area's sources, one at a time, and tells which of them no test notices. */
const part =
  (name: string): Part =>
  async (print) => {
    const area = areas[name];
    if (!area) throw new Error(`No area is called ${name}`);
    const all = (await candidatesOf(area)).filter(({ file }) => file.includes(values.file));
    const sample = draw(all, Number(values.count), Number(values.seed));
    const open = sample.filter((one) => judged[nameOf(one)] === undefined);
    const laboratory = await (shared ??= openLaboratory());
    const requireSound = soundness(laboratory);
    const changes = open.map(({ file, source, mutation }) => ({ file, source: mutate(source, mutation) }));
    const uncompilable = await laboratory.uncompilable(changes);
    const survivors: string[] = [];
    for (const [index, candidate] of open.entries()) {
      const tests = await testsFor(candidate.file, area);
      const compiles = !uncompilable.has(index);
      const by = compiles ? await laboratory.firstFailure(tests, changes[index]) : { name: "the compiler" };
      if (by && compiles) await requireSound(by, tests);
      print(`${by ? "noticed " : "SURVIVED"} ${nameOf(candidate)}${by ? `\n         by ${by.name}` : ""}`);
      if (!by) survivors.push(diffOf(candidate));
    }
    const noticed = open.length - survivors.length;
    const equivalent = sample.length - open.length;
    return report({ noticed, survivors, equivalent, of: all.length });
  };

/** Throws where the tests that notice a mutation fail without one as well; what survives, they have passed. */
function soundness(laboratory: Laboratory): (failure: Failure, tests: string[]) => Promise<void> {
  const sound = new Set<string>();
  return async ({ file }, tests) => {
    const asked = file === undefined ? tests : [file];
    if (asked.every((one) => sound.has(one))) return;
    const failure = await laboratory.firstFailure(asked);
    if (failure) throw new Error(`The tests fail as they stand: ${failure.name}`);
    for (const one of asked) sound.add(one);
  };
}

interface Result {
  noticed: number;
  survivors: string[];
  equivalent: number;
  of: number;
}

function report({ noticed, survivors, equivalent, of }: Result): string {
  const tried = noticed + survivors.length;
  const share = tried === 0 ? 100 : Math.round((noticed / tried) * 100);
  const drawn = values.file ? `, of files with “${values.file}” in their path` : "";
  return [
    `${noticed} of ${tried} mutations noticed (${share} %), drawn from ${of} with seed ${values.seed}${drawn}; ${equivalent} more are judged to change nothing.`,
    ...(survivors.length > 0 ? ["", "Survivors:"] : []),
    ...survivors.map((diff) => `\n\`\`\`diff\n${diff}\n\`\`\``),
  ].join("\n");
}

await runParts(
  "mutate",
  positionals,
  Object.fromEntries(Object.keys(areas).map((name) => [name, part(name)])),
  async () => (await shared)?.close(),
);
