import { z } from "zod";
import type { Permission } from "../access/access.ts";

const cloudId = z.string();
const userName = z.string();
const userId = z.uuid();

/** What is done here and has no call in the vendor's API: a person does it in the Console. */
export const handSteps = [
  z.object({
    kind: z.literal("set-level"),
    cloudId,
    userName,
    userId,
    level: z.enum(["Administrator", "Access"]),
    /** Its time was over: whoever had it for a time may still have it there. */
    ended: z.boolean().optional(),
  }),
  z.object({ kind: z.literal("give-access"), cloudId, userName, userId }),
  z.object({ kind: z.literal("suspend-account"), cloudId, suspended: z.boolean() }),
  z.object({ kind: z.literal("suspend-member"), cloudId, userName, userId, suspended: z.boolean() }),
  z.object({ kind: z.literal("change-api-id"), cloudId, apiId: z.string() }),
  z.object({ kind: z.literal("delete-profile"), userName }),
  z.object({ kind: z.literal("console-users"), what: z.string() }),
  z.object({ kind: z.literal("partner-settings"), what: z.string() }),
  z.object({ kind: z.literal("marketplaces"), what: z.string() }),
] as const;

export const handStep = z.discriminatedUnion("kind", handSteps);
export type HandStep = z.infer<typeof handStep>;

const kinds = new Set<string>(handSteps.map(({ shape }) => shape.kind.value));

/** Whether there is no call for it: it is never tried by the program. */
export const isHandStep = <Change extends { kind: string }>(
  change: Change,
): change is Extract<Change, { kind: HandStep["kind"] }> => kinds.has(change.kind);

export const handKinds = [...kinds];

/** Who is asked: those who manage its area. */
export const handNeeds: Record<HandStep["kind"], Permission> = {
  "set-level": "users:manage",
  "give-access": "users:manage",
  "suspend-account": "accounts:manage",
  "suspend-member": "users:manage",
  "change-api-id": "accounts:manage",
  "delete-profile": "users:manage",
  "console-users": "console-users:manage",
  "partner-settings": "settings:manage",
  marketplaces: "marketplaces:manage",
};

/** What it is, as "the level of kim in acme". */
export function handWords(step: HandStep): string {
  switch (step.kind) {
    case "set-level":
      return `the level ${step.level} of ${step.userName} in ${step.cloudId}`;
    case "give-access":
      return `the access of ${step.userName} to ${step.cloudId}`;
    case "suspend-account":
      return `${step.suspended ? "the suspension" : "the end of the suspension"} of ${step.cloudId}`;
    case "suspend-member":
      return `${step.suspended ? "the suspension" : "the end of the suspension"} of ${step.userName} in ${step.cloudId}`;
    case "change-api-id":
      return `the API ID ${step.apiId} of ${step.cloudId}`;
    case "delete-profile":
      return `the profile of ${step.userName}`;
    case "console-users":
    case "partner-settings":
    case "marketplaces":
      return step.what;
  }
}

/** Where in the Console, by its menus, and what. Only the way to an Account's users is documented by the vendor. */
export function handInstruction(step: HandStep): string {
  switch (step.kind) {
    case "set-level":
      return `Accounts > Account Management > users of the Account “${step.cloudId}”: make sure that Administrator is ${step.level === "Administrator" ? "" : "not "}ticked for “${step.userName}”, and save.`;
    case "give-access":
      return `Accounts > Account Management > users of the Account “${step.cloudId}”: make sure that “${step.userName}” is one of them.`;
    case "suspend-account":
      return step.suspended
        ? `Accounts > Account Management > the Account “${step.cloudId}”: stop its cycles. Cyclr has no suspension: until they are stopped they run on.`
        : `Accounts > Account Management > the Account “${step.cloudId}”: start the cycles that were stopped for its suspension.`;
    case "suspend-member":
      return step.suspended
        ? `Accounts > Account Management > users of the Account “${step.cloudId}”: take “${step.userName}” away. Cyclr has no suspension: until then they can sign in there.`
        : `Accounts > Account Management > users of the Account “${step.cloudId}”: give “${step.userName}” access again, with the level that they have here.`;
    case "change-api-id":
      return `Accounts > Account Management > the Account “${step.cloudId}”: change its API ID to “${step.apiId}”. The next comparison finds it under that.`;
    case "delete-profile":
      return `the list of users: delete “${step.userName}”. They have been taken from each Account by the API.`;
    case "console-users":
      return `Settings > Console Users, or where your Console keeps them: ${step.what}.`;
    case "partner-settings":
      return `Settings > General: ${step.what}.`;
    case "marketplaces":
      return `Marketplaces: ${step.what}.`;
  }
}

/** What is true until it is done: here, and no more than is known of there. */
export function handTruths(step: HandStep): { here: string; there: string } {
  switch (step.kind) {
    case "set-level":
      return {
        here: `${step.userName} has the level ${step.level}.`,
        there: "levels cannot be read: it may be another one.",
      };
    case "give-access":
      return { here: `${step.userName} has the Account.`, there: `${step.userName} may not have it.` };
    case "suspend-account":
      return step.suspended
        ? { here: "the Account is suspended.", there: "its cycles may run on." }
        : { here: "the Account is open.", there: "its cycles may still be stopped." };
    case "suspend-member":
      return step.suspended
        ? { here: "the user is suspended in the Account.", there: "they may still have it." }
        : { here: "the user has the Account again.", there: "they may not have it." };
    case "change-api-id":
      return { here: `the API ID is ${step.apiId}.`, there: `it is known as ${step.cloudId}.` };
    case "delete-profile":
      return { here: "the User is deleted.", there: "the profile may still be there." };
    case "console-users":
    case "partner-settings":
    case "marketplaces":
      return { here: `done: ${step.what}.`, there: "not known." };
  }
}
