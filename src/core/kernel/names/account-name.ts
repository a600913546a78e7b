import { fold } from "../text/fold.ts";
import { identityKey } from "../text/identity-key.ts";

/** An Account as people recognise it among others of the same name. */
export function accountLabel(account: { name: string; apiId: string }): string {
  return `${account.name} (${account.apiId})`;
}

/** An Account's names with the keys they are found by, as its row keeps them. */
export function accountNames({ name, apiId }: { name: string; apiId: string }): {
  name: string;
  nameKey: string;
  apiId: string;
  apiIdKey: string;
} {
  return { name, nameKey: fold(name), apiId, apiIdKey: identityKey(apiId) };
}
