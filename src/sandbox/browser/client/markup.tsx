import type { ComponentChildren } from "preact";
import { isObject, objectOf, objectsOf, textOf, type JsonObject } from "../../slack/model/message-log.ts";
import { useNames } from "./names.ts";
import { writeDate } from "./moments.ts";

const EMOJI: Record<string, string | undefined> = {
  warning: "⚠️",
  white_check_mark: "✅",
  x: "❌",
  hourglass: "⌛",
  hourglass_flowing_sand: "⏳",
  lock: "🔒",
  tada: "🎉",
  bell: "🔔",
  information_source: "ℹ️",
  wave: "👋",
  "+1": "👍",
  smile: "😄",
};

type Names = ReturnType<typeof useNames>;

/** Slack's text object: markup is drawn, plain text stands as it is written. */
export function Text({ text }: { text: unknown }) {
  const names = useNames();
  const { type, text: written } = objectOf(text);
  return <>{type === "mrkdwn" ? markup(textOf(written), names) : emojiIn(textOf(written))}</>;
}

export function Mrkdwn({ text }: { text: string }) {
  return <>{markup(text, useNames())}</>;
}

/** Slack's markup, line by line: quotes and blocks of code first, what stands in a line within them. */
function markup(text: string, names: Names): ComponentChildren[] {
  return text.split(/(```[\s\S]*?```)/u).flatMap((part, index) => {
    if (index % 2 === 1) return [<pre key={index}>{unescape(part.slice(3, -3).replace(/^\n/u, ""))}</pre>];
    return quotes(part, names, index);
  });
}

function quotes(text: string, names: Names, key: number): ComponentChildren[] {
  const lines = text.split("\n");
  const drawn: ComponentChildren[] = [];
  let quoted: string[] = [];
  const endQuote = (at: number): void => {
    if (quoted.length > 0) drawn.push(<blockquote key={`${key}-${at}`}>{lined(quoted, names)}</blockquote>);
    quoted = [];
  };
  let plain: string[] = [];
  const endPlain = (): void => {
    if (plain.length > 0) drawn.push(...lined(plain, names));
    plain = [];
  };
  lines.forEach((line, at) => {
    const quote = /^(?:&gt;|>) ?(.*)$/u.exec(line)?.[1];
    if (quote !== undefined) {
      endPlain();
      quoted.push(quote);
    } else {
      endQuote(at);
      plain.push(line);
    }
  });
  endPlain();
  endQuote(lines.length);
  return drawn;
}

function lined(lines: string[], names: Names): ComponentChildren[] {
  return lines.flatMap((line, at) =>
    at === 0 ? inline(line, names) : [<br key={`br${at}`} />, ...inline(line, names)],
  );
}

