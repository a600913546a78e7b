import { beforeEach, expect } from "vitest";
import type { ConsoleUserActor, Context } from "../../../../src/core/context.ts";
import { invite, type InviteScene, trouble } from "../../../support/invite-scene.ts";
import { readWords } from "../../../support/recorded-chat.ts";

/** Requests that fail, as an invitation scene's people see them. */
export function failedScene(scene: InviteScene) {
  const row = (id: string) => scene.t.db.request.findUniqueOrThrow({ where: { id } });
  /** Draws as well what is drawn only after its card is. */
  const settle = async (): Promise<void> => {
    await scene.t.runJobs();
    scene.t.clock.advance(5_000);
    await scene.t.runJobs();
  };
  beforeEach(() => {
    scene.t.queue.waiting = [];
    scene.t.queue.delayed = [];
  });
  return {
    row,
    settle,
    as: (actor: ConsoleUserActor): Context<ConsoleUserActor> => ({ ...scene.t.app, actor }),
    note: (index = 1) => readWords(scene.t.chat.latest(index).note),
    buttons: (index = 1) => scene.t.chat.latest(index).buttons?.map(({ label }) => label),
    /** An invitation, Ed's unless told, that the mail server refuses for good. */
    failed: async (address: string, actor = scene.ctx.actor): Promise<string> => {
      scene.t.mailer.failures.push(trouble(false, "550"));
      const { requestId } = await invite(scene, address, { actor });
      await settle();
      expect((await row(requestId)).status).toBe("failed");
      return requestId;
    },
  };
}
