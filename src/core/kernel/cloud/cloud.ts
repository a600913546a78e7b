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
}

export interface CloudAccount {
  /** The API ID, letter for letter. */
  id: string;
  name: string;
  description: string;
  /** Undefined where the cloud does not say it. */
  createdAt: Date | undefined;
}

export interface CloudPage {
  accounts: CloudAccount[];
  /** How many pages there are; undefined where the cloud does not say it. */
  pages: number | undefined;
}

/** How the cloud is named in sentences. */
export const cloudName = "Cyclr's cloud";
