import { describe, expect, test } from "vitest";
import { actorWords } from "../../../src/core/audit/actor-words.ts";
import { auditWords } from "../../../src/core/audit/audit-words.ts";
import { changeWords } from "../../../src/core/audit/change-words.ts";
import { auditActions } from "../../../src/core/kernel/audit/audit-actions.ts";
import { resolveHints } from "../../../src/core/kernel/text/command-hint.ts";

const event = (given: Partial<Parameters<typeof auditWords>[0]>) => ({
  action: "tested",
  subjectKind: "user",
  subjectName: "hanna",
  before: null,
  after: null,
  ...given,
});
const acme = "Acme Ltd (acme)";

describe("an entry is told in plain words", () => {
  test.each([
    [event({ action: "administrator-granted" }), "granted Administrator of Acme Ltd (acme) to hanna"],
    [
      event({ action: "administrator-granted", after: { until: "2026-12-01T18:00:00.000Z" } }),
      "granted Administrator of Acme Ltd (acme) to hanna until Tue, 1 Dec 2026, 18:00 UTC",
    ],
    [
      event({ action: "administrator-ended", after: { level: "Access" } }),
      "ended a grant of Administrator of Acme Ltd (acme) for hanna, whose time was over",
    ],
    [
      event({ action: "administrator-returned", after: { level: "Administrator" } }),
      "gave back a grant of Administrator of Acme Ltd (acme) for hanna, while another grant continues",
    ],
    [event({ action: "administrator-revoked" }), "took Administrator of Acme Ltd (acme) from hanna"],
    [
      event({ action: "membership-given", after: { level: "Access" } }),
      "gave hanna access to Acme Ltd (acme) as Access",
    ],
    [
      event({ action: "membership-suspended", after: { because: "left the company" } }),
      "suspended hanna on Acme Ltd (acme): left the company",
    ],
    [
      event({ action: "requested", subjectKind: "request", subjectName: "invite-user" }),
      "asked for invite user on Acme Ltd (acme)",
    ],
    [
      event({
        action: "request-failed",
        subjectKind: "request",
        subjectName: "invite-user",
        what: "the invitation of ann@acme.example to Acme Ltd (acme) as Access",
        after: { trouble: "The mail server is down." },
      }),
      "could not finish the request for the invitation of ann@acme.example to Acme Ltd (acme) as Access: The mail server is down.",
    ],
    [
      event({
        action: "refused",
        subjectKind: "command",
        subjectName: "invite",
        after: { missing: "users:edit" },
      }),
      "was refused “invite”: “users: edit” is missing",
    ],
    [
      event({
        action: "refused",
        subjectKind: "console",
        subjectName: "",
        after: { because: "Guests cannot." },
      }),
      "was refused the Console: Guests cannot.",
    ],
  ])("%#", (told, words) => expect(resolveHints(auditWords(told, acme))).toBe(words));

  test("an Account that was deleted is left out of the sentence", () => {
    expect(auditWords(event({ action: "administrator-granted" }))).toBe("granted Administrator to hanna");
  });

  test.each(["something-new", "constructor", "__proto__", ""])(
    "an unknown action, “%s”, by its name",
    (action) => {
      expect(auditWords(event({ action }), acme)).toBe(
        `${action.replace("-", " ")}: hanna in Acme Ltd (acme)`,
      );
      expect(auditWords(event({ action, subjectName: "", subjectKind: "console" }))).toBe(
        action.replace("-", " "),
      );
    },
  );

  test("no name can make a sentence endless", () => {
    for (const action of [...auditActions, "unknown"]) {
      const long = event({ action, subjectName: "x".repeat(10_000), after: { because: "y".repeat(10_000) } });
      expect(auditWords(long, acme).length).toBeLessThan(600);
    }
  });
});

describe("what changed", () => {
  test.each([
    [{ level: "Access" }, { level: "Administrator" }, "level: Access → Administrator"],
    [null, { digest: "da3b31", sensitiveIds: [], shown: "8m1H91T", name: "hanna" }, "name: hanna"],
    [null, { grant: ["0189d3a2-1111-7222-8333-444455556666"], revoke: [] }, ""],
    [null, { asAdministrator: true, because: "on leave" }, "as administrator: yes"],
    [null, { until: "2026-12-07T04:24:03.679Z" }, "until: Mon, 7 Dec 2026, 04:24 UTC"],
    [null, { level: "Access" }, "level: Access"],
    [{ suspended: true, because: "x" }, { suspended: false, because: "x" }, ""],
    [{ name: "Acme" }, null, "name: Acme → nothing"],
    [{ description: "" }, { description: "new" }, "description: nothing → new"],
    [
      { permissions: { users: "view" } },
      { permissions: { users: "edit" } },
      "permissions: users view → users edit",
    ],
    [null, { accountId: "01890000-0000-7000-8000-000000000000", email: "a@b.c" }, "email: a@b.c"],
    [null, { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }, "a: 1, b: 2, c: 3, d: 4, e: 5, …"],
    [null, null, ""],
    ["text", ["list"], ""],
  ])("%j → %j is told as “%s”", (before, after, words) => {
    expect(resolveHints(changeWords({ before, after }))).toBe(words);
  });
});

test.each([
  ["slack", "Ed (Slack)"],
  ["job", "Ed (a job)"],
  ["fax", "Ed (fax)"],
])("who it was through %s is told as %s", (surface, words) => {
  expect(actorWords({ actorName: "Ed", surface })).toBe(words);
});
