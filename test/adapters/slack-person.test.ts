import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createChat, slackPerson } from "../../src/core/adapters/slack-chat.ts";
import type { NewUser } from "../../src/sandbox/slack/model/slack-user.ts";
import type { SlackSandbox } from "../../src/sandbox/slack/slack-sandbox.ts";
import { startSlack } from "../../src/sandbox/slack/start-slack.ts";

let slack: SlackSandbox;
beforeEach(async () => {
  slack = await startSlack({ delivery: { mode: "http" } });
});
afterEach(() => slack.close());

const person = async (given: Partial<NewUser> = {}) => {
  const user = {
    name: "ann",
    realName: "Ann Moss",
    email: "ann@partner.example",
    tz: "Europe/Paris",
    ...given,
  };
  return createChat(slack).person(slack.addUser(user).id);
};

describe("somebody in Slack", () => {
  test("is known by name, address, workspace and time zone", async () => {
    expect(await person()).toEqual({
      workspaceId: slack.team.id,
      email: "ann@partner.example",
      emailConfirmed: true,
      name: "Ann Moss",
      timeZone: "Europe/Paris",
      excluded: undefined,
    });
  });

  test.each<[string, Partial<NewUser>, string]>([
    ["a guest", { isRestricted: true }, "guest"],
    ["a guest of one channel", { isRestricted: true, isUltraRestricted: true }, "guest"],
    ["a bot", { isBot: true }, "bot"],
    ["deactivated", { deleted: true }, "deactivated"],
    ["of another company", { isStranger: true }, "stranger"],
    ["a deactivated guest", { deleted: true, isRestricted: true }, "deactivated"],
  ])("who is %s is excluded", async (_, given, excluded) => {
    expect(await person(given)).toMatchObject({ excluded });
  });

  test("of another company belongs to another workspace and shows no address", async () => {
    const stranger = await person({ isStranger: true });
    expect(stranger.workspaceId).not.toBe(slack.team.id);
    expect(stranger.email).toBeUndefined();
  });

  test("with an address that is not confirmed is known as such", async () => {
    expect(await person({ emailConfirmed: false })).toMatchObject({ emailConfirmed: false });
  });

  test("has no address for an app that may not read it", async () => {
    await slack.close();
    slack = await startSlack({ delivery: { mode: "http" }, scopes: ["users:read"] });
    expect(await person()).toMatchObject({ email: undefined, name: "Ann Moss" });
  });

  test("who does not exist is trouble that does not pass", async () => {
    await expect(createChat(slack).person("U0NOBODY")).rejects.toMatchObject({
      name: "ExternalError",
      retryable: false,
      reason: "user_not_found",
    });
  });

  test("is asked for once a minute, and again after a failure", async () => {
    const chat = createChat(slack);
    const { id } = slack.addUser({ name: "ann", email: "ann@partner.example" });
    slack.faults.inject({ method: "users.info", kind: "status", status: 503 });
    await expect(chat.person(id)).rejects.toMatchObject({ retryable: true });
    for (let times = 0; times < 5; times += 1) await chat.person(id);
    expect(slack.calls.filter(({ method }) => method === "users.info")).toHaveLength(2);
  });
});

describe("in an Enterprise Grid", () => {
  const enterprise = (teams: string[], id = "E0ORG") => ({ enterprise_user: { enterprise_id: id, teams } });

  test.each<[string, Parameters<typeof slackPerson>[0]]>([
    [
      "a sister workspace's, and ours among the workspaces",
      { team_id: "T0SISTER", ...enterprise(["T0SISTER", "T0HOME"]) },
    ],
    ["the organisation's", { team_id: "E0ORG", ...enterprise(["T0HOME"]) }],
    ["left out", { id: "W0ANN", ...enterprise(["T0OTHER", "T0HOME"]) }],
    ["ours", { team_id: "T0HOME", ...enterprise(["T0HOME"]) }],
  ])("somebody whose team is %s is a member of ours", (_, user) => {
    expect(slackPerson(user, "T0HOME")).toMatchObject({ workspaceId: "T0HOME", inOrganisation: true });
  });

  test.each<[string, Parameters<typeof slackPerson>[0]]>([
    ["a sister workspace's alone", { team_id: "T0SISTER", ...enterprise(["T0SISTER"]) }],
    ["the organisation's, without ours", { team_id: "E0ORG", ...enterprise(["T0SISTER"]) }],
    ["left out, without ours", { id: "W0ANN", ...enterprise(["T0SISTER"]) }],
    ["left out, of no workspace yet", { id: "W0ANN", ...enterprise([]) }],
    ["another company's", { team_id: "T0OTHER" }],
  ])("somebody whose team is %s is not", (_, user) => {
    const person = slackPerson(user, "T0HOME");
    expect(person.workspaceId).not.toBe("T0HOME");
    expect(person.inOrganisation).toBeUndefined();
  });

  test("an app of the whole organisation takes its members, and nobody of another", () => {
    const user = { team_id: "T0SISTER", ...enterprise(["T0SISTER"]) };
    expect(slackPerson(user, "E0ORG").workspaceId).toBe("E0ORG");
    expect(slackPerson(user, "E0ELSE").workspaceId).not.toBe("E0ELSE");
  });
});

test("an address that is not said to be confirmed is not", () => {
  const profile = { email: "ann@partner.example" };
  expect(slackPerson({ profile }, "T0HOME").emailConfirmed).toBe(false);
  expect(slackPerson({ profile, is_email_confirmed: true }, "T0HOME").emailConfirmed).toBe(true);
});

test("an answer with next to nothing in it is read too", () => {
  expect(slackPerson({}, "T0HOME")).toEqual({
    workspaceId: "T0HOME",
    email: undefined,
    emailConfirmed: false,
    name: "unknown",
    timeZone: undefined,
    excluded: undefined,
  });
  expect(slackPerson({ name: "ann", profile: {} }, "T0HOME").name).toBe("ann");
});
