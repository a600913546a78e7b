/** The form in which names, user IDs and addresses are compared: no regard to case, width or surrounding space. */
export function fold(text: string): string {
  return text.normalize("NFKC").trim().replace(/\s+/gu, " ").toLowerCase();
}
