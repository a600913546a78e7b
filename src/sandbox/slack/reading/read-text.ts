import { objectOf, textOf } from "../model/json-object.ts";

/** The name of a user or a channel by its id, without @ or #. */
export type NameOf = (id: string) => string | undefined;

/** A text object as a person reads it. */
export function readText(text: unknown, nameOf?: NameOf): string {
  const { type, text: written } = objectOf(text);
  return type === "mrkdwn" ? readMrkdwn(textOf(written), nameOf) : textOf(written);
}

/** Slack's markup with its mentions, dates, links and escapes read out; stars and underscores stay. */
export function readMrkdwn(markup: string, nameOf?: NameOf): string {
  return markup
    .replace(/<([^<>]*)>/g, (_whole, inner: string) => readAngled(inner, nameOf))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function readAngled(inner: string, nameOf?: NameOf): string {
  const [target, label] = splitOnce(inner);
  const id = target.slice(1);
  if (target.startsWith("@")) return `@${nameOf?.(id) ?? label ?? id}`;
  if (target.startsWith("#")) return `#${nameOf?.(id) ?? label ?? id}`;
  if (target.startsWith("!date^")) return label ?? isoMinute(Number(target.split("^")[1]));
  if (target.startsWith("!")) return label ?? `@${id}`;
  return label === undefined || label === target.replace(/^mailto:/, "")
    ? target.replace(/^mailto:/, "")
    : `${label} (${target})`;
}

function splitOnce(inner: string): [string, string | undefined] {
  const bar = inner.indexOf("|");
  return bar < 0 ? [inner, undefined] : [inner.slice(0, bar), inner.slice(bar + 1)];
}

/** A moment in UTC to the minute, as 2026-01-31 09:05 UTC. */
export function isoMinute(seconds: number): string {
  if (Number.isNaN(seconds)) return "?";
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
