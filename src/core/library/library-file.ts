import { z } from "zod";
import { authentications, connectorProperty } from "../connectors/connector-values.ts";
import { cycleSteps } from "../cycles/cycle-fields.ts";
import { fold } from "../text/fold.ts";

const name = z.string().trim().min(1, "Give it a name.").max(200, "Use at most 200 characters.");
const words = z.string().trim().max(2000, "Use at most 2000 characters.").default("");

const connector = z.strictObject({
  /** As in /v1.0/connectors/{name}/install. */
  name: z.string().regex(/^[\w.-]{1,100}$/, "Use letters, digits and . _ - only."),
  version: z.string().trim().min(1).max(50).default("1.0"),
  title: name,
  description: words,
  authentication: z.enum(authentications).default("none"),
  properties: z.array(connectorProperty).max(100).default([]),
});

const template = z.strictObject({
  name,
  description: words,
  steps: cycleSteps.default([]),
  /** Names of Connectors, of this file or of the library. */
  connectors: z.array(z.string()).max(100).default([]),
});

/** What a library file holds. Everything in it is found again by its name, so that it can be read in twice. */
export const libraryFile = z
  .strictObject({
    connectors: z.array(connector).default([]),
    templates: z.array(template).default([]),
  })
  .superRefine(({ connectors, templates }, check) => {
    twice(connectors.map((one) => `${fold(one.name)} ${one.version}`)).forEach((at) =>
      check.addIssue({ code: "custom", path: ["connectors", at, "name"], message: "stands there twice" }),
    );
    twice(templates.map((one) => fold(one.name))).forEach((at) =>
      check.addIssue({ code: "custom", path: ["templates", at, "name"], message: "stands there twice" }),
    );
  });

export type LibraryFile = z.infer<typeof libraryFile>;

function twice(keys: string[]): number[] {
  return keys.flatMap((key, at) => (keys.indexOf(key) < at ? [at] : []));
}

/** Everything that is wrong with a library file, a line each. */
export function libraryFaults({ issues }: z.ZodError): string[] {
  return issues.map(({ path, message }) => `${path.map(String).join(".") || "the file"}: ${message}`);
}
