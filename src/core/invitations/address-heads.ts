import { fold } from "../text/fold.ts";
import { tidyTyped } from "../text/tidy-typed.ts";

export type Column = "address" | "account" | "level";

const heads = new Map<string, Column>([
  ...list("account, account id, api id, konto, compte, cuenta").map((head) => [head, "account"] as const),
  ...list("level, role, access level, rolle").map((head) => [head, "level"] as const),
]);

const addressHeads = new Set([
  ...list(
    "email, emails, mail, email address, email addresses, mail address, email id, email adresse, emailadresse",
  ),
  ...list("mail adresse, mailadresse, courriel, adresse email, adresse mail, correo, correo electronico"),
  ...list("indirizzo email, endereco de email, e post, epost, emailadres"),
]);
const ownAddress = /^(?:work|business|primary|company|office|user|login|contact|invitee|geschaftliche) /u;
const someAddress = /(?:^|\s)e?mail(?:s|adresse)?(?:$|\s)/u;
const otherThing =
  /\b(?:recovery|secondary|private|personal|home|alternate|sent|opt|date|status|verified|type|count)\b/u;

/**
 * What the columns under these headings hold, or undefined where none holds addresses. Of several with an address the most
 * plainly named one counts: `E-mail` before `Work email` before `Recovery email`.
 */
export function readHeads(fields: string[]): (Column | undefined)[] | undefined {
  if (fields.some((field) => field.includes("@") || field.length > 80)) return undefined;
  const words = fields.map(headWords);
  const ranks = words.map(addressRank);
  const best = Math.min(...ranks);
  if (best === Infinity) return undefined;
  const address = ranks.indexOf(best);
  return words.map((head, index) => (index === address ? "address" : heads.get(head)));
}

/** `E-Mail_Address* [Required]:` as `email address`. */
function headWords(field: string): string {
  return fold(tidyTyped(field).normalize("NFD").replace(/\p{M}/gu, ""))
    .replace(/\[[^\]]*\]|\([^)]*\)/gu, " ")
    .replace(/\be[\s_-]?mail/gu, "email")
    .replace(/[\s_.:*-]+/gu, " ")
    .trim();
}

function addressRank(head: string): number {
  if (addressHeads.has(head)) return 0;
  if (!someAddress.test(head)) return Infinity;
  if (otherThing.test(head)) return 3;
  return ownAddress.test(head) ? 1 : 2;
}

function list(words: string): string[] {
  return words.split(", ");
}
