import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvLine } from "../../../../src/core/kernel/text/csv.ts";
import { readCsv } from "../../../support/read-csv.ts";

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

  test.each([" =1+1", "\u00a0=1+1", "  @SUM(A1)", "\u200b=1+1", "\ufeff-1"])(
    "makes text of %j, whose leading blanks a spreadsheet leaves out",
    (cell) => {
      const [[read]] = readCsv(csvLine([cell])) as [[string]];
      expect(read).toBe(`'${cell}`);
    },
  );

  const hostile = [
    "x;=1+1",
    "x; =1+1",
    "x\t=1+1",
    "x\n=1+1",
    "x\r\n @SUM(A1)",
    'x";=1+1',
    "a;b;-1;=2",
    ";=1",
    "x|=1",
  ];
  test.each(hostile)("makes no formula of %j, whatever a spreadsheet separates cells at", (cell) => {
    for (const line of [csvLine([cell, "y"]), csvLine(["y", cell]), csvLine(['say "hi"', cell, "z"])])
      for (const separator of [",", ";", "\t", "|"]) {
        const cells = line.split(separator).flatMap((text) => text.split(/[\r\n]/u));
        const formulas = cells.filter((text) => /^["\s]*[=+\-@]/u.test(text));
        expect({ separator, formulas }).toEqual({ separator, formulas: [] });
      }
  });

  test("leaves signs alone that begin no cell anywhere", () => {
    expect(csvLine(["[1,-2]", "Lee, -Ann", "a; b", "x | y"])).toBe('"[1,-2]","Lee, -Ann","a; b","x | y"\r\n');
  });

  test("leaves a number a number, and signs inside a text alone", () => {
    expect(csvLine([-5, "a=b", "3-4"])).toBe("-5,a=b,3-4\r\n");
  });

  test("reads back as it was, whatever is in it", () => {
    const cell = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        const back = readCsv(rows.map(csvLine).join(""));
        const bare = (lines: string[][]) => lines.map((row) => row.map((text) => text.replaceAll("'", "")));
        expect(bare(back)).toEqual(bare(rows));
      }),
    );
  });
});
