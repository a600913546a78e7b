import type { App } from "../../context.ts";
import { DomainError } from "../errors.ts";
import { ExternalError } from "../external-error.ts";
import { counted } from "../text/counted.ts";
import { type Cloud, cloudName, mayPass } from "./cloud.ts";

/** Throws conflict, at the field, where the cloud has an Account of this API ID. It is asked before anything is done here. */
export async function requireFreeInCloud({ cloud }: Pick<App, "cloud">, apiId: string): Promise<void> {
  if (!cloud || !(await waiting(cloud.account(apiId)))) return;
  throw new DomainError("conflict", `ID already in use, by an Account in ${cloudName}.`, "apiId");
}

/** Throws conflict where the cloud still has what keeps an Account: a deletion there cannot be undone. */
export async function requireUnkeptInCloud({ cloud }: Pick<App, "cloud">, cloudId: string): Promise<void> {
  if (!cloud) return;
  const kept = await waiting(keepsIt(cloud, cloudId));
  if (kept)
    throw new DomainError(
      "conflict",
      `In ${cloudName} it still has ${kept}. Nothing was changed.`,
      "accountId",
    );
}

async function keepsIt(cloud: Cloud, id: string): Promise<string | undefined> {
  const subAccounts = (await cloud.subAccounts(id)) ?? [];
  if (subAccounts.length > 0) return counted(subAccounts.length, "sub-account");
  const active = (await cloud.activeCycles(id)) ?? 0;
  return active > 0 ? counted(active, "active cycle") : undefined;
}

/** While the cloud is away, what has to ask it first is held, for three days at most, and spends no attempt. */
async function waiting<Answer>(asked: Promise<Answer>): Promise<Answer> {
  return asked.catch((error: unknown) => {
    if (!(error instanceof ExternalError)) throw error;
    const { message, reason } = error;
    if (reason === "unnameable")
      throw new DomainError("conflict", `${message} Do this in the Console itself. Nothing was changed.`);
    if (!mayPass(error)) throw error;
    throw new ExternalError(message, { retryable: true, reason, concerns: "sender", cause: error });
  });
}
