import type { InputBlock } from "@slack/types";
import { afterAll, beforeAll } from "vitest";
import { commands } from "../../src/bot/features.ts";
import { callerContext } from "../../src/bot/console-users/caller.ts";
import { type Delivery, dispatchCommand } from "../../src/bot/slack/dispatch-command.ts";
import { formView } from "../../src/bot/slack/open-form.ts";
import type { ConsoleUserActor, Context } from "../../src/core/context.ts";
import { accountLabel } from "../../src/core/kernel/names/account-name.ts";
import { addPerson, makeAccount, makeActor, makeConsoleUser, makeUser } from "./factories.ts";
import { place } from "./invite-scene.ts";
import { workspace } from "./recorded-chat.ts";
import { createTestApp, type TestApp } from "./test-app.ts";

/** What came of a line: what would run, the form that opened, and what was said. */
export interface Came {
  ran: { kind: string; input: unknown; planOnly: boolean; reason?: string }[];
  /** The form with what stands in its fields, by block id; ids as names. */
  form?: { name: string; fields: Record<string, string>; notice: string };
  said: string;
}

export interface TypedScene {
  t: TestApp;
  types(line: string): Promise<Came>;
}

const accounts = [
  ["Acme Ltd", "acme"],
  ["Initech", "initech"],
  ["Harbour Foods", "harbour"],
  ["Kestrel Travel", "kestrel"],
  ["Bank of Norway", "norway-bank"],
  ["Salt and Pepper", "salt"],
] as const;
const users = [
  ["hanna", "hanna@harbour.example"],
  ["lefevre", "l.fevre@acme.example"],
  ["mia.lund", "mia@harbour.example"],
  ["bob@acme.example", "bob@acme.example"],
] as const;

/** A bot with six Accounts and four Users, and Olivia, with Full Access, who types. Nothing that runs is carried out. */
export function typedScene(): TypedScene {
  const scene = {} as TypedScene;
  const names = new Map<string, string>();
  beforeAll(async () => {
    scene.t = await createTestApp();
    const { db, chat } = scene.t;
    await makeActor(scene.t, {
      firstName: "Olivia",
      email: "olivia@partner.example",
      chatUserId: "U0OLIVIA",
      fullAccess: true,
    });
    const vera = await makeConsoleUser(db, {
      firstName: "Vera",
      email: "vera@partner.example",
    });
    names.set(vera.id, "vera");
    addPerson(chat, "U0OLIVIA", "olivia@partner.example");
    addPerson(chat, "U0BOB", "bob@acme.example");
    addPerson(chat, "U0VERA", "vera@partner.example");
    for (const [name, apiId] of accounts) names.set((await makeAccount(db, { name, apiId })).id, apiId);
    for (const [username, email] of users) names.set((await makeUser(db, { username, email })).id, username);
    const hanna = await db.user.findFirstOrThrow({ where: { username: "hanna" } });
    const harbour = await db.account.findFirstOrThrow({ where: { apiId: "harbour" } });
    await db.membership.create({ data: { userId: hanna.id, accountId: harbour.id } });
    const kestrel = await db.account.findFirstOrThrow({ where: { apiId: "kestrel" } });
    names.set(accountLabel(kestrel), "kestrel");
  });
  afterAll(() => scene.t.close());
  return Object.assign(scene, { types: (line: string) => types(scene.t, names, line) });
}

/** What came of a line, on one line of its own. */
export function cameWords({ ran, form, said }: Came): string {
  const runs = ran.map(({ kind, input, planOnly, reason }) => {
    const plan = planOnly ? " (only planned)" : "";
    return `runs ${kind} ${fieldWords(input as object)}${plan}${reason ? ` because ${reason}` : ""}`;
  });
  const [notice = ""] = form?.notice.split("\n") ?? [];
  const opens = form ? [`opens ${form.name} ${fieldWords(form.fields)}${notice ? ` | ${notice}` : ""}`] : [];
  const [first = ""] = said.split("\n");
  return [...runs, ...opens, ...(form || !first ? [] : [`says ${first.slice(0, 100)}`])].join(" + ").trim();
}

const guid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/u;

function fieldWords(fields: object): string {
  return Object.entries(fields)
    .filter(
      ([name, value]) =>
        !["shown", "before"].includes(name) && value !== null && value !== "" && value !== false,
    )
    .filter(([, value]) => !["none", "forever", "link"].includes(value as string))
    .map(([name, value]) => {
      if (typeof value === "string")
        return `${name}=${guid.test(value) ? "a GUID" : value.replaceAll("\n", " / ")}`;
      return Array.isArray(value) ? `${name}=[${value.join(", ")}]` : `${name}=${JSON.stringify(value)}`;
    })
    .join(" ");
}

async function types(t: TestApp, names: Map<string, string>, line: string): Promise<Came> {
  const came: Came = { ran: [], said: "" };
  if ((await t.db.request.count()) > 0) await t.db.$executeRaw`TRUNCATE "Request" CASCADE`;
  const context = () => callerContext(t.app, { chatUserId: "U0OLIVIA", workspaceId: workspace });
  const delivery: Delivery = {
    place: { ...place(), chatUserId: "U0OLIVIA" },
    context,
    say: async (markup) => void (came.said += `${markup}\n`),
    whisper: async (markup) => void (came.said += `${markup}\n`),
    async openForm(form, typed = {}) {
      const ctx: Context<ConsoleUserActor> = await context();
      const filled = await form.view(ctx, typed, { commands });
      const { blocks } = formView({ app: t.app, commands, channelId: "C1" }, form, filled, typed);
      const inputs = blocks.filter((block): block is InputBlock => block.type === "input");
      const fields = inputs.flatMap(({ block_id: id = "", element }) => {
        const value = valueIn(element as never, names);
        return value ? [[id, value] as const] : [];
      });
      const notice = blocks.find(({ block_id: id }) => id === "notice");
      const text = notice && "text" in notice && typeof notice.text === "object" ? notice.text.text : "";
      came.form = { name: form.name, fields: Object.fromEntries(fields), notice: text };
    },
    submit: (planOnly, reason) => async (kind, input) => {
      const named = JSON.parse(JSON.stringify(input), (_, value: unknown) =>
        typeof value === "string" ? (names.get(value) ?? value) : value,
      ) as unknown;
      came.ran.push({ kind: kind.kind, input: named, planOnly, ...(reason && { reason }) });
    },
  };
  await dispatchCommand(t.app, commands, line, delivery);
  return came;
}

interface Holds {
  initial_value?: string;
  initial_option?: { value: string };
  initial_options?: { value: string }[];
  initial_date?: string;
  initial_date_time?: number;
}

/** What stands in a field from the start. */
function valueIn(element: Holds, names: Map<string, string>): string {
  const named = (value: string) => names.get(value.split(" ")[0] ?? "") ?? value;
  const { initial_value: text, initial_option: one, initial_options: several } = element;
  if (text) return text;
  if (one) return named(one.value);
  if (several) return several.map(({ value }) => named(value)).join(", ");
  return (
    element.initial_date ??
    (element.initial_date_time ? new Date(element.initial_date_time * 1000).toISOString() : "")
  );
}
