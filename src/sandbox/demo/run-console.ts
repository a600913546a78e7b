import process from "node:process";
import { createInterface } from "node:readline";
import { cast } from "../cast.ts";
import { consoleCommands } from "./console-commands.ts";
import type { Demo } from "./start-demo.ts";
import { watchWorkspace } from "./watch-workspace.ts";

const quick = `Try, one line at a time:
  /cyclr                                                     what there is
  /cyclr invite new.user@acme.example to "Acme Ltd" as admin
  as mona                                                    somebody who may approve it; then: press Approve
  mail                                                       the newest mail, with its link: open it in a browser
  /cyclr invite                                              the form; then: fill account=Initech, fill e-mail=…, submit
  as vera                                                    speak as somebody else; people lists them
  help                                                       all words; Ctrl-C or quit ends it`;

/** A terminal as a Slack window: what is typed is sent, what changes is shown. Returns when it is told to end. */
export async function runConsole(
  demo: Demo,
  print: (line: string) => void,
  stopping: AbortSignal,
): Promise<void> {
  print(whereThingsAre(demo));
  print(quick);
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: process.stdin.isTTY,
  });
  const show = (text: string): void => {
    if (process.stdin.isTTY) process.stdout.write("\r\u001B[K");
    print(text);
    lines.prompt(true);
  };
  const state = { who: "ed" };
  const unwatch = watchWorkspace(demo, () => state.who, show);
  await converse(lines, { state, run: consoleCommands(demo, state), show }, stopping);
  unwatch();
  lines.close();
}

interface Talk {
  state: { who: string };
  run: (line: string) => Promise<string>;
  show: (text: string) => void;
}

function converse(
  lines: ReturnType<typeof createInterface>,
  { state, run, show }: Talk,
  stopping: AbortSignal,
): Promise<void> {
  const prompt = (): void => {
    lines.setPrompt(`${state.who} #access> `);
    lines.prompt();
  };
  return new Promise((resolve) => {
    if (stopping.aborted) return resolve();
    stopping.addEventListener("abort", () => resolve());
    lines.on("SIGINT", resolve);
    const take = async (word: string): Promise<void> => {
      if (word === "quit" || word === "exit") return resolve();
      const answer = await run(word).catch((error: unknown) =>
        error instanceof Error ? error.message : String(error),
      );
      if (answer) show(answer);
      prompt();
    };
    // One after another, also where many are pasted at once.
    let taken = Promise.resolve();
    lines.on("line", (line) => {
      taken = taken.then(() => take(line.trim()));
    });
    prompt();
  });
}

function whereThingsAre({ env, slack, channelId }: Demo): string {
  return `
Everything runs. Nothing of it leaves this machine.
  Web pages     ${env["PUBLIC_URL"]}
  PostgreSQL    ${env["DATABASE_URL"]}
  SMTP          ${env["SMTP_URL"]}
  Slack         ${slack.apiUrl}  (workspace ${slack.team.name}, channel #access ${channelId})
  People        ${cast.map(({ name, what }) => `${name}: ${what}`).join("\n                ")}
`;
}
