import type { Account } from "../generated/prisma/client.ts";
import type { Approval } from "./approval-policy.ts";

/** What a Request would do, told before anything is done. */
export interface Plan {
  /** The Account it is about, where it is about one. */
  accountId?: string;
  /** Every Account it touches, where that is not the one alone. */
  accountIds?: string[];
  /** The rows of all these, where planning has read them. */
  accounts?: Account[];
  /** Lets somebody act as Administrator who could not before: by a grant, or with another's password. */
  grantsAdministrator?: boolean;
  /** The folded addresses of those whom it gives something: none of them approves it. */
  beneficiaries?: string[];
  /** What no second unfinished Request may ask for at the same time. */
  openKey: string;
  /** Completes "Queued: …": "the invitation of ann@acme.example to Acme Ltd (acme)". */
  what: string;
  /** Each change that would be made, as a sentence. */
  effects: string[];
  /** What the requester should know before they mean it. */
  warnings: string[];
  /** Takes something away: the requester is asked first. */
  asks: boolean;
  /** A page has to take values first, which no chat may see. Not together with `asks`. */
  needsValues?: boolean;
  /** Who has to approve it: the policy's part, and no kind's own. */
  approval?: Approval;
}
