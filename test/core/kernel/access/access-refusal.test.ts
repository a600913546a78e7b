import { describe, expect, test } from "vitest";
import {
  type Access,
  accessChanges,
  accessInput,
  active,
  type ConsolePermissions,
  isActive,
  managing,
  noAccess,
  raisedPermissions,
  whyInactive,
} from "../../../../src/core/kernel/access/access.ts";
import { accessRefusal } from "../../../../src/core/kernel/access/access-refusal.ts";

const full: Access = { fullAccess: true, permissions: {} };
const grid = (permissions: ConsolePermissions): Access => ({ fullAccess: false, permissions });
const manager = grid({ "console-users": "manage", users: "edit" });
const me = { id: "me", name: "Mia" };
const vic = { id: "vic", name: "Vic" };

interface Change {
  actor: Access;
  target?: { id: string; name: string };
  before?: Access;
  after?: Access;
  /** How many others have Full Access. */
  others?: number;
}

const refusalOf = ({ actor, target = vic, before = noAccess, after = noAccess, others = 1 }: Change) => {
  const refusal = accessRefusal({ ...actor, id: me.id }, { target, before, after }, others);
  return refusal && { code: refusal.code, field: refusal.field, missing: refusal.missing };
};
const forbidden = (field: string, missing?: string) => ({ code: "forbidden", field, missing });

describe("a change of access", () => {
  test.each<[string, Change]>([
    ["gives somebody what one has", { actor: manager, after: grid({ users: "edit" }) }],
    ["gives somebody less than one has", { actor: manager, after: grid({ users: "view" }) }],
    ["takes what one does not have", { actor: manager, before: grid({ audit: "view", users: "manage" }) }],
    [
      "leaves what one does not have",
      { actor: manager, before: grid({ audit: "view" }), after: grid({ audit: "view" }) },
    ],
    ["lowers oneself", { actor: manager, target: me, before: manager, after: grid({ users: "view" }) }],
    ["gives Full Access, with it", { actor: full, after: full }],
    ["takes Full Access, with it, where another has it", { actor: full, before: full }],
    ["takes Full Access from oneself where another has it", { actor: full, target: me, before: full }],
    ["gives anything, with Full Access", { actor: full, after: grid({ audit: "view" }) }],
    [
      "leaves Full Access as it is, where nobody else has it",
      { actor: full, before: full, after: full, others: 0 },
    ],
  ])("that %s is made", (_, change) => {
    expect(refusalOf(change)).toBeUndefined();
  });

  test.each<[string, Change, object]>([
    [
      "gives what one lacks",
      { actor: manager, after: grid({ audit: "view" }) },
      forbidden("permissions.audit", "audit:view"),
    ],
    [
      "gives more than one has",
      { actor: manager, before: grid({ users: "view" }), after: grid({ users: "manage" }) },
      forbidden("permissions.users", "users:manage"),
    ],
    [
      "raises oneself",
      {
        actor: manager,
        target: me,
        before: manager,
        after: grid({ "console-users": "manage", users: "manage" }),
      },
      forbidden("permissions.users"),
    ],
    [
      "gives oneself Full Access",
      { actor: manager, target: me, before: manager, after: full },
      forbidden("fullAccess"),
    ],
    ["gives Full Access without it", { actor: manager, after: full }, forbidden("fullAccess", "full-access")],
    [
      "takes Full Access without it",
      { actor: manager, before: full },
      forbidden("fullAccess", "full-access"),
    ],
    [
      "takes the last Full Access",
      { actor: full, before: full, others: 0 },
      { code: "conflict", field: "fullAccess", missing: undefined },
    ],
  ])("that %s is refused, at its field, with what is missing", (_, change, refusal) => {
    expect(refusalOf(change)).toEqual(refusal);
  });

  test("of somebody who is only invited names nobody", () => {
    const change = { before: full, after: noAccess };
    expect(accessRefusal({ ...full, id: me.id }, change, 0)?.sentence).toMatch(
      /^This Console User is the last/u,
    );
  });
});

test("what is raised is told area by area, and nothing of it to whom Full Access gave it", () => {
  const [before, after] = [
    grid({ users: "view", audit: "view" }),
    grid({ users: "manage", accounts: "edit" }),
  ];
  expect(raisedPermissions(before, after)).toEqual(["accounts:edit", "users:manage"]);
  expect(raisedPermissions(full, after)).toEqual([]);
  expect(accessChanges(before, after)).toEqual([
    "accounts: none → edit",
    "users: view → manage",
    "audit: view → none",
  ]);
  expect(accessChanges(before, before)).toEqual([]);
  expect(accessChanges(full, before)).toEqual(["Full Access → users: view, audit: view"]);
});

test("no grid stays behind Full Access, to come back unseen", () => {
  expect(accessInput.parse({ fullAccess: true, permissions: { users: "edit" } })).toEqual(full);
  expect(accessInput.parse({ fullAccess: false, permissions: { users: "edit" } })).toEqual(
    grid({ users: "edit" }),
  );
});

test("what allows everything in an area is its highest level, where it has one", () => {
  expect(managing("users:view")).toBe("users:manage");
  expect(managing("audit:view")).toBe("audit:view");
});

describe("the rights of a Console User hold", () => {
  const since = new Date();

  test("as long as nothing is in the way", () => {
    expect([isActive(active), whyInactive(active)]).toEqual([true, undefined]);
  });

  test.each([
    [{ removedAt: since }, "is no longer a Console User"],
    [{ frozenAt: since }, "is frozen"],
    [{ chatExcluded: "guest" }, "is a guest in Slack"],
    [{ removedAt: since, frozenAt: since, chatExcluded: "bot" }, "is no longer a Console User"],
  ])("not with %j", (change, why) => {
    expect([isActive({ ...active, ...change }), whyInactive({ ...active, ...change })]).toEqual([false, why]);
  });

  test("not where there is nobody", () => {
    expect(whyInactive(null)).toBe("is no longer a Console User");
  });
});
