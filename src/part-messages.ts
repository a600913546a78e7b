/** What the supervisor tells a part. */
export const toPart = { stop: "stop" } as const;

/** What a part tells its supervisor. */
export const fromPart = { ready: "ready" } as const;
