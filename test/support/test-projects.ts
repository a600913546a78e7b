import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What a test needs that brings one of these in, however far away: a database, or another process. */
const outside = /test-database\.ts$|sandbox\/postgres\.ts$|^node:child_process$/;
const specifiers = /(?:\bfrom\s+|\bimport\s+|\bimport\(\s*)"([^"]+)"/g;

export interface TestProjects {
  /** Neither a database nor a process: seconds for all of them. */
  unit: string[];
  db: string[];
  walks: string[];
  browser: string[];
  chaos: string[];
}

/** Sorts the test files by what they need, read from their imports: nobody keeps a list. */
export function sortTests(root: string): TestProjects {
  const projects: TestProjects = { unit: [], db: [], walks: [], browser: [], chaos: [] };
  const known = new Map<string, boolean>();
  for (const entry of readdirSync(path.join(root, "test"), { recursive: true, encoding: "utf8" })) {
    if (!/\.test\.tsx?$/.test(entry)) continue;
    const file = `test/${entry.split(path.sep).join("/")}`;
    projects[projectOf(file) ?? (goesOutside(path.join(root, file), known) ? "db" : "unit")].push(file);
  }
  return projects;
}

function projectOf(file: string): "walks" | "browser" | "chaos" | undefined {
  const [, folder] = /^test\/(walks|chaos|adapters\/browser)\//.exec(file) ?? [];
  return folder === "adapters/browser" ? "browser" : (folder as "walks" | "chaos" | undefined);
}

function goesOutside(file: string, known: Map<string, boolean>): boolean {
  const answer = known.get(file);
  if (answer !== undefined) return answer;
  // Until it is known, so that files that import each other end.
  known.set(file, false);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const named = [...text.matchAll(specifiers)].map(([, specifier = ""]) => specifier);
  const goes =
    named.some((specifier) => outside.test(specifier)) ||
    named.some(
      (specifier) =>
        specifier.startsWith(".") && goesOutside(path.resolve(path.dirname(file), specifier), known),
    );
  known.set(file, goes);
  return goes;
}
