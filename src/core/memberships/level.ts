/** What an Account's user may do there. Levels are per Account and never inherited. */
export type MembershipLevel = "Administrator" | "Access";

export interface Interval {
  startsAt: Date;
  endsAt: Date | null;
}

/** A level, and when it ends by itself: null for one without an end. */
export interface Standing {
  level: MembershipLevel;
  until: Date | null;
}

/** The level at a moment: the union of the grants, so that one that ends takes nothing that another still gives. */
export function levelAt(grants: Interval[], now: Date): MembershipLevel {
  const active = grants.some(({ startsAt, endsAt }) => startsAt <= now && (endsAt === null || endsAt > now));
  return active ? "Administrator" : "Access";
}

/** The same with its end: of grants that follow one another without a gap, the last one's. */
export function standingAt(grants: Interval[], now: Date): Standing {
  if (levelAt(grants, now) === "Access") return { level: "Access", until: null };
  let until = now;
  for (const { startsAt, endsAt } of grants.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    if (startsAt > until) break;
    if (endsAt === null) return { level: "Administrator", until: null };
    if (endsAt > until) until = endsAt;
  }
  return { level: "Administrator", until };
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
