import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { sentencesDocument, sentencesIn, timeMark } from "../../src/sandbox/sentences.ts";

const root = path.resolve(import.meta.dirname, "../..");
const file = path.join(root, "docs/sentences.md");

test("docs/sentences.md holds every sentence that the program says: npm run sentences brings it up to date", () => {
  const sentences = sentencesIn(path.join(root, "src"));
  expect(sentences.length).toBeGreaterThan(800);
  const document = sentencesDocument(sentences);
  expect(readFileSync(file, "utf8")).toBe(document);
});

/** Where times are only handed on, or stand in a row without words of its own. */
const withoutWords = [
  "bot/audit/audit.ts",
  "bot/cycles/activity.ts",
  "bot/invitations/invite-results-command.ts",
  "bot/requests/request-list.ts",
  "bot/slack/table.ts",
  "bot/slack/words-markup.ts",
  "core/adapters/slack-blocks.ts",
  "core/audit/change-words.ts",
  "core/kernel/chat/chat.ts",
  "core/kernel/text/command-hint.ts",
  "core/kernel/text/moment-words.ts",
  "core/kernel/text/mrkdwn.ts",
  "core/requests/request-details.ts",
  "web/http/moment.tsx",
];
const tellsTime = /\b(?:moment|momentWords|timeMarkup)\(|\{ time: |<Moment /u;

test("and every sentence with a time in it, which is marked there", () => {
  const files = readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => /^(?:core|bot|web|worker)\/.*\.tsx?$/u.test(name) && !name.includes("generated"))
    .filter((name) => tellsTime.test(readFileSync(path.join(root, "src", name), "utf8")));
  const said = sentencesIn(path.join(root, "src")).filter(({ text }) => text.includes(timeMark));
  const silent = files.filter((name) => !said.some((one) => one.file === name));
  expect(silent.toSorted()).toEqual(withoutWords);
  // A moment that is cut in two, or told twice, would not be found.
  expect(said.length).toBeGreaterThan(60);
  expect(said.map(({ text }) => text)).toContain(`The link works once, until ${timeMark}.`);
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
