import { commands } from "../../bot/features.ts";
import type { Command } from "../../bot/slack/command.ts";
import type { App } from "../../core/context.ts";
import type { Suggestion } from "./wire.ts";

const slash = "/cyclr";
const most = 8;

/** How a line that begins with /cyclr may go on: by a command, by what its usage writes next, or by a name that fits there. */
export async function suggest(app: Pick<App, "db">, line: string): Promise<Suggestion[]> {
  if (!line.startsWith("/")) return [];
  if (slash.startsWith(line)) return [{ line: `${slash} `, label: slash, detail: "Ask the Cyclr bot" }];
  const [, typed] = /^\/cyclr\s+(.*)$/su.exec(line) ?? [];
  if (typed === undefined) return [];
  const [name = "", ...rest] = typed.split(/\s+/u);
  if (rest.length === 0) return commandsLike(name.toLowerCase());
  const command = commands.find((one) => one.name === name.toLowerCase());
  return command ? argumentsOf(app, command, line, rest) : [];
}

function commandsLike(typed: string): Suggestion[] {
  const starting = commands.filter(({ name }) => name.startsWith(typed));
  const containing = commands.filter(({ name }) => !name.startsWith(typed) && name.includes(typed));
  return [...starting, ...containing].slice(0, typed === "" ? commands.length : most).map((command) => ({
    line: `${slash} ${command.name} `,
    label: command.name,
    detail: command.summary,
  }));
}

async function argumentsOf(
  app: Pick<App, "db">,
  command: Command,
  line: string,
  words: string[],
): Promise<Suggestion[]> {
  const last = words.at(-1) ?? "";
  const before = line.slice(0, line.length - last.length);
  const next = command.usage.flatMap((usage) => nextOf(partsOf(usage), words.slice(0, -1)));
  const literals = next.filter((part) => !part.startsWith("<"));
  const named = await Promise.all(
    // A database that was taken away leaves the line without names, and not without an answer.
    next.filter((part) => part.startsWith("<")).map((part) => namesFor(app, part).catch(() => [])),
  );
  const options = ["--help", ...(command.changes ? ["--plan"] : []), ...(command.options ?? [])];
  const found = [
    ...literals.map((label) => ({ label, detail: "" })),
    ...named.flat(),
    ...(last.startsWith("-") ? options.map((label) => ({ label, detail: "option" })) : []),
  ];
  const fitting = found.filter(
    ({ label }) => label.toLowerCase().startsWith(last.toLowerCase()) && label !== last,
  );
  const once = [...new Map(fitting.map((one) => [one.label, one])).values()];
  const example: Suggestion[] =
    words.length === 1 && last === "" && command.example !== ""
      ? [
          {
            line: `${slash} ${command.name} ${command.example}`,
            label: command.example,
            detail: "an example",
          },
        ]
      : [];
  return [
    ...example,
    ...once.slice(0, most).map(({ label, detail }) => ({ line: `${before}${label} `, label, detail })),
  ];
}

/** `<user ID> to <Account> [as admin]` as its parts: words that are typed as they stand, and places for something. */
function partsOf(usage: string): string[] {
  return usage.match(/<[^>]+>|[^\s<>[\]|,…]+/gu) ?? [];
}

/** What may come after these words: after the last literal among them the part that follows it, else the next by count. */
function nextOf(parts: string[], words: string[]): string[] {
  const last = words.at(-1)?.toLowerCase();
  if (last === undefined) return parts.slice(0, 1);
  const at = parts.findIndex((part) => part.toLowerCase() === last);
  if (at >= 0) return parts.slice(at + 1, at + 2);
  const literal = parts.findLastIndex((part) =>
    words.some((word) => word.toLowerCase() === part.toLowerCase()),
  );
  // A name may be several words, so that every keyword still to come is possible.
  return parts.slice(literal + 1).filter((part) => !part.startsWith("<"));
}

async function namesFor({ db }: Pick<App, "db">, part: string): Promise<{ label: string; detail: string }[]> {
  if (/account/iu.test(part)) {
    const accounts = await db.account.findMany({ orderBy: { name: "asc" }, take: 100 });
    return accounts.map(({ apiId, name }) => ({ label: apiId, detail: name }));
  }
  if (/user id|^<user/iu.test(part)) {
    const users = await db.user.findMany({ orderBy: { usernameKey: "asc" }, take: 100 });
    return users.map(({ username, email }) => ({ label: username, detail: email ?? "" }));
  }
  return commandNames(part);
}

function commandNames(part: string): { label: string; detail: string }[] {
  return part === "<command>" ? commands.map(({ name, summary }) => ({ label: name, detail: summary })) : [];
}
