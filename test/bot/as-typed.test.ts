import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/bot/features.ts";
import { cameWords, typedScene } from "../support/typed-scene.ts";

/** The file's lines, each with the line under it. */
const asTyped = readFileSync(path.join(import.meta.dirname, "as-typed.txt"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .reduce<[line: string, outcome: string][]>((table, line) => {
    const last = table.at(-1);
    if (line.startsWith("    ") && last) last[1] = line.trim();
    else table.push([line, ""]);
    return table;
  }, []);

const scene = typedScene();

describe("a line as people type it", () => {
  test("is one of at least 150", () => {
    expect(new Set(asTyped.map(([line]) => line)).size).toBeGreaterThanOrEqual(150);
  });

  test.each(asTyped)("/cyclr %s", async (line, outcome) => {
    expect(cameWords(await scene.types(line))).toBe(outcome);
  });

  test("loses no word: what opens a form because of a doubt shows the whole line there", async () => {
    const notices: string[] = [];
    for (const [line] of asTyped) notices.push((await scene.types(line)).form?.notice ?? "");
    const doubtful = notices.filter(Boolean);
    expect(doubtful.length).toBeGreaterThan(50);
    expect(doubtful.filter((notice) => !notice.includes("You typed: /cyclr "))).toEqual([]);
  });

  test("runs nothing that changes something where the first word is no command", async () => {
    const names = commands.map(({ name }) => name);
    for (const word of [
      "grant",
      "revoke",
      "delete",
      "remove",
      "suspnd",
      "delet-user",
      "grant-amdin",
      "freeze",
    ]) {
      expect(names).not.toContain(word);
      const { ran, form } = await scene.types(`${word} hanna on harbour`);
      expect({ word, ran, form }).toEqual({ word, ran: [], form: undefined });
    }
  });
});
