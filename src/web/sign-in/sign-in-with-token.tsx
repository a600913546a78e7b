import type { ContentfulStatusCode } from "hono/utils/http-status";
import { partnerName } from "../../core/partner/partner-name.ts";
import { startSession } from "../../core/sessions/start-session.ts";
import { marketplacePath } from "../../core/sign-in-tokens/issue-sign-in-token.ts";
import {
  findSignInToken,
  type SignInTokenState,
  useSignInToken,
} from "../../core/sign-in-tokens/use-sign-in-token.ts";
import { digest } from "../digest.ts";
import { Form } from "../form-card.tsx";
import { formToken } from "../form-token.ts";
import { Notice } from "../pages/notice.tsx";
import { checkLimit, count } from "../rate-limits.ts";
import type { Route } from "../route.ts";
import { sendPage } from "../send-page.tsx";
import { ownPath } from "../sessions/paths.ts";
import { browserOf, rememberSession } from "../sessions/session-cookie.ts";
import type { WebContext } from "../web-context.ts";
import { visitorContext } from "./visitor-context.ts";

/** A link that signs one User in to one Account. Mail scanners and previews open links: only the button uses it up. */
export const signInWithToken: Route = {
  path: "/account/signinwithtoken",
  admits: "anyone",
  get: show,
  post: {
    async admit(c) {
      await count(c.var.limits.forms, c.var.client);
      await count(c.var.limits.links, digest(tokenOf(c)));
    },
    answer: enter,
    again: (c) => show(c, 403),
  },
};

const tokenOf = (c: WebContext) => c.req.query("token") ?? "";

async function show(c: WebContext, status: ContentfulStatusCode = 200): Promise<Response> {
  await checkLimit(c.var.limits.guesses, c.var.client);
  const [found, name] = await Promise.all([findSignInToken(c.var.app, tokenOf(c)), partnerName(c.var.app)]);
  if (!found) await count(c.var.limits.guesses, c.var.client);
  const state = found?.state ?? "unknown";
  if (!found || state !== "open") return refuse(c, state === "open" ? "unknown" : state, name);
  const { user, account } = found.row;
  const title = `Open ${account.name}`;
  const body = (
    <section class="card narrow">
      <Form token={formToken(c)}>
        <h1>
          Open <bdi>{account.name}</bdi>
        </h1>
        <p>
          You go on as the user <bdi>{user.username}</bdi>, in this account alone. The link works once.
          {c.var.signedIn && " Whoever is signed in here now is signed out."}
        </p>
        <button type="submit">Continue</button>
      </Form>
    </section>
  );
  return sendPage(c, { title, partnerName: name, body }, status);
}

async function enter(c: WebContext): Promise<Response> {
  c.set("showFault", (_, status) => show(c, status));
  const { token, deployment } = await useSignInToken(visitorContext(c), tokenOf(c), async (tx, row) => {
    const holder = { userId: row.userId };
    const { accountId, deploymentId, deployment } = row;
    const fresh = { holder, browser: browserOf(c, "session"), accountId, deploymentId };
    return { ...(await startSession(tx, fresh, c.var.app.clock())), deployment };
  });
  rememberSession(c, "session", token);
  const landing = deployment ? marketplacePath(deployment.marketplaceId) : "/accounts";
  return c.redirect(c.var.site.path(ownPath(c.var.site, c.req.query("returnUrl"), landing)), 303);
}

type Closed = Exclude<SignInTokenState, "open"> | "unknown";

function refuse(c: WebContext, state: Closed, name: string): Promise<Response> {
  const { title, sentence, status } = closed[state];
  const body = (
    <Notice heading={title}>
      <p>{sentence}</p>
      <p>
        Go back to where you came from and open it anew, or ask your contact at <bdi>{name}</bdi>.
      </p>
    </Notice>
  );
  return sendPage(c, { title, partnerName: name, body }, status);
}

const closed = {
  unknown: {
    title: "This link does not work",
    sentence: "It may have been cut off on its way.",
    status: 404,
  },
  used: { title: "This link was used", sentence: "It worked once, and that was before.", status: 410 },
  expired: { title: "This link has expired", sentence: "It was good for five minutes.", status: 410 },
  closed: {
    title: "This account cannot be opened now",
    sentence: "The account, or the user in it, is suspended or gone.",
    status: 403,
  },
} as const satisfies Record<Closed, { title: string; sentence: string; status: ContentfulStatusCode }>;
