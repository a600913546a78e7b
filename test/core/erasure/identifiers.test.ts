import { describe, expect, test } from "vitest";
import { eraserOf } from "../../../src/core/erasure/identifiers.ts";

const id = "0193e0a0-0000-7000-8000-000000000001";
const eraser = eraserOf({
  ids: [id],
  addresses: ["ann@acme.example"],
  userIds: ["ann.bell", "a+n(n)"],
  names: ["Ann O'Bell", "Žofie Dvořáková"],
  shortNames: ["Ann"],
  partsOfNames: ["Ann", "O'Bell"],
  slackIds: ["U012AB3CD"],
});

describe("a person is taken out of text", () => {
  test.each([
    ["ann@acme.example", "(erased)"],
    [
      "The invitation of ANN@Acme.example to Acme Ltd (acme).",
      "The invitation of (erased) to Acme Ltd (acme).",
    ],
    ["Ask ann@acme.example.", "Ask (erased)."],
    ["<mailto:ann@acme.example|ann@acme.example>", "<mailto:(erased)|(erased)>"],
    ["/find?q=ann%40acme.example&x=1", "/find?q=(erased)&x=1"],
    ["ann.bell (Ann O'Bell, ann@acme.example)", "(erased) ((erased), (erased))"],
    ["Was it @ann.bell, or ann.bell's deputy?", "Was it @(erased), or (erased)'s deputy?"],
    ["žofie dvořáková asked", "(erased) asked"],
    ["<@U012AB3CD> said so", "<@(erased)> said so"],
    ["a+n(n), of course", "(erased), of course"],
    ["Ann", "(erased)"],
  ])("%s", (text, left) => {
    expect(eraser.mentions(text)).toBe(true);
    expect(eraser.erase(text)).toBe(left);
    expect(eraser.erase(left)).toBe(left);
  });
});

describe("others keep what is theirs", () => {
  test.each([
    "joann@acme.example, x.ann@acme.example and x+ann@acme.example",
    "ann@acme.example.org and ann@acme.examples",
    "ann.bell2, ann.bell-smith, ann.bell.jr, mary.ann.bell and ann.bell@acme.example",
    "Ann is a first name that others have, and Annabel another.",
    "U012AB3CDE and XU012AB3CD",
  ])("%s", (text) => {
    expect(eraser.mentions(text)).toBe(false);
    expect(eraser.erase(text)).toBe(text);
  });
});

describe("in JSON", () => {
  test("an address and a user ID stay what they are, for whoever reads what was asked for", () => {
    const said = {
      email: "ann@acme.example",
      userId: "ANN.BELL",
      list: ["ann@acme.example", "bo@acme.example"],
    };
    expect(JSON.parse(eraser.eraseJson(JSON.stringify(said)))).toEqual({
      email: "erased@erased.invalid",
      userId: "erased",
      list: ["erased@erased.invalid", "bo@acme.example"],
    });
  });

  test("keys go as well, and numbers, nulls and the rest stay", () => {
    const said = { "ann@acme.example": { deep: [1, null, true, "of ann.bell"] }, other: {} };
    expect(JSON.parse(eraser.eraseJson(JSON.stringify(said)))).toEqual({
      "(erased)": { deep: [1, null, true, "of (erased)"] },
      other: {},
    });
  });

  test("parts of the name go from what is about the person, and from nothing else", () => {
    const [theirs, others] = [
      { userId: id, firstName: "Ann", lastName: "O'Bell" },
      { userId: id.replace(/1$/u, "2"), firstName: "Bea", lastName: "O'Bell" },
    ].map((said) => JSON.stringify(said));
    expect(JSON.parse(eraser.eraseJson(theirs ?? ""))).toEqual({
      userId: id,
      firstName: "(erased)",
      lastName: "(erased)",
    });
    expect(eraser.eraseJson(others ?? "")).toBe(others);
  });
});
