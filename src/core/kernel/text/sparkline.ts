const bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** A small chart in one line of text, from nothing to the largest: ▁▃▂█. Nobody hears it read out: say the numbers as well. */
export function sparkline(numbers: number[]): string {
  const most = Math.max(1, ...numbers);
  return numbers
    .map((number) => bars[number === 0 ? 0 : Math.ceil((number / most) * (bars.length - 1))])
    .join("");
}
