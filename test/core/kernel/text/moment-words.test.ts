import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { confirmationBlocks, confirmationView } from "../../../../src/bot/requests/confirmation.ts";
import { messageView } from "../../../../src/bot/slack/open-form.ts";
import { plain } from "../../../../src/bot/slack/reopened-view.ts";
import { wordsMarkup } from "../../../../src/bot/slack/words-markup.ts";
import { cardBlocks, cardText } from "../../../../src/core/adapters/slack-blocks.ts";
import { letter } from "../../../../src/core/kernel/mail/letter.ts";
import type { Submitted } from "../../../../src/core/kernel/requests/submit-request.ts";
import {
  resolveForPrograms,
  resolveHints,
  withoutHints,
} from "../../../../src/core/kernel/text/command-hint.ts";
import { csvLine } from "../../../../src/core/kernel/text/csv.ts";
import {
  localMomentWords,
  moment,
  momentMark,
  splitAtMoments,
  writeMoments,
} from "../../../../src/core/kernel/text/moment-words.ts";
import { escapeMrkdwn, shorten } from "../../../../src/core/kernel/text/mrkdwn.ts";

const at = new Date("2026-12-01T18:00:00Z");
const sentence = `hanna <b> is Administrator until ${moment(at)}.`;
const inUtc = "Tue, 1 Dec 2026, 18:00 UTC";
const markup = `<!date^${at.getTime() / 1000}^{date_short_pretty} {time}|${inUtc}>`;
const submitted = {
  requestId: "1",
  asked: true,
  plan: { what: sentence, effects: [sentence], warnings: [] },
} as unknown as Submitted;
const card = { state: "done" as const, title: "t", fields: [], note: sentence, footer: [sentence] };

describe("a moment inside a sentence", () => {
  test.each<[string, () => unknown]>([
    ["an answer", () => escapeMrkdwn(sentence)],
    ["words of the Home", () => wordsMarkup([sentence])],
    ["a plan to be confirmed", () => confirmationBlocks(submitted)],
    ["a plan in a modal", () => confirmationView("A form", submitted).blocks],
    ["what a form answers", () => messageView("A form", sentence).blocks],
    ["what notifications read of a card", () => cardText(card)],
    ["a card's footer", () => cardBlocks(card)],
  ])("is Slack's own date in %s", (_, make) => {
    expect(JSON.stringify(make())).toContain(markup);
  });

  test("is Slack's own date as data in a card", () => {
    const [, text] = cardBlocks(card);
    expect(text).toMatchObject({
      elements: [
        {
          elements: [
            { text: "hanna <b> is Administrator until " },
            { type: "date", timestamp: at.getTime() / 1000, fallback: inUtc },
            { text: "." },
          ],
        },
      ],
    });
  });

  test("is in UTC, and says so, where nobody's zone is known", async () => {
    const read = `hanna <b> is Administrator until ${inUtc}.`;
    expect(resolveHints(sentence)).toBe(read);
    expect(plain(sentence).text).toBe(read);
    expect((await letter({ title: "t", paragraphs: [sentence], closing: [] })).text).toContain(inUtc);
  });

  test("is ISO for programs", () => {
    expect(resolveForPrograms(sentence)).toContain("until 2026-12-01T18:00:00.000Z.");
    expect(csvLine([sentence])).toContain("until 2026-12-01T18:00:00.000Z.");
  });

  test("is in the reader's own zone where only plain text can be", () => {
    expect(localMomentWords(at, "Europe/Berlin")).toBe("Tue, 1 Dec 2026, 19:00 (Europe/Berlin)");
    expect(localMomentWords(at, "UTC")).toBe(inUtc);
  });

  test("leaves nothing behind where it is cut off, and cannot be typed", () => {
    for (let most = 5; most < sentence.length; most += 1) {
      const cut = resolveHints(shorten(sentence, most));
      expect(cut).not.toContain(momentMark);
      expect(cut.replace(inUtc, "")).not.toMatch(/\d/u);
    }
    expect(resolveHints(withoutHints(`Ann${moment(at)}`))).not.toContain("2026");
  });

  test("is found wherever it stands", () => {
    const [two, none] = [`${moment(at)}${moment(at)} x`, ""];
    expect(splitAtMoments(two)).toEqual([at, at, " x"]);
    expect(splitAtMoments(none)).toEqual([]);
    expect(writeMoments(two, () => "!")).toBe("!! x");
  });
});

const root = path.resolve(import.meta.dirname, "../../../../src");
const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => /^(?:core|bot|web|worker)\/.*\.tsx?$/u.test(file) && !file.includes("generated"))
  .map((file): [string, string] => [file, readFileSync(path.join(root, file), "utf8")]);

/** Files whose text matches. */
const having = (pattern: RegExp) => sources.flatMap(([file, text]) => (pattern.test(text) ? [file] : []));

describe("nothing writes a moment in a form of its own:", () => {
  test("words for it are made where its reader's zone is decided, and in mails and on pages", () => {
    expect(having(/\bmomentWords\(/u).toSorted()).toEqual([
      "core/adapters/slack-blocks.ts",
      "core/console-users/send-console-invitation.ts",
      "core/invitations/send-invitation.ts",
      "core/kernel/text/moment-words.ts",
      "core/kernel/text/mrkdwn.ts",
      "core/users/change-names.ts",
      "core/users/forgotten-password-mailing.ts",
      "web/http/moment.tsx",
    ]);
  });

  test("and in a zone by name only in options, where Slack shows plain text alone", () => {
    expect(having(/\blocalMomentWords\(/u).toSorted()).toEqual([
      "bot/invitations/invite-results-command.ts",
      "bot/memberships/administrators-page.ts",
    ]);
  });

  test("ISO is cut to a day or a time only for names of files and migrations, and where days are read", () => {
    expect(having(/toISOString\(\)\s*\.(?:slice|split|replace)/u).toSorted()).toEqual([
      "core/adapters/new-migration.ts",
      "core/adapters/slack-blocks.ts",
      "core/audit/export-audit.ts",
      "core/reports/export-report.ts",
    ]);
  });

  test("and nothing says a date as the machine's own place has it", () => {
    expect(having(/toLocale(?:Date|Time)String|toUTCString|\.toString\(\)\.slice\(0, 10\)/u)).toEqual([]);
  });
});
