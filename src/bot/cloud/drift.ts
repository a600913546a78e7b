import { escapeMrkdwn, shorten } from "../../core/kernel/text/mrkdwn.ts";
import { moment } from "../../core/kernel/text/moment-words.ts";
import { type DriftFilter, driftFilters, listDrift } from "../../core/cloud/list-drift.ts";
import type { DriftKind } from "../../core/cloud/drift-kinds.ts";
import {
  decisionsFor,
  driftAccount,
  type DriftRow,
  driftTitles,
  driftWords,
} from "../../core/cloud/drift-words.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import type { Command } from "../slack/command.ts";
import { type Listing, rowsAtOnce, sayListing } from "../slack/listing.ts";
import { unexpected } from "../slack/read-line.ts";
import { plain } from "../slack/reopened-view.ts";
import { textOf, tidy, type Word } from "../slack/words.ts";

/** The button that opens the form of a decision. */
export const decideAction = "decide-difference";

const filterOf = (word: string | undefined): DriftFilter =>
  driftFilters.find((known) => known === word) ?? "open";

/** Differences by number; its one argument is which. */
export const driftListing: Listing = {
  name: "drift",

  async load(ctx, [which], after, take = rowsAtOnce) {
    const filter = filterOf(which);
    const page = await listDrift(ctx, {
      filter,
      take,
      after: after === undefined ? undefined : Number(after),
    });
    const { rows, next, last } = page;
    const compared = last?.finishedAt ? `Last compared ${moment(last.finishedAt)}.` : "Not compared yet.";
    return {
      title: filter === "ignored" ? "Differences to Cyclr that are ignored" : "Differences to Cyclr",
      rows: rows.map((row) => `• *${row.number}* ${escapeMrkdwn(shorten(rowWords(row), 1000))}`),
      table: {
        columns: ["No.", "Difference", "Account", "User ID", "Here", "In Cyclr", "Since", "Decide by"],
        rows: rows.map((row) => [
          row.number,
          driftTitles[row.kind as DriftKind],
          row.kind === "list-shrank" ? "" : driftAccount(row),
          row.userName,
          row.here,
          row.there,
          row.seenAt,
          row.ignoredBecause ? `Ignored: ${row.ignoredBecause}` : choices(row),
        ]),
      },
      none: escapeMrkdwn(filter === "ignored" ? "Nothing is ignored." : `Nothing differs. ${compared}`),
      next: next === undefined ? undefined : String(next),
      ...(rows.length > 0 && {
        more: [
          {
            type: "actions" as const,
            elements: [
              { type: "button" as const, action_id: decideAction, value: filter, text: plain("Decide…") },
            ],
          },
        ],
      }),
      hint: escapeMrkdwn(
        `${[compared, last?.trouble].filter(Boolean).join(" ")} Adopt: what is here follows Cyclr. Push: Cyclr follows what is here. Ignore: it is told no more. /cyclr settle <No.> adopt|push|ignore decides one.`,
      ),
    };
  },
};

const choices = ({ kind }: DriftRow): string => decisionsFor[kind as DriftKind].join(", ");

const rowWords = (row: DriftRow): string =>
  [driftWords(row), row.ignoredBecause ? `Ignored: ${row.ignoredBecause}` : `(${choices(row)})`].join(" ");

function readFilter(words: Word[]): DriftFilter {
  if (words.length === 0) return "open";
  const typed = tidy(textOf(words)).toLowerCase();
  const filter = driftFilters.find((known) => known === typed);
  if (filter) return filter;
  throw new DomainError("invalid", `${unexpected(textOf(words)).message} Choose one of open and ignored.`);
}

export const drift: Command = {
  name: "drift",
  area: "Accounts",
  summary: "list what differs between here and your Partner Console",
  needs: "accounts:view",
  usage: ["", "open|ignored"],
  example: "ignored",

  run: (call) => sayListing(call, driftListing, [readFilter(call.words)]),
};
