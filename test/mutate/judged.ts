/**
 * Survivors that change nothing which anybody could notice, by `nameOf`, each with why. They do not count.
 * One that a test could notice does not belong here: it needs the test.
 */
export const judged: Record<string, string> = {
  "src/core/kernel/outbox/lease.ts: dropped line: made.set(key, found);":
    "It is written out anew then, each time: slower, and the same.",
  "src/core/kernel/requests/approval-policy.ts: dropped condition: one || undefined":
    "Where there is none, nothing is said of it whether it differs or not.",
  "src/core/kernel/requests/approval-policy.ts: dropped condition: other || undefined":
    "It is always an approval, or undefined already.",
  "src/core/kernel/outbox/health.ts: changed comparison: performance.now() - apartSince > apartMs":
    "Nobody reads that clock at just the moment, to a fraction of a millisecond.",
  "src/core/kernel/requests/request-title.ts: dropped guard: if (id.in.length === 0) return new Map();":
    "Asking for no row finds none: it only saves a statement.",
};
