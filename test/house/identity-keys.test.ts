import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = "src";
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.tsx?$/.test(file) && !file.includes("generated"),
);

test("who somebody is is never compared by the folding that serves search", () => {
  const found = files.flatMap((file) => {
    const lines = readFileSync(path.join(root, file), "utf8").split("\n");
    return lines
      .filter(
        (line) =>
          /\bfold\(/.test(line) &&
          /(email|username|apiId)Key\b[^,]*\bfold\(|\bfold\([^)]*(email|address|username|apiId)\b/i.test(
            line,
          ),
      )
      .map((line) => `${file}: ${line.trim()}`);
  });
  const searches = ["find-console-user.ts", "page-console-users.ts"];
  expect(found.filter((line) => !searches.some((one) => line.includes(one)))).toEqual([]);
});
