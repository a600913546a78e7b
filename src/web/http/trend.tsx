interface TrendProps {
  /** What is counted: "Changes". */
  of: string;
  /** A week each, oldest first. */
  weeks: number[];
}

const [barWidth, gap, height] = [7, 2, 24];

/** A small chart of what came to be week by week. What it shows is said in words as well, for whoever does not see it. */
export function Trend({ of, weeks }: TrendProps) {
  const most = Math.max(1, ...weeks);
  const words = `${of} a week, the last ${weeks.length} weeks: ${weeks.join(", ")}`;
  return (
    <svg
      class="trend"
      role="img"
      aria-label={words}
      viewBox={`0 0 ${weeks.length * (barWidth + gap) - gap} ${height}`}
    >
      <title>{words}</title>
      {weeks.map((count, at) => {
        const tall = count === 0 ? 1 : Math.max(3, Math.round((count / most) * height));
        return (
          <rect
            class={count === 0 ? "none" : undefined}
            x={at * (barWidth + gap)}
            y={height - tall}
            width={barWidth}
            height={tall}
            rx="1"
          />
        );
      })}
    </svg>
  );
}
