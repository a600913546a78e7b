import { cast } from "../cast.ts";
import { type View, isObject, textOf, type Block } from "../slack/model/message-log.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { allElements } from "../slack/person/click.ts";
import type { SlackSandbox } from "../slack/slack-sandbox.ts";
import { startBot } from "../../bot/start-bot.ts";
import { importCloud } from "../../core/cloud/import-cloud.ts";
import type { Cloud } from "../../core/kernel/cloud/cloud.ts";
import { cloudWord } from "../cloud/cloud-words.ts";
import { createApp } from "../../core/app.ts";
import { readConfig } from "../../core/config.ts";
import type { App } from "../../core/context.ts";
import { prepareWorkerProcess, type WorkerProcess } from "./worker-process.ts";
import { startWeb } from "../../web/start-web.ts";
import { startWorker } from "../../worker/start-worker.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../start-sandbox.ts";

const waitMs = 5_000;

interface Button {
  channelId: string;
  ts: string;
  blockId: string;
  actionId: string;
}

interface Buttons {
  /** From here on what comes answers this command. */
  commandSent(): void;
  /**
   * The button of that label which this person was shown last: in the channel, in its threads, in direct messages, or to them
   * alone. A message that has changed was shown again. Right after a command its answer is waited for, five seconds at most.
   */
  newest(userId: string, label: string): Promise<Button>;
}

function watchButtons(slack: SlackSandbox, channelId: string): Buttons {
  /** When each message was last shown, counted from 1. */
  const shown = new Map<string, number>();
  let serial = 0;
  /** How far things were when the last command was sent, until a button is pressed. */
  let commandAt: number | undefined;
  slack.workspace.events.on("change", ({ noun, verb, id, channelId: channel }) => {
    if (verb !== "removed" && (noun === "message" || noun === "ephemeral"))
      shown.set(`${channel}/${id}`, (serial += 1));
  });
  const find = (userId: string, label: string) =>
    [...slack.messages(channelId), ...slack.directMessages(userId), ...slack.ephemerals(userId)]
      .map((message) => ({ ...message, at: shown.get(`${message.channel}/${message.ts}`) ?? 0 }))
      .toSorted((one, other) => other.at - one.at || Number(other.ts) - Number(one.ts))
      .flatMap(({ channel, ts, at, blocks = [] }) => {
        const found = buttonIn(blocks, label);
        return found ? [{ at, button: { channelId: channel, ts, ...found } }] : [];
      })
      .at(0);
  return {
    commandSent: () => {
      commandAt = serial;
    },
    async newest(userId, label) {
      const deadline = performance.now() + waitMs;
      const after = commandAt ?? -1;
      let found = find(userId, label);
      while ((found?.at ?? 0) <= after && performance.now() < deadline) {
        await sleep(50);
        found = find(userId, label);
      }
      commandAt = undefined;
      if (found) return found.button;
      throw new Error(`You see no button “${label}”.`);
    },
  };
}

function buttonIn(blocks: readonly Block[], label: string) {
  const found = allElements(blocks).find(({ element }) => {
    const { text } = element;
    return isObject(text) && textOf(text["text"]).toLowerCase() === label.toLowerCase();
  });
  return found && { blockId: found.blockId, actionId: found.actionId };
}

const help = `  /cyclr …            send the command
  as <name>           speak as somebody else
  people              who there is
  fill <label>=<value>   type into the open form; a tick is yes or no
  submit, close       the open form
  press <button>      the one of that name that was shown last, as in: press Approve
  mail [address]      the newest mail
  cloud [away|slow|lost|silent|busy|refusing|back]   what stands in Cyclr's cloud, or how it answers from now on (--connected)
  cloud rename <API ID>=<name>   what somebody does in the Console
  quit                end it all`;

/** What the prompt acts on. */
export type Shown = Pick<Demo, "slack" | "people" | "mailbox" | "channelId" | "cloud">;

