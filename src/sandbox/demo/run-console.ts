import process from "node:process";
import { createInterface } from "node:readline";
import { cast } from "../cast.ts";
import { consoleCommands, type Demo } from "./console-commands.ts";
import type { Change } from "../slack/model/message-log.ts";
import { readBlocks, readView } from "../slack/read-message.ts";

const quick = `Try, one line at a time:
  /cyclr                                                     all commands
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

/** The addresses and the people of a running demo, to print. */
export function whereThingsAre({ env, slack, channelId, cloud }: Demo): string {
  const there = cloud ? `\n  Cyclr's cloud ${cloud.proxy.url}  (a second instance of the program)` : "";
  return `
Everything runs. Nothing of it leaves this machine.
  Web pages     ${env["PUBLIC_URL"]}
  PostgreSQL    ${env["DATABASE_URL"]}
  SMTP          ${env["SMTP_URL"]}
  Slack         ${slack.apiUrl}  (workspace ${slack.team.name}, channel #access ${channelId})${there}
  People        ${cast.map(({ name, what }) => `${name}: ${what}`).join("\n                ")}
`;
}

/** Shows each message, each change of one, and each form that the person in front of the terminal would see. */
function watchWorkspace(demo: Demo, who: () => string, show: (text: string) => void): () => void {
  const { slack, people, mailbox } = demo;
  const names = new Map(Object.entries(people).map(([name, id]) => [id, name]));
  const shown = new Map<string, string>();
  // What stands there from before is nobody's news.
  let tells = false;
  const showOnce = (id: string, text: string): void => {
    if (shown.get(id) === text) return;
    shown.set(id, text);
    if (tells) show(text.replace(/^/gm, "  "));
  };
  const look = ({ noun, verb }: Change): void => {
    const me = people[who()] ?? "";
    if (verb === "removed") return;
    if (noun === "message") {
      for (const [place, messages] of [
        ["#access", slack.messages(demo.channelId)],
        ["direct", slack.directMessages(me)],
      ] as const) {
        for (const { ts, text, blocks } of messages)
          showOnce(ts, `[${place}] ${readBlocks(blocks ?? [], text, (id) => names.get(id))}`);
      }
    }
    if (noun === "ephemeral") {
      for (const { ts, text, blocks } of slack.ephemerals(me))
        showOnce(ts, `(only you see) ${readBlocks(blocks ?? [], text, (id) => names.get(id))}`);
    }
    if (noun === "view") {
      for (const view of slack.views(me)) showOnce(view.id, `[form] ${readView(view)}`);
    }
  };
  const lookForMail = (): void => {
    for (const { messageId, to, subject } of mailbox.mails())
      showOnce(messageId, `[mail to ${to.join(", ")}] ${subject}`);
  };
  for (const noun of ["message", "ephemeral", "view"] as const) look({ noun, verb: "changed", id: "" });
  lookForMail();
  tells = true;
  slack.workspace.events.on("change", look);
  const mails = setInterval(lookForMail, 300);
  return () => {
    clearInterval(mails);
    slack.workspace.events.off("change", look);
  };
}
