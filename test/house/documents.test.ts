import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/bot/features.ts";
import { configVariables } from "../../src/core/config.ts";
import { documents } from "./documents.ts";

const root = path.resolve(import.meta.dirname, "../..");
const pictures = path.join(root, "docs/pictures");
const inFolder = (folder: string): string[] =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.join(folder, name));
const files = [
  ...inFolder("."),
  ...inFolder("docs"),
  ...inFolder("docs/decisions"),
  ...inFolder("measurements"),
];
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** What a reader sees as words: neither code nor comments. */
const prose = (file: string): string =>
  read(file)
    .replace(/^```[\s\S]*?^```/gmu, "")
    .replace(/`[^`\n]*`/gu, (code) => code.replace(/[[\]()]/gu, ""));

interface Link {
  file: string;
  target: string;
}

const links: Link[] = files.flatMap((file) =>
  Array.from(prose(file).matchAll(/\]\(([^)\s]+)\)/gu), ([, target = ""]) => ({ file, target })),
);

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(file: string): string[] {
  const seen = new Map<string, number>();
  const text = read(file).replace(/^```[\s\S]*?^```/gmu, "");
  return Array.from(text.matchAll(/^#+ (.*)$/gmu), ([, heading = ""]) => {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/gu, "$1").toLowerCase();
    const anchor = words.replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/gu, "-");
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
}

/** Why nobody gets there; undefined where they do. */
function faultOf({ file, target }: Link): string | undefined {
  if (/^[a-z]+:/u.test(target))
    return /^https:\/\/[\w.-]+(\/|$)/u.test(target) && URL.canParse(target) ? undefined : "no address";
  const [place = "", anchor] = target.split("#");
  const at = place === "" ? file : path.join(path.dirname(file), place);
  if (!existsSync(path.join(root, at))) return "no such file";
  if (anchor === undefined || anchorsOf(at).includes(anchor)) return undefined;
  return "no such heading";
}

test("every link of the documents leads somewhere", () => {
  expect(links.length).toBeGreaterThan(100);
  const faults = links.map((link) => ({ ...link, fault: faultOf(link) }));
  expect(faults.filter(({ fault }) => fault)).toEqual([]);
});

test.each([
  ["docs/api.md", "no-such.md", "no such file"],
  ["docs/api.md", "approvals.md#nothing", "no such heading"],
  ["README.md", "#nothing", "no such heading"],
  ["README.md", "http://cyclr.com", "no address"],
])("a link from %s to %s would be found", (file, target, fault) => {
  expect(faultOf({ file, target })).toBe(fault);
});

test.each(documents)("$file is as npm run docs makes it", async ({ at, text }) => {
  await expect(text).toMatchFileSnapshot(at);
});

test("docs/configuration.md names every variable of the configuration once, and no other", () => {
  const rows = Array.from(
    read("docs/configuration.md").matchAll(/^\| `([A-Z_]+)` \|/gmu),
    ([, name]) => name,
  );
  expect(new Set(rows)).toEqual(new Set(configVariables));
  expect(rows).toHaveLength(configVariables.length);
});

test("docs/commands.md breaks no cell of its table", () => {
  const rows = read("docs/commands.md").match(/^\| \[`.*$/gmu) ?? [];
  expect(rows).toHaveLength(commands.length);
  for (const row of rows) expect(row.match(/\|/gu)).toHaveLength(4);
});

describe("the pictures", () => {
  const names = readdirSync(pictures);

  test("show the form of every command that changes something", () => {
    const wanted = commands
      .filter(({ changes, forms = [] }) => changes && forms.length > 0)
      .map(({ name }) => `form-${name}.webp`);
    expect(names.filter((name) => name.startsWith("form-")).toSorted()).toEqual(wanted.toSorted());
  });

  test("are all looked at in a document", () => {
    const shown = new Set(links.map(({ target }) => path.basename(target)));
    expect(names.filter((name) => !shown.has(name))).toEqual([]);
  });

  test("are light", () => {
    const sizes = names.map((name) => statSync(path.join(pictures, name)).size);
    expect(Math.max(...sizes)).toBeLessThan(100_000);
    expect(sizes.reduce((all, size) => all + size, 0)).toBeLessThan(800_000);
  });
});
