import * as fc from "fast-check";

/** User IDs, and names of Accounts. */
export const names = ["hanna", "Hanna", "jo doe", "mia", "zoë"];

const at = fc.nat(1_000);
const name = fc.constantFrom(...names);

/** One change, there or here; numbers choose among what there is at that moment. */
const change = fc.oneof(
  fc.record({ kind: fc.constant("add-there" as const), at, sub: fc.boolean(), sameMoment: fc.boolean() }),
  fc.record({ kind: fc.constant("delete-there" as const), at }),
  fc.record({ kind: fc.constant("again-there" as const), at, sameMoment: fc.boolean() }),
  fc.record({ kind: fc.constant("twin-there" as const), at }),
  fc.record({ kind: fc.constant("rename-there" as const), at, to: name }),
  fc.record({ kind: fc.constant("rename-both" as const), at, to: name, other: name }),
  fc.record({ kind: fc.constant("move-there" as const), at }),
  fc.record({ kind: fc.constant("member-there" as const), at, name }),
  fc.record({ kind: fc.constant("no-member-there" as const), at, name }),
  fc.record({ kind: fc.constant("delete-here" as const), at, carried: fc.boolean() }),
  fc.record({ kind: fc.constant("rename-here" as const), at, to: name, carried: fc.boolean() }),
  fc.record({ kind: fc.constant("member-here" as const), at, name }),
  fc.record({ kind: fc.constant("no-member-here" as const), at, name, carried: fc.boolean() }),
  fc.record({ kind: fc.constant("no-member-both" as const), at, name }),
  fc.record({ kind: fc.constant("arrive" as const) }),
);
/** What is carried over is an effect, which arrives there later, or is still under way at the next comparison. */
export type Change = typeof change extends fc.Arbitrary<infer One> ? One : never;

/** Changes between one comparison and the next, several times. */
export const story = fc.record({
  listsSubs: fc.boolean(),
  pageSize: fc.integer({ min: 1, max: 5 }),
  rounds: fc.array(fc.array(change, { maxLength: 8 }), { minLength: 1, maxLength: 4 }),
});
