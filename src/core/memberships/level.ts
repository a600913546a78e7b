/** What an Account's user may do there. Levels are per Account and never inherited. */
export type MembershipLevel = "Administrator" | "Access";

/** The level at a moment: the union of the grants, so that one that ends takes nothing that another still gives. */
export function levelAt(grants: { startsAt: Date; endsAt: Date | null }[], now: Date): MembershipLevel {
  const active = grants.some(({ startsAt, endsAt }) => startsAt <= now && (endsAt === null || endsAt > now));
  return active ? "Administrator" : "Access";
}

export function levelOf(asAdministrator: boolean): MembershipLevel {
  return asAdministrator ? "Administrator" : "Access";
}

/** What the level means, said to the person who gets it. */
export function levelWords(asAdministrator: boolean): string {
  return asAdministrator
    ? "As Administrator you can manage the account, change its settings and invite others."
    : "You can open the account and build, adjust and store integration cycles in it.";
}
