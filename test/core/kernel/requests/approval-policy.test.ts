import { describe, expect, test } from "vitest";
import {
  approvalFor,
  approvalPolicySetting,
  type Asked,
  defaultApprovalPolicy,
  unknownKinds,
  explainApproval,
} from "../../../../src/core/kernel/requests/approval-policy.ts";
import { definedRequests } from "../../../../src/core/features.ts";

const asked = (given: Partial<Asked>): Asked => ({
  kind: "invite-user",
  needs: "users:edit",
  grantsAdministrator: false,
  sensitive: false,
  ...given,
});

describe("the default policy", () => {
  test.each<[string, Partial<Asked>, string]>([
    ["an invitation with Access", {}, "none"],
    ["an invitation as Administrator", { grantsAdministrator: true }, "1 of users:manage"],
    [
      "a bulk invitation as Administrator",
      { kind: "invite-users", grantsAdministrator: true },
      "1 of users:manage",
    ],
    ["grant-admin", { kind: "grant-admin", grantsAdministrator: true }, "1 of users:manage"],
    ["revoke-admin", { kind: "revoke-admin" }, "none"],
    [
      "Console permissions",
      { kind: "set-permissions", needs: "console-users:manage" },
      "1 of console-users:manage",
    ],
    [
      "a Console User",
      { kind: "invite-console-user", needs: "console-users:manage" },
      "1 of console-users:manage",
    ],
    ["a deployment", { kind: "deploy", needs: "marketplaces:edit" }, "none"],
    ["on a sensitive Account", { sensitive: true }, "2 of users:manage"],
    [
      "Administrator of a sensitive Account",
      { sensitive: true, grantsAdministrator: true },
      "2 of users:manage",
    ],
    [
      "a deployment to a sensitive Account",
      { needs: "marketplaces:edit", sensitive: true },
      "2 of marketplaces:manage",
    ],
    [
      "the settings of a sensitive Account",
      { needs: "accounts:edit", sensitive: true },
      "2 of accounts:manage",
    ],
  ])("asks for %s as it should", (_what, given, expected) => {
    const found = approvalFor(defaultApprovalPolicy, asked(given));
    expect(found ? `${found.approvals} of ${found.needs}` : "none").toBe(expected);
  });

  test("names only kinds that there are", () => {
    const kinds = definedRequests.map(({ kind }) => kind);
    expect(unknownKinds(defaultApprovalPolicy, kinds)).toEqual([]);
    const misspelt = approvalPolicySetting.parse('{"rules":[{"kinds":["grant-admn"],"approvals":1}]}');
    expect(unknownKinds(misspelt, kinds)).toEqual(["grant-admn"]);
  });

  test("is explained by command", () => {
    const command = { kind: "invite-user", needs: "users:edit", onAccount: true } as const;
    expect(explainApproval(defaultApprovalPolicy, { ...command, grantsAdministrator: "sometimes" })).toEqual([
      "Where it makes an Administrator, it waits for one approval of another Console User with “users: manage”.",
      "On an Account that is marked sensitive, it waits for two approvals of other Console Users with “users: manage”.",
    ]);
    expect(explainApproval({ ...defaultApprovalPolicy, rules: [] }, command)).toEqual([]);
  });
});

describe("a policy of one's own", () => {
  test("takes what it leaves out from the default", () => {
    const read = approvalPolicySetting.parse('{"expiresAfterHours": 2, "reminders": {"most": 0}}');
    expect(read).toEqual({
      ...defaultApprovalPolicy,
      expiresAfterHours: 2,
      reminders: { ...defaultApprovalPolicy.reminders, most: 0 },
    });
  });

  test("says of whom the approvals are, and the strictest rule wins", () => {
    const rules = [
      { approvals: 1 },
      { kinds: ["grant-admin"], approvals: 3, from: "console-users:manage" },
      { kinds: ["grant-admin"], approvals: 0 },
    ];
    const read = approvalPolicySetting.parse(JSON.stringify({ rules }));
    expect(approvalFor(read, asked({}))).toEqual({ approvals: 1, needs: "users:manage" });
    expect(approvalFor(read, asked({ kind: "grant-admin" }))).toEqual({
      approvals: 3,
      needs: "console-users:manage",
    });
  });

  test.each([
    ["{", ["is not JSON"]],
    ["[]", ["is wrong: "]],
    [
      '{"rules":[{"when":"never","approvals":-1,"from":"users:own"}],"mentionsAtMost":"x"}',
      ["at rules.0.when:", "at rules.0.approvals:", "at rules.0.from:", "at mentionsAtMost:"],
    ],
    ['{"rule":[]}', ["is wrong: ", "rule"]],
  ])("is refused with each bad field named: %s", (text, expected) => {
    const { error } = approvalPolicySetting.safeParse(text);
    const said = (error?.issues ?? []).map(({ message }) => message).join("\n");
    for (const part of expected) expect(said).toContain(part);
  });
});
