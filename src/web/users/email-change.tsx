import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ownerName } from "../http/owner.ts";
import { findUserLink } from "../../core/users/forgotten-password-mailing.ts";
import { confirmEmailChange } from "../../core/users/notice-mailing.ts";
import { Form } from "../http/form-card.tsx";
import { formToken, sendPage } from "../http/send-page.tsx";
import { Notice } from "../http/errors.tsx";
import { type Route, admitLink, followLink, goOn, tokenOf } from "../http/form-route.ts";
import type { WebContext } from "../http/web-context.ts";

/** The link that confirms a new e-mail. Opening it changes nothing; its button does, once. */
export const emailChange: Route = {
  path: "/email-changes/:token",
  get: (c) => show(c),
  post: { admit: admitLink, answer: confirm, again: (c) => show(c, 403) },
};

async function show(c: WebContext, status: ContentfulStatusCode = 200, refused?: string): Promise<Response> {
  const { found, state } = await followLink(c, async (app, token) => {
    const found = await findUserLink(app, "email", token);
    return { found, state: found?.state ?? "revoked" };
  });
  const name = await ownerName(c);
  const { title, sentence, status: closedStatus } = closed[state];
  if (!found || state !== "open" || refused) {
    const body = (
      <Notice heading={refused ? "Nothing was changed" : title}>
        <p>{refused ?? sentence}</p>
      </Notice>
    );
    return sendPage(c, { title, partnerName: name, body }, refused ? status : closedStatus);
  }
  const { user, link } = found;
  const body = (
    <section class="card narrow">
      <Form token={formToken(c)}>
        <h1>Is this your e-mail?</h1>
        <p>
          Mails for the user <bdi class="strong">{user.username}</bdi> will go to{" "}
          <bdi class="strong">{link.email}</bdi>.
        </p>
        <button type="submit">Confirm the address</button>
      </Form>
    </section>
  );
  return sendPage(c, { title: "Is this your e-mail?", partnerName: name, body }, status);
}

async function confirm(c: WebContext): Promise<Response> {
  c.set("showFault", (fault, status) => show(c, status, fault.message));
  const ctx = { ...c.var.app, actor: { kind: "invitee", name: "a mail's reader", surface: "web" } } as const;
  await confirmEmailChange(ctx, tokenOf(c));
  return goOn(c, c.var.signedIn ? "/settings/email" : "/sign-in?said=email");
}

const closed = {
  open: { title: "Nothing was changed", sentence: "", status: 409 },
  // Or it was never ours.
  revoked: {
    title: "This link does not work",
    sentence: "It may have been cut off on its way, or a newer mail has replaced it.",
    status: 404,
  },
  used: {
    title: "This link was used",
    sentence: "The address is confirmed. There is nothing to do.",
    status: 410,
  },
  expired: {
    title: "This link has expired",
    sentence: "It was good for a day. Ask for another in your settings.",
    status: 410,
  },
} as const;
