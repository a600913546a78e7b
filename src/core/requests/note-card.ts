import type { Card } from "../chat/card.ts";
import type { App } from "../context.ts";
import { approvalNote, decisionNote, reminderNote } from "./approval-note.ts";
import { failureNote } from "./failure-note.ts";
import type { RequestKind, RequestRow } from "./request-kind.ts";

/** The notes that any Request may have, by the first word of their key; each drawn from the row as it is now. */
const standardNotes: Record<string, StandardNote | undefined> = {
  failure: (app, _kind, request, which) => failureNote(app, request, which),
  approval: approvalNote,
  reminder: (app, _kind, request) => reminderNote(app, request),
  decision: (app, _kind, request) => decisionNote(app, request),
};

/** `which` is what follows the first word of the key. */
type StandardNote = <Input>(
  app: App,
  kind: RequestKind<Input>,
  request: RequestRow,
  which: string,
) => Card | Promise<Card>;

/** What a message in the thread says: a note that every Request may have, or one of its kind's own. */
export async function noteCard<Input>(
  app: App,
  kind: RequestKind<Input>,
  request: RequestRow,
  key: string,
): Promise<Card> {
  const [name = "", which = ""] = key.split("-");
  const standard = standardNotes[name];
  if (standard) return standard(app, kind, request, which);
  const note = await kind.note?.(app, name, request, kind.input.parse(request.input));
  if (!note) throw new Error(`No note “${name}” in ${kind.kind}`);
  return note;
}
