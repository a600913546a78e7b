/** A moment where Slack cannot show it in the reader's own time. */
export function momentWords(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
