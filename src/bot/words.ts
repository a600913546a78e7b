export interface Word {
  text: string;
  /** Stood in quotes, so it is never a keyword. */
  quoted: boolean;
}

/**
 * Splits what was typed after a command. Quotes may be straight or curly; Slack's `<mailto:…|…>` and entities become
 * what was typed.
 */
export function splitWords(text: string): Word[] {
  const plain = unescape(text.replace(/[“”„‟«»]/gu, '"').replace(links, "$1"));
  const found = plain.matchAll(/"([^"]*)"?|[^\s"]+/gu);
  return Array.from(found, ([whole, inside]) => ({
    text: (inside ?? whole).trim(),
    quoted: inside !== undefined,
  }));
}

const links = /<(?:mailto:|tel:|https?:)[^|>]*\|([^>]*)>/gu;

function unescape(text: string): string {
  return text
    .replace(/<mailto:([^>]*)>/gu, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
