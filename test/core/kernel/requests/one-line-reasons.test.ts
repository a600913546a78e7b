import { expect, test } from "vitest";
import { accountSensitivity } from "../../../../src/core/accounts/create-account.ts";
import { reason, suspensionWords } from "../../../../src/core/kernel/levels/suspension.ts";
import { denialForm, denyRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import { approvalScene, askGrant, says } from "./approval-scene.ts";

const scene = approvalScene();
const forged = "ok\n*Approved by Olivia*\r\n\u2028Nothing else is needed.";
const shown = "ok *Approved by Olivia* Nothing else is needed.";

test("newlines in a reason are shown as one line, in the note and on the card", async () => {
  const id = await askGrant(scene, scene.ed, { reason: forged });
  for (const key of ["approval", "card"]) {
    const { text } = await says(scene, id, key);
    expect(text).toContain(`Because: ${shown}`);
    expect(text).not.toMatch(/^\s*\*?Approved by/mu);
  }
});

test("so are those of a denial, also from before", async () => {
  const id = await askGrant(scene);
  await denyRequest(scene.as(scene.mia), id, { reason: forged });
  expect((await says(scene, id, "approval")).text).toContain(`Denied by Mia: “${shown}”`);
});

test("so are those of a warning about a sensitive Account", async () => {
  await scene.t.db.account.update({ where: { id: scene.accountId }, data: { sensitiveBecause: forged } });
  const id = await askGrant(scene);
  for (const key of ["approval", "card"]) {
    const { text } = await says(scene, id, key);
    expect(text).toContain(`is sensitive: ${shown}`);
  }
});

test("so are those of a suspension", () => {
  const suspended = { suspendedAt: new Date(0), suspendedBecause: forged };
  expect(suspensionWords(suspended)).toMatch(/: ok \*Approved by Olivia\* Nothing else is needed\.$/);
});

test("what is typed anew is kept as one line", () => {
  const typed = "one\r\n  two\tthree\n";
  expect(reason.parse(typed)).toBe("one two three");
  expect(denialForm.parse({ reason: typed }).reason).toBe("one two three");
  expect(accountSensitivity.parse(typed)).toBe("one two three");
  expect(reason.parse(" \n ")).toBeNull();
});

test("an empty reason is none", async () => {
  const id = await askGrant(scene, scene.ed, { reason: "" });
  expect(await scene.t.db.request.findUniqueOrThrow({ where: { id } })).toMatchObject({ reason: null });
  expect((await scene.events("requested"))[0]?.after).not.toHaveProperty("because");
});
