import { beforeAll, beforeEach } from "vitest";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import type { HomeView } from "../../../src/core/kernel/chat/chat.ts";
import { openHome } from "../../../src/core/home/open-home.ts";
import { homeTask } from "../../../src/core/kernel/requests/invalidate-card.ts";
import type { Home } from "../../../src/core/generated/prisma/client.ts";
import type { Task } from "../../../src/core/kernel/outbox/queue.ts";
import { makeActor } from "../../support/factories.ts";
import { invite, type InviteScene, inviteScene } from "../../support/invite-scene.ts";
import { readWords } from "../../support/recorded-chat.ts";

export interface HomeScene {
  scene: InviteScene;
  /** Hugo, who may edit users, and nothing open of his. */
  ctx: Context<ConsoleUserActor>;
  /** Every Home that was drawn for somebody, Hugo unless told. */
  drawn(actor?: ConsoleUserActor): HomeView[];
  row(): Promise<Home>;
  /** Hugo opens his Home, and the worker draws it. */
  open(): Promise<void>;
  draw(): Task;
  invites(email: string): ReturnType<typeof invite>;
}

export function homeScene(): HomeScene {
  const scene = inviteScene();
  const home = { scene } as HomeScene;
  beforeAll(async () => {
    const actor = await makeActor(scene.t, { firstName: "Hugo", permissions: { users: "edit" } });
    home.ctx = { ...scene.t.app, actor };
  });
  beforeEach(async () => {
    const { db, queue, chat } = scene.t;
    const unfinished = { status: { in: ["draft" as const, "queued" as const] } };
    await db.request.updateMany({ where: unfinished, data: { status: "cancelled" } });
    await db.home.deleteMany();
    [queue.waiting, queue.delayed] = [[], []];
    chat.homes.clear();
  });
  return Object.assign(home, {
    drawn: (actor = home.ctx.actor) => scene.t.chat.homes.get(actor.chatUserId ?? "") ?? [],
    row: () => scene.t.db.home.findUniqueOrThrow({ where: { consoleUserId: home.ctx.actor.id } }),
    async open() {
      await openHome(home.ctx);
      await scene.t.runJobs();
    },
    draw: () => homeTask({ consoleUserId: home.ctx.actor.id }),
    invites: (email: string) => invite({ ...scene, ctx: home.ctx }, email),
  });
}

export function readHome(home: HomeView | undefined): string {
  const sections = home?.sections ?? [];
  return [
    readWords(home?.lead ?? ""),
    ...sections.flatMap(({ title, rows }) => [
      `# ${title}`,
      ...rows.map(({ words, buttons = [] }) =>
        [readWords(words), ...buttons.map(({ label }) => `[${label}]`)].join(" "),
      ),
    ]),
  ].join("\n");
}
