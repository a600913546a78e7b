import { z } from "zod";
import type { AccountUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { changeAtLevel } from "../memberships/require-level.ts";
import { accountDescription, accountName } from "./account-fields.ts";
import { settingsMark } from "./account-settings.ts";
import { saveAccountSettings } from "./change-account-settings.ts";

/** What an Administrator of an Account changes. The API ID is what the Partner's calls name it by, and theirs to change. */
export const ownAccountForm = z.object({
  /** The settingsMark of what was shown. */
  shown: z.string().max(100),
  name: accountName,
  description: accountDescription,
});
export type OwnAccountForm = z.infer<typeof ownAccountForm>;

/** Changes the settings of an Account that the actor is Administrator of. Throws not-found, forbidden, conflict, invalid. */
export async function changeOwnAccount(
  ctx: Context<AccountUserActor>,
  accountId: string,
  form: OwnAccountForm,
): Promise<"changed" | "unchanged"> {
  const asked = { accountId, needs: "Administrator", for: "account settings" } as const;
  return changeAtLevel(ctx, asked, async (tx, { account }) => {
    // A textarea sends its line ends as CR LF.
    const read = ownAccountForm.safeParse({ ...form, description: form.description.replace(/\r\n/g, "\n") });
    const [issue] = read.error?.issues ?? [];
    if (!read.data) throw new DomainError("invalid", issue?.message ?? "", issue?.path.map(String)[0]);
    if (read.data.shown !== settingsMark(account))
      throw new DomainError(
        "conflict",
        "Somebody changed these settings meanwhile. Nothing was saved; look at them as they are now, and change them again.",
      );
    return saveAccountSettings(ctx, tx, { account, input: { ...read.data, accountId }, requestId: null });
  });
}
