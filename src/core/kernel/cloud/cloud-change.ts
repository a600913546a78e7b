import { z } from "zod";
import { ExternalError } from "../external-error.ts";
import { minutes } from "../time/clock.ts";
import { type HandStep, handSteps, handWords, isHandStep } from "./hand-steps.ts";
import { type Cloud, cloudName } from "./cloud.ts";

const cloudId = z.string();

/** What can be changed in the cloud by a call of its API, and what a person changes there. */
export const cloudChange = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("create-account"),
    cloudId,
    name: z.string(),
    description: z.string(),
    parentCloudId: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("change-account"),
    cloudId,
    name: z.string().optional(),
    description: z.string().optional(),
    /** The same before, so that it can be taken back here. */
    before: z.object({ name: z.string().optional(), description: z.string().optional() }).optional(),
  }),
  z.object({ kind: z.literal("delete-account"), cloudId }),
  z.object({ kind: z.literal("remove-member"), cloudId, userName: z.string() }),
  ...handSteps,
]);
export type CloudChange = z.infer<typeof cloudChange>;
/** What has a call. */
export type CalledChange = Exclude<CloudChange, HandStep>;

/** What it is, after "has done" and "could not do". */
export function changeWords(change: CloudChange): string {
  if (isHandStep(change)) return handWords(change);
  const { cloudId } = change;
  switch (change.kind) {
    case "create-account":
      return `the new Account ${cloudId}`;
    case "change-account":
      return `the name and description of ${cloudId}`;
    case "delete-account":
      return `the deletion of ${cloudId}`;
    case "remove-member":
      return `the removal of ${change.userName} from ${cloudId}`;
  }
}

interface Tried {
  /** This one among them. */
  tries: number;
  createdAt: Date;
}

/** Does it there. A try before this one may have arrived, with its answer lost: what cannot be said twice is looked for first. */
export async function carryOut(cloud: Cloud, change: CloudChange, tried: Tried): Promise<void> {
  if (isHandStep(change)) throw new Error(`There is no call for ${change.kind}`);
  switch (change.kind) {
    case "create-account":
      if (tried.tries > 1 && (await isMade(cloud, change, tried))) return;
      await cloud.createAccount(change);
      return;
    case "change-account":
      if (!(await cloud.changeAccount(change.cloudId, change))) throw gone(change.cloudId);
      return;
    case "delete-account":
      await cloud.deleteAccount(change.cloudId);
      return;
    case "remove-member": {
      // What the cloud says to the removal of somebody who is no member is not known.
      const members = await cloud.members(change.cloudId);
      if (members?.includes(change.userName)) await cloud.removeMember(change.cloudId, change.userName);
    }
  }
}

const clocksApartMs = minutes(10);

async function isMade(
  cloud: Cloud,
  { cloudId: id, name }: { cloudId: string; name: string },
  { createdAt }: Tried,
): Promise<boolean> {
  const found = await cloud.account(id);
  if (!found) return false;
  const isLater = !found.createdAt || found.createdAt.getTime() > createdAt.getTime() - clocksApartMs;
  if (found.name === name && isLater) return true;
  throw new ExternalError(`${cloudName} has another Account with the API ID ${id}: “${found.name}”.`, {
    retryable: false,
    reason: "id-in-use",
  });
}

const gone = (id: string) =>
  new ExternalError(`${cloudName} has no Account with the API ID ${id}.`, {
    retryable: false,
    reason: "404",
  });
