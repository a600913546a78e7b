import type { App } from "../context.ts";
import { hashToken } from "../secrets/token.ts";
import { valueLinkFacts, type ValueLinkRow, type ValueLinkState, valueLinkState } from "./value-link.ts";

/** What a link's token leads to. Looking consumes nothing. */
export async function findValueLink(
  { db, clock }: Pick<App, "db" | "clock">,
  token: string,
): Promise<{ state: ValueLinkState; link: ValueLinkRow } | undefined> {
  const link = await db.valueLink.findUnique({
    where: { tokenHash: hashToken(token) },
    include: valueLinkFacts,
  });
  return link ? { state: valueLinkState(link, clock()), link } : undefined;
}