// Angled parts and code first: nothing in them is markup. A mark opens before a word and closes after one.
const marks =
  /(<[^<>]+>)|`([^`\n]+)`|(?<![\p{L}\p{N}])\*(\S(?:[^*\n]*\S)?)\*(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])_(\S(?:[^_\n]*\S)?)_(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])~(\S(?:[^~\n]*\S)?)~(?![\p{L}\p{N}])/gu;

function inline(text: string, names: Names): ComponentChildren[] {
  const drawn: ComponentChildren[] = [];
  let end = 0;
  for (const found of text.matchAll(marks)) {
    const [whole, angled, code, bold, italic, struck] = found;
    if (found.index > end) drawn.push(emojiIn(unescape(text.slice(end, found.index))));
    end = found.index + whole.length;
    const key = found.index;
    if (angled) drawn.push(<Angled key={key} inner={angled.slice(1, -1)} names={names} />);
    else if (code) drawn.push(<code key={key}>{codeIn(code, names)}</code>);
    else if (bold) drawn.push(<strong key={key}>{inline(bold, names)}</strong>);
    else if (italic) drawn.push(<em key={key}>{inline(italic, names)}</em>);
    else if (struck) drawn.push(<s key={key}>{inline(struck, names)}</s>);
  }
  if (end < text.length) drawn.push(emojiIn(unescape(text.slice(end))));
  return drawn;
}

/** In code an address is a link all the same, and nothing else is markup. */
function codeIn(code: string, names: Names): ComponentChildren[] {
  return code
    .split(/(<[^<>]+>)/u)
    .map((part, at) =>
      at % 2 === 1 ? <Angled key={at} inner={part.slice(1, -1)} names={names} /> : unescape(part),
    );
}

function Angled({ inner, names }: { inner: string; names: Names }) {
  const bar = inner.indexOf("|");
  const [target, label] =
    bar < 0 ? [inner, undefined] : [inner.slice(0, bar), unescape(inner.slice(bar + 1))];
  const id = target.slice(1);
  if (target.startsWith("@"))
    return <span class={names.me === id ? "mention me" : "mention"}>@{names.of(id) ?? label ?? id}</span>;
  if (target.startsWith("#")) return <span class="mention">#{names.of(id) ?? label ?? id}</span>;
  if (target.startsWith("!date^")) {
    const [, seconds = "", format = "", link] = target.split("^");
    const written = writeDate(Number(seconds), format, names.tz) ?? label ?? target;
    const time = (
      <time dateTime={new Date(Number(seconds) * 1000).toISOString()} title={label}>
        {written}
      </time>
    );
    return link ? <Link url={link}>{time}</Link> : time;
  }
  if (target.startsWith("!")) return <span class="mention">{label ?? `@${id}`}</span>;
  return <Link url={unescape(target)}>{label ?? target.replace(/^mailto:/u, "")}</Link>;
}

/** Only what leads to a page or to a mail program is a link. */
export function Link({ url, children }: { url: string; children: ComponentChildren }) {
  if (!/^(?:https?:|mailto:)/u.test(url)) return <>{children}</>;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

function emojiIn(text: string): string {
  return text.replace(/:([a-z0-9_+-]+):/gu, (whole, name: string) => EMOJI[name] ?? whole);
}

function unescape(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function RichText({ block }: { block: JsonObject }) {
  const names = useNames();
  return <>{objectsOf(block["elements"]).map((part, at) => richPart(part, names, at))}</>;
}

function richPart(part: JsonObject, names: Names, key: number): ComponentChildren {
  const inside = objectsOf(part["elements"]).map((element, at) => richInline(element, names, at));
  switch (part["type"]) {
    case "rich_text_list": {
      const items = objectsOf(part["elements"]).map((item, at) => (
        <li key={at}>
          {objectsOf(item["elements"]).map((element, index) => richInline(element, names, index))}
        </li>
      ));
      return part["style"] === "ordered" ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>;
    }
    case "rich_text_quote":
      return <blockquote key={key}>{inside}</blockquote>;
    case "rich_text_preformatted":
      return <pre key={key}>{inside}</pre>;
    case "rich_text_section":
      return (
        <p key={key} class="rich">
          {inside}
        </p>
      );
    default:
      return <Undrawn key={key} what={part} />;
  }
}

function richInline(element: JsonObject, names: Names, key: number): ComponentChildren {
  const { bold, italic, strike, code } = objectOf(element["style"]);
  let drawn: ComponentChildren = richText(element, names);
  if (code) drawn = <code>{drawn}</code>;
  if (strike) drawn = <s>{drawn}</s>;
  if (italic) drawn = <em>{drawn}</em>;
  if (bold) drawn = <strong>{drawn}</strong>;
  return <span key={key}>{drawn}</span>;
}

function richText(element: JsonObject, names: Names): ComponentChildren {
  const text = (field: string): string => textOf(element[field]);
  switch (element["type"]) {
    case "text":
      return emojiIn(text("text"));
    case "link":
      return <Link url={text("url")}>{text("text") || text("url")}</Link>;
    case "user":
      return (
        <span class={names.me === text("user_id") ? "mention me" : "mention"}>
          @{names.of(text("user_id")) ?? text("user_id")}
        </span>
      );
    case "channel":
      return <span class="mention">#{names.of(text("channel_id")) ?? text("channel_id")}</span>;
    case "broadcast":
      return <span class="mention">@{text("range")}</span>;
    case "emoji":
      return EMOJI[text("name")] ?? `:${text("name")}:`;
    case "date": {
      const seconds = Number(element["timestamp"]);
      return (
        <time dateTime={new Date(seconds * 1000).toISOString()} title={text("fallback")}>
          {writeDate(seconds, text("format"), names.tz) ?? text("fallback")}
        </time>
      );
    }
    default:
      return <Undrawn what={element} />;
  }
}

/** What this page cannot draw, said to be so, with all that is in it. */
export function Undrawn({ what }: { what: unknown }) {
  const type = isObject(what) ? textOf(what["type"]) : typeof what;
  return (
    <details class="undrawn">
      <summary>This page cannot draw “{type}”</summary>
      <pre>{JSON.stringify(what, null, 2)}</pre>
    </details>
  );
}
