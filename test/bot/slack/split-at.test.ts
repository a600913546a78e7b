import { describe, expect, test } from "vitest";
import { splitAt, splitWords } from "../../../src/bot/slack/words.ts";

const split = (text: string) => {
  const { before, ...rest } = splitAt(splitWords(text), ["name", "because"]);
  return { before: before.map((word) => word.text).join(" "), ...rest };
};

describe("a line with a keyword", () => {
  test.each([
    ["acme ltd because it is late", { before: "acme ltd", keyword: "because", after: "it is late" }],
    ["acme NAME New name because", { before: "acme", keyword: "name", after: "New name because" }],
    ['"Because We Can" because x', { before: "Because We Can", keyword: "because", after: "x" }],
    ['acme because "no name"', { before: "acme", keyword: "because", after: "no name" }],
    ["acme ltd", { before: "acme ltd", after: "" }],
    ["", { before: "", after: "" }],
  ])("is split at the first that is not in quotes: %j", (text, parts) => {
    expect(split(text)).toEqual(parts);
  });

  test("and nothing behind it is told", () => {
    expect(() => split("acme because")).toThrow("Something is missing after “because”.");
  });
});
