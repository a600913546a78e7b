import { expect, test } from "vitest";
import { hearUserChange } from "../../../src/core/kernel/requests/chat-standing.ts";
import type { ChatExclusion } from "../../../src/core/kernel/chat/chat.ts";
import { openHome } from "../../../src/core/home/open-home.ts";
import { addPerson } from "../../support/factories.ts";
import { homeScene, readHome } from "./home-scene.ts";

const home = homeScene();
const { scene } = home;

const becomes = async (excluded: ChatExclusion | undefined) => {
  const { id, chatUserId } = home.ctx.actor;
  const { email } = await scene.t.db.consoleUser.findUniqueOrThrow({ where: { id } });
  addPerson(scene.t.chat, chatUserId ?? "", email, { excluded });
  await hearUserChange(scene.t.app, chatUserId ?? "");
  scene.t.clock.advance(1000);
  await scene.t.runJobs();
};

test.each([
  ["guest", "Guests of this workspace cannot be Console Users."],
  ["deactivated", "This Slack user is deactivated."],
] as const)(
  "the Home of somebody whom Slack calls %s shows nothing of the Console any more",
  async (excluded, words) => {
    await home.open();
    await home.invites("secret@acme.example");
    await scene.t.runJobs();
    expect(readHome(home.drawn().at(-1))).toContain("secret@acme.example");
    await becomes(excluded);
    expect(readHome(home.drawn().at(-1))).toContain(words);
    expect(readHome(home.drawn().at(-1))).not.toContain("secret@acme.example");
    // Drawn again by whatever else, it stays so.
    await openHome(home.ctx);
    await scene.t.runJobs();
    expect(readHome(home.drawn().at(-1))).not.toContain("secret@acme.example");
    await becomes(undefined);
    expect(readHome(home.drawn().at(-1))).toContain("secret@acme.example");
  },
);
