import { ExternalError } from "../external-error.ts";

/**
 * The vendor's cloud, where the Partner's Accounts are. Every call throws an ExternalError where it comes to nothing.
 */
export interface Cloud {
  /** One page of all Accounts, sub-accounts among them where the cloud lists those, from page 1. */
  accounts(page: number): Promise<CloudPage>;
  /** Undefined: there is none. `id` is the API ID, letter for letter. */
  account(id: string): Promise<CloudAccount | undefined>;
  /** Undefined: there is no such Account. */
  subAccounts(id: string): Promise<CloudAccount[] | undefined>;
  /** The user IDs of an Account's members, letter for letter. Undefined: there is no such Account. */
  members(id: string): Promise<string[] | undefined>;
  /** How many of an Account's Cycles are active. Undefined: there is no such Account. */
  activeCycles(id: string): Promise<number | undefined>;
  /** Throws where there is one of that API ID. */
  createAccount(account: NewCloudAccount): Promise<void>;
  /** What is left out stays. False: there is no such Account. */
  changeAccount(
    id: string,
    changes: { name?: string | undefined; description?: string | undefined },
  ): Promise<boolean>;
  /** Also where there is none. */
  deleteAccount(id: string): Promise<void>;
  /** Also where there is no such Account. */
  removeMember(id: string, userName: string): Promise<void>;
}

/** What reads lists there, and can change nothing. */
export type CloudLists = Pick<Cloud, "accounts" | "account" | "subAccounts" | "members">;

export interface CloudAccount {
  /** The API ID, letter for letter. */
  id: string;
  name: string;
  description: string;
  /** Undefined where the cloud does not say it. */
  createdAt: Date | undefined;
}

export interface NewCloudAccount {
  cloudId: string;
  name: string;
  description: string;
  parentCloudId: string | null;
}

export interface CloudPage {
  accounts: CloudAccount[];
  /** How many pages there are; undefined where the cloud does not say it. */
  pages: number | undefined;
}

/** How the cloud is named in sentences. */
export const cloudName = "Cyclr's cloud";

/** Credentials that are refused say nothing of what was asked: whoever runs the program puts them right. */
export function mayPass(error: Error): boolean {
  if (!(error instanceof ExternalError)) return true;
  return error.retryable || ["credentials", "401", "403"].includes(error.reason);
}
