import type { Message, View } from "../slack/model/message-log.ts";
import { readBlocks, readView } from "../slack/read-message.ts";
import type { Demo } from "./console-commands.ts";

type Values = Parameters<Demo["slack"]["submitView"]>[0]["values"];

/** What the people of a story do, and what they come to see. Throws where that is not what was expected. */
export interface Stage {
  types(who: string, text: string): Promise<void>;
  /** What only this person sees, after what they typed last. */
  isTold(who: string, expected: RegExp): Promise<void>;
  /** The latest message of the channel, or of a thread under it, or sent directly. */
  sees(place: { channelId?: string; who?: string; inThread?: boolean }, expected: RegExp): Promise<Message>;
  /** A button, by what it reads, under the latest message that only this person sees. */
  presses(who: string, button: string): Promise<void>;
  /** A button, by what it reads, under a message that everybody sees. */
  clicks(who: string, message: Message, button: string): Promise<void>;
  seesForm(who: string, expected: RegExp): Promise<View>;
  submits(who: string, values: Values, expected: RegExp): Promise<void>;
  getsMail(address: string, expected: RegExp): Promise<string>;
  note(text: string): void;
}

const waitMs = 60_000;
const overtakenAfterMs = 10_000;

export function createStage(demo: Demo, print: (line: string) => void): Stage {
  const { slack, people, channelId, mailbox } = demo;
  const names = new Map(Object.entries(people).map(([name, id]) => [id, name]));
  const seenBefore = new Map<string, string>();
  const seen = new Set<string>();
  const idOf = (who: string) => people[who] ?? never(`nobody is called ${who}`);
  const show = (lead: string, text: string) => print(indent(`${lead}${withoutSecrets(text)}`));
  const read = ({ blocks, text }: Pick<Message, "blocks" | "text">) =>
    readBlocks(blocks ?? [], text, (id) => names.get(id));

  const messagesAt = (place: Parameters<Stage["sees"]>[0]): Message[] => {
    if (place.who) return slack.directMessages(idOf(place.who));
    const all = slack.messages(place.channelId ?? channelId);
    return all.filter(
      ({ ts, thread_ts }) => (thread_ts !== undefined && thread_ts !== ts) === Boolean(place.inThread),
    );
  };

  const remember = (who: string) => seenBefore.set(who, JSON.stringify(slack.ephemerals(idOf(who)).at(-1)));
  const news = (who: string) => {
    const latest = slack.ephemerals(idOf(who)).at(-1);
    return JSON.stringify(latest) === seenBefore.get(who) ? undefined : latest;
  };

  return {
    note: (text) => show("", text),

    async types(who, text) {
      remember(who);
      // Nobody types behind an open form.
      for (const { id } of slack.views(idOf(who)).toReversed())
        await slack.closeView({ userId: idOf(who), viewId: id });
      print(`\n  ${who}: ${text}`);
      const outcome = await slack.runCommand({
        userId: idOf(who),
        channelId,
        text: text.replace(/^\/cyclr ?/, ""),
      });
      if (!outcome.acknowledged)
        throw new Error(`Slack says: ${outcome.error ?? "the command was not acknowledged"}`);
    },

    async isTold(who, expected) {
      const told = await slack.waitFor(() => news(who), {
        timeoutMs: waitMs,
        what: `an answer to ${who} like ${expected}`,
      });
      show(`(only ${who} sees) `, read(told));
      check(read(told), expected, `what ${who} is told`);
    },

    async sees(place, expected) {
      const where = place.who ? `direct message to ${place.who}` : place.inThread ? "thread" : "#access";
      let last = "nothing";
      const look = (also: (message: Message) => boolean) => (): Message | undefined => {
        const [newest, ...older] = messagesAt(place).toReversed();
        last = newest ? read(newest) : last;
        return [...(newest ? [newest] : []), ...older.filter(also)].find((one) => expected.test(read(one)));
      };
      const what = `a message like ${expected}`;
      const found = await slack
        .waitFor(
          look(() => false),
          { timeoutMs: overtakenAfterMs, what },
        )
        // On a busy machine the card of what was asked before may come after that of what was asked since.
        .catch(() =>
          slack.waitFor(
            look(({ ts }) => !seen.has(ts)),
            { timeoutMs: waitMs, what },
          ),
        )
        .catch(() => never(`${where}: expected ${expected}, but there stands:\n${last}`));
      show(`[${where}] `, read(found));
      seen.add(found.ts);
      return found;
    },

    async presses(who, button) {
      const message = slack.ephemerals(idOf(who)).at(-1);
      const found = message && findButton(message, button);
      if (!message || !found) return never(`${who} has no button “${button}”`);
      remember(who);
      print(`\n  ${who} presses ${button}`);
      const { ts, channel } = message;
      await slack.click({ userId: idOf(who), channelId: channel, ts, actionId: found });
    },

    async clicks(who, message, button) {
      const found = findButton(message, button);
      if (!found) return never(`there is no button “${button}” under that message`);
      remember(who);
      print(`\n  ${who} clicks ${button}`);
      await slack.click({ userId: idOf(who), channelId: message.channel, ts: message.ts, actionId: found });
    },

    async seesForm(who, expected) {
      const view = await slack.waitFor(
        () =>
          slack
            .views(idOf(who))
            .slice(-1)
            .find((one) => expected.test(readView(one))),
        { timeoutMs: waitMs, what: `a form like ${expected}` },
      );
      show(`[form, ${who}] `, readView(view));
      return view;
    },

    async submits(who, values, expected) {
      const [view] = slack.views(idOf(who)).slice(-1);
      if (!view) return never(`${who} has no form open`);
      const typed = Object.entries(values).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
      print(`\n  ${who} submits the form with ${typed.join(", ")}`);
      const submission = await slack.submitView({ userId: idOf(who), viewId: view.id, values });
      const errors = Object.entries(submission.errors ?? {}).map(([field, text]) => `${field}: ${text}`);
      const end = [submission.result, ...errors, submission.error].filter(Boolean).join(" ");
      show("[form] ", end);
      check(end, expected, "the end of the form");
    },

    async getsMail(address, expected) {
      const mine = (to: string[]): boolean => to.some((one) => one.toLowerCase() === address.toLowerCase());
      const mail = await mailbox.waitForMail(({ to }) => mine(to), { timeoutMs: waitMs });
      const text = mail.text.trim();
      show(`[mail to ${address}] `, `${mail.subject}\n${text.replace(/\/[\w-]{43}\b/g, "/…")}`);
      check(`${mail.subject}\n${text}`, expected, "the mail");
      return mail.links.find((link) => link.includes("/invitations/")) ?? "";
    },
  };
}

function findButton({ blocks = [] }: Pick<Message, "blocks">, label: string): string | undefined {
  const elements = blocks.flatMap(
    (block) =>
      [block["accessory"] ?? {}, ...((block["elements"] ?? []) as ButtonElement[])] as ButtonElement[],
  );
  return elements.find(({ text }) => text?.text === label)?.action_id;
}

interface ButtonElement {
  action_id?: string;
  text?: { text?: string };
}

/** What lets its reader in is not for a screen that others see. */
function withoutSecrets(text: string): string {
  return text.replace(/(\/|token=|whsec_|Secret: `?)[\w-]{40,}/g, "$1…");
}

function check(text: string, expected: RegExp, what: string): void {
  if (!expected.test(text)) never(`${what}: expected ${expected}, but it is:\n${text}`);
}

function never(why: string): never {
  throw new Error(why);
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}

/** A part of the story; each may lean on what those before it left behind. */
export interface Chapter {
  title: string;
  /** The title of the chapter whose end this one begins at, where it cannot be told alone. */
  after?: string;
  /** Throws at the first step that differs. */
  play(stage: Stage, demo: Demo): Promise<void>;
}

export function expect(truth: boolean, otherwise: string): void {
  if (!truth) throw new Error(otherwise);
}
