import type { Card } from "../chat/card.ts";
import type { App } from "../context.ts";
import { failureNote } from "./failure-note.ts";
import type { RequestKind, RequestRow } from "./request-kind.ts";

/** The notes that any Request may have, by the first word of their key; each drawn from the row as it is now. */
const standardNotes: Record<string, (app: App, request: RequestRow) => Card | Promise<Card>> = {
  failure: (_app, request) => failureNote(request),
};

/** What a message in the thread says: a note that every Request may have, or one of its kind's own. */
export async function noteCard<Input>(
  app: App,
  kind: RequestKind<Input>,
  request: RequestRow,
  key: string,
): Promise<Card> {
  const [name = ""] = key.split("-");
  const standard = standardNotes[name];
  if (standard) return standard(app, request);
  const note = await kind.note?.(app, name, request, kind.input.parse(request.input));
  if (!note) throw new Error(`No note “${name}” in ${kind.kind}`);
  return note;
}
