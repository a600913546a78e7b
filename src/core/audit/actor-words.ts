import type { AuditEvent } from "../generated/prisma/client.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";

/** Who it was, and through what. */
export function actorWords({ actorName, surface }: Pick<AuditEvent, "actorName" | "surface">): string {
  const surfaces: Record<string, string> = {
    slack: "Slack",
    web: "the web",
    api: "the API",
    "command-line": "the command line",
    job: "a job",
  };
  return `${shorten(actorName, 200)} (${surfaces[surface] ?? surface})`;
}
