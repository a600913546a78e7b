import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  entryFault,
  readAddresses,
  readEntry,
  writeEntry,
} from "../../../src/core/invitations/read-addresses.ts";

const [a, b, c] = ["a@x.example", "b@y.example", "c@z.example"];
const addresses = (text: string) => readAddresses(text).map(({ address }) => address);

describe("a list as people write it", () => {
  test.each([
    ["between commas", `${a}, ${b},${c}`],
    ["between semicolons, with one too many", `${a}; ${b}; ${c};`],
    ["one a line, with empty lines", `\n${a}\r\n\r\n${b}\n${c}\n`],
    ["between spaces", `${a} ${b}  ${c}`],
    ["with names", `Ann Lee <${a}>, "Lee, Bob" <${b}>; "C D" <mailto:${c}>`],
    ["after a byte order mark", `\uFEFF${a},${b},${c}`],
  ])("%s", (_, text) => {
    expect(addresses(text)).toEqual([a, b, c]);
  });

  test("keeps what is no address, to say why", () => {
    const entries = readAddresses(`${a}, bob, ${c}, "unclosed`);
    expect(entries.map(({ address }) => address)).toEqual([a, "bob", c, '"unclosed']);
    expect(entries.map((entry) => entryFault(entry) === undefined)).toEqual([true, false, true, false]);
  });
});

describe("CSV", () => {
  test.each([
    ["a header, with commas", `E-Mail,Account,Level\n${a},acme-de,admin\n${b},,access\n`],
    ["a header in another order, with semicolons", `Level;API ID;email\nadmin;acme-de;${a}\naccess;;${b}`],
    ["no header", `${a},acme-de,admin\n${b},,access`],
    ["quoted fields", `"email","account","level"\r\n"${a}","acme-de","admin"\r\n"${b}","","access"\r\n`],
    ["other columns between", `name,email,phone,account,level\nAnn,${a},1,acme-de,admin\nBob,${b},2,,access`],
  ])("with %s", (_, text) => {
    expect(readAddresses(text)).toEqual([
      { address: a, account: "acme-de", level: "admin" },
      { address: b, level: "access" },
    ]);
  });

  test("takes a name with a comma in it where the delimiter is another", () => {
    const [entry] = readAddresses(`email;account\n${a};Smith, Jones & Co`);
    expect(entry).toEqual({ address: a, account: "Smith, Jones & Co" });
  });

  test("says where a row has no address, and where a level is none", () => {
    const entries = readAddresses(`email,level\n,admin\n${b},owner`);
    expect(entries.map(entryFault)).toEqual([
      "Enter an e-mail address.",
      "“owner” is not a level. Write admin or access.",
    ]);
  });
});

test("any text is read, and what is kept of an entry is read back as it was", () => {
  const sign = fc.constantFrom(
    "a@x.example",
    '"',
    ",",
    ";",
    "\n",
    "\t",
    "<",
    ">",
    " ",
    "email",
    "é",
    "\0",
    "👩‍🚀",
  );
  const text = fc.array(fc.oneof(sign, fc.string({ maxLength: 5 })), { maxLength: 30 });
  const check = (parts: string[]) => {
    for (const entry of readAddresses(parts.join(""))) {
      const kept = writeEntry(entry);
      expect(kept).not.toMatch(/\p{Cc}/u);
      expect(writeEntry(readEntry(kept))).toBe(kept);
      if (!entryFault(entry)) expect(readEntry(kept)).toEqual(entry);
    }
  };
  fc.assert(fc.property(text, check), { numRuns: 2_000 });
});
