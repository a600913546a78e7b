import type { App } from "../core/context.ts";
import { escapeMrkdwn } from "../core/chat/mrkdwn.ts";
import { takeReason } from "./because-words.ts";
import type { Call, Command } from "./command.ts";
import { unknownCommand, usage } from "./help.ts";
import { takeOption } from "./phrase.ts";
import { sentenceFor } from "./sentence.ts";
import { splitWords } from "./words.ts";

/** What one delivery from Slack brings and takes; what its words say comes later. */
export interface Delivery extends Pick<Call, "place" | "context" | "say" | "openForm"> {
  submit(planOnly: boolean, reason: string | undefined): Call["submit"];
}

/** Finds the subcommand in the table and runs it; whatever happens, the caller is answered. */
export async function dispatchCommand(
  app: App,
  commands: Command[],
  text: string,
  call: Delivery,
): Promise<void> {
  const [name, ...typed] = splitWords(text);
  const asked = name?.text.toLowerCase() ?? "help";
  const command = commands.find((known) => known.name === asked);
  if (!command) return call.say(unknownCommand(commands, name?.text ?? ""));
  if (wantsUsage(typed)) return call.say(usage(command));
  const { given: planOnly, rest } = command.changes
    ? takeOption(typed, "--plan")
    : { given: false, rest: typed };
  try {
    const { reason, rest: words } = command.changes ? takeReason(rest, command) : { rest };
    const place = { ...call.place, ...(reason && { reason }) };
    const submit = call.submit(planOnly, reason);
    await command.run({ ...call, app, commands, words, planOnly, place, submit });
  } catch (error) {
    const sentence = escapeMrkdwn(sentenceFor(app, error));
    const hint = isWording(error) ? `\n${usage(command)}` : "";
    await call.say(`:warning: ${sentence}${hint}`);
  }
}

const wantsUsage = (words: { text: string }[]) =>
  words.length === 1 && ["--help", "-h", "help"].includes(words[0]?.text ?? "");

const isWording = (error: unknown) => error instanceof Error && "code" in error && error.code === "invalid";
