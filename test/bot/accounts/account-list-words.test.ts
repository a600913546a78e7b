import { expect, test } from "vitest";
import { readAccount } from "../../../src/bot/accounts/account-list-words.ts";
import { createUser } from "../../../src/bot/users/create-user.ts";
import { splitList, splitWords } from "../../../src/bot/slack/words.ts";

const read = (line: string) =>
  splitList(splitWords(line), false)
    .map(readAccount)
    .map(({ name, asAdministrator }) => [name, asAdministrator]);

test.each([
  ["harbour", [["harbour", false]]],
  [
    "harbour as admin, acme",
    [
      ["harbour", true],
      ["acme", false],
    ],
  ],
  [
    "harbour,acme as access ,  kestrel",
    [
      ["harbour", false],
      ["acme", false],
      ["kestrel", false],
    ],
  ],
  [
    '"Acme, Inc" as administrator, Harbour Foods',
    [
      ["Acme, Inc", true],
      ["Harbour Foods", false],
    ],
  ],
  ["Same as before as admin", [["Same as before", true]]],
  ['"Known as"', [["Known as", false]]],
  [" , , ", []],
])("reads %s", (line, accounts) => {
  expect(read(line)).toEqual(accounts);
});

test.each([
  ["harbour as boss", "“boss” is not a level"],
  ["harbour as", "No level comes after “as”"],
  ["harbour as admin acme", "“admin acme” is not a level"],
  ['"Acme Ltd" harbour', "“harbour” comes after an Account. Put a comma between them"],
  ["as admin", "Name the Account before “as”"],
])("refuses %s at the word that is wrong", (line, message) => {
  expect(() => read(line)).toThrow(message);
});

test("reads a new User in any order before “in”", () => {
  const words = splitWords(
    'mia.lund name Mia van der Lund email mia@x.example in Harbour in Bay, "Big name"',
  );
  expect(createUser.read?.(words)).toEqual({
    typed: {
      username: "mia.lund",
      email: "mia@x.example",
      name: "Mia van der Lund",
      accounts: 'Harbour in Bay, "Big name"',
    },
    doubts: [],
  });
  expect(createUser.read?.([])).toEqual({ typed: {}, doubts: [] });
});
