import { timeMarkup } from "./words-markup.ts";

/** The link to the page that takes values, for its requester alone. */
export function valueLinkMessage({ url, expiresAt }: { url: string; expiresAt: Date }): string {
  return [
    `<${url}|Enter the values on this page>: they go there, never into Slack.`,
    `For you alone, good once, until ${timeMarkup(expiresAt)}. The button of the card gets you another.`,
  ].join("\n");
}
