import { shorten } from "../chat/mrkdwn.ts";
import { DomainError } from "../errors.ts";
import {
  type Area,
  type ConsolePermissions,
  type Level,
  levels,
  permissionGrid,
  type PermissionHolder,
} from "./permission-grid.ts";

/** Reads `users:edit, accounts:view`. Throws invalid, naming the word that is not in the grid. */
export function readPermissions(text: string): ConsolePermissions {
  const words = text.split(",").map((word) => word.trim().toLowerCase());
  return words.filter(Boolean).map(readPermission).reduce(highestOfBoth, {});
}

/** What either of two grids gives. */
export function highestOfBoth(one: ConsolePermissions, other: ConsolePermissions): ConsolePermissions {
  const higher = Object.entries(other).filter(([area, level]) => {
    const held = one[area as Area];
    return held === undefined || levels.indexOf(held) < levels.indexOf(level);
  });
  return { ...one, ...Object.fromEntries(higher) };
}

/** What a Console User may do, in a few words, in the order of the grid. */
export function accessWords({ fullAccess, permissions }: PermissionHolder): string {
  if (fullAccess) return "Full Access";
  const given = grantableAreas().flatMap((area) => {
    const level = permissions[area];
    return level ? `${area}: ${level}` : [];
  });
  return given.join(", ") || "no permissions, so Dashboard and Reports only";
}

function readPermission(word: string): ConsolePermissions {
  const [area = "", level = "", ...rest] = word.split(":");
  if (!Object.hasOwn(permissionGrid, area)) {
    throw invalid(
      `“${shorten(word, 60)}” names no area of the Console. There are: ${grantableAreas().join(", ")}.`,
    );
  }
  const offered = levelsOf(area as Area);
  if (rest.length > 0 || !offered.includes(level as Level)) {
    const choices = offered.map((one) => `${area}:${one}`).join(", ") || "nothing: everyone may see it";
    throw invalid(`“${shorten(word, 60)}” is not a permission. For ${area} there is ${choices}.`);
  }
  return { [area]: level as Level };
}

/** The levels that the grid has for an area. */
export function levelsOf(area: Area): Level[] {
  return levels.filter((level) => level in permissionGrid[area]);
}

/** The areas in which there is something to give. */
export function grantableAreas(): Area[] {
  return (Object.keys(permissionGrid) as Area[]).filter((area) => levelsOf(area).length > 0);
}

function invalid(sentence: string): DomainError {
  return new DomainError("invalid", sentence, "permissions");
}
