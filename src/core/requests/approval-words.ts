import type { Approval } from "./approval-policy.ts";

/** "one approval of another Console User with “users: manage”". */
export function approvalWords({ approvals, needs }: Approval): string {
  const holder = `with “${needs.replace(":", ": ")}”`;
  if (approvals === 1) return `one approval of another Console User ${holder}`;
  return `${numbers[approvals] ?? approvals} approvals of other Console Users ${holder}`;
}

const numbers = ["no", "one", "two", "three", "four", "five"];
