const mark = "\u200B";

/**
 * Words that a mail program makes no link of: people put `acme.example/pay` or `https://…` into names, and a mail of ours would
 * carry it to others. What breaks it is not seen, and is taken away again where somebody types what they copied.
 */
export function unlinked(text: string): string {
  return text.replace(/:(?=\/\/)|(?<=[\p{L}\p{N}_-])\.(?=[\p{L}\p{N}])/gu, (sign) => `${sign}${mark}`);
}
