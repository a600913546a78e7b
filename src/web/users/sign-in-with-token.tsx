import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ownerName } from "../http/owner.ts";
import { startSession } from "../../core/kernel/sessions/find-session.ts";
import {
  marketplacePath,
  findSignInToken,
  type SignInTokenState,
  useSignInToken,
} from "../../core/kernel/links/use-sign-in-token.ts";
import { digest } from "../http/digest.ts";
import { Form, type FieldSpec, FormCard, titled } from "../http/form-card.tsx";
import { formToken, sendPage } from "../http/send-page.tsx";
import { Notice } from "../http/errors.tsx";
import { checkLimit, count } from "../http/rate-limits.ts";
import { type Route, formRoute } from "../http/form-route.ts";
import { ownPath, browserOf, rememberSession } from "../http/admission.ts";
import type { WebContext } from "../http/web-context.ts";
import { visitorContext } from "./forgotten-password.tsx";
import { identityKey, tidyTyped } from "../../core/kernel/text/identity-key.ts";
import { signIn as begin } from "../../core/users/sign-in.ts";
import { rememberBrowser, admitSignIn, limitSignIn } from "../http/known-browser.ts";

const fields: FieldSpec[] = [
  { name: "username", label: "User ID", autocomplete: "username" },
  { name: "password", label: "Password", type: "password", autocomplete: "current-password" },
];

/** Where Users sign in with their user ID and password. */
export const signIn = formRoute({
  path: "/sign-in",
  admits: "anyone",
  fields: ["username", "password"],
  secrets: ["password"],
  admit: admitSignIn,
  said: {
    out: "You are signed out.",
    password: "Your password is set. Sign in with it.",
    email: "Your e-mail is confirmed.",
  },
  load: async (c) => ({
    name: await ownerName(c),
    forgotten: c.var.site.path("/forgotten-password"),
  }),
  page: ({ name, forgotten }, draft, token) => ({
    title: titled("Sign in", draft),
    partnerName: name,
    body: (
      <FormCard heading="Sign in" specs={fields} draft={draft} token={token} button="Sign in">
        <p class="below">
          <a href={forgotten}>Forgotten your password?</a>
        </p>
      </FormCard>
    ),
  }),
  async send(c, form) {
    const username = form.get("username") ?? "";
    // What was typed is kept as a digest alone: it may be a password.
    const name = digest(identityKey(tidyTyped(username)));
    await limitSignIn(c, name);
    const credentials = { username, password: form.get("password") ?? "" };
    const { token } = await begin(visitorContext(c), credentials, browserOf(c, "session"));
    rememberSession(c, "session", token);
    rememberBrowser(c, name);
    return ownPath(c.var.site, c.req.query("returnUrl"), "/accounts");
  },
});

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
  const [found, name] = await Promise.all([findSignInToken(c.var.app, tokenOf(c)), ownerName(c)]);
  if (!found) await count(c.var.limits.guesses, c.var.client);
  const state = found?.state ?? "unknown";
  if (!found || state !== "open")
    return refuse(c, state === "open" || state === "revoked" ? "unknown" : state, name);
  const { user, account } = found;
  const title = `Open ${account.name}`;
  const body = (
    <section class="card narrow">
      <Form token={formToken(c)}>
        <h1>
          Open <bdi>{account.name}</bdi>
        </h1>
        <p>
          You continue as the user <bdi>{user.username}</bdi>, only in this account. The link works once.
          {c.var.signedIn && " Anybody who is signed in here now is signed out."}
        </p>
        <button type="submit">Continue</button>
      </Form>
    </section>
  );
  return sendPage(c, { title, partnerName: name, body }, status);
}

async function enter(c: WebContext): Promise<Response> {
  c.set("showFault", (_, status) => show(c, status));
  const { token, deployment } = await useSignInToken(
    visitorContext(c),
    tokenOf(c),
    async (tx, { user, account, deployment }) => {
      const at = { accountId: account.id, deploymentId: deployment?.id ?? null };
      const fresh = { holder: { userId: user.id }, browser: browserOf(c, "session"), ...at };
      return { ...(await startSession(tx, fresh, c.var.app.clock())), deployment };
    },
  );
  rememberSession(c, "session", token);
  const landing = deployment ? marketplacePath(deployment.marketplaceId) : "/accounts";
  return c.redirect(c.var.site.path(ownPath(c.var.site, c.req.query("returnUrl"), landing)), 303);
}

type Closed = Exclude<SignInTokenState, "open" | "revoked"> | "unknown";

function refuse(c: WebContext, state: Closed, name: string): Promise<Response> {
  const { title, sentence, status } = closed[state];
  const body = (
    <Notice heading={title}>
      <p>{sentence}</p>
      <p>
        Go back to the page that you came from and open it again, or ask your contact at <bdi>{name}</bdi>.
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
  used: { title: "This link was used", sentence: "It works only once.", status: 410 },
  expired: { title: "This link has expired", sentence: "It was good for five minutes.", status: 410 },
  closed: {
    title: "This account cannot be opened now",
    sentence: "The account, or the user in it, is suspended or gone.",
    status: 403,
  },
} as const satisfies Record<Closed, { title: string; sentence: string; status: ContentfulStatusCode }>;
