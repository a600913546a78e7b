import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/bot/features.ts";
import { readOptions } from "../../src/bot/slack/options.ts";
import { splitWords, tidy, withoutOpening } from "../../src/bot/slack/words.ts";

/** What a command takes, each with the keywords that may stand before it; the first stands without. */
interface Given {
  command: string;
  args: { name: string; keywords: string[]; values: string[]; optional?: boolean }[];
}

const accounts = ["harbour", "Harbour Foods", "acme", "kestrel-2", "Bank"];
const users = ["hanna", "mia.lund", "hanna@harbour.example"];
const addresses = ["carol@acme.example", "dan.o@sub.acme.example"];
const given: Given[] = [
  {
    command: "grant-admin",
    args: [
      { name: "user", keywords: [], values: users },
      { name: "account", keywords: ["on", "in", "at"], values: accounts },
      { name: "length", keywords: ["for"], values: ["4h", "90 minutes", "2 days"], optional: true },
    ],
  },
  {
    command: "revoke-admin",
    args: [
      { name: "user", keywords: [], values: users },
      { name: "account", keywords: ["on", "from", "of", "in", "at"], values: accounts },
    ],
  },
  {
    command: "remove-user",
    args: [
      { name: "user", keywords: [], values: users },
      { name: "account", keywords: ["from", "on", "of"], values: accounts },
    ],
  },
  {
    command: "invite",
    args: [
      { name: "email", keywords: [], values: addresses },
      { name: "account", keywords: ["to", "in", "into", "on"], values: accounts },
      { name: "level", keywords: ["as"], values: ["admin", "access"], optional: true },
    ],
  },
  {
    command: "resend-invitation",
    args: [
      { name: "email", keywords: [], values: addresses },
      { name: "account", keywords: ["to", "for", "in"], values: accounts },
    ],
  },
  {
    command: "create-user",
    args: [
      { name: "username", keywords: [], values: ["mia.lund", "jgoetz"] },
      { name: "email", keywords: ["email", "mail"], values: addresses },
      { name: "accounts", keywords: ["in", "on"], values: ["acme", "acme, kestrel", "Harbour Foods"] },
    ],
  },
];

const quotes: ((text: string) => string)[] = [
  (text) => text,
  (text) => `"${text}"`,
  (text) => `“${text}”`,
  (text) => `'${text}'`,
  (text) => `«${text}»`,
];
const cases: ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text[0]?.toUpperCase() + text.slice(1),
];
const before = ["", "please ", "can you ", "Hi, ", "/cyclr "];
const after = ["", " please", "!", " 🙂", " thanks.", "  "];
const plans = ["", " --plan", " —plan", " –plan", " −PLAN", " -plan"];

/** A line of one command, and what has to be read of it. */
const lines = fc.constantFrom(...given).chain(({ command, args }) =>
  fc
    .record({
      parts: fc.tuple(
        ...args.map(({ keywords, values, optional }) =>
          fc.record({
            value: fc.constantFrom(...values),
            keyword: keywords.length > 0 ? fc.constantFrom(...keywords) : fc.constant(""),
            quote: fc.constantFrom(...quotes),
            shout: fc.constantFrom(...cases),
            left: optional ? fc.boolean() : fc.constant(false),
          }),
        ),
      ),
      order: fc.shuffledSubarray(
        args.map((_, index) => index),
        { minLength: args.length },
      ),
      before: fc.constantFrom(...before),
      after: fc.constantFrom(...after),
      plan: fc.constantFrom(...plans),
      planAt: fc.nat({ max: args.length }),
    })
    .map(({ parts, order, planAt, ...around }) => {
      const written = order.flatMap((index) => {
        const part = parts[index];
        if (!part || part.left) return [];
        const several = part.value.includes(",");
        const text = several ? part.value : part.quote(part.value);
        return [`${part.keyword ? `${part.shout(part.keyword)} ` : ""}${text}`];
      });
      written.splice(Math.min(planAt, written.length), 0, around.plan.trim());
      const expected = Object.fromEntries(
        args.flatMap(({ name }, index) => {
          const part = parts[index];
          return part && !part.left ? [[name, part.value] as const] : [];
        }),
      );
      const line = `${around.before}${command} ${written.filter(Boolean).join(" ")}${around.after}`;
      return { command, line, expected, planned: around.plan !== "", inOrder: order[0] === 0 };
    }),
);

function read(line: string) {
  const [name, ...rest] = withoutOpening(splitWords(line));
  const { words, plan } = readOptions(rest, [], -1);
  const command = commands.find((one) => one.name === name?.text.toLowerCase());
  return { plan, words, ...(command?.read?.(words) ?? { typed: {}, doubts: ["no command"] }) };
}

const bare = (text: string) => tidy(tidy(text).replace(/^"(.*)"$/u, "$1")).toLowerCase();

describe("a line made of a command's own arguments", () => {
  test("in any order, with any filler, quote, dash and case is understood the same, or asked about with all of it", () => {
    fc.assert(
      fc.property(lines, ({ line, expected, planned, inOrder }) => {
        const { typed, doubts, plan, words } = read(line);
        expect(plan).toBe(planned);
        const found = Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, bare(text)]));
        const meant = Object.fromEntries(Object.entries(expected).map(([name, text]) => [name, bare(text)]));
        // The person or address stands first: then it runs, and as it was meant.
        if (inOrder) {
          expect({ line, doubts, found }).toEqual({ line, doubts: [], found: meant });
          return;
        }
        // Otherwise what is read as something else runs nowhere: a required part is missing, or there is a doubt.
        const isSame = isDeepStrictEqual(found, meant);
        const isHeld = doubts.length > 0 || Object.keys(expected).some((name) => !(name in found));
        expect(isSame || isHeld, `${line} ${JSON.stringify(typed)}`).toBe(true);
        // And nothing of it is lost: every word is in a field, or in the line above the fields.
        const held = [...Object.values(typed), ...words.map(({ text }) => text)].join(" ").toLowerCase();
        for (const value of Object.values(expected))
          for (const word of value.toLowerCase().split(/[\s,]+/u)) expect(held).toContain(word);
      }),
      { numRuns: 3000 },
    );
  });
});
