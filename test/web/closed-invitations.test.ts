import { expect, test } from "vitest";
import { hashToken, newToken } from "../../src/core/kernel/secrets/token.ts";
import { changeLink, makeAccount } from "../support/factories.ts";
import { textOf, visitor } from "./visitor.ts";
import { goodForm, webScene } from "./web-scene.ts";

const scene = webScene();

async function openAndSend(path: string) {
  const person = visitor(scene.web);
  const formToken = /value="([^"]+)"/.exec(await person.open(await scene.invite()))?.[1] ?? "";
  const opened = await person.request(path);
  const sent = await person.send(path, { ...goodForm("some.body"), formToken });
  expect(await scene.t.db.user.count()).toBe(0);
  expect(sent.status).toBe(opened.status);
  const [text, textSent] = [textOf(await opened.text()), textOf(await sent.text())];
  expect(textSent).toBe(text);
  return { status: opened.status, text };
}

test.each([
  ["accepted", "This invitation was used", "A link works once"],
  ["expired", "This invitation has expired", "ask your contact at Northwind Software for a new invitation"],
  ["revoked", "This invitation was withdrawn", "ask your contact at Northwind Software for a new invitation"],
] as const)("tells that an invitation is %s, and what to do", async (state, title, next) => {
  const { status, text } = await openAndSend(await scene.invite({ state }));
  expect(status).toBe(410);
  expect(text).toContain(title);
  expect(text).toContain("Acme Ltd");
  expect(text).toContain(next);
});

test("tells from the clock that an invitation has expired, swept or not", async () => {
  const path = await scene.invite({ email: "late@acme.example" });
  await changeLink(scene.t.db, { emailKey: "late@acme.example" }, { expiresAt: scene.t.clock.now() });
  expect((await openAndSend(path)).text).toContain("was open until Mon, 2 Mar 2026, 09:00 UTC");
});

test.each(["x", newToken(), "%00", "%E0%A4%A", "a".repeat(5000), "..%2f..%2fetc"])(
  "tells that the link %s is none of ours",
  async (token) => {
    const { status, text } = await openAndSend(`/invitations/${token}`);
    expect(status).toBe(404);
    expect(text).toContain("This link does not work");
    expect(text).toContain("ask your contact at Northwind Software for a new invitation");
  },
);

test("tells that a link was replaced by a newer one as it tells of a forged one", async () => {
  const path = await scene.invite({ email: "resent@acme.example" });
  await changeLink(scene.t.db, { emailKey: "resent@acme.example" }, { tokenHash: hashToken(newToken()) });
  const { status, text } = await openAndSend(path);
  expect(status).toBe(404);
  expect(text).toContain("a newer mail has replaced it");
});

test("keeps the invitation to a suspended Account until it opens again", async () => {
  const account = await makeAccount(scene.t.db, { name: "Paused Ltd", suspendedAt: scene.t.clock.now() });
  const path = await scene.invite({ accountId: account.id });
  const { status, text } = await openAndSend(path);
  expect(status).toBe(403);
  expect(text).toContain("Nobody can join Paused Ltd at the moment. Your invitation was not used up.");
  await scene.t.db.account.update({ where: { id: account.id }, data: { suspendedAt: null } });
  const sent = await visitor(scene.web).send(path, goodForm("unpaused"));
  expect(sent.status).toBe(303);
  await scene.t.db.user.deleteMany({ where: { username: "unpaused" } });
});
