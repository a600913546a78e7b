/**
 * A name that stands twice in one object of a JSON text, at any depth; undefined where none does. `JSON.parse` keeps the last
 * of the two, and whoever checked the first has checked nothing. The text has been parsed before.
 */
export function doubledName(json: string): string | undefined {
  /** The names of each object around; undefined for a list. */
  const around: (Set<string> | undefined)[] = [];
  let awaitsName = false;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/gu)) {
    const names = around.at(-1);
    if (token === "{") around.push(new Set());
    else if (token === "[") around.push(undefined);
    else if (token === "}" || token === "]") around.pop();
    else if (token !== "," && names && awaitsName) {
      const name = JSON.parse(token) as string;
      if (names.has(name)) return name;
      names.add(name);
    }
    awaitsName = token === "{" || (token === "," && names !== undefined);
  }
  return undefined;
}
