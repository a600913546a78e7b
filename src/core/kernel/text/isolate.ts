// Letters written from right to left, and the marks that turn the direction of what follows them.
const turning =
  /[\u0590-\u08FF\u200E\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDCF\uFDF0-\uFDFF\uFE70-\uFEFC]/u;

/** What somebody typed, kept from turning the direction of the text around it. */
export function isolate(text: string): string {
  if (!turning.test(text)) return text;
  // A mark in it that closes the isolation early would let the rest out.
  return `\u2068${text.replace(/[\u202A-\u202E\u2066-\u2069]/gu, "")}\u2069`;
}
