import { type AccountUser, accountUsers } from "../../core/memberships/list-account-users.ts";
import { lastSignIns } from "../../core/memberships/last-sign-ins.ts";
import { removeOwnUser } from "../../core/memberships/remove-own-user.ts";
import { tickAdministrators } from "../../core/memberships/tick-administrators.ts";
import { type Draft, formRoute } from "../http/form-route.ts";
import { Form, Told, titled } from "../http/form-card.tsx";
import { DomainError } from "../../core/kernel/errors.ts";
import { formTokenField } from "../http/send-page.tsx";
import { isUuid } from "../../core/kernel/text/uuid.ts";
import { membershipOf, userContext } from "../http/signed-in.ts";
import type { WebContext } from "../http/web-context.ts";
import { type AccountFacts, accountPage, accountPath, loadAccountFacts } from "../accounts/account-page.tsx";
import { Moment } from "../http/moment.tsx";

const onOnePage = 50;

interface UsersFacts extends AccountFacts {
  rows: AccountUser[];
  next: string | undefined;
  signedInAt: Map<string, Date>;
  /** Who looks: nobody removes themselves. */
  ownId: string;
  /** What was searched for; empty: everybody. */
  words: string;
}

/** The Users of an Account, with a tick for each Administrator, saved together. */
export const accountUsersPage = formRoute({
  path: "/accounts/:account/users",
  admits: "administrator",
  fields: [],
  load: loadUsers,
  said: {
    saved: "The Administrators are saved.",
    removed: "The user is removed from this account. Their user stays.",
  },
  page: (facts: UsersFacts, draft, token) =>
    accountPage(facts, {
      title: titled("Users", draft),
      at: "users",
      body: <Users facts={facts} draft={draft} token={token} />,
    }),
  async send(c, form) {
    const { accountId } = membershipOf(c);
    const userId = form.get("remove");
    if (userId !== null) {
      if (!isUuid(userId)) throw new DomainError("not-found", "This user is no longer on the account.");
      await removeOwnUser(userContext(c), { accountId, userId });
      return `/accounts/${accountId}/users?said=removed`;
    }
    // What was shown, and what of it is ticked: whoever joined meanwhile is left as they are.
    const [shown, was, is] = ["shown", "was", "is"].map((name) => form.getAll(name).filter(isUuid));
    const grant = shown?.filter((id) => is?.includes(id) && !was?.includes(id)) ?? [];
    const revoke = shown?.filter((id) => !is?.includes(id) && was?.includes(id)) ?? [];
    await tickAdministrators(userContext(c), { accountId, grant, revoke });
    return `/accounts/${accountId}/users?said=saved`;
  },
});

async function loadUsers(c: WebContext): Promise<UsersFacts> {
  const facts = await loadAccountFacts(c);
  const { accountId } = facts.membership;
  const after = c.req.query("after");
  const words = (c.req.query("words") ?? "").slice(0, 200);
  const found = await accountUsers(c.var.app, {
    accountId,
    words,
    ...(after && { after }),
    take: onOnePage + 1,
  });
  const rows = found.slice(0, onOnePage);
  const next = found.length > onOnePage ? rows.at(-1)?.user.usernameKey : undefined;
  const signedInAt = await lastSignIns(
    c.var.app,
    rows.map(({ user }) => user.id),
  );
  return { ...facts, rows, next, words, signedInAt, ownId: facts.membership.userId };
}

function Users({ facts, draft, token }: { facts: UsersFacts; draft: Draft; token: string }) {
  const { rows, next, site, words } = facts;
  const more = new URLSearchParams({ ...(words && { words }), after: next ?? "" });
  return (
    <>
      <Told draft={draft} fields={[]} />
      <section class="card pad">
        <h1>Users</h1>
        <p>Administrators manage the account, change its settings and invite. Everybody else has Access.</p>
        <Search facts={facts} />
        {words && rows.length === 0 && (
          <p>
            Nobody here has <bdi>{words}</bdi> in their user ID or e-mail.
          </p>
        )}
        <Form token={token}>
          <ul class="rows">
            {rows.map((row) => (
              <UserRow row={row} facts={facts} />
            ))}
          </ul>
          {rows.length > 0 && <button type="submit">Save</button>}
        </Form>
        {/* Apart from the ticks: removing somebody saves none of them. */}
        <form id="remove-user" method="post">
          <input type="hidden" name={formTokenField} value={token} />
        </form>
        {next && (
          <p>
            <a href={site.path(accountPath(facts, `/users?${more.toString()}`))}>More users</a>
          </p>
        )}
      </section>
    </>
  );
}

/** A GET, so that what is found has an address. */
function Search({ facts }: { facts: UsersFacts }) {
  const { site, words } = facts;
  return (
    <div class="search">
      <form role="search" action={site.path(accountPath(facts, "/users"))}>
        <label for="words">User ID or e-mail</label>
        <input
          id="words"
          name="words"
          type="search"
          value={words}
          autocomplete="off"
          autocapitalize="none"
          dir="auto"
        />
        <button type="submit" class="plain">
          Search
        </button>
        {words && <a href={site.path(accountPath(facts, "/users"))}>Everybody</a>}
      </form>
      <a class="button quiet" href={site.path(accountPath(facts, "/invitations/new"))}>
        Invite a user
      </a>
    </div>
  );
}

interface UserRowProps {
  row: AccountUser;
  facts: UsersFacts;
}

function UserRow({ row: { user, level, until, suspendedAt }, facts }: UserRowProps) {
  const signedInAt = facts.signedInAt.get(user.id);
  const { id, username, firstName, lastName, email } = user;
  const ticked = level === "Administrator";
  const name = `${firstName} ${lastName}`.trim();
  const more = [name, email === username ? "" : email].filter(Boolean).join(", ");
  return (
    <li>
      <div>
        <p class="strong">
          <bdi>{username}</bdi>
        </p>
        {more && (
          <p class="aside">
            <bdi>{more}</bdi>
          </p>
        )}
        {until && (
          <p class="aside">
            Administrator until <Moment at={until} />
          </p>
        )}
        {suspendedAt && <p class="aside">Suspended on this account</p>}
        <p class="aside">
          {signedInAt ? (
            <>
              Last signed in <Moment at={signedInAt} />
            </>
          ) : (
            "Has not signed in yet"
          )}
        </p>
      </div>
      <span class="tick">
        <input type="hidden" name="shown" value={id} />
        {ticked && <input type="hidden" name="was" value={id} />}
        <input id={`is-${id}`} name="is" type="checkbox" value={id} checked={ticked} />
        <label for={`is-${id}`}>
          Administrator<span class="unseen"> for {username}</span>
        </label>
      </span>
      {id !== facts.ownId && !user.apiUserOfId && <Remove id={id} username={username} />}
    </li>
  );
}

/** Asked once more, and sent with a form of its own. */
function Remove({ id, username }: { id: string; username: string }) {
  return (
    <details class="menu">
      <summary>
        Remove …<span class="unseen"> {username}</span>
      </summary>
      <div>
        <button type="submit" class="plain" form="remove-user" name="remove" value={id}>
          Remove
          <span class="unseen"> {username} from this account</span>
        </button>{" "}
        <span class="aside">They lose this account at once. Their user, and every other account, stays.</span>
      </div>
    </details>
  );
}
