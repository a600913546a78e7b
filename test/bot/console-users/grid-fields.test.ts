import { expect, test } from "vitest";
import { changeFields, gridFields, readGrid } from "../../../src/bot/console-users/grid-fields.ts";
import { type Access, permissionGrid } from "../../../src/core/kernel/access/access.ts";

const before: Access = { fullAccess: false, permissions: { users: "edit", audit: "view" } };
const full: Access = { fullAccess: true, permissions: {} };

/** What a form holds when nothing in it was touched. */
const untouched = (fields: ReturnType<typeof gridFields>) =>
  Object.fromEntries(
    fields.map(({ block_id, element }) => {
      if (element.type === "checkboxes") return [block_id, (element.initial_options ?? []).length > 0];
      return [block_id, element.type === "static_select" ? element.initial_option?.value : undefined];
    }),
  );

test("there is a field for each area that has levels, with the levels that the grid has for it", () => {
  const offered = gridFields(before).flatMap(({ block_id, element }) =>
    element.type === "static_select"
      ? [[block_id?.replace("permissions.", ""), (element.options ?? []).map(({ value }) => value)]]
      : [],
  );
  const expected = Object.entries(permissionGrid).flatMap(([area, row]) =>
    "everyone" in row ? [] : [[area, ["none", ...Object.keys(row)]]],
  );
  expect(offered).toEqual(expected);
});

test.each([before, full, { fullAccess: false, permissions: {} }])(
  "left untouched it changes nothing: %j",
  (access) => {
    expect(readGrid(untouched(gridFields(access)), access)).toEqual(access);
  },
);

test("what is left as it is stays, and what is chosen counts", () => {
  const values = untouched(changeFields());
  expect(readGrid(values, before)).toEqual(before);
  expect(
    readGrid({ ...values, "permissions.users": "none", "permissions.accounts": "view" }, before),
  ).toEqual({
    fullAccess: false,
    permissions: { accounts: "view", audit: "view" },
  });
  expect(readGrid({ ...values, fullAccess: "yes" }, before).fullAccess).toBe(true);
  expect(readGrid({ ...values, fullAccess: "no", "permissions.users": "view" }, full)).toEqual({
    fullAccess: false,
    permissions: { users: "view" },
  });
});

test("a level that would count for nothing, or that the grid does not have, is refused at its field", () => {
  const values = { ...untouched(changeFields()), "permissions.users": "view" };
  expect(() => readGrid(values, full)).toThrow(expect.objectContaining({ field: "fullAccess" }));
  const unknown = { ...values, "permissions.console-users": "edit" };
  expect(() => readGrid(unknown, before)).toThrow(
    expect.objectContaining({ field: "permissions.console-users" }),
  );
});
