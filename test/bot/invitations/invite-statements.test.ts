import { afterEach, expect, test, vi } from "vitest";
import { invite } from "../../../src/bot/invitations/invite.ts";
import { botScene } from "../../support/bot-scene.ts";
import { makeAccount } from "../../support/factories.ts";
import { said } from "../../support/said.ts";

const scene = botScene([invite]);
afterEach(() => vi.restoreAllMocks());

const submitting = [
  // Who calls, and whom and what the words mean: one way.
  ["SELECT Account", "SELECT ConsoleUser"],
  ["INSERT Request, UPDATE Home, INSERT ChatMessage, INSERT AuditEvent"],
];

test("a command looks up its caller, the Account and the address in one way to the database", async () => {
  await makeAccount(scene.t.db, { name: "Acme Ltd", apiId: "acme" });
  await scene.types("invite warm@acme.example to acme");
  await scene.hears(/Queued: the invitation of warm@acme.example/);
  for (const [words, address] of [
    ["acme", "one@acme.example"],
    ['"acme ltd"', "two@acme.example"],
  ] as const) {
    const trips = await said(async () => {
      await scene.types(`invite ${address} to ${words}`);
      await scene.hears(new RegExp(`Queued: the invitation of ${address}`));
    });
    expect(trips).toEqual(submitting);
  }
});
