import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeMrkdwn, mrkdwn, shorten } from "../../../../src/core/kernel/text/mrkdwn.ts";

// Half of a pair that makes one character.
const halfCharacter = /\p{Cs}/u;

describe("text that people typed", () => {
  test("cannot mention, link or call anybody", () => {
    expect(escapeMrkdwn("<!channel> <@U1> <https://evil.example|here> &lt;")).toBe(
      "&lt;!channel&gt; &lt;@U1&gt; &lt;https://evil.example|here&gt; &amp;lt;",
    );
  });

  test("is escaped where it is inserted, and what stands around it is not", () => {
    expect(mrkdwn`*${"<b>"}* & <@U1> \`${"`"}\` ${"\\n"}`).toBe("*&lt;b&gt;* & <@U1> `\u0060` \\n");
  });
});

describe("text that is too long", () => {
  test("is cut to what fits, and says so", () => {
    expect(shorten("abcdef", 6)).toBe("abcdef");
    expect(shorten("abcdefg", 6)).toBe("abcde…");
    expect(shorten("x".repeat(10_000), 75)).toHaveLength(75);
  });

  test("is never cut inside a character", () => {
    expect(shorten("ab🍕cdef", 4)).toBe("ab…");
    expect(shorten("ab🍕cdef", 5)).toBe("ab🍕…");
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 40 }),
        fc.integer({ min: 1, max: 60 }),
        (text, most) => {
          const short = shorten(text, most);
          expect(short.length).toBeLessThanOrEqual(most);
          expect(short).not.toMatch(halfCharacter);
          expect(text.startsWith(short.replace(/…$/u, "")) || short === text).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("that is escaped afterwards keeps every entity whole", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("&", "<", ">", "a", "🍕"), maxLength: 40 }), (text) => {
        const shown = escapeMrkdwn(shorten(text, 10));
        expect(shown.replace(/&(amp|lt|gt);/g, "")).not.toMatch(/[&<>]/);
      }),
    );
  });
});
