import { expect, test } from "vitest";
import { isolate } from "../../../../src/core/kernel/text/isolate.ts";

test.each(["Acme Ltd", "Zoë ✨", "Umbra 👩‍👧", "<!channel> *bold*", ""])("%j needs no isolation", (text) => {
  expect(isolate(text)).toBe(text);
});

test.each([
  ["right to left letters", "שלום", "\u2068שלום\u2069"],
  ["an override", "Acme \u202Egpj.exe", "\u2068Acme gpj.exe\u2069"],
  ["a mark that would end the isolation", "a\u2069\u202Eb", "\u2068ab\u2069"],
])("%s stays within itself", (_, text, isolated) => {
  expect(isolate(text)).toBe(isolated);
});
