import { DomainError } from "../../core/kernel/errors.ts";
import {
  listOwnInvitations,
  type OwnInvitation,
  resendOwnInvitation,
  revokeOwnInvitation,
} from "../../core/invitations/own-invitations.ts";
import { levelOf } from "../../core/kernel/levels/require-level.ts";
import { Form, Told, titled } from "../http/form-card.tsx";
import { formRoute } from "../http/form-route.ts";
import { isUuid } from "../../core/kernel/text/uuid.ts";
import { Moment } from "../http/moment.tsx";
import { count } from "../http/rate-limits.ts";
import { membershipOf, userContext } from "../http/signed-in.ts";
import { accountPage, accountPath, loadAccountFacts } from "../accounts/account-page.tsx";

/** Invitations to an Account that nobody has used yet: each can be sent again, or revoked. */
export const accountInvitations = formRoute({
  path: "/accounts/:account/invitations",
  admits: "administrator",
  admit: (c) => count(c.var.limits.invitations, c.req.param("account") ?? ""),
  fields: [],
  async load(c) {
    const list = await listOwnInvitations(userContext(c), membershipOf(c).accountId);
    return { ...(await loadAccountFacts(c)), list, now: c.var.app.clock() };
  },
  said: {
    invited: "The invitation is on its way.",
    added: "This address already has a user, who is a member now. We mailed them a notice.",
    resend: "A new link is on its way. The earlier one no longer works.",
    revoke: "The invitation is revoked. Its link no longer works.",
    remove: "The expired invitation has left the list.",
  },
  page: (facts, draft, token) =>
    accountPage(facts, {
      title: titled("Invitations", draft),
      at: "invitations",
      body: (
        <>
          <Told draft={draft} fields={[]} />
          <section class="card pad">
            <h1>Invitations</h1>
            {facts.list.length === 0 && <p>Nobody is invited at the moment.</p>}
            <ul class="rows">
              {facts.list.map((invitation) => (
                <InvitationRow invitation={invitation} now={facts.now} token={token} />
              ))}
            </ul>
            <a class="button" href={facts.site.path(accountPath(facts, "/invitations/new"))}>
              Invite a user
            </a>
          </section>
        </>
      ),
    }),
  async send(c, form) {
    const { accountId } = membershipOf(c);
    const invitationId = form.get("invitation") ?? "";
    const work = form.get("do") ?? "";
    const does = Object.hasOwn(works, work) ? works[work] : undefined;
    if (!does || !isUuid(invitationId))
      throw new DomainError("not-found", "This invitation no longer exists.");
    await does(userContext(c), { accountId, invitationId });
    return `/accounts/${accountId}/invitations?said=${work}`;
  },
});

const works: Record<string, typeof resendOwnInvitation | undefined> = {
  resend: resendOwnInvitation,
  revoke: revokeOwnInvitation,
  // Nothing is left to revoke: it only leaves the list.
  remove: revokeOwnInvitation,
};

function InvitationRow(props: { invitation: OwnInvitation; now: Date; token: string }) {
  const { invitation, now, token } = props;
  const { id, email, asAdministrator, expiredAt, link, trouble } = invitation;
  const expired = expiredAt !== null || link.expiresAt <= now;
  return (
    <li>
      <div>
        <p class="strong">
          <bdi>{email}</bdi> <span class="badge">{levelOf(asAdministrator)}</span>
        </p>
        <p class="aside">
          {expired ? (
            <>
              Expired <Moment at={link.expiresAt} />
            </>
          ) : (
            <>
              Good until <Moment at={link.expiresAt} />
            </>
          )}
          {!link.handedOverAt &&
            (trouble ? `. The mail is not out: ${trouble}` : ". The mail is on its way.")}
        </p>
      </div>
      <Menu email={email} expired={expired} token={token} id={id} />
    </li>
  );
}

interface MenuProps {
  id: string;
  email: string;
  expired: boolean;
  token: string;
}

/** What can be done with one invitation, out of the way until it is asked for. What ends its link is asked once more. */
function Menu({ id, email, expired, token }: MenuProps) {
  const [resend, resendTo, end] = expired
    ? ["Invite again", ": ", "Remove"]
    : ["Send again", " to ", "Revoke"];
  return (
    <details class="menu">
      <summary>
        Change<span class="unseen"> the invitation of {email}</span>
      </summary>
      <div>
        <Form token={token}>
          <input type="hidden" name="invitation" value={id} />
          <button type="submit" class="plain" name="do" value="resend">
            {resend}
            <span class="unseen">
              {resendTo}
              {email}
            </span>
          </button>
          <span class="aside">A new link is mailed; the earlier one no longer works.</span>
        </Form>
        <details class="menu">
          <summary>
            {end} …<span class="unseen"> the invitation of {email}</span>
          </summary>
          <Form token={token}>
            <input type="hidden" name="invitation" value={id} />
            <button type="submit" class="plain" name="do" value={expired ? "remove" : "revoke"}>
              {end}
              <span class="unseen"> the invitation of {email}</span>
            </button>
            <span class="aside">
              {expired ? "It only leaves this list." : "The link in the mail stops working at once."}
            </span>
          </Form>
        </details>
      </div>
    </details>
  );
}
