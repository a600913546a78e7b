/**
 * Survivors that change nothing which anybody could notice, by `nameOf`, each with why. They do not count.
 * One that a test could notice does not belong here: it needs the test.
 */
export const judged: Record<string, string> = {};
