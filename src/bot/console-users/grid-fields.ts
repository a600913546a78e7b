import type { InputBlock } from "@slack/types";
import {
  type Access,
  type Area,
  type ConsolePermissions,
  type Level,
  noAccess,
  permissionGrid,
  grantableAreas,
  levelsOf,
} from "../../core/kernel/access/access.ts";
import { consoleUserLabel } from "../../core/console-users/invite-console-user.ts";
import { gridField } from "../../core/kernel/access/access-refusal.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { type Choice, selectField, tickField, searchField } from "../slack/fields.ts";
import type { FormValues } from "../slack/command.ts";
import type { ConsoleUser } from "../../core/generated/prisma/client.ts";

const [none, keep] = ["none", "keep"];
const asItIs: Choice = { text: "as it is", value: keep };

/** The grid of permissions, made from its data: Full Access, and a level for each area. */
export function gridFields(chosen: Access): InputBlock[] {
  const fullAccess = tickField({
    id: "fullAccess",
    label: "Full Access",
    tick: "Full Access",
    what: "Everything in every area; the levels below then count for nothing.",
    on: chosen.fullAccess,
  });
  return [fullAccess, ...grantableAreas().map((area) => areaField(area, chosen.permissions[area] ?? none))];
}

/** The same where it is not known yet whose it will be: what is left as it is does not change. */
export function changeFields(asked: Access = noAccess): InputBlock[] {
  const choices = [asItIs, { text: "yes", value: "yes" }, { text: "no", value: "no" }];
  const fullAccess = selectField({
    id: "fullAccess",
    label: "Full Access",
    choices,
    chosen: asked.fullAccess ? "yes" : keep,
  });
  return [
    fullAccess,
    ...grantableAreas().map((area) => areaField(area, asked.permissions[area] ?? keep, [asItIs])),
  ];
}

/** What a form with these fields asks for. `before` is what somebody has, for what is left as it is. */
export function readGrid(values: FormValues, before: Access): Access {
  const ticked = values["fullAccess"];
  const stays = ticked === keep || ticked === undefined;
  if (
    ticked === keep &&
    before.fullAccess &&
    grantableAreas().some((area) => values[gridField(area)] !== keep)
  )
    throw new DomainError(
      "invalid",
      "They have Full Access, so levels do not count. Choose “no” here first.",
      "fullAccess",
    );
  const permissions: ConsolePermissions = {};
  for (const area of grantableAreas()) {
    const level = readLevel(area, values[gridField(area)], before);
    if (level) permissions[area] = level;
  }
  return { fullAccess: stays ? before.fullAccess : ticked === true || ticked === "yes", permissions };
}

function areaField(area: Area, chosen: string, first: Choice[] = []): InputBlock {
  const row: Partial<Record<string, string>> = permissionGrid[area];
  const choices = levelsOf(area).map((level) => ({
    text: level,
    value: level,
    description: row[level] ?? "",
  }));
  const label = `${area[0]?.toUpperCase()}${area.slice(1).replaceAll("-", " ")}`;
  const all = [...first, { text: "none", value: none }, ...choices];
  return selectField({ id: gridField(area), label, choices: all, chosen });
}

function readLevel(area: Area, value: FormValues[string], before: Access): Level | undefined {
  if (value === none) return undefined;
  if (value === keep || value === undefined) return before.permissions[area];
  const level = levelsOf(area).find((one) => one === value);
  if (!level)
    throw new DomainError("invalid", "This area has no such level. Choose another.", gridField(area));
  return level;
}

const field = { id: "consoleUserId", label: "Console User" };

/** A search among the Console Users, or the one whom the form is about. */
export function consoleUserField(about?: ConsoleUser, chosen?: ConsoleUser): InputBlock {
  const choice = chosen && { text: consoleUserLabel(chosen), value: chosen.id };
  if (!about) return searchField({ ...field, source: "console-user", chosen: choice });
  const choices = [{ text: consoleUserLabel(about), value: about.id }];
  return selectField({ ...field, choices, chosen: about.id });
}
