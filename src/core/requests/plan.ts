import type { Account } from "../generated/prisma/client.ts";
import type { Approval } from "./approval-policy.ts";

export interface Administrators {
  count: number;
  /** In the order of the list; all of them unless told. */
  first(take?: number): Promise<AdministratorToBe[]>;
}

export interface AdministratorToBe {
  /** The address, or the user ID. */
  who: string;
  /** Undefined where it is not there, or not any more: then nothing comes of it. */
  account: Account | undefined;
}

/** Of those that a plan has read anyway. */
export function administratorsOf(all: AdministratorToBe[]): Administrators {
  return { count: all.length, first: async (take = all.length) => all.slice(0, take) };
}

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
  /** Each who is to become Administrator, where that may be more than the effects have room for. */
  administrators?: Administrators;
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
