import { cast } from "../cast.ts";
import type { View } from "../slack/model/view.ts";
import { watchButtons } from "./newest-button.ts";
import type { Demo } from "./start-demo.ts";

const help = `  /cyclr …            send the command
  as <name>           speak as somebody else
  people              who there is
  fill <label>=<value>   type into the open form; a tick is yes or no
  submit, close       the open form
  press <button>      the one of that name that was shown last, as in: press Approve
  mail [address]      the newest mail
  quit                end it all`;

/** What the prompt acts on. */
export type Shown = Pick<Demo, "slack" | "people" | "mailbox" | "channelId">;

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
