/** What stands for itself in a LIKE, `%` and `_` too. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
