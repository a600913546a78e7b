import { z } from "zod";
import { accountLabel } from "../kernel/names/account-name.ts";
import { loadAccount } from "../kernel/levels/load-account.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { App } from "../context.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import { defineRequest } from "../kernel/requests/define-request.ts";
import type { RequestRow } from "../kernel/requests/request-kind.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { fold } from "../kernel/text/fold.ts";
import {
  apiClientName,
  insertApiClient,
  requireRoom,
  toldOfClient,
  newClientSecret,
} from "./revoke-api-client.ts";
import { hint } from "../kernel/text/command-hint.ts";

export const createApiClientInput = z.object({
  name: apiClientName,
  accountId: z.uuid("Choose an Account.").nullish().default(null),
});

/** The outcome of a Request whose secret its requester has seen. */
export const secretShown = "secret-shown";
export const secretReady = "created";

/** Makes a client that nobody can use yet: its secret is made when its requester has it shown, once. */
export const createApiClientRequest = defineRequest({
  kind: "create-api-client",
  input: createApiClientInput,
  needs: "settings:manage",

  async plan(ctx, { name, accountId }) {
    await requireRoom(ctx.db, name);
    const account = accountId ? await loadAccount(ctx.db, accountId) : undefined;
    const reach = account
      ? `It reaches ${accountLabel(account)} alone.`
      : "It reaches every Account, and may make new ones.";
    return {
      ...(accountId && { accountId }),
      openKey: `api-client:${fold(name)}`,
      what: `the API client ${name}`,
      effects: [
        `The API client ${name} is made. ${reach}`,
        "You alone can show its secret, once, within a day.",
      ],
      warnings: [],
      asks: false,
    };
  },

  run: (ctx, request, { name, accountId }) =>
    applyOnce(ctx, request, async (tx) => {
      const account = accountId ? await loadAccount(tx, accountId) : null;
      const { secretHash } = newClientSecret();
      const given = { name, account, createdBy: ctx.actor.name, secretHash, now: ctx.clock() };
      const client = await insertApiClient(tx, given);
      await recordAudit(tx, ctx, {
        action: "api-client-created",
        subject: { kind: "api-client", id: client.id, name },
        ...(accountId && { accountId }),
        requestId: request.id,
        after: toldOfClient(client, account),
      });
      return secretReady;
    }),

  async card(app, request, { name, accountId }) {
    const account = accountId ? await app.db.account.findUnique({ where: { id: accountId } }) : null;
    const reach = account
      ? accountLabel(account)
      : accountId
        ? "an Account that was deleted"
        : "every Account";
    return standardCard(app, request, {
      noun: "API client",
      fields: [
        ["Name", name],
        ["Client ID", (await clientIdOf(app, request)) ?? "not made yet"],
        ["Reaches", reach],
      ],
      done: "API client made",
      note:
        request.outcome === secretShown
          ? "Its secret was shown to its requester, once."
          : `Its requester can show its secret, once: by the button, or with ${hint("api-clients")}.`,
    });
  },
});

async function clientIdOf({ db }: App, { id }: RequestRow): Promise<string | undefined> {
  const event = await db.auditEvent.findFirst({ where: { requestId: id, action: "api-client-created" } });
  return (event?.after as { clientId?: string } | null)?.clientId;
}
