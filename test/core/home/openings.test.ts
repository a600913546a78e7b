import { expect, test } from "vitest";
import { confirmAction, withdrawAction } from "../../../src/bot/requests/confirmation.ts";
import { botTables, commands } from "../../../src/bot/features.ts";
import { draftRow } from "../../../src/core/home/home-rows.ts";
import { openingRows, openings } from "../../../src/core/home/openings.ts";

const everything = { fullAccess: true, permissions: {} };

test("the Home offers exactly the forms of the table of commands, to those who may use them", () => {
  const ofTable = commands.flatMap(({ area, needs, forms = [] }) =>
    forms.map(({ name, title }) => ({ area, form: name, label: title, ...(needs && { needs }) })),
  );
  const byForm = (list: typeof openings) => list.toSorted((a, b) => (a.form < b.form ? -1 : 1));
  expect(byForm(openings)).toEqual(byForm(ofTable));
});

test("every button of the Home has an action", () => {
  const known = botTables.actions.map(({ name }) => name);
  const offered = openingRows(everything).flatMap(({ buttons = [] }) => buttons.map(({ action }) => action));
  expect(offered).toHaveLength(openings.length);
  expect(offered.filter((action) => !known.includes(action))).toEqual([]);
  const request = {
    id: "1",
    kind: "x",
    attempts: 0,
    notBefore: null,
    createdAt: new Date(),
    account: null,
  };
  const plan = { dedupeKey: "", what: "it", effects: [], warnings: [], needsConfirmation: true };
  const buttons = draftRow(request, plan).buttons?.map(({ action }) => action);
  expect(buttons).toEqual([confirmAction, withdrawAction]);
  expect(known).toEqual(expect.arrayContaining(buttons ?? []));
});

test.each([
  [{}, ["dashboard", "report", "whoami", "why", "help"]],
  [{ users: "view" }, ["invitations"]],
  [{ users: "edit" }, ["invite", "grant-admin"]],
  [{ "console-users": "manage" }, ["permissions"]],
] as const)("with %j it offers what that allows, and nothing else", (permissions, some) => {
  const offered = openingRows({ fullAccess: false, permissions }).flatMap(({ buttons = [] }) =>
    buttons.map(({ value }) => value),
  );
  expect(offered).toEqual(expect.arrayContaining([...some]));
  const may = new Set(
    openings.filter(({ needs }) => !needs || permits(permissions, needs)).map(({ form }) => form),
  );
  expect(new Set(offered)).toEqual(may);
});

/** Of the test's own, so that the code under test is not asked what is right. */
function permits(given: Readonly<Record<string, string>>, needs: string): boolean {
  const [area = "", level = ""] = needs.split(":");
  const order = ["view", "edit", "manage"];
  return order.indexOf(given[area] ?? "") >= order.indexOf(level);
}
