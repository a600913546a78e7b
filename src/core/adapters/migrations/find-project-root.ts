import { existsSync } from "node:fs";
import path from "node:path";

/** The folder of package.json above this file, the same from src and from dist. */
export function findProjectRoot(start: string = import.meta.dirname): string {
  if (existsSync(path.join(start, "package.json"))) return start;
  const parent = path.dirname(start);
  if (parent === start) throw new Error("No package.json above the program.");
  return findProjectRoot(parent);
}
