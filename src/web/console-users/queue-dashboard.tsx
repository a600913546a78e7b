import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { HonoAdapter } from "@bull-board/hono";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Hono, MiddlewareHandler } from "hono";
import type { BoardQueues } from "../../core/app.ts";
import { noFullAccess, signInConsoleUser } from "../../core/console-users/sign-in-console-user.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import type { App, ConsoleUserActor, Context } from "../../core/context.ts";
import { newReference } from "../../core/kernel/text/reference.ts";
import { methodNotAllowedPage } from "../http/errors.tsx";
import { sendPage } from "../http/send-page.tsx";
import type { Site, WebEnv, WebContext } from "../http/web-context.ts";
import { ownerName } from "../http/owner.ts";
import { addressKey } from "../../core/kernel/text/identity-key.ts";
import { digest } from "../http/digest.ts";
import { type FieldSpec, FormCard, titled } from "../http/form-card.tsx";
import { formRoute } from "../http/form-route.ts";
import { browserOf, rememberSession, forgetSession, readSession } from "../http/admission.ts";
import { rememberBrowser, admitSignIn, limitSignIn } from "../http/known-browser.ts";
import { visitorContext } from "../users/forgotten-password.tsx";
import { endSession } from "../../core/kernel/sessions/find-session.ts";
import { consoleUserActor, nameOf } from "../../core/kernel/access/console-user-actor.ts";

const consoleSignInPath = "/console/sign-in";
const consoleSignOutPath = "/console/sign-out";

interface ConsoleSession {
  sessionId: string;
  name: string;
  ctx: Context<ConsoleUserActor>;
}

/** Who is signed in to the operator's pages, as the database has them now. */
async function readConsoleSession(c: WebContext): Promise<ConsoleSession | undefined> {
  const session = await readSession(c, "console-session");
  if (!session?.consoleUser) return undefined;
  const actor = consoleUserActor(session.consoleUser, "web");
  return { sessionId: session.id, name: nameOf(session.consoleUser), ctx: { ...c.var.app, actor } };
}

export const consoleSignOut = formRoute({
  path: consoleSignOutPath,
  admits: "anyone",
  fields: [],
  load: async (c) => ({
    partner: await ownerName(c),
    name: (await readConsoleSession(c))?.name ?? "nobody",
  }),
  page: ({ partner, name }, draft, token) => ({
    title: titled("Sign out", draft),
    partnerName: partner,
    body: (
      <FormCard
        heading="Sign out"
        lead={
          <p>
            Signed in to the operator's pages: <bdi>{name}</bdi>.
          </p>
        }
        specs={[]}
        draft={draft}
        token={token}
        button="Sign out"
      />
    ),
  }),
  async send(c) {
    const session = await readConsoleSession(c);
    if (session) await endSession(session.ctx, { sessionId: session.sessionId, action: "signed-out" });
    forgetSession(c, "console-session");
    return `${consoleSignInPath}?said=out`;
  },
});

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

const fields: FieldSpec[] = [
  { name: "email", label: "E-mail", autocomplete: "username", capitals: "none" },
  { name: "password", label: "Password", type: "password", autocomplete: "current-password" },
];

/** Where Console Users with Full Access sign in to the operator's pages. */
export const consoleSignIn = formRoute({
  path: consoleSignInPath,
  admits: "anyone",
  fields: ["email", "password"],
  secrets: ["password"],
  admit: admitSignIn,
  said: { out: "You are signed out." },
  load: (c) => ownerName(c),
  page: (name, draft, token) => ({
    title: titled("Sign in to the operator's pages", draft),
    partnerName: name,
    body: (
      <FormCard
        heading="Sign in to the operator's pages"
        lead={<p>For Console Users with Full Access. Everything else is done in Slack.</p>}
        specs={fields}
        draft={draft}
        token={token}
        button="Sign in"
      />
    ),
  }),
  async send(c, form) {
    const email = form.get("email") ?? "";
    // Apart from the user IDs of Users.
    const name = `console-${digest(addressKey(email))}`;
    await limitSignIn(c, name);
    const credentials = { email, password: form.get("password") ?? "" };
    const browser = browserOf(c, "console-session");
    const { token } = await signInConsoleUser(visitorContext(c), credentials, browser);
    rememberSession(c, "console-session", token);
    rememberBrowser(c, name);
    return queueDashboardPath;
  },
});
