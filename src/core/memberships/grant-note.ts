import { accountLabel } from "../kernel/names/account-name.ts";
import type { Card, CardButton, Part, RichText } from "../kernel/chat/chat.ts";
import type { App } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { cardFrame, requesterOf } from "../kernel/requests/failure-note.ts";
import type { RequestRow } from "../kernel/requests/request-kind.ts";
import { userLabel } from "../kernel/names/user-name.ts";
import { type Standing, standingAt } from "../kernel/levels/require-level.ts";
import { otherAdministrators } from "./record-grant-end.ts";

export const extendAction = "extend-administrator";
export const giveBackAction = "give-back-administrator";

const include = { membership: { include: { user: true, account: true, grants: true } } } as const;
type Grant = Prisma.AdministratorGrantGetPayload<{ include: typeof include }>;

/** What the thread under a temporary grant's card says: that it ends soon, with what can be done, and that it has ended. */
export async function grantNote(app: App, name: string, request: RequestRow): Promise<Card | undefined> {
  if (name !== "ending" && name !== "ended") return undefined;
  const grant = await app.db.administratorGrant.findFirst({ where: { requestId: request.id }, include });
  if (!grant?.endsAt) return gone(request);
  const after = standingAt(grant.membership.grants, grant.endsAt);
  if (name === "ended") return ended(request, grant, after, await isLast(app, grant, after));
  return ending(request, grant, after);
}

function ending(request: RequestRow, grant: Grant, after: Standing): Card {
  const open = grant.endedAt === null && after.level === "Access";
  const title = after.level === "Access" ? "Administrator has ended" : "Administrator continues";
  return {
    ...cardFrame(request),
    state: open ? "waiting" : "done",
    title: open ? "Administrator ends soon" : title,
    fields: fieldsOf(grant),
    note: open ? endingWords(request, grant) : afterWords(grant, after),
    buttons: open ? buttons(grant) : [],
  };
}

function ended(request: RequestRow, grant: Grant, after: Standing, last: boolean): Card {
  const none = last ? [" The Account has no Administrator any more."] : [];
  return {
    ...cardFrame(request),
    state: "done",
    title: after.level === "Access" ? "Administrator has ended" : "One grant has ended, another continues",
    fields: fieldsOf(grant),
    note: [...requesterOf(request), ": ", ...endWords(grant), ...afterWords(grant, after), ...none],
  };
}

const buttons = ({ id }: Grant): CardButton[] => [
  { action: extendAction, value: id, label: "Extend" },
  { action: giveBackAction, value: id, label: "Give back now" },
];

function fieldsOf({ membership: { user, account } }: Grant): Card["fields"] {
  return [
    ["User", userLabel(user)],
    ["Account", accountLabel(account)],
  ];
}

function endingWords(request: RequestRow, { endsAt }: Grant): RichText {
  const end: Part[] = endsAt ? [{ time: endsAt }] : ["soon"];
  return [
    ...requesterOf(request),
    ": it ends ",
    ...end,
    ". Extend asks for more time. Give back now ends it at once. Otherwise it ends at that time.",
  ];
}

function endWords({ endedBy, endsAt }: Grant): Part[] {
  const at: Part[] = endsAt ? [{ time: endsAt }] : [];
  return endedBy ? [`${endedBy} gave it back `, ...at, ". "] : ["its time was over ", ...at, ". "];
}

function afterWords({ membership: { user } }: Grant, { level, until }: Standing): Part[] {
  if (level === "Access") return [`${user.username} has Access now.`];
  return [`${user.username} stays Administrator`, ...(until ? [" until ", { time: until }] : []), "."];
}

async function isLast(app: App, { membership, endsAt }: Grant, { level }: Standing): Promise<boolean> {
  return (
    level === "Access" && endsAt !== null && (await otherAdministrators(app.db, membership, endsAt)) === 0
  );
}

/** The grant went with the User, the Account or the access to it. */
function gone(request: RequestRow): Card {
  const note = "The User is no longer a member of the Account.";
  return {
    ...cardFrame(request),
    state: "done",
    title: "Administrator has ended",
    fields: [],
    note,
    buttons: [],
  };
}
