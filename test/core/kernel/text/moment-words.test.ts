import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test, vi } from "vitest";
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
  moment,
  momentMark,
  momentWords,
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
    expect(
      (
        await letter({
          title: "t",
          paragraphs: [sentence],
          closing: [],
          brand: { name: "Northwind", colour: "#14532d" },
          timeZone: "UTC",
        })
      ).text,
    ).toContain(inUtc);
  });

  test("is in the reader's zone in a mail, also in its title", async () => {
    const parts = { title: sentence, paragraphs: [sentence], closing: [sentence] };
    const { text, html } = await letter({
      ...parts,
      brand: { name: "Northwind", colour: "#14532d" },
      timeZone: "Asia/Kathmandu",
    });
    const there = "Tue, 1 Dec 2026, 23:45 Kathmandu time (UTC+5:45)";
    expect([text.split(there).length, html.split(there).length]).toEqual([3, 5]);
    expect(text + html).not.toContain(inUtc);
  });

  test("is ISO for programs", () => {
    expect(resolveForPrograms(sentence)).toContain("until 2026-12-01T18:00:00.000Z.");
    expect(csvLine([sentence])).toContain("until 2026-12-01T18:00:00.000Z.");
  });

  test.each([
    ["Europe/Berlin", "Tue, 1 Dec 2026, 19:00 Berlin time (UTC+1)"],
    ["Asia/Kathmandu", "Tue, 1 Dec 2026, 23:45 Kathmandu time (UTC+5:45)"],
    ["America/Argentina/Buenos_Aires", "Tue, 1 Dec 2026, 15:00 Buenos Aires time (UTC-3)"],
    ["Pacific/Auckland", "Wed, 2 Dec 2026, 07:00 Auckland time (UTC+13)"],
    ["Europe/London", "Tue, 1 Dec 2026, 18:00 London time (UTC)"],
    ["Etc/GMT+5", "Tue, 1 Dec 2026, 13:00 UTC-5"],
    ["EST", "Tue, 1 Dec 2026, 13:00 UTC-5"],
    ["UTC", inUtc],
  ])("names the zone %s, and how far it is from UTC then", (zone, words) => {
    expect(momentWords(at, zone)).toBe(words);
    expect(resolveHints(moment(at), zone)).toBe(words);
  });

  test("is one moment also in the hour that comes twice, and on both sides of the one that is left out", () => {
    const inBerlin = (time: string) => momentWords(new Date(time), "Europe/Berlin");
    expect(["2026-10-25T00:30Z", "2026-10-25T01:30Z"].map(inBerlin)).toEqual([
      "Sun, 25 Oct 2026, 02:30 Berlin time (UTC+2)",
      "Sun, 25 Oct 2026, 02:30 Berlin time (UTC+1)",
    ]);
    expect(["2026-03-29T00:59Z", "2026-03-29T01:00Z"].map(inBerlin)).toEqual([
      "Sun, 29 Mar 2026, 01:59 Berlin time (UTC+1)",
      "Sun, 29 Mar 2026, 03:00 Berlin time (UTC+2)",
    ]);
  });

  test("does not depend on where this machine stands", () => {
    vi.stubEnv("TZ", "Pacific/Kiritimati");
    try {
      expect(new Date(at).getHours()).toBe(8);
      expect([momentWords(at), momentWords(at, "Europe/Berlin")]).toEqual([
        inUtc,
        "Tue, 1 Dec 2026, 19:00 Berlin time (UTC+1)",
      ]);
    } finally {
      vi.unstubAllEnvs();
    }
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
  test("words for it are made where sentences are resolved, and in options, where Slack shows plain text alone", () => {
    expect(having(/\bmomentWords\(/u).toSorted()).toEqual([
      "bot/invitations/invite-results-command.ts",
      "bot/memberships/administrators-page.ts",
      "bot/slack/table.ts",
      "core/adapters/slack-blocks.ts",
      "core/kernel/text/command-hint.ts",
      "core/kernel/text/moment-words.ts",
      "core/kernel/text/mrkdwn.ts",
    ]);
  });

  test("and only where dates and zones are read or written is a zone asked of the platform", () => {
    expect(having(/Intl\.DateTimeFormat|getTimezoneOffset|process\.env.*\bTZ\b/u).toSorted()).toEqual([
      "core/kernel/text/moment-words.ts",
      "core/kernel/time/time-zone.ts",
    ]);
  });

  test("ISO is cut to a day or a time only for names of files and migrations, and where days are read", () => {
    expect(having(/toISOString\(\)\s*\.(?:slice|split|replace)/u).toSorted()).toEqual([
      "core/adapters/new-migration.ts",
      "core/adapters/slack-blocks.ts",
      "core/audit/export-audit.ts",
      "core/reports/export-report.ts",
      "web/audit/audit.ts",
    ]);
  });

  test("and nothing says a date as the machine's own place has it", () => {
    // Programs read those of a token, as in a header of HTTP.
    expect(having(/toLocale(?:Date|Time)String|toUTCString|\.toString\(\)\.slice\(0, 10\)/u)).toEqual([
      "web/api-clients/token.ts",
    ]);
  });
});
