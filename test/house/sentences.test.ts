import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { sentencesDocument, sentencesIn } from "../../src/sandbox/sentences.ts";

const root = path.resolve(import.meta.dirname, "../..");
const file = path.join(root, "docs/sentences.md");

test("docs/sentences.md holds every sentence that the program says: npm run sentences brings it up to date", () => {
  const sentences = sentencesIn(path.join(root, "src"));
  expect(sentences.length).toBeGreaterThan(800);
  const document = sentencesDocument(sentences);
  expect(readFileSync(file, "utf8")).toBe(document);
});

// What puzzled people, and was put otherwise.
test.each([
  "in Slack yet)",
  "has now no user",
  "There are not enough who",
  "Put it right",
  "of it stop working",
  "will not do",
  "that is not decided",
  "than in the",
  "not waited for",
  "word too many",
  "did not fit together",
  "Do you not know",
  "Store it",
  "has made a user",
])("nobody reads “%s”", (words) => {
  const said = sentencesIn(path.join(root, "src")).filter(({ text }) => text.includes(words));
  // Of a day and a time, the command line's own, the reader of moments says so still.
  expect(said.filter(({ file }) => !/time\/read-moment/u.test(file))).toEqual([]);
});
