import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { importLibrary, libraryFaults, libraryFile } from "../../../src/core/library/import-library.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { inviteScene } from "../../support/invite-scene.ts";

const scene = inviteScene();
const events = auditOfTest(() => scene.t.db);
const actor = { kind: "operator", name: "tests", surface: "command-line" } as const;
const take = (given: unknown) => importLibrary({ ...scene.t.app, actor }, libraryFile.parse(given));
const example: unknown = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, "../../../library.example.json"), "utf8"),
);

test("takes the example in, once however often", async () => {
  const first = await take(example);
  expect(first).toEqual({ connectors: { added: 5, changed: 0 }, templates: { added: 4, changed: 0 } });
  const again = await take(example);
  expect(again).toEqual({ connectors: { added: 0, changed: 5 }, templates: { added: 0, changed: 4 } });
  const night = await scene.t.db.template.findFirstOrThrow({
    where: { nameKey: "stock every night" },
    include: { connectors: { include: { connector: true } } },
  });
  expect(night.connectors.map(({ connector }) => connector.name).toSorted()).toEqual([
    "Clockwork",
    "Depot",
    "Shopline",
  ]);
  expect((await events()).map(({ action }) => action)).toEqual(["library-imported", "library-imported"]);
});

test("changes what is there under the same name, and leaves the rest", async () => {
  await take({
    connectors: [
      { name: "A", title: "Old" },
      { name: "B", title: "Stays" },
    ],
  });
  await take({ connectors: [{ name: "a", title: "New", authentication: "basic" }] });
  const rows = await scene.t.db.connector.findMany({ where: { nameKey: { in: ["a", "b"] } } });
  expect(Object.fromEntries(rows.map(({ nameKey, title }) => [nameKey, title]))).toEqual({
    a: "New",
    b: "Stays",
  });
});

test("takes nothing where a template names a connector that nobody knows", async () => {
  const wrong = {
    connectors: [{ name: "C1", title: "C1" }],
    templates: [{ name: "T1", connectors: ["C9"] }],
  };
  await expect(take(wrong)).rejects.toThrow("The template “T1” needs “C9”, which is no connector.");
  expect(await scene.t.db.connector.count({ where: { nameKey: "c1" } })).toBe(0);
});

test.each([
  [{ connectors: [{ name: "a b", title: "x" }] }, "connectors.0.name: Use letters"],
  [{ connectors: [{ name: "a", title: "x", authentication: "magic" }] }, "connectors.0.authentication:"],
  [
    {
      connectors: [
        { name: "a", title: "x" },
        { name: "A", title: "y" },
      ],
    },
    "connectors.1.name: is there twice",
  ],
  [{ templates: [{ name: "" }] }, "templates.0.name: Give it a name."],
  [{ templates: [{ name: "T", colour: "red" }] }, "templates.0: Unrecognized key"],
  [[], "the file: Invalid input"],
])("says of %j what is wrong with it, and where", (given, expected) => {
  const { error } = libraryFile.safeParse(given);
  expect(error && libraryFaults(error).join("\n")).toContain(expected);
});
