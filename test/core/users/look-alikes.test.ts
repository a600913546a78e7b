import { expect, test } from "vitest";
import { acceptInvitation } from "../../../src/core/invitations/accept-invitation.ts";
import { signIn } from "../../../src/core/users/sign-in.ts";
import { makeInvitation, makeUser } from "../../support/factories.ts";
import { inviteScene } from "../../support/invite-scene.ts";

const scene = inviteScene();
const password = "a long enough one";
const actor = { kind: "invitee", name: "invitee", surface: "web" } as const;
const accept = async (username: string) => {
  const { token } = await makeInvitation(scene.t, { accountId: scene.accountId });
  const form = { username, firstName: "", lastName: "", password, passwordAgain: password };
  return acceptInvitation({ ...scene.t.app, actor }, { token, form });
};

test("an invitee is told that a user ID looks like another, and not whose it is", async () => {
  await makeUser(scene.t.db, { username: "carol" });
  await expect(accept("caroI")).rejects.toMatchObject({
    code: "conflict",
    field: "username",
    message: "This user ID looks like one that is taken. Choose another.",
  });
  await expect(accept("CAROL")).rejects.toThrow("This user ID is taken. Choose another.");
});

test("of two that look alike, chosen at the same moment, one is there first", async () => {
  for (const [one, other] of [
    ["modern", "rnodern"],
    ["b0b.lee", "bob.lee"],
  ] as const) {
    const both = await Promise.allSettled([accept(one), accept(other)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  }
});

test("two from before that look alike both sign in", async () => {
  const visitor = { kind: "visitor", name: "visitor", surface: "web" } as const;
  const browser = { userAgent: "Firefox", address: "192.0.2.1", token: undefined };
  for (const username of ["dave", "dаvе"]) {
    const { id } = await makeUser(scene.t.db, { username, password });
    const { user } = await signIn({ ...scene.t.app, actor: visitor }, { username, password }, browser);
    expect(user.id).toBe(id);
  }
});
