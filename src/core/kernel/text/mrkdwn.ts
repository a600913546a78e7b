import { resolveCommands } from "./command-hint.ts";
import { momentWords, writeMoments } from "./moment-words.ts";

/** Text as Slack's markup: harmless, with its hints and moments resolved. Shorten before, never after: an entity must stay whole. */
export function escapeMrkdwn(text: string): string {
  const harmless = resolveCommands(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
  return writeMoments(harmless, timeMarkup);
}

/** A moment in the reader's own time, in a form of Slack's. */
export function timeMarkup(
  at: Date,
  form = "{date_short_pretty} {time}",
  fallback = momentWords(at),
): string {
  return `<!date^${Math.floor(at.getTime() / 1000)}^${form}|${fallback}>`;
}

/** At most so many UTF-16 units, as Slack counts, without cutting a character in two. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/u, "")}…`;
}

/** The same for markup: neither an entity nor a tag is cut in two. */
export function shortenMarkup(markup: string, most: number): string {
  if (markup.length <= most) return markup;
  return `${markup.slice(0, most - 1).replace(/(?:&\w*|<[^>]*|[\uD800-\uDBFF])$/u, "")}…`;
}

/** A template whose insertions are escaped; what stands between them is markup. */
export function mrkdwn(strings: TemplateStringsArray, ...values: string[]): string {
  return String.raw({ raw: strings }, ...values.map(escapeMrkdwn));
}
