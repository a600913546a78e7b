import { describe, expect, test } from "vitest";
import { senderOf } from "../../../src/bot/console-users/caller.ts";

describe("who a delivery comes from", () => {
  test.each<[string, Parameters<typeof senderOf>[0], string]>([
    ["a command", { user_id: "U1", team_id: "T0HOME" }, "T0HOME"],
    ["a command of an organisation", { user_id: "W1", team_id: "T0HOME", enterprise_id: "E0ORG" }, "T0HOME"],
    ["a button", { user: { id: "U1", team_id: "T0HOME" }, team: { id: "T0HOME" } }, "T0HOME"],
    [
      "a button in a shared channel",
      { user: { id: "U1", team_id: "T0OTHER" }, team: { id: "T0HOME" } },
      "T0OTHER",
    ],
    ["a button without the user's team", { user: { id: "W1" }, team: { id: "T0HOME" } }, "T0HOME"],
    [
      "a button of an app installed for an organisation",
      { user: { id: "W1" }, team: null, enterprise: { id: "E0ORG" } },
      "E0ORG",
    ],
    ["nothing of the kind", { user: { id: "W1" }, team: null, enterprise: null }, ""],
  ])("%s names its workspace", (_, body, workspaceId) => {
    expect(senderOf(body)).toMatchObject({ chatUserId: body.user_id ?? body.user?.id, workspaceId });
  });
});
