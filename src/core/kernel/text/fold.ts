/**
 * The form in which names are searched and words read: no regard to case, width or surrounding space. A control character
 * counts as space: PostgreSQL takes no NUL. It takes `ﬁ` for `fi`, so it is no key of who somebody is: see identity-key.ts.
 */
export function fold(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .toLowerCase();
}
