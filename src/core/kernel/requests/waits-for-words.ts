import type { RichText } from "../chat/chat.ts";
import { active, type Permission } from "../access/access.ts";
import { nameOf } from "../access/console-user-actor.ts";
import { whoCanGive } from "../access/require-access-change.ts";
import type { App } from "../../context.ts";
import type { ConsoleUser } from "../../generated/prisma/client.ts";
import { counted } from "../text/counted.ts";
import { type Approvable, approvalsOf, decidersLeft, mayApprove } from "./approvals.ts";
import { approvalWords } from "./approval-policy.ts";
import { inTheWayOf, inTheWayWords } from "./going-alone.ts";
import { hasFullAccess } from "./load-open-approval.ts";
import { hint } from "../text/command-hint.ts";

/** What a Request waits for, until when, and who can give it; those are mentioned where they should be called. */
export async function waitsForWords(
  app: Pick<App, "db" | "clock" | "approvalPolicy">,
  request: Approvable,
  { mentioning }: { mentioning: boolean },
): Promise<Exclude<RichText, string>> {
  const { approvalsNeeded, expiresAt } = request;
  const needs = (request.approverNeeds ?? "") as Permission;
  const given = approvalsOf(app, request);
  const everyone = await app.db.consoleUser.findMany({
    where: active,
    orderBy: [{ fullAccess: "asc" }, { createdAt: "asc" }],
  });
  const deciders = decidersLeft(app, request, everyone);
  const left = deciders.filter((user) => mayApprove(request, user));
  const concerned = deciders.filter((user) => !left.includes(user));
  const most = app.approvalPolicy.mentionsAtMost;
  const missing = approvalsNeeded - given.length;
  const names = given.map(({ voter }) => nameOf(voter)).join(", ");
  return [
    ...(request.trouble ? [`${request.trouble} `] : []),
    `Waits for ${approvalWords({ approvals: missing, needs })}.`,
    ...(names ? [` Approved so far by ${names}.`] : []),
    ...(left.length > 0 ? [" Can approve: ", ...listed(left, mentioning, most), "."] : []),
    ...(concerned.length > 0
      ? [" Can only deny it, since it concerns them: ", ...listed(concerned, mentioning, most), "."]
      : []),
    ...(left.length < missing ? [await tooFewWords(app, request, left, needs)] : []),
    ...(expiresAt ? [" Open until ", { time: expiresAt }, "."] : []),
  ];
}

/** Those whom Slack knows come first: they can be mentioned. */
function listed(approvers: ConsoleUser[], mentioning: boolean, most: number): Exclude<RichText, string> {
  const linked = approvers.filter(({ chatUserId }) => chatUserId);
  const others = approvers.filter(({ chatUserId }) => !chatUserId);
  const shown = [...linked, ...others].slice(0, Math.max(most, 1));
  const more = approvers.length - shown.length;
  const words = shown.flatMap((user, index) => {
    const name = nameOf(user);
    const { chatUserId } = user;
    const one = mentioning && chatUserId && index < most ? { chatUserId, name } : name;
    return [
      ...(index > 0 ? [", "] : []),
      one,
      ...(chatUserId ? [] : [` (not linked yet: they have to send ${hint()} once)`]),
    ];
  });
  return more > 0 ? [...words, ` and ${counted(more, "more", "more")}`] : words;
}

/** Says what the asking is for, where there is somebody to ask. */
const appointing = (who: string): string => who.replace(/^Ask /u, "To appoint one, ask ");

async function tooFewWords(
  app: Pick<App, "db" | "clock" | "approvalPolicy">,
  request: Approvable,
  left: ConsoleUser[],
  needs: Permission,
): Promise<string> {
  const nobody =
    left.length === 0 ? "Nobody else can approve this." : "This needs more approvers than there are.";
  return ` ${nobody} ${appointing(await whoCanGive(app, needs))}${await aloneWords(app, request)}`;
}

/** What keeps a requester with Full Access from going on alone, but for those who can approve and are named before. */
async function aloneWords(
  app: Pick<App, "db" | "clock" | "approvalPolicy">,
  request: Approvable,
): Promise<string> {
  if (!hasFullAccess(request)) return "";
  const inTheWay = await inTheWayOf(app, request);
  if (inTheWay.length === 0) return " With Full Access, the requester can also go on alone.";
  const [first] = inTheWay.filter(({ because }) => because !== "approver");
  return first ? ` Nobody goes on alone: ${inTheWayWords(first)}` : "";
}
