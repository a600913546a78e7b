import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { commands } from "../../src/bot/features.ts";
import { hint, hintedCommands } from "../../src/core/kernel/text/command-hint.ts";

const src = path.resolve(import.meta.dirname, "../../src");
const own = path.join("core", "kernel", "text", "command-hint.ts");
const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes("generated") && file !== own)
  .map((file) => ({ file, text: readFileSync(path.join(src, file), "utf8") }));
const inCore = files.filter(({ file }) => file.startsWith("core"));

test("no file of the domain writes a command as Slack has it", () => {
  expect(inCore.length).toBeGreaterThan(200);
  expect(inCore.filter(({ text }) => /\/cyclr(?![\w-])/.test(text)).map(({ file }) => file)).toEqual([]);
});

test("every hint names a command that there is, and every name is hinted at", () => {
  const names = commands.map(({ name }) => name);
  expect(hintedCommands.filter((hinted) => !names.includes(hinted))).toEqual([]);
  const unused = hintedCommands.filter((hinted) => !inCore.some(({ text }) => text.includes(`"${hinted}"`)));
  expect(unused).toEqual([]);
});

test("no other file makes or reads the mark of a hint", () => {
  const mark = hint();
  const written = new RegExp(String.raw`${mark}|\\u\{?${mark.codePointAt(0)?.toString(16)}`, "iu");
  expect(files.filter(({ text }) => written.test(text)).map(({ file }) => file)).toEqual([]);
});
