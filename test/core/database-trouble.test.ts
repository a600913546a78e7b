import { expect, test } from "vitest";
import { databaseTrouble } from "../../src/core/database-trouble.ts";

const inPrisma = (originalCode: string) =>
  Object.assign(new Error("Raw query failed"), {
    code: "P2010",
    meta: { driverAdapterError: Object.assign(new Error("x"), { cause: { originalCode } }) },
  });

test.each([
  ["25006", /cannot save changes/u],
  ["53100", /cannot save changes/u],
  ["53200", /cannot save changes/u],
  ["57014", /took too long/u],
  ["55P03", /took too long/u],
  ["40001", /took too long/u],
  ["40P01", /took too long/u],
  ["57P01", /could not be reached/u],
  ["53300", /no free connection/u],
])("%s is told as what passes, and not as a fault of ours", (code, sentence) => {
  for (const error of [Object.assign(new Error("x"), { code }), inPrisma(code)])
    expect(databaseTrouble(error)).toMatchObject({
      retryable: true,
      message: expect.stringMatching(sentence) as string,
    });
});

test("a transaction that Prisma gave up, or that lost to another, passes; a wrong value does not", () => {
  for (const code of ["P2028", "P2034"])
    expect(databaseTrouble(Object.assign(new Error("x"), { code }))).toMatchObject({ retryable: true });
  expect(databaseTrouble(Object.assign(new Error("x"), { code: "P2002" }))).toBeUndefined();
  expect(databaseTrouble(inPrisma("23505"))).toBeUndefined();
});
