import { pino } from "pino";
import { beforeEach, describe, expect, test } from "vitest";
import type { Command } from "../../../src/bot/slack/command.ts";
import { help } from "../../../src/bot/slack/listing.ts";
import { type Delivery, dispatchCommand } from "../../../src/bot/slack/dispatch-command.ts";
import type { App } from "../../../src/core/context.ts";
import { noMetrics } from "../../../src/core/kernel/metrics.ts";
import { noTracing } from "../../../src/core/kernel/tracing.ts";
import { DomainError } from "../../../src/core/kernel/errors.ts";
import { ExternalError } from "../../../src/core/kernel/external-error.ts";

const log: string[] = [];
const app = {
  log: pino({ level: "trace" }, { write: (line: string) => void log.push(line) }),
  metrics: noMetrics,
  tracing: noTracing,
} as App;
const said: string[] = [];
const ran: string[][] = [];
const plans: boolean[] = [];
let failure: unknown;

const doing: Command[] = ["invite", "grant"].map((name) => ({
  name,
  area: "Users",
  summary: `does ${name}`,
  usage: ["", "<e-mail>"],
  example: "a@acme.example",
  changes: true,
  async run({ words, say, planOnly }) {
    plans.push(planOnly);
    ran.push([name, ...words.map(({ text }) => text)]);
    if (failure) throw failure;
    await say(`${name}: done`);
  },
}));

const table = [...doing, help];

const call: Delivery = {
  place: { channelId: "C1", chatUserId: "U1", idempotencyKey: "command:1" },
  context: () => Promise.reject(new Error("not asked for")),
  say: async (text) => void said.push(text),
  whisper: async (text) => void said.push(text),
  openForm: async () => undefined,
  submit: () => async () => undefined,
};

const dispatch = async (text: string) => {
  await dispatchCommand(app, table, text, call);
  return said.join("\n---\n");
};

beforeEach(() => {
  for (const list of [log, said, ran, plans]) list.length = 0;
  failure = undefined;
});

describe("a command", () => {
  test("runs with the words that follow it, in any case", async () => {
    expect(await dispatch('Invite a@acme.example to "Acme Ltd"')).toBe("invite: done");
    expect(ran).toEqual([["invite", "a@acme.example", "to", "Acme Ltd"]]);
  });

  test.each(["invite --help", "invite -h", "invite help", "help invite", "HELP Invite"])(
    "“%s” shows its usage and runs nothing",
    async (text) => {
      expect(await dispatch(text)).toContain("*/cyclr invite*: does invite.");
      expect(ran).toEqual([]);
    },
  );

  test.each([
    "invite help@acme.example --help",
    "invite —help",
    "invite –help a@acme.example",
    "--help invite",
    "invite a@acme.example because urgent —help",
    "please invite a@acme.example -h",
    "invite a@acme.example — help",
    "invite a@acme.example --HELP!",
  ])("“%s” asks for help, and never runs anything", async (text) => {
    expect(await dispatch(text)).toContain("*/cyclr invite*: does invite.");
    expect(ran).toEqual([]);
  });

  test.each([
    "invite a@acme.example --plan",
    "invite a@acme.example —plan",
    "invite –plan a@acme.example",
    "—plan invite a@acme.example",
    "invite a@acme.example because urgent —plan",
    "invite a@acme.example because urgent -plan",
    "invite a@acme.example — plan.",
    "invite a@acme.example \u2012PLAN",
  ])("“%s” is only planned", async (text) => {
    await dispatch(text);
    expect(ran).toEqual([["invite", "a@acme.example"]]);
    expect(plans).toEqual([true]);
  });

  test.each([
    "invite --paln a@acme.example",
    "invite a@acme.example because urgent —paln",
    "invite -x a@acme.example",
  ])("“%s” is asked about, since it begins like an option", async (text) => {
    expect(await dispatch(text)).toMatch(/^:warning: I don't know the option “.*Nothing was done\./);
    expect(ran).toEqual([]);
  });

  test("is no option in quotes, nor behind one dash in a reason", async () => {
    await dispatch('invite "—plan" because -5 and -foo');
    expect(ran).toEqual([["invite", "—plan"]]);
    expect(plans).toEqual([false]);
  });

  test.each([
    "please invite a@acme.example",
    "can you invite a@acme.example",
    "/cyclr invite a@acme.example",
    "Invite: a@acme.example",
  ])("“%s” is understood", async (text) => {
    await dispatch(text);
    expect(ran).toEqual([["invite", "a@acme.example"]]);
  });

  test.each(["", "   ", "help", "Help", "--help"])("“%s” shows what there is", async (text) => {
    expect(await dispatch(text)).toContain("*Users*: `invite` · `grant`");
  });

  test.each(["unknown", '""', "help nothing", "constructor", "<!channel>", "x".repeat(10_000), "👩‍🚀"])(
    "“%s” is answered in three lines",
    async (text) => {
      expect((await dispatch(text)).split("\n").length).toBeLessThanOrEqual(3);
      expect(said).toHaveLength(1);
      expect(said[0]).toMatch(/^I don't know “/);
      expect(said[0]).not.toContain("<");
      expect(ran).toEqual([]);
    },
  );
});

describe("a command that fails", () => {
  test("says what the person can act on, with the markup in it made harmless", async () => {
    failure = new DomainError("forbidden", "Not for <!channel> & co.");
    expect(await dispatch("invite")).toBe(":warning: Not for &lt;!channel&gt; &amp; co.");
    expect(log.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ level: 30, msg: "command", outcome: "refused" }),
    ]);
  });

  test("for its wording shows how it is written", async () => {
    failure = new DomainError("invalid", "“x” is wrong.");
    expect(await dispatch("invite x")).toMatch(
      /^:warning: “x” is wrong\.\n\*\/cyclr invite\*: does invite\.\n(.*\n)+For example/,
    );
  });

  test("for a reason of its own gives a reference that is in the log, and keeps the reason to the log", async () => {
    failure = new Error("connect ECONNREFUSED postgres://cyclr:secret@10.0.0.7");
    const answer = await dispatch("invite");
    const reference = /reference ([A-Z2-9]{8})\./.exec(answer)?.[1];
    expect(answer).toContain("Something went wrong on our side.");
    expect(answer).not.toMatch(/ECONNREFUSED|postgres|10\.0/);
    expect(JSON.parse(log[0] ?? "")).toMatchObject({ level: 50, reference, err: { type: "Error" } });
    expect(log.join("")).toContain("ECONNREFUSED");
  });

  test.each(["a string", undefined, null, { odd: true }])(
    "with %j for an error is answered too",
    async (odd) => {
      failure = odd ?? new Error(String(odd));
      expect(await dispatch("invite")).toMatch(/reference [A-Z2-9]{8}/);
    },
  );

  test("for something outside says what that was, and a reference", async () => {
    failure = new ExternalError("Slack cannot be reached.", { retryable: true, reason: "connection" });
    expect(await dispatch("invite")).toMatch(/^:warning: Slack cannot be reached\..*reference [A-Z2-9]{8}/);
  });

  test("with different references each time", async () => {
    failure = new Error("x");
    await dispatch("invite");
    await dispatch("invite");
    expect(new Set(said).size).toBe(2);
  });
});
