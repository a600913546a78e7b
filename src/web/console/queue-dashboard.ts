import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { HonoAdapter } from "@bull-board/hono";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Hono, MiddlewareHandler } from "hono";
import type { BoardQueues } from "../../core/app.ts";
import { noFullAccess } from "../../core/console-users/sign-in-console-user.ts";
import { DomainError } from "../../core/errors.ts";
import type { App } from "../../core/context.ts";
import { newReference } from "../../core/reference.ts";
import { methodNotAllowedPage } from "../pages/errors.tsx";
import { sendPage } from "../send-page.tsx";
import type { Site } from "../site.ts";
import type { WebEnv } from "../web-context.ts";
import { consoleSignInPath, consoleSignOutPath, readConsoleSession } from "./console-session.ts";

export const queueDashboardPath = "/console/queue";

export const isQueueDashboard = (path: string) =>
  path === queueDashboardPath || path.startsWith(`${queueDashboardPath}/`);

/**
 * Bull Board, for those with Full Access, to look and not to touch: the rows are the truth, and what failed is decided in
 * Slack, where it is audited.
 */
export function mountQueueDashboard(web: Hono<WebEnv>, app: App, site: Site, { queues }: BoardQueues): void {
  const board = new HonoAdapter((options: object) =>
    serveStatic({
      ...options,
      // By its path here: in front of it stands the prefix that PUBLIC_URL may have.
      rewriteRequestPath: (path) => path.replace(`${queueDashboardPath}/static`, ""),
      onFound: (_path, c) => c.header("Cache-Control", "private, max-age=86400"),
    }),
  );
  board.setBasePath(site.path(queueDashboardPath));
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: board,
    options: {
      uiConfig: {
        boardTitle: "Queue",
        miscLinks: [{ text: "Sign out", url: site.path(consoleSignOutPath) }],
      },
    },
  });
  board.setErrorHandler((err: Error) => {
    const reference = newReference();
    app.log.error({ err, reference }, "queue dashboard");
    const error = `The queue cannot be read at the moment (reference ${reference}).`;
    return { status: 500, body: { error } };
  });
  for (const path of [queueDashboardPath, `${queueDashboardPath}/*`]) web.use(path, guard);
  web.route(queueDashboardPath, board.registerPlugin());
}

/** Full Access is looked up at every request. */
const guard: MiddlewareHandler<WebEnv> = async (c, next) => {
  const session = await readConsoleSession(c);
  if (!session) return c.redirect(c.var.site.path(consoleSignInPath), 303);
  if (!session.ctx.actor.fullAccess) throw new DomainError("forbidden", noFullAccess);
  if (c.req.method === "GET" || c.req.method === "HEAD") return next();
  c.header("Allow", "GET, HEAD");
  return sendPage(c, methodNotAllowedPage, 405);
};
