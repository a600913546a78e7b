import { expect, test } from "vitest";
import { accessWords, highestOfBoth, readPermissions } from "../../../../src/core/kernel/access/access.ts";

test("permissions are read in any case, with spaces, and of two levels the higher counts", () => {
  expect(readPermissions(" Users:Edit , accounts:view,users:view,console-users:manage,")).toEqual({
    users: "edit",
    accounts: "view",
    "console-users": "manage",
  });
  expect(readPermissions("")).toEqual({});
});

test.each([
  ["user:edit", "“user:edit” names no area of the Console. There are: accounts, users, templates"],
  ["constructor:view", "“constructor:view” names no area"],
  ["users", "“users” is not a permission. For users there is users:view, users:edit, users:manage."],
  ["users:owner", "“users:owner” is not a permission."],
  ["users:edit:all", "“users:edit:all” is not a permission."],
  ["templates:edit", "For templates there is templates:view."],
  ["reports:view", "For reports there is nothing: everyone may see it."],
  ["users:edit,audit:all", "“audit:all” is not a permission."],
])("%s is refused by name, with what there is instead", (words, sentence) => {
  expect(() => readPermissions(words)).toThrow(sentence);
});

test("two grids together give the higher level of each area", () => {
  expect(highestOfBoth({ users: "manage", audit: "view" }, { users: "view", accounts: "edit" })).toEqual({
    users: "manage",
    audit: "view",
    accounts: "edit",
  });
});

test("access is told in a few words", () => {
  expect(accessWords({ fullAccess: true, permissions: { users: "edit" } })).toBe("Full Access");
  expect(accessWords({ fullAccess: false, permissions: { users: "edit", audit: "view" } })).toBe(
    "users: edit, audit: view",
  );
  expect(accessWords({ fullAccess: false, permissions: {} })).toContain("Dashboard and Reports only");
});
