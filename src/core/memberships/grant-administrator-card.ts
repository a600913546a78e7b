import type { Part, Words } from "../chat/card.ts";
import type { App } from "../context.ts";
import type { AdministratorGrant } from "../generated/prisma/client.ts";
import type { CardWords, RequestRow } from "../requests/request-kind.ts";
import { standardCard } from "../requests/standard-card.ts";
import { durationWords } from "../time/duration-words.ts";
import type { GrantAdministratorInput } from "./grant-administrator-input.ts";
import { membershipFields } from "./membership-fields.ts";

const titles: Record<string, string> = {
  granted: "Administrator granted",
  lengthened: "Administrator extended",
  "made-permanent": "Administrator without an end",
  already: "Administrator already",
};

/** What was granted, until when, and once it has ended that it has. */
export async function grantAdministratorCard(
  app: App,
  request: RequestRow,
  input: GrantAdministratorInput,
): Promise<CardWords> {
  const fields = await membershipFields(app, request, input.userId);
  const grant = await app.db.administratorGrant.findFirst({ where: { requestId: request.id } });
  const outcome = request.outcome ?? "";
  const ended = grant?.endedAt && grant.endsAt;
  return standardCard(app, request, {
    noun: "Administrator grant",
    fields: [...fields, ...lengthFields(input, grant)],
    done: ended ? "Administrator ended" : (titles[outcome] ?? "Administrator granted"),
    note: ended ? endedWords(grant) : noteOf(outcome, input, grant),
  });
}

function lengthFields(
  { forMinutes, until }: GrantAdministratorInput,
  grant: AdministratorGrant | null,
): [string, Words][] {
  if (grant?.endsAt) return [[grant.endedBy ? "Ended" : "Until", [{ time: grant.endsAt }]]];
  if (forMinutes !== undefined) return [["For", durationWords(forMinutes)]];
  return until === undefined ? [] : [["Until", [{ time: new Date(until) }]]];
}

function noteOf(
  outcome: string,
  { forMinutes, until, readAs }: GrantAdministratorInput,
  grant: AdministratorGrant | null,
): Words {
  const end: Part[] = grant?.endsAt ? [", until ", { time: grant.endsAt }] : [];
  const said = readAs ? ` ${readAs}` : "";
  if (outcome === "granted") return ["Access before, Administrator now", ...end, `.${said}`];
  if (outcome === "lengthened") return ["Administrator before, and now longer", ...end, `.${said}`];
  if (outcome === "made-permanent") return "Administrator for a time before, without an end now.";
  const temporary = forMinutes !== undefined || until !== undefined;
  return temporary
    ? "The level was given for longer before. Nothing had to be changed."
    : "Nothing had to be changed.";
}

function endedWords({ endedBy, endsAt }: AdministratorGrant): Words {
  const at: Part[] = endsAt ? [" at ", { time: endsAt }] : [];
  return endedBy ? [`${endedBy} ended this before its time,`, ...at, "."] : ["Its time ran out", ...at, "."];
}
