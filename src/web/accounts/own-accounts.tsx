import { accountLabel } from "../../core/kernel/names/account-name.ts";
import {
  type AccountPlace,
  listOwnAccounts,
  type UserAccount,
} from "../../core/memberships/list-account-users.ts";
import { type AccountFigures, accountFigures } from "../../core/memberships/account-figures.ts";
import { ownerName } from "../http/owner.ts";
import { counted } from "../../core/kernel/text/counted.ts";
import { isUuid } from "../../core/kernel/text/uuid.ts";
import type { Route } from "../http/form-route.ts";
import { sendPage } from "../http/send-page.tsx";
import { signedIn, userContext } from "../http/signed-in.ts";
import type { Site, WebContext } from "../http/web-context.ts";
import { Moment } from "../http/moment.tsx";
import { Trend } from "../http/trend.tsx";

const onOnePage = 50;

/** Where a User chooses one of their Accounts. What is suspended stands there with the reason to ask about. */
export const ownAccounts: Route = {
  path: "/accounts",
  admits: "user",
  async get(c) {
    const [{ rows, next }, name] = await Promise.all([
      listOwnAccounts(userContext(c), { after: await placeOf(c), take: onOnePage }),
      ownerName(c),
    ]);
    const { site } = c.var;
    const facts = await accountFigures(c.var.app, rows);
    return sendPage(c, {
      title: "Your accounts",
      partnerName: name,
      body: (
        <section class="card pad">
          <h1>Your accounts</h1>
          {rows.length === 0 ? (
            <p>
              No account is open to <bdi>{signedIn(c).user.username}</bdi> yet. Ask your contact at{" "}
              <bdi>{name}</bdi>, or follow the link of an invitation.
            </p>
          ) : (
            <ul class="rows">
              {rows.map((row) => AccountRow({ row, site, figures: facts.get(row.account.id) }))}
            </ul>
          )}
          {next && <a href={site.path(`/accounts?after=${next.id}`)}>More accounts</a>}
        </section>
      ),
    });
  },
};

/** Behind which Account the page begins. One that is gone, or never was, begins at the beginning. */
async function placeOf(c: WebContext): Promise<AccountPlace | undefined> {
  const id = c.req.query("after") ?? "";
  const own = { userId: signedIn(c).actor.id, accountId: id };
  if (!isUuid(id)) return undefined;
  const found = await c.var.app.db.membership.findUnique({
    where: { userId_accountId: own },
    select: { account: { select: { id: true, nameKey: true } } },
  });
  return found?.account;
}

interface RowProps {
  row: UserAccount;
  site: Site;
  figures: AccountFigures | undefined;
}

function AccountRow({ row, site, figures }: RowProps) {
  const { account, level, until, suspendedAt } = row;
  const closed = account.suspendedAt
    ? "This account is suspended. It opens again when it is resumed."
    : suspendedAt
      ? "Your access to it is suspended. Ask an Administrator of it."
      : undefined;
  return (
    <li class={closed ? undefined : "open"}>
      <div>
        {closed ? (
          <p class="strong">
            <bdi>{accountLabel(account)}</bdi>
          </p>
        ) : (
          <a class="strong" href={site.path(`/accounts/${account.id}`)}>
            <bdi>{accountLabel(account)}</bdi>
          </a>
        )}
        {!closed && account.description && (
          <p class="brief" dir="auto">
            {account.description}
          </p>
        )}
        {!closed && figures && <Figures {...figures} />}
        {closed && <p class="aside">{closed}</p>}
        {until && (
          <p class="aside">
            Administrator until <Moment at={until} />
          </p>
        )}
      </div>
      {figures && <Trend of="Changes" weeks={figures.changes} />}
      <span class="badge">{level}</span>
    </li>
  );
}

function Figures({ cycles, active, users, lastAt }: AccountFigures) {
  const running = active > 0 ? `, ${active} running` : "";
  const counts = [
    cycles === 0 ? "No cycles yet" : `${counted(cycles, "cycle")}${running}`,
    ...(users === undefined ? [] : [counted(users, "user")]),
  ];
  return (
    <p class="aside">
      {counts.join(" · ")}
      {lastAt && (
        <>
          {" · last activity "}
          <Moment at={lastAt} />
        </>
      )}
    </p>
  );
}
