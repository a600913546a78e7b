import type { App } from "../core/context.ts";
import { escapeMrkdwn } from "../core/chat/mrkdwn.ts";
import type { Call, Command } from "./command.ts";
import { help, unknownCommand, usage } from "./help.ts";
import { sentenceFor } from "./sentence.ts";
import { splitWords } from "./words.ts";

/** Finds the subcommand in the table and runs it; whatever happens, the caller is answered. */
export async function dispatchCommand(
  app: App,
  commands: Command[],
  text: string,
  call: Omit<Call, "app" | "words">,
): Promise<void> {
  const [name, ...words] = splitWords(text);
  const asked = name?.text.toLowerCase() ?? "help";
  const command = commands.find((known) => known.name === asked);
  try {
    if (command)
      return await (wantsUsage(words) ? call.say(usage(command)) : command.run({ ...call, app, words }));
    if (asked !== "help") return await call.say(unknownCommand(commands, name?.text ?? ""));
    const about = commands.find((known) => known.name === words[0]?.text.toLowerCase());
    await call.say(about ? usage(about) : help(commands));
  } catch (error) {
    const sentence = escapeMrkdwn(sentenceFor(app, error));
    const hint = command && isWording(error) ? `\n${usage(command)}` : "";
    await call.say(`:warning: ${sentence}${hint}`);
  }
}

const wantsUsage = (words: { text: string }[]) =>
  words.length === 1 && ["--help", "-h", "help"].includes(words[0]?.text ?? "");

const isWording = (error: unknown) => error instanceof Error && "code" in error && error.code === "invalid";
