import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/bot/features.ts";
import { readOptions } from "../../src/bot/slack/options.ts";
import { splitWords, tidy, withoutOpening } from "../../src/bot/slack/words.ts";
import { linesInAnyOrder } from "../support/lines-in-any-order.ts";

function read(line: string) {
  const [name, ...rest] = withoutOpening(splitWords(line));
  const { words, plan } = readOptions(rest, [], -1);
  const command = commands.find((one) => one.name === name?.text.toLowerCase());
  return { plan, words, ...(command?.read?.(words) ?? { typed: {}, doubts: ["no command"] }) };
}

const bare = (text: string) => tidy(tidy(text).replace(/^"(.*)"$/u, "$1")).toLowerCase();

const lines = linesInAnyOrder(["harbour", "Harbour Foods", "acme", "kestrel-2", "Bank"]);

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
