import { beforeEach, describe, expect, test } from "vitest";
import { days } from "../../../src/core/kernel/time/clock.ts";
import { levelAt } from "../../../src/core/kernel/levels/require-level.ts";
import {
  acceptInvitation,
  type AcceptInvitationForm,
  acceptInvitationForm,
} from "../../../src/core/invitations/accept-invitation.ts";
import type { DomainError } from "../../../src/core/kernel/errors.ts";
import { verifyPassword } from "../../../src/core/kernel/secrets/password.ts";
import { newToken } from "../../../src/core/kernel/secrets/token.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { type GivenInvitation, makeAccount, makeInvitation, makeUser } from "../../support/factories.ts";
import { inviteScene } from "../../support/invite-scene.ts";

const scene = inviteScene();
const password = "a long enough one";
const actor = { kind: "invitee", name: "invitee", surface: "web" } as const;

const filled = (given: Partial<AcceptInvitationForm> = {}): AcceptInvitationForm => ({
  username: "ada",
  firstName: "Ada",
  lastName: "Byron",
  password,
  passwordAgain: given.password ?? password,
  ...given,
});

const accept = (token: string, form?: AcceptInvitationForm) =>
  acceptInvitation({ ...scene.t.app, actor }, form ? { token, form } : { token });
const invitation = (given: GivenInvitation = {}) =>
  makeInvitation(scene.t, { accountId: scene.accountId, email: "ada@acme.example", ...given });
const memberships = () =>
  scene.t.db.membership.findMany({ include: { user: true, account: true, grants: true } });
const events = auditOfTest(() => scene.t.db);
const audited = () => events("invitation-accepted");

beforeEach(async () => {
  await scene.t.db.membership.deleteMany();
  await scene.t.db.invitation.deleteMany();
  await scene.t.db.user.deleteMany();
});

describe("an invitation that is accepted", () => {
  test.each([
    [true, "Administrator"],
    [false, "Access"],
  ])("makes the user and the Membership at the level asked for (administrator: %s)", async (asked, level) => {
    const { token } = await invitation({ asAdministrator: asked });
    const user = await accept(token, filled({ username: "Ada.B" }));
    expect(user).toMatchObject({ username: "Ada.B", usernameKey: "ada.b", email: "ada@acme.example" });
    const [membership, ...others] = await memberships();
    expect(others).toEqual([]);
    expect(membership).toMatchObject({ userId: user.id, accountId: scene.accountId });
    expect(levelAt(membership?.grants ?? [], scene.t.clock.now())).toBe(level);
    expect(await verifyPassword(user.passwordHash ?? "", password)).toBe(true);
    expect(await audited()).toMatchObject([
      { accountId: scene.accountId, after: { level, username: "Ada.B" } },
    ]);
    expect(await events("user-created")).toMatchObject([
      {
        subjectId: user.id,
        accountId: scene.accountId,
        after: { username: "Ada.B", email: "ada@acme.example" },
      },
    ]);
    expect(JSON.stringify(await audited(), (_, value: unknown) => String(value))).not.toContain(password);
  });

  test("gives no access to the parent or the sub-accounts", async () => {
    const parent = await makeAccount(scene.t.db);
    const account = await makeAccount(scene.t.db, { parentId: parent.id });
    const { token } = await invitation({ accountId: account.id, asAdministrator: true });
    await accept(token, filled());
    expect((await memberships()).map(({ accountId }) => accountId)).toEqual([account.id]);
  });

  test("gives an existing user the Membership, without a form and without a new password", async () => {
    const user = await makeUser(scene.t.db, { email: "ADA@acme.example", username: "ada", password });
    const { token } = await invitation({ asAdministrator: true });
    expect((await accept(token)).id).toBe(user.id);
    const [membership] = await memberships();
    expect(membership).toMatchObject({ userId: user.id, user: { passwordHash: user.passwordHash } });
    expect(membership?.grants).toHaveLength(1);
  });

  test("ignores the form where the address has a user by now", async () => {
    const user = await makeUser(scene.t.db, { email: "ada@acme.example", username: "ada", password });
    const { token } = await invitation();
    await accept(token, filled({ username: "x", password: "bad", passwordAgain: "other" }));
    const [{ passwordHash, username } = user, ...others] = await scene.t.db.user.findMany();
    expect({ passwordHash, username, others }).toEqual({
      passwordHash: user.passwordHash,
      username: "ada",
      others: [],
    });
  });

  test("by somebody who is a member by now changes nothing in the Membership", async () => {
    const user = await makeUser(scene.t.db, { email: "ada@acme.example" });
    await scene.t.db.membership.create({ data: { userId: user.id, accountId: scene.accountId } });
    const { token } = await invitation({ asAdministrator: true });
    await accept(token);
    expect(await memberships()).toMatchObject([{ grants: [] }]);
  });

  test("may have one's own address as user ID, in any case", async () => {
    const { token } = await invitation();
    expect(await accept(token, filled({ username: "ADA@Acme.example" }))).toMatchObject({
      usernameKey: "ada@acme.example",
    });
  });

  test.each([days(7), days(7) - 1])("works until its seven days are over (%i ms)", async (ms) => {
    const { token } = await invitation();
    const started = scene.t.clock.now();
    scene.t.clock.advance(ms);
    const outcome = await accept(token, filled()).then(
      () => "accepted",
      (error: { code: string }) => error.code,
    );
    scene.t.clock.set(started);
    expect(outcome).toBe(ms < days(7) ? "accepted" : "expired");
  });
});

