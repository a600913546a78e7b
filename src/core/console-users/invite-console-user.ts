import { z } from "zod";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { defineRequest } from "../requests/define-request.ts";
import type { Plan } from "../requests/plan.ts";
import { email } from "../text/email.ts";
import { addressKey } from "../text/identity-key.ts";
import { accessInput, noAccess } from "./access.ts";
import { applyConsoleInvitation } from "./apply-console-invitation.ts";
import { consoleInvitationCard } from "./console-invitation-card.ts";
import { openConsoleInvitation } from "./console-invitation-state.ts";
import { consoleUserLabel } from "./console-user-words.ts";
import { accessWords } from "./permission-words.ts";
import { auditRefusals, requireAccessChange } from "./require-access-change.ts";
import { sendConsoleInvitation } from "./send-console-invitation.ts";

export const inviteConsoleUserInput = z.object({ email, access: accessInput });

export type InviteConsoleUserInput = z.infer<typeof inviteConsoleUserInput>;

/** Invites a member of the Partner's own team to the Partner Console. Never a customer. */
export const inviteConsoleUserRequest = defineRequest({
  kind: "invite-console-user",
  input: inviteConsoleUserInput,
  needs: "console-users:manage",
  plan,
  async run(ctx, request, input) {
    const outcome = await auditRefusals(ctx, { name: input.email }, () =>
      applyConsoleInvitation(ctx, request, input),
    );
    if (outcome === "invited") await sendConsoleInvitation(ctx, request);
    return outcome;
  },
  card: consoleInvitationCard,
});

async function plan(ctx: Context<ConsoleUserActor>, input: InviteConsoleUserInput): Promise<Plan> {
  const { email: address, access } = input;
  const change = { before: noAccess, after: access };
  await auditRefusals(ctx, { name: address }, () => requireAccessChange(ctx, ctx.actor, change));
  const emailKey = addressKey(address);
  const known = await ctx.db.consoleUser.findUnique({ where: { emailKey } });
  if (known && !known.removedAt) throw isOne(consoleUserLabel(known), known.email);
  const open = await openConsoleInvitation(ctx, emailKey, ctx.clock());
  if (open?.mailHandedOverAt) throw isInvited(open.email, open.expiresAt);
  const words = accessWords(access);
  const again = known ? " They were a Console User before, and become one again." : "";
  return {
    openKey: `invite-console-user:${emailKey}`,
    what: `the invitation of ${address} to the Console, with ${words}`,
    effects: [
      `A mail goes to ${address} with a link, good for seven days, to become a Console User with: ${words}.${again}`,
    ],
    warnings: access.fullAccess ? ["Full Access allows everything, and to give and take Full Access."] : [],
    asks: false,
  };
}

function isOne(label: string, address: string): DomainError {
  const advice = `/cyclr permissions ${address} shows and changes what they may do.`;
  return new DomainError(
    "conflict",
    `${label} is a Console User already. Nothing was changed. ${advice}`,
    "email",
  );
}

function isInvited(address: string, expiresAt: Date): DomainError {
  const until = expiresAt.toISOString().slice(0, 10);
  const what = `${address} already has an open invitation to the Console, good until ${until}.`;
  return new DomainError("conflict", `${what} Nothing was changed.`, "email");
}
