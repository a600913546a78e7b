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
    ["with the family name first", `Lee, Ann <${a}>; Roe, Jim <${b}>; Poe, E. A. <${c}>`],
    ["with the family name first, between commas", `Lee, Ann <${a}>, Roe, Jim <${b}>, ${c}`],
    ["with bullets", `• ${a}\n- ${b}\n* Carl <${c}>`],
    ["with numbers", `1. ${a}\n2) Bob <${b}>\n(3) ${c}`],
    ["with boxes to tick", `[ ] ${a}\n[x] ${b}\n✓ ${c}`],
    ["under a title", `People of the new team\n\n${a}\n${b}\n${c}`],
    ["under a title with a colon", `Attendees:\n${a}\n${b}; ${c}`],
    ["under a heading of one column", `E-Mail-Adresse\n${a}\n${b}\nCarl <${c}>`],
    ["with signs of full width", `ａ＠x．example，b＠y.example；c@z。example`],
    ["with what nobody sees", `\u202A${a}\u202C,\u200B${b}\uFEFF;\u00AD${c}`],
    ["with full stops and brackets", `(${a}), '${b}'. ${c}.`.replace(". c", ", c")],
    ["as Slack writes links", `<mailto:${a}|${a}>, <mailto:${b}>, ${c}`],
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
    ["Excel’s line on the delimiter", `sep=;\r\nE-mail;Account;Level\r\n${a};acme-de;admin\r\n${b};;access`],
    ["Excel’s line and no header", `sep=;\n${a};acme-de;admin\n${b};;access`],
    [
      "a title above",
      `Invitations, November\n\nE-Mail-Adresse,Account,Rolle\n${a},acme-de,admin\n${b},,access`,
    ],
    [
      "Google’s headings",
      `First Name [Required],Email Address [Required],Account,Role\nAnn,${a},acme-de,admin\nBob,${b},,access`,
    ],
    [
      "a heading among others of its kind",
      `Recovery email,Work email,Account,Level\nx@q.example,${a},acme-de,admin\n,${b},,access`,
    ],
    ["marks behind the headings", `E-Mail*:;Account (optional);Level*\n${a};acme-de;admin\n${b};;access`],
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

const local = fc.constantFrom("ann", "o'neill", "o&leary", "a/b", "first=last", "x+y", "1.a", "-a", "*");
const domain = fc.constantFrom("x.example", "münchen.example", "acme.xn--p1ai", "sub.x.example");
const address = fc
  .tuple(local, domain, fc.integer({ min: 0, max: 999 }))
  .map(([name, at, n]) => `${name}${n}@${at}`);
const before = fc.constantFrom(
  "",
  "• ",
  "- ",
  "12. ",
  "3) ",
  "\u200B",
  "\u202A",
  "Lee, Ann <",
  "Ann <",
  '"Lee, Ann" <',
  "mailto:",
);
const separator = fc.constantFrom("\n", "\r\n", ";", "; ", ";\n", "；", "\n\n");

test("addresses are found however they are adorned, and nothing else is", () => {
  const list = fc.array(fc.tuple(address, before, separator), { minLength: 1, maxLength: 12 });
  const check = (parts: [string, string, string][], title: string) => {
    const text = parts
      .map(([one, lead, end]) => `${lead}${one}${lead.includes("<") ? ">" : ""}${end}`)
      .join("");
    expect(addresses(`${title}${text}`)).toEqual(parts.map(([one]) => one));
  };
  const title = fc.constantFrom("", "\uFEFF", "Attendees:\n", "The new team\n\n", "Email address\n");
  fc.assert(fc.property(list, title, check), { numRuns: 1_000 });
});

test("what RFC 5321 and IDN allow can be invited, however it is adorned", () => {
  fc.assert(
    fc.property(address, (one) => {
      const [entry, ...others] = readAddresses(`• Lee, Ann <${one}>`);
      expect(others).toEqual([]);
      expect(entry && entryFault(entry)).toBeUndefined();
    }),
  );
});

test("a line that may be an address with a slip is kept, to say why", () => {
  expect(addresses(`ann at acme.example\n${b}`)).toEqual(["ann at acme.example", b]);
  expect(addresses(`bob\n${b}`)).toEqual(["bob", b]);
});

test("an address that is adorned twice is the address, before it is kept and after", () => {
  for (const text of [
    "('ann@acme.example')",
    "<'ann@acme.example'>",
    "• [(ann@acme.example)].",
    "'<ann@acme.example>'",
  ]) {
    expect(addresses(text)).toEqual(["ann@acme.example"]);
    expect(readAddresses(text).map((entry) => readEntry(writeEntry(entry)))).toEqual(readAddresses(text));
  }
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
