import { describe, expect, test } from "vitest";
import { hashPassword, verifyPassword } from "../../../../src/core/kernel/secrets/password.ts";
import { passwordFault } from "../../../../src/core/kernel/secrets/password-fault.ts";

describe("a password", () => {
  test("is kept as Argon2id with OWASP's parameters and a salt of its own", async () => {
    const [one, other] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22,}\$[\w+/]{43}$/);
    expect(one).not.toBe(other);
  });

  test("opens with itself and with nothing else", async () => {
    const hash = await hashPassword("correct horse");
    expect(await verifyPassword(hash, "correct horse")).toBe(true);
    for (const wrong of ["Correct horse", "correct horse ", "", "correct\u0000horse"])
      expect(await verifyPassword(hash, wrong)).toBe(false);
  });

  test("opens however the keyboard composes its characters", async () => {
    const hash = await hashPassword("Zoë’s ﬁrst ①");
    expect(await verifyPassword(hash, "Zoe\u0308’s first 1")).toBe(true);
    expect(await verifyPassword(hash, "Zoe’s first 1")).toBe(false);
  });

  test("counts to its last character, also behind a NUL and past 72 bytes", async () => {
    const nul = await hashPassword("same\u0000one");
    expect(await verifyPassword(nul, "same\u0000two")).toBe(false);
    const long = await hashPassword(`${"x".repeat(199)}1`);
    expect(await verifyPassword(long, `${"x".repeat(199)}2`)).toBe(false);
  });

  test("is checked rightly when forty come at once", async () => {
    const hash = await hashPassword("correct horse");
    const tries = Array.from({ length: 40 }, (_, index) =>
      verifyPassword(hash, index % 2 ? "wrong" : "correct horse"),
    );
    expect(await Promise.all(tries)).toEqual(tries.map((_, index) => index % 2 === 0));
  });
});

describe("a password to be chosen", () => {
  test.each([
    ["", "Use at least 10 characters."],
    ["ninechars", "Use at least 10 characters."],
    ["x".repeat(201), "Use at most 200 characters."],
    ["Ada.Byron@Acme.example", "Choose a password that is not your user ID or e-mail."],
    [" ADA.BYRON@acme.example ", "Choose a password that is not your user ID or e-mail."],
    ["ada.the.first", "Choose a password that is not your user ID or e-mail."],
    ["1234567890", "This password is on lists of common ones. Choose another."],
    ["Qwertyuiop", "This password is on lists of common ones. Choose another."],
    ["ＱＷＥＲＴＹＵＩＯＰ", "This password is on lists of common ones. Choose another."],
  ])("%j is refused with what is wrong", (password, sentence) => {
    expect(passwordFault(password, ["Ada.The.First", "ada.byron@acme.example", undefined])).toBe(sentence);
  });

  test.each(["tencharss!", "only lowercase letters", "👩‍🚀👩‍🚀👩‍🚀", "x".repeat(200), "          "])(
    "%j is taken: there are no rules of composition",
    (password) => {
      expect(passwordFault(password, ["ada", "ada@acme.example", undefined, ""])).toBeUndefined();
    },
  );
});
