import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWalk } from "../support/walk.ts";

const seed = 20_261_124;

/** Texts as people, other programs and attackers would type them after the command. */
const word = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.constantFrom(
    "invite",
    "help",
    "--help",
    "to",
    "as",
    "admin",
    '"',
    "“",
    "”",
    "<mailto:a@b.c|a@b.c>",
    "acme",
  ),
  fc.constantFrom(
    "a@b.example",
    "<!channel>",
    "<@U123>",
    "*bold*",
    "&lt;",
    "\u202Eevil",
    "💥",
    "\0",
    "%",
    "\\",
    "'; --",
  ),
  fc.integer({ min: 200, max: 10_000 }).map((length) => "x".repeat(length)),
);
const text = fc.oneof(
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 3_000 }) },
  { weight: 3, arbitrary: fc.array(word, { maxLength: 9 }).map((words) => words.join(" ")) },
  { weight: 3, arbitrary: fc.array(word, { maxLength: 9 }).map((words) => `invite ${words.join(" ")}`) },
);

const payload = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.string({ unit: "binary", maxLength: 500 }),
  fc
    .record(
      {
        type: fc.constantFrom(
          "block_actions",
          "view_submission",
          "view_closed",
          "block_suggestion",
          "shortcut",
          "x",
        ),
        team: fc.oneof(fc.constant(null), fc.record({ id: fc.string() })),
        user: fc.oneof(fc.constant(null), fc.record({ id: fc.string(), team_id: fc.string() })),
        view: fc.oneof(
          fc.constant(null),
          fc.record({
            callback_id: fc.constantFrom("invite", "y"),
            private_metadata: fc.string(),
            state: fc.json(),
          }),
        ),
        actions: fc.array(fc.record({ action_id: fc.constantFrom("account", "z"), type: fc.string() }), {
          maxLength: 2,
        }),
        action_id: fc.constantFrom("account", "w"),
        value: fc.string(),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
);

describe("malformed input", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" });
  const faults: unknown[] = [];
  const keep = (fault: unknown): void => void faults.push(fault);
  beforeAll(() => void process.on("unhandledRejection", keep).on("uncaughtException", keep));
  afterAll(() => void process.off("unhandledRejection", keep).off("uncaughtException", keep));

  test("is always answered: 1,000 command texts", async () => {
    const { slack, people, channelId } = walk.demo;
    const userId = people["ed"] ?? "";
    const answers = () => slack.ephemerals(userId).length + slack.views(userId).length;
    const answered = async (texts: string[]) => {
      const before = answers();
      const outcomes = await Promise.all(
        texts.map((one) => slack.runCommand({ userId, channelId, text: one })),
      );
      expect(outcomes.every(({ acknowledged }) => acknowledged)).toBe(true);
      const what = `an answer to each of ${JSON.stringify(texts)}`;
      await slack.waitFor(() => answers() >= before + texts.length, { timeoutMs: 60_000, what });
    };
    for (const texts of batches(fc.sample(text, { numRuns: 1_000, seed }), 50)) {
      await answered(texts.filter((one) => !/invite/iu.test(one)));
      // A form is an answer as well, and one takes the place of another.
      for (const one of texts.filter((one) => /invite/iu.test(one))) {
        await answered([one]);
        for (const { id: viewId } of slack.views(userId)) await slack.closeView({ userId, viewId });
      }
    }
    expect(faults).toEqual([]);
  });

  test("does not stop the bot: 1,000 signed payloads", async () => {
    const { slack } = walk.demo;
    for (const payloads of batches(fc.sample(payload, { numRuns: 1_000, seed }), 250)) {
      const answers = await Promise.all(
        payloads.map((one) => {
          const body = new URLSearchParams({ payload: one }).toString();
          return slack.deliverRaw(body, {
            "content-type": "application/x-www-form-urlencoded",
            ...slack.sign(body),
          });
        }),
      );
      expect(answers.every(({ status }) => status >= 200 && status < 600)).toBe(true);
    }
    expect(faults).toEqual([]);
    await walk.stage.types("ed", "/cyclr invite still.alive@acme.example to acme");
    await walk.stage.sees({}, /Invitation mailed[\s\S]*still\.alive@acme\.example/);
  });
});

function batches<T>(list: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size),
  );
}
