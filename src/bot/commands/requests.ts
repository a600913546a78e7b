import { shorten } from "../../core/chat/mrkdwn.ts";
import { DomainError } from "../../core/errors.ts";
import { type RequestFilter, requestFilters } from "../../core/requests/list-requests.ts";
import type { Command } from "../command.ts";
import { showRequests } from "../request-list.ts";
import type { Word } from "../words.ts";

export const requests: Command = {
  name: "requests",
  area: "Everyone",
  summary: "what was asked for and what has become of it; what failed can be tried again",
  usage: ["", "mine|waiting|failed"],
  example: "failed",

  async run({ words, context, say }) {
    const filter = readFilter(words);
    const [text, blocks] = await showRequests(await context(), { filter });
    await say(text, blocks);
  },
};

function readFilter([first, extra]: Word[]): RequestFilter {
  if (extra) throw tooMany(extra);
  if (!first) return "all";
  const filter = requestFilters.find((known) => known === first.text.toLowerCase());
  if (!filter) throw tooMany(first);
  return filter;
}

function tooMany({ text }: Word): DomainError {
  return new DomainError("invalid", `“${shorten(text, 60)}” is a word too many here.`);
}
