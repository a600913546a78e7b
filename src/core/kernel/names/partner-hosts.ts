import type { App } from "../../context.ts";
import type { Transaction } from "../database.ts";

/** Where people sign in, and where the API is called: the Partner's domains, else PUBLIC_URL. Without a slash at the end. */
export async function partnerHosts(
  { publicUrl }: Pick<App, "publicUrl">,
  db: Transaction,
): Promise<{ service: string; api: string }> {
  const partner = await db.partner.findUnique({
    where: { id: 1 },
    select: { serviceDomain: true, apiDomain: true },
  });
  const { protocol } = new URL(publicUrl);
  const hostOf = (domain: string | null | undefined) => (domain ? `${protocol}//${domain}` : publicUrl);
  return { service: hostOf(partner?.serviceDomain), api: hostOf(partner?.apiDomain) };
}
