/** What a request does, here and in Cyclr's cloud, one after the other, that outlives the process that does it. */
export const effects = [
  "card posted",
  "card recorded",
  "applied",
  "mail handed over",
  "mail recorded",
  "item finished",
  "ended",
  "try in Cyclr recorded",
  "done in Cyclr",
  "done in Cyclr recorded",
  "asked by hand",
  "note posted",
  "note recorded",
  "card redrawn",
  "redraw recorded",
] as const;

export type Effect = (typeof effects)[number];

/** Nothing of the request has run before these. */
export const beforeItRuns: Effect[] = ["card posted", "card recorded"];

/** A card may be redrawn before the request runs, where it was posted before its approval: that is not the one meant. */
export const onlyWhileItRuns: Effect[] = ["card redrawn", "redraw recorded"];
