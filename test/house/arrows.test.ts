import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";

/** From one folder of `core` to another: the files that make the arrow. */
type Arrows = Map<string, Map<string, string[]>>;

const core = path.resolve(import.meta.dirname, "../../src/core");

/** `kernel/outbox`, `invitations`; undefined for what stands in the root of `core`. */
function roomOf(file: string): string | undefined {
  const [first = "", second = "", third] = path.relative(core, file).split(path.sep);
  if (!second) return undefined;
  return first === "kernel" && third ? `${first}/${second}` : first;
}

/** Type imports and re-exports count as well: who reads a file has to read what it names. */
async function readArrows(): Promise<Arrows> {
  const arrows: Arrows = new Map();
  for (const entry of await readdir(core, { recursive: true })) {
    const file = path.join(core, entry);
    const from = /\.tsx?$/.test(entry) && !entry.startsWith("generated") ? roomOf(file) : undefined;
    if (!from) continue;
    for (const [, spec = ""] of (await readFile(file, "utf8")).matchAll(/\bfrom\s+"(\.[^"]+)"/g)) {
      const to = roomOf(path.resolve(path.dirname(file), spec));
      if (!to || to === from) continue;
      const targets = arrows.get(from) ?? new Map<string, string[]>();
      targets.set(to, [...(targets.get(to) ?? []), entry]);
      arrows.set(from, targets);
    }
  }
  return arrows;
}

/** The way from a folder back to itself, if there is one. */
function circleFrom(arrows: Arrows, start: string): string[] | undefined {
  const seen = new Set<string>();
  const walk = (at: string, way: string[]): string[] | undefined => {
    for (const next of arrows.get(at)?.keys() ?? []) {
      if (next === start) return [...way, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = walk(next, [...way, next]);
      if (found) return found;
    }
    return undefined;
  };
  return walk(start, [start]);
}

const show = (arrows: Arrows) =>
  [...arrows]
    .map(([from, to]) => `${from} → ${[...to.keys()].toSorted((a, b) => a.localeCompare(b)).join(", ")}`)
    .toSorted((a, b) => a.localeCompare(b))
    .join("\n");

describe("the folders of core", async () => {
  const arrows = await readArrows();

  test("form no circle", () => {
    const circles = [...arrows.keys()].flatMap((room) => circleFrom(arrows, room)?.join(" → ") ?? []);
    expect(circles.length > 0 ? [...circles, show(arrows)] : []).toEqual([]);
  });

  test("that are the kernel's need no feature", () => {
    const up = [...arrows].flatMap(([from, to]) =>
      [...to].flatMap(([target, files]) =>
        /^kernel\b/.test(from) && !/^(kernel\b|generated$)/.test(target)
          ? [`${from} → ${target}: ${files.join(", ")}`]
          : [],
      ),
    );
    expect(up).toEqual([]);
  });

  test("are read at all, and a circle would be found", () => {
    expect(arrows.size).toBeGreaterThan(20);
    const two = new Map([
      ["a", new Map([["b", ["a/x.ts"]]])],
      ["b", new Map([["a", ["b/y.ts"]]])],
    ]);
    expect(circleFrom(two, "a")).toEqual(["a", "b", "a"]);
  });
});
