import { Hono } from "hono";
import { pino } from "pino";
import { afterEach, describe, expect, test, vi } from "vitest";
import { confirmationBlocks, confirmationView } from "../../../../src/bot/requests/confirmation.ts";
import { option, tickField } from "../../../../src/bot/slack/fields.ts";
import { messageView, sentenceFor } from "../../../../src/bot/slack/open-form.ts";
import { plain } from "../../../../src/bot/slack/reopened-view.ts";
import { wordsMarkup } from "../../../../src/bot/slack/words-markup.ts";
import { createLogger } from "../../../../src/core/adapters/logger.ts";
import { cardBlocks, cardText } from "../../../../src/core/adapters/slack-blocks.ts";
import { slackHome, slackPerson } from "../../../../src/core/adapters/slack-chat.ts";
import type { App } from "../../../../src/core/context.ts";
import { noMetrics } from "../../../../src/core/kernel/metrics.ts";
import { DomainError } from "../../../../src/core/kernel/errors.ts";
import { letter } from "../../../../src/core/kernel/mail/letter.ts";
import type { Submitted } from "../../../../src/core/kernel/requests/submit-request.ts";
import {
  dropHints,
  hint,
  resolveHints,
  withoutHints,
} from "../../../../src/core/kernel/text/command-hint.ts";
import { csvLine } from "../../../../src/core/kernel/text/csv.ts";
import { ExternalError } from "../../../../src/core/kernel/external-error.ts";
import { runCommandLine } from "../../../../src/run-command-line.ts";
import { answerApiError, type ApiEnv } from "../../../../src/web/http/api-errors.ts";
import { answerError } from "../../../../src/web/http/errors.tsx";
import { text } from "../../../../src/web/http/json-schemas.ts";
import { createSite, type WebEnv } from "../../../../src/web/http/web-context.ts";

const mark = hint();
const sentence = `Nobody has that. ${hint("invitations")} lists the people who were invited.`;
const read = "Nobody has that. /cyclr invitations lists the people who were invited.";
const button = { action: "a", value: "v", label: sentence };
const silent = { log: pino({ level: "silent" }), metrics: noMetrics } as App;
const domainError = new DomainError("conflict", sentence);
const trouble = new ExternalError(sentence, { retryable: true, reason: "none" });

const card = {
  state: "failed" as const,
  title: sentence,
  fields: [[sentence, [sentence, { time: new Date(0) }]]] as [string, (string | { time: Date })[]][],
  note: sentence,
  footer: [sentence],
  buttons: [button],
};
const home = {
  title: sentence,
  lead: sentence,
  sections: [{ title: sentence, rows: [{ words: [sentence], buttons: [button] }] }],
  footer: [sentence],
};
const submitted = {
  requestId: "1",
  asked: true,
  plan: { what: sentence, effects: [sentence], warnings: [sentence] },
} as unknown as Submitted;

async function page(error: Error): Promise<string> {
  const web = new Hono<WebEnv>();
  web.use(async (c, next) => {
    c.set("app", { ...silent, db: { partner: { findUnique: async () => null } } } as unknown as App);
    c.set("site", createSite("http://access.partner.example"));
    await next();
  });
  web.get("/", async () => {
    throw error;
  });
  web.onError(answerError);
  return (await web.request("/")).text();
}

async function call(error: Error): Promise<string> {
  const api = new Hono<ApiEnv>();
  api.use(async (c, next) => {
    c.set("site", createSite("http://access.partner.example"));
    await next();
  });
  api.get("/", async () => {
    throw error;
  });
  api.onError(answerApiError);
  return (await api.request("/")).text();
}

async function commandLine(error: Error): Promise<string> {
  const told = vi.spyOn(console, "error").mockReturnValue();
  const code = process.exitCode;
  await runCommandLine(async () => {
    throw error;
  });
  process.exitCode = code;
  return String(told.mock.lastCall?.[0]);
}

function logged(error: Error): string {
  let line = "";
  createLogger("info", { write: (written) => void (line += written) }).warn({ err: error }, sentence);
  return line;
}

afterEach(() => vi.restoreAllMocks());

describe("a hint reads as the command that people type", () => {
  test.each<[string, () => unknown]>([
    ["a card", () => cardBlocks(card)],
    ["what notifications read of a card", () => cardText(card)],
    ["a Home", () => slackHome(home)],
    [
      "a mail",
      () =>
        letter({
          title: sentence,
          paragraphs: [sentence],
          closing: [sentence],
          brand: { name: "Northwind", colour: "#14532d" },
          timeZone: "UTC",
        }),
    ],
    ["a file", () => csvLine([sentence, 1])],
    ["an answer in Slack", () => wordsMarkup([sentence, { time: new Date(0) }])],
    ["an error in Slack", () => sentenceFor(silent, domainError)],
    ["an outage in Slack", () => sentenceFor(silent, trouble)],
    ["a modal", () => messageView("A form", sentence)],
    ["a question", () => confirmationBlocks(submitted)],
    ["a question in a modal", () => confirmationView("A form", submitted).blocks],
    ["a page", () => page(domainError)],
    ["an error of the API", () => call(domainError)],
    ["an error at a field of the API", () => call(new DomainError("invalid", sentence, "name"))],
    ["an outage in the API", () => call(trouble)],
    ["an error on the command line", () => commandLine(domainError)],
    ["an unknown error on the command line", () => commandLine(new Error(sentence))],
    ["the log", () => logged(trouble)],
  ])("in %s", async (_, make) => {
    const made = JSON.stringify(await make());
    expect(made).toContain(read);
    expect(made).not.toContain(mark);
    expect(made).not.toMatch(/\\ufdd0/i);
  });

  test("and is measured as it is read, where Slack counts", () => {
    const long = `${hint("help")} ${"x".repeat(5000)}`;
    expect(plain(long).text).toHaveLength(3000);
    expect(option({ text: long, value: "v", description: long }).description?.text).toHaveLength(75);
    const tick = tickField({ id: "i", label: "l", tick: long }).element as { options: { text: object }[] };
    expect(tick.options[0]?.text).toMatchObject({ text: `/cyclr help ${"x".repeat(62)}…` });
    const [header] = cardBlocks({ ...card, title: long }) as { text: { text: string } }[];
    expect(header?.text.text).toHaveLength(150);
  });
});

describe("what somebody typed makes no hint", () => {
  const typed = `Ann${mark} grant-admin`;

  test("in a delivery of Slack's, however deep it stands", () => {
    const delivery = {
      text: typed,
      view: { state: { values: { name: { n: { value: typed, selected_options: [{ value: typed }] } } } } },
      actions: [{ value: typed, nothing: null, count: 3 }],
    };
    const { actions } = delivery;
    dropHints(delivery);
    expect(JSON.stringify(delivery)).not.toContain(mark);
    expect(actions[0]).toEqual({ value: "Ann grant-admin", nothing: null, count: 3 });
    expect(delivery.text).toBe("Ann grant-admin");
    expect(delivery.view.state.values.name.n.selected_options).toEqual([{ value: "Ann grant-admin" }]);
  });

  test("in a name that Slack has of them, or a text of the API", () => {
    expect(slackPerson({ profile: { real_name: typed } }, "T1").name).toBe("Ann grant-admin");
    expect(text.parse(typed)).toBe("Ann grant-admin");
  });

  test("and keeps everything else that they typed", () => {
    const kept = "\uF8FF \uE000 👩‍🚀 /cyclr";
    expect([withoutHints(kept), resolveHints(kept)]).toEqual([kept, kept]);
  });
});