/** What may be typed at the demo's prompt. The answer is what to print. */
export function consoleCommands(demo: Shown, state: { who: string }): (line: string) => Promise<string> {
  const { slack, people, mailbox, channelId } = demo;
  const buttons = watchButtons(slack, channelId);
  const me = (): string => people[state.who] ?? "";
  const form = (): View => {
    const view = slack.views(me()).at(-1);
    if (!view) throw new Error("No form is open. Send /cyclr invite first.");
    return view;
  };
  const words: Record<string, (rest: string) => Promise<string> | string> = {
    help: () => help,
    people: () => cast.map(({ name, what }) => `  ${name.padEnd(8)}${what}`).join("\n"),
    as(name) {
      if (!people[name])
        throw new Error(`Nobody here is called “${name}”. People: ${Object.keys(people).join(", ")}.`);
      state.who = name;
      return "";
    },
    mail(address) {
      const mail = (address ? mailbox.mailsTo(address) : mailbox.mails()).at(-1);
      return mail ? `  To ${mail.to.join(", ")}: ${mail.subject}\n\n${mail.text}` : "  No mail has come.";
    },
    cloud: (rest) => cloudWord(demo.cloud, rest),
    async fill(rest) {
      const [label = "", ...value] = rest.split("=");
      const view = form();
      const field = await chosen(demo, me(), view, label.trim(), value.join("=").trim());
      slack.fillView({ userId: me(), viewId: view.id, values: field });
      return "  Filled in. submit sends the form.";
    },
    async submit() {
      const { result, errors, error } = await slack.submitView({
        userId: me(),
        viewId: form().id,
        values: {},
      });
      const faults = Object.entries(errors ?? {}).map(([field, text]) => `  ${field}: ${text}`);
      return faults.length > 0 ? faults.join("\n") : `  The form is ${error ?? result}.`;
    },
    async press(label) {
      await slack.click({ userId: me(), ...(await buttons.newest(me(), label)) });
      return "";
    },
    async close() {
      await slack.closeView({ userId: me(), viewId: form().id });
      return "";
    },
  };
  return async (line) => {
    if (line === "") return "";
    if (line.startsWith("/")) {
      const text = line.replace(/^\/\S+\s?/, "");
      buttons.commandSent();
      const { acknowledged, error } = await slack.runCommand({ userId: me(), channelId, text });
      return acknowledged ? "" : `  Slack says: ${error ?? "the command was not answered"}`;
    }
    const [word = "", ...rest] = line.split(" ");
    const known = words[word];
    return known ? known(rest.join(" ")) : `  “${word}” is not a word here.\n${help}`;
  };
}

interface Field {
  block_id?: string;
  label?: { text: string };
  element?: { type: string; action_id: string; options?: Choice[] };
}

interface Choice {
  text: { text: string };
  value: string;
}

/** The value of one field as Slack's client would send it: a choice by what it reads. */
async function chosen(demo: Pick<Demo, "slack">, userId: string, view: View, label: string, typed: string) {
  const fields = view.blocks as unknown as Field[];
  const field = fields.find((one) => one.label?.text.toLowerCase() === label.toLowerCase());
  if (!field?.element || !field.block_id) {
    const labels = fields.flatMap((one) => one.label?.text ?? []);
    throw new Error(`The form has no field “${label}”. It has: ${labels.join(", ")}.`);
  }
  const { type, action_id: actionId, options = [] } = field.element;
  if (type === "checkboxes") {
    const ticked = ["yes", "y", "true", "on"].includes(typed.toLowerCase());
    return { [field.block_id]: ticked ? options.map(({ value }) => value) : [] };
  }
  if (!type.endsWith("_select")) return { [field.block_id]: typed };
  const external = type === "external_select";
  const offered = external
    ? ((await demo.slack.loadOptions({ userId, viewId: view.id, actionId, query: typed })) as Choice[])
    : options;
  const choice = offered.find(({ text }) => text.text.toLowerCase().includes(typed.toLowerCase()));
  if (!choice) throw new Error(`Nothing to choose reads “${typed}”.`);
  return { [field.block_id]: choice.value };
}

export interface Demo extends Sandbox {
  app: App;
  /** The worker, where it was started as a process of its own. */
  workerProcess?: WorkerProcess | undefined;
  /** Where its parts listen, of the system's choice. */
  ports: { worker: number; web: number; bot: number };
}

/** The whole program on a sandbox, in this process unless the worker is to stand apart. `settings` go on top of the sandbox's environment. */
export async function startDemo(
  options: SandboxOptions & { workerApart?: boolean },
  settings: Record<string, string> = {},
): Promise<Demo> {
  const apart: { worker?: WorkerProcess } = {};
  const prepare = (env: Record<string, string>): void => {
    apart.worker = prepareWorkerProcess({ ...env, ...settings });
  };
  const sandbox = await startSandbox({ ...options, ...(options.workerApart && { onEnvironment: prepare }) });
  const config = readConfig({ ...sandbox.env, ...settings });
  const app = createApp(config);
  if (sandbox.cloud && app.cloud) await takeOver(app, app.cloud);
  const workerProcess = apart.worker;
  const parts = await Promise.all([
    workerProcess ? started(workerProcess) : startWorker(app, config),
    startWeb(app, config),
    startBot(app, config),
  ]);
  const [worker, web, bot] = parts;
  const ports = { worker: worker.port, web: web.port, bot: bot.port };
  sandbox.listening(ports);
  return {
    ...sandbox,
    app,
    workerProcess,
    ports,
    async stop() {
      // Its parts say goodbye to their stores, and wait for those that are away.
      for (const store of Object.values(sandbox.stores)) store.join();
      await Promise.all(parts.map((part) => part.stop()));
      await app.close();
      await sandbox.stop();
    },
  };
}

/** As an operator does it once, before the program is started connected. */
async function takeOver(app: App, cloud: Cloud): Promise<void> {
  const actor = { kind: "operator", name: "the demo", surface: "command-line" } as const;
  await importCloud({ ...app, actor }, cloud);
}

async function started(worker: WorkerProcess): Promise<WorkerProcess> {
  await worker.start();
  return worker;
}
