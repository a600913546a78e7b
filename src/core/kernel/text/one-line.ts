/** What somebody wrote in several lines, in one: further lines could pass for what the program says. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
