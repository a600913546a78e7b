import type { App } from "../context.ts";

export interface Counts {
  all: number;
  finished: number;
  invited: number;
  added: number;
  /** Members, and addresses with an open invitation. */
  already: number;
  failed: number;
  accepted: number;
}

/** What a bulk invitation has come to. */
export async function countItems({ db }: App, requestId: string): Promise<Counts> {
  const groups = await db.requestItem.groupBy({
    by: ["outcome"],
    where: { requestId },
    _count: { _all: true, finishedAt: true },
  });
  const accepted = await db.invitation.count({ where: { requestId, acceptedAt: { not: null } } });
  const sum = (counted: (group: (typeof groups)[number]) => number) =>
    groups.reduce((total, group) => total + counted(group), 0);
  const ended = (...outcomes: string[]) =>
    sum(({ outcome, _count }) => (outcomes.includes(outcome ?? "") ? _count.finishedAt : 0));
  return {
    all: sum(({ _count }) => _count._all),
    finished: sum(({ _count }) => _count.finishedAt),
    invited: ended("invited"),
    added: ended("added"),
    already: ended("already-member", "already-invited"),
    failed: ended("failed"),
    accepted,
  };
}
