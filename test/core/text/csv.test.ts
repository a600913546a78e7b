import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvLine } from "../../../src/core/text/csv.ts";
import { readCsv } from "../../support/read-csv.ts";

describe("a line of CSV", () => {
  test.each([
    [["plain", 3], "plain,3\r\n"],
    [["a,b", 'say "hi"', "two\nlines", "cr\rhere"], '"a,b","say ""hi""","two\nlines","cr\rhere"\r\n'],
    [["", " padded "], '," padded "\r\n'],
    [["Zoë ✨"], "Zoë ✨\r\n"],
  ])("of %j is %j", (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });

  test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\u0000x", "＝1+1", '=HYPERLINK("x","y")'])(
    "makes text of %j, which a spreadsheet would take for a formula",
    (cell) => {
      const [[read]] = readCsv(csvLine([cell])) as [[string]];
      expect(read).toBe(`'${cell}`);
    },
  );

  test("leaves a number a number, and signs inside a text alone", () => {
    expect(csvLine([-5, "a=b", "3-4"])).toBe("-5,a=b,3-4\r\n");
  });

  test("reads back as it was, whatever is in it", () => {
    const cell = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        const back = readCsv(rows.map(csvLine).join(""));
        expect(back.map((row) => row.map((text) => text.replace(/^'/, "")))).toEqual(
          rows.map((row) => row.map((text) => text.replace(/^'/, ""))),
        );
      }),
    );
  });
});
