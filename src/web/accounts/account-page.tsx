import type { Child } from "hono/jsx";
import { partnerName } from "../../core/partner/partner-name.ts";
import type { OwnMembership } from "../../core/memberships/require-level.ts";
import type { Page } from "../send-page.tsx";
import { membershipOf } from "../sessions/signed-in.ts";
import type { Site } from "../site.ts";
import type { WebContext } from "../web-context.ts";

export interface AccountFacts {
  membership: OwnMembership;
  partnerName: string;
  site: Site;
}

/** What each page of an Account tells. */
export async function loadAccountFacts(c: WebContext): Promise<AccountFacts> {
  return { membership: membershipOf(c), partnerName: await partnerName(c.var.app), site: c.var.site };
}

const places = {
  cycles: { path: "", label: "Cycles", administrator: false },
  marketplaces: { path: "/marketplaces", label: "Marketplaces", administrator: false },
  users: { path: "/users", label: "Users", administrator: true },
  invitations: { path: "/invitations", label: "Invitations", administrator: true },
  settings: { path: "/settings", label: "Settings", administrator: true },
};

export type AccountPlace = keyof typeof places;

export const accountPath = ({ membership }: Pick<AccountFacts, "membership">, rest = "") =>
  `/accounts/${membership.accountId}${rest}`;

/** A page of an Account, with the way to the others that the User's level opens. */
export function accountPage(
  facts: AccountFacts,
  { title, at, body }: { title: string; at: AccountPlace; body: Child },
): Page {
  const { membership, partnerName, site } = facts;
  const { account, level } = membership;
  const open = Object.entries(places).filter(
    ([, { administrator }]) => level === "Administrator" || !administrator,
  );
  return {
    title: `${title} – ${account.name}`,
    partnerName,
    body: (
      <>
        <p class="where">
          <bdi class="strong">{account.name}</bdi> <span class="badge">{level}</span>
        </p>
        <nav class="tabs" aria-label="Account">
          {open.map(([name, { path, label }]) => (
            <a href={site.path(accountPath(facts, path))} aria-current={name === at ? "page" : undefined}>
              {label}
            </a>
          ))}
        </nav>
        {body}
      </>
    ),
  };
}
