import type { Cloud, CloudAccount } from "../../src/core/kernel/cloud/cloud.ts";
import { ExternalError } from "../../src/core/kernel/external-error.ts";

interface KeptAccount {
  name: string;
  createdAt: Date | undefined;
  parent: string | null;
  members: Set<string>;
}

/** A cloud of this process: what it has can be changed by hand. */
export interface KeptCloud extends Cloud {
  has: Map<string, KeptAccount>;
  /** Every call, in order. */
  calls: string[];
  /** Whether sub-accounts stand in the list. */
  listsSubs: boolean;
  pageSize: number;
  /** Called before each call; what it throws is what the call meets. */
  before: (call: string) => void;
  add(id: string, given?: Partial<Omit<KeptAccount, "members">> & { members?: string[] }): void;
  /** Its API ID becomes another one. */
  move(from: string, to: string): void;
}

export function keptCloud(): KeptCloud {
  let made = 0;
  const meet = (cloud: KeptCloud, call: string) => {
    cloud.calls.push(call);
    cloud.before(call);
  };
  const told = (id: string, { name, createdAt }: KeptAccount): CloudAccount => ({
    id,
    name,
    description: "",
    createdAt,
  });
  return {
    has: new Map(),
    calls: [],
    listsSubs: true,
    pageSize: 10,
    before: () => undefined,
    add(id, { name = id, createdAt, parent = null, members = [] } = {}) {
      made += 1;
      const at = createdAt ?? new Date(Date.UTC(2024, 0, 1) + made * 1_000);
      this.has.set(id, { name, createdAt: at, parent, members: new Set(members) });
    },
    move(from, to) {
      const account = this.has.get(from);
      if (!account) throw new Error(`There is no ${from}`);
      this.has.delete(from);
      this.has.set(to, account);
      for (const one of this.has.values()) if (one.parent === from) one.parent = to;
    },
    async accounts(page) {
      meet(this, `accounts ${page}`);
      const all = [...this.has].filter(([, { parent }]) => this.listsSubs || parent === null);
      const pages = Math.ceil(all.length / this.pageSize);
      const shown = all.slice((page - 1) * this.pageSize, page * this.pageSize);
      return { accounts: shown.map(([id, one]) => told(id, one)), pages };
    },
    async account(id) {
      meet(this, `account ${id}`);
      const one = this.has.get(id);
      return one && told(id, one);
    },
    async subAccounts(id) {
      meet(this, `sub ${id}`);
      if (!this.has.has(id)) return undefined;
      return [...this.has].filter(([, { parent }]) => parent === id).map(([key, one]) => told(key, one));
    },
    async members(id) {
      meet(this, `members ${id}`);
      const one = this.has.get(id);
      return one && [...one.members];
    },
    async activeCycles(id) {
      meet(this, `cycles ${id}`);
      return this.has.has(id) ? 0 : undefined;
    },
    async createAccount({ cloudId, name, parentCloudId: parent }) {
      meet(this, `create ${cloudId}`);
      if (this.has.has(cloudId))
        throw new ExternalError("ID already in use", { retryable: false, reason: "400" });
      this.add(cloudId, { name, parent });
    },
    async changeAccount(id, { name }) {
      meet(this, `change ${id}`);
      const one = this.has.get(id);
      if (one && name !== undefined) one.name = name;
      return one !== undefined;
    },
    async deleteAccount(id) {
      meet(this, `delete ${id}`);
      this.has.delete(id);
    },
    async removeMember(id, userName) {
      meet(this, `remove ${id} ${userName}`);
      this.has.get(id)?.members.delete(userName);
    },
  };
}
