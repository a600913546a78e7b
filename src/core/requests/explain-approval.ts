import type { Permission } from "../console-users/permission-grid.ts";
import { type Approval, type ApprovalPolicy, approvalFor, type Asked } from "./approval-policy.ts";
import { approvalWords } from "./approval-words.ts";

export interface MayNeedApproval {
  kind: string;
  needs: Permission;
  /** Whether it makes an Administrator; undefined where it never does. */
  grantsAdministrator?: "always" | "sometimes";
  /** Touches an Account, which may be sensitive. */
  onAccount: boolean;
}

/** Who has to approve what a command asks for, in sentences; none where nobody has to. */
export function explainApproval(
  policy: ApprovalPolicy,
  { kind, needs, grantsAdministrator, onAccount }: MayNeedApproval,
): string[] {
  const ask = (given: Partial<Asked>) =>
    approvalFor(policy, { kind, needs, grantsAdministrator: false, sensitive: false, ...given });
  const always = ask({ grantsAdministrator: grantsAdministrator === "always" });
  const raised = grantsAdministrator && ask({ grantsAdministrator: true });
  const sensitive =
    onAccount && ask({ grantsAdministrator: grantsAdministrator === "always", sensitive: true });
  return [
    ...line("It waits for", always),
    ...(differs(raised, always) ? line("Where it makes an Administrator, it waits for", raised) : []),
    ...(differs(sensitive, always)
      ? line("On an Account that is marked sensitive, it waits for", sensitive)
      : []),
  ];
}

type Found = Approval | undefined | false | "";

function line(lead: string, approval: Found): string[] {
  return approval ? [`${lead} ${approvalWords(approval)}.`] : [];
}

function differs(one: Found, other: Found): boolean {
  return JSON.stringify(one || undefined) !== JSON.stringify(other || undefined);
}
