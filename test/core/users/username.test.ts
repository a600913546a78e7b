import { describe, expect, test } from "vitest";
import { newUsername, username } from "../../../src/core/users/reset-password.ts";

const fault = (name: string) => newUsername.safeParse(name).error?.issues[0]?.message;

describe("a new user ID", () => {
  test.each([
    [" ann.lee ", "ann.lee"],
    ["ann\u200B@acme.example", "ann@acme.example"],
    ["Zoe\u0308", "Zoë"],
    ["ａｎｎ", "ann"],
    ["ann＠acme.example", "ann@acme.example"],
    ["o’neill@acme.example", "o'neill@acme.example"],
    ["ann@münchen.example", "ann@münchen.example"],
    ["иван", "иван"],
    ["田中さん", "田中さん"],
  ])("%j is kept as %j", (typed, kept) => {
    expect(newUsername.parse(typed)).toBe(kept);
  });

  test.each([
    ["ﬁona", "“ﬁ” is a special form of “fi”. Write that instead."],
    ["\u212Aimberly", "“\u212A” is a special form of “K”. Write that instead."],
    ["раypal", "Use letters of one alphabet."],
    ["ann-田中", "Use letters of one alphabet."],
    ["o'neill", "Use letters, digits and . _ @ + - only."],
    ["ann\u200B.lee", "Use letters, digits and . _ @ + - only."],
    ["ad\u202Ea", "Use letters, digits and . _ @ + - only."],
    ["ann lee", "Use letters, digits and . _ @ + - only."],
    ["ab", "Use at least 3 characters."],
  ])("%j is refused: %s", (typed, sentence) => {
    expect(fault(typed)).toContain(sentence);
  });

  test("that is an address may have a domain in another alphabet than its name, as DNS has it where it misleads", () => {
    expect(newUsername.parse("ann@пример.example")).toBe("ann@пример.example");
    expect(newUsername.parse("ann@аре.example")).toBe("ann@xn--80ak6a.example");
  });
});

test("a user ID from before keeps its letters of several alphabets", () => {
  expect(username.parse("раypal")).toBe("раypal");
});
