import type { DomainErrorCode } from "../errors.ts";
import { type Access, raisedPermissions, type Area, allows, type Permission } from "./access.ts";

export interface AccessChange {
  /** Whose access changes; left out for somebody who is only invited. */
  target?: { id: string; name: string };
  before: Access;
  after: Access;
}

export interface Refusal {
  code: DomainErrorCode;
  sentence: string;
  /** Where in a form it belongs. */
  field: string;
  /** What the one who asked would have to have; undefined where nobody may. */
  missing?: Permission | "full-access";
}

/** The field of one area in a form. */
export const gridField = (area: Area) => `permissions.${area}`;

/** Why somebody may not make this change of access. Undefined where they may. */
export function accessRefusal(
  actor: Access & { id: string },
  { target, before, after }: AccessChange,
  otherFullAccess: number,
): Refusal | undefined {
  const raised = raisedPermissions(before, after);
  const takesFull = before.fullAccess && !after.fullAccess;
  const givesFull = after.fullAccess && !before.fullAccess;
  if (target?.id === actor.id && (givesFull || raised.length > 0)) return ownGrid(raised[0]);
  if ((givesFull || takesFull) && !actor.fullAccess) return fullAccessOnly;
  const lacked = after.fullAccess ? undefined : raised.find((permission) => !allows(actor, permission));
  if (lacked) return lacking(lacked);
  if (takesFull && otherFullAccess === 0) return lastFullAccess(target?.name ?? "This Console User");
  return undefined;
}

function ownGrid(raised: Permission | undefined): Refusal {
  return {
    code: "forbidden",
    sentence: "You cannot raise your own permissions. Ask another Console User to do it.",
    field: raised ? fieldOf(raised) : "fullAccess",
  };
}

const fullAccessOnly: Refusal = {
  code: "forbidden",
  sentence: "Only a Console User with Full Access can give or take Full Access.",
  field: "fullAccess",
  missing: "full-access",
};

function lacking(permission: Permission): Refusal {
  return {
    code: "forbidden",
    sentence: `You cannot give “${permission.replace(":", ": ")}”, which you do not have.`,
    field: fieldOf(permission),
    missing: permission,
  };
}

function lastFullAccess(name: string): Refusal {
  return {
    code: "conflict",
    sentence: `${name} is the last Console User with Full Access, and cannot be removed, reduced or frozen. Give Full Access to somebody else first.`,
    field: "fullAccess",
  };
}

function fieldOf(permission: Permission): string {
  return gridField(permission.split(":")[0] as Area);
}
