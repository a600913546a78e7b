/**
 * The form in which names, user IDs and addresses are compared: no regard to case, width or surrounding space.
 * A control character counts as space: PostgreSQL takes no NUL.
 */
export function fold(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .toLowerCase();
}
