import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConsoleUserActor } from "../../../src/core/context.ts";
import { hint } from "../../../src/core/kernel/text/command-hint.ts";
import { readAddressFile } from "../../../src/core/invitations/read-address-file.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());

const read = (content: string | Buffer, name = "list.csv", uploadedBy = "U1") => {
  t.chat.shelf.set("F1", { name, content: Buffer.from(content), uploadedBy });
  const actor = { kind: "console-user", name: "Ed", chatUserId: "U1" } as ConsoleUserActor;
  return readAddressFile({ ...t.app, actor }, "F1");
};
const zoe = [{ address: "zoë@acme.example", level: "admin" }];
const text = "E-mail;Level\r\nzoë@acme.example;admin\r\n";

describe("a file of addresses", () => {
  test.each<[string, Buffer]>([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with its mark", Buffer.from(`\uFEFF${text}`)],
    ["UTF-16", Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["UTF-16, the other way round", Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
    ["the old one of Windows", Buffer.from(text, "latin1")],
  ])("is read in %s", async (_, content) => {
    expect(await read(content)).toEqual(zoe);
  });

  test.each(["ÿn@acme.example", "þn@acme.example", "nÿ@acme.example", "nþ@acme.example"])(
    "of old Windows that has one byte of a mark, %s, has no mark",
    async (address) => {
      expect(await read(Buffer.from(address, "latin1"))).toMatchObject([{ address }]);
    },
  );

  test("that somebody else uploaded is refused at its field, and nothing of it is told", async () => {
    const refused = read("secret@x.example", "salaries.csv", "U2");
    await expect(refused).rejects.toMatchObject({ code: "invalid", field: "file" });
    await expect(refused).rejects.toThrow(
      /^Somebody else uploaded this file\. Choose one that you uploaded yourself\.$/,
    );
  });

  test("brings no hint that somebody wrote into it", async () => {
    expect(await read(`${hint()}a@x.example\n`)).toEqual([{ address: "a@x.example" }]);
  });

  test("may be a plain list", async () => {
    const found = await read("a@x.example\nb@x.example", "list.txt");
    expect(found.map(({ address }) => address)).toEqual(["a@x.example", "b@x.example"]);
  });

  test.each<[string, string | Buffer, string, RegExp]>([
    [
      "too large",
      "x".repeat(2_000_001),
      "big.csv",
      /big\.csv has 2\.0 MB; at most 2\.0 MB are read\. Split it\./,
    ],
    ["a workbook", "PK\u0003\u0004", "list.csv", /list\.csv is a workbook\. Save it as CSV/],
    ["a workbook by its name", "<html>", "list.xls", /is a workbook/],
    ["no text", Buffer.from([1, 0, 2]), "photo.csv", /is not a text/],
    ["empty", " \r\n", "none.csv", /none\.csv has no address in it/],
    [
      "too long",
      "a@x.example\n".repeat(10_001),
      "long.csv",
      /has 10,001 rows; at most 10,000 go into one request/,
    ],
  ])("that is %s is refused at its field", async (_, content, name, words) => {
    await expect(read(content, name)).rejects.toMatchObject({
      code: "invalid",
      field: "file",
      message: expect.stringMatching(words) as string,
    });
  });
});