describe("an invitation is refused, and nothing is made,", () => {
  const refusal = async (token: string, form?: AcceptInvitationForm) => {
    const { code, field } = (await accept(token, form).catch((thrown: unknown) => thrown)) as DomainError;
    return { code, field, made: [...(await memberships()), ...(await audited())] };
  };
  const refused = (code: string, field?: string) => ({ code, field, made: [] });

  test.each([newToken(), "", "x".repeat(10_000), "\u0000", "🍕"])(
    "when its link is forged (%j)",
    async (token) => {
      expect(await refusal(token, filled())).toEqual(refused("not-found"));
    },
  );

  test.each(["expired", "revoked", "accepted"] as const)("when it is %s", async (state) => {
    const { token } = await invitation({ state });
    expect(await refusal(token, filled())).toEqual(refused("expired"));
    expect(await refusal(token)).toEqual(refused("expired"));
  });

  test("when the user ID is taken, in any case, and can be accepted with another", async () => {
    await makeUser(scene.t.db, { username: "ADA", email: "other@acme.example" });
    const { token } = await invitation();
    expect(await refusal(token, filled())).toEqual(refused("conflict", "username"));
    expect(await accept(token, filled({ username: "ada2" }))).toMatchObject({ username: "ada2" });
  });

  test.each(["other@acme.example", "ada@acme.example.org"])(
    "when the user ID is %s, an address that is not the invitee's",
    async (username) => {
      const { token } = await invitation();
      expect(await refusal(token, filled({ username }))).toEqual(refused("invalid", "username"));
    },
  );

  test.each(["short", "1234567890", "ada@acme.example", "ada.the.first", "x".repeat(201)])(
    "when the password is %s",
    async (weak) => {
      const { token } = await invitation();
      expect(await refusal(token, filled({ username: "ada.the.first", password: weak }))).toEqual(
        refused("invalid", "password"),
      );
    },
  );

  test("when a new user comes without a form", async () => {
    const { token } = await invitation();
    expect(await refusal(token)).toEqual(refused("invalid", "username"));
  });

  test("and is still open after each of these", async () => {
    const { token } = await invitation();
    expect(await refusal(token, filled({ password: "short" }))).toEqual(refused("invalid", "password"));
    await accept(token, filled());
    expect(await memberships()).toHaveLength(1);
  });
});

test("ten accept one invitation at the same moment: one User, one Membership, one event", async () => {
  const { token } = await invitation();
  const tries = Array.from({ length: 10 }, (_, index) => accept(token, filled({ username: `ada${index}` })));
  const ends = await Promise.allSettled(tries);
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await scene.t.db.user.count()).toBe(1);
  expect(await memberships()).toHaveLength(1);
  expect(await audited()).toHaveLength(1);
});

test("two invitations for one address accepted at the same moment make one User with both Memberships", async () => {
  const other = await makeAccount(scene.t.db);
  const both = [await invitation(), await invitation({ accountId: other.id })];
  await Promise.all(both.map(({ token }, index) => accept(token, filled({ username: `ada${index}` }))));
  expect(await scene.t.db.user.count()).toBe(1);
  expect(await memberships()).toHaveLength(2);
});

describe("the form's fields", () => {
  test.each([
    [{ username: "ab" }, "username", "Use at least 3 characters."],
    [{ username: "x".repeat(101) }, "username", "Use at most 100 characters."],
    [{ username: "ada byron" }, "username", "Use letters, digits and . _ @ + - only."],
    [{ username: "<ada>" }, "username", "Use letters, digits and . _ @ + - only."],
    [{ username: "ada\u0000" }, "username", "Use letters, digits and . _ @ + - only."],
    [{ username: "ad\u202Ea" }, "username", "Use letters, digits and . _ @ + - only."],
    [{ firstName: "x".repeat(101) }, "firstName", "Use at most 100 characters."],
    [{ lastName: "\u0000" }, "lastName", "Leave out control characters."],
    [{ passwordAgain: "another one" }, "passwordAgain", "The two passwords differ. Type the same one twice."],
  ])("%j are refused where they are wrong", (given, field, message) => {
    const issues = acceptInvitationForm.safeParse(filled(given)).error?.issues;
    expect(issues).toMatchObject([{ path: [field], message }]);
  });

  test("take names and user IDs of any script, and no name at all", () => {
    expect(acceptInvitationForm.parse(filled({ username: "中文-1" })).username).toBe("中文-1");
    const given = { username: " żółć-1 ", firstName: " O’Neill\u200C ", lastName: "" };
    expect(acceptInvitationForm.parse(filled(given))).toMatchObject({
      username: "żółć-1",
      firstName: "O’Neill\u200C",
      lastName: "",
    });
  });
});
