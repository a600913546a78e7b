import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type Area,
  allows,
  consolePermissions,
  type ConsolePermissions,
  levels,
  type Permission,
  permissionGrid,
} from "../../../src/core/kernel/access/access.ts";
import { requirePermission, whoCanGive } from "../../../src/core/kernel/access/require-access-change.ts";
import type { ConsoleUserActor } from "../../../src/core/context.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { type GivenConsoleUser, makeActor, makeConsoleUser } from "../../support/factories.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

const everyPermission = Object.entries(permissionGrid).flatMap(([area, row]) =>
  levels.filter((level) => level in row).map((level) => `${area}:${level}` as Permission),
);

const holder = (permissions: ConsolePermissions, fullAccess = false) => ({ fullAccess, permissions });

describe("a permission", () => {
  test.each([
    ["view", ["users:view"]],
    ["edit", ["users:view", "users:edit"]],
    ["manage", ["users:view", "users:edit", "users:manage"]],
  ] as const)("at the level %s includes those below it, in its area alone", (level, allowed) => {
    expect(everyPermission.filter((one) => allows(holder({ users: level }), one))).toEqual(allowed);
  });

  test("is all there is with Full Access, and nothing without any", () => {
    expect(everyPermission.every((one) => allows(holder({}, true), one))).toBe(true);
    expect(everyPermission.some((one) => allows(holder({}), one))).toBe(false);
  });

  test("counts as not given where the grid has lost its row or level", () => {
    const stored = { users: "edit", cycles: "manage", accounts: "owner", audit: "", constructor: "view" };
    expect(consolePermissions.parse(stored)).toEqual({ users: "edit" });
    expect(consolePermissions.parse({ __proto__: "view", toString: "view" })).toEqual({});
  });

  test.each([null, "users:edit", { users: 3 }])("cannot be read from %j", (stored) => {
    expect(consolePermissions.safeParse(stored).success).toBe(false);
  });

  test("is named after an area that everybody sees only where there is more to see", () => {
    const open: Area[] = ["dashboard", "reports"];
    expect(everyPermission.some((one) => open.includes(one.split(":")[0] as Area))).toBe(false);
  });
});

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
const events = auditOfTest(() => t.db);
beforeEach(async () => {
  await t.db.consoleUser.deleteMany();
});
afterAll(() => t.close());

const make = (firstName: string, given: GivenConsoleUser = {}) =>
  makeConsoleUser(t.db, { firstName, ...given });

describe("who can give a permission", () => {
  test("is whoever has it and may set permissions, Full Access first", async () => {
    await make("Giver", { permissions: { users: "edit", "console-users": "manage" } });
    await make("Higher", { permissions: { users: "manage", "console-users": "manage" } });
    await make("Olivia", { fullAccess: true });
    await make("Lacks", { permissions: { users: "view", "console-users": "manage" } });
    await make("Holds", { permissions: { users: "edit", "console-users": "view" } });
    expect(await whoCanGive(t.app, "users:edit")).toBe("Ask one of these: Olivia, Giver, Higher.");
  });

  test("is nobody who was removed", async () => {
    const { id } = await make("Gone", { fullAccess: true });
    await t.db.consoleUser.update({ where: { id }, data: { removedAt: t.clock.now() } });
    expect(await whoCanGive(t.app, "users:edit")).toBe(
      "Nobody can give it yet. Ask the person who runs the server.",
    );
  });

  test("is five of them by name, and a count of the others", async () => {
    for (const name of ["A", "B", "C", "D", "E", "F", "G"]) await make(name, { fullAccess: true });
    expect(await whoCanGive(t.app, "users:edit")).toMatch(/^Ask one of these: A, B, C, D, E and 2 more\.$/);
  });

  test("is known by an address where there is no name", async () => {
    await makeConsoleUser(t.db, { email: "root@partner.example", fullAccess: true });
    expect(await whoCanGive(t.app, "users:edit")).toContain("root@partner.example");
  });
});

describe("a use case that needs a permission", () => {
  const needing = (actor: ConsoleUserActor) => requirePermission({ ...t.app, actor }, "users:edit", "invite");

  test("goes on where it is held, and leaves no trace", async () => {
    await needing(await makeActor(t, { permissions: { users: "manage" } }));
    expect(await events()).toEqual([]);
  });

  test("is refused where it is not, with what is missing and who can give it, and that is audited", async () => {
    const actor = await makeActor(t, {
      firstName: "Vic",
      permissions: { users: "view", accounts: "manage" },
    });
    await make("Olivia", { fullAccess: true });
    await expect(needing(actor)).rejects.toMatchObject({
      code: "forbidden",
      message:
        "This needs the Console permission “users: edit”, which you do not have. Ask one of these: Olivia.",
    });
    expect(await events()).toMatchObject([
      {
        actorKind: "console-user",
        actorId: actor.id,
        actorName: "Vic",
        surface: "slack",
        action: "refused",
        subjectKind: "command",
        subjectName: "invite",
        after: { missing: "users:edit" },
      },
    ]);
  });
});
