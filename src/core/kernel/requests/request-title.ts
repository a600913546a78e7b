import { accountLabel } from "../names/account-name.ts";
import { shorten } from "../text/mrkdwn.ts";
import { nameOf } from "../access/console-user-actor.ts";
import type { App } from "../../context.ts";
import type { Account, Request } from "../../generated/prisma/client.ts";
import { isolate } from "../text/isolate.ts";
import { userLabel } from "../names/user-name.ts";

type Titled = Pick<Request, "id" | "kind" | "input" | "what"> & { account: Account | null };

/** What each Request is about, by its id: "Grant administrator: ann (Ann Moss) · Acme Ltd (acme)". What was deleted is left out. */
export async function requestTitles(app: App, requests: Titled[]): Promise<Map<string, string>> {
  const names = await namesFor(app, requests);
  return new Map(requests.map((request) => [request.id, titleOf(request, names)]));
}

function titleOf({ kind, input, account, what: told }: Titled, names: Map<string, string>): string {
  const what = kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll("-", " ");
  const about =
    texts(input).find(Boolean) ??
    ids(input)
      .map((id) => names.get(id))
      .find(Boolean);
  // Of what was deleted nothing is left but what was said of it.
  const lostAccount = !account && fields(input, ["accountId"]).length > 0;
  if ((!about || lostAccount) && told) return told.charAt(0).toUpperCase() + told.slice(1);
  const named = about ? `${what}: ${isolate(shorten(about, 254))}` : what;
  return account ? `${named} · ${isolate(shorten(accountLabel(account), 254))}` : named;
}

async function namesFor({ db }: App, requests: Titled[]): Promise<Map<string, string>> {
  // Each table is asked only where a field names it: most requests name one of the three.
  const named = (field: string) => {
    const all = requests.flatMap(({ input }) => fields(input, [field]));
    return all.length > 0 ? { where: { id: { in: all } } } : undefined;
  };
  const [ofUsers, ofConsoleUsers, ofInvitations] = [
    named("userId"),
    named("consoleUserId"),
    named("invitationId"),
  ];
  const [users, consoleUsers, invitations] = await Promise.all([
    ofUsers ? db.user.findMany(ofUsers) : [],
    ofConsoleUsers ? db.consoleUser.findMany(ofConsoleUsers) : [],
    ofInvitations ? db.invitation.findMany({ ...ofInvitations, select: { id: true, email: true } }) : [],
  ]);
  return new Map([
    ...users.map((user): [string, string] => [user.id, userLabel(user)]),
    ...consoleUsers.map((user): [string, string] => [user.id, nameOf(user)]),
    ...invitations.map((invitation): [string, string] => [invitation.id, invitation.email]),
  ]);
}

/** The fields of a kind's input that say by themselves whom or what it is about. */
const texts = (input: unknown) => fields(input, ["username", "email", "apiId", "name"]);
const ids = (input: unknown) => fields(input, ["userId", "consoleUserId", "invitationId"]);

function fields(input: unknown, names: string[]): string[] {
  const values = (input ?? {}) as Record<string, unknown>;
  return names.map((name) => values[name]).filter((value) => typeof value === "string");
}
