import { auditWords } from "../audit/audit-words.ts";
import { auditActions } from "../kernel/audit/audit-actions.ts";

/** What a webhook can be told of: every action of the audit, by its own name. */
export const eventTypes = auditActions;

export type EventType = (typeof eventTypes)[number];

/** The type of what only tries a webhook out. */
export const testType = "test";

/** What an event of this type says, in words, with a place for each name in it. */
export function eventWords(type: EventType): string {
  // Its sentence says how, which is known of an entry alone.
  if (type === "slack-standing-changed")
    return "{Actor} read in Slack that the Console User {Subject} stands otherwise there";
  const said = { action: type, subjectKind: "", subjectName: "{Subject}", before: null, after: null };
  return `{Actor} ${auditWords(said, "{Account}")}`;
}
