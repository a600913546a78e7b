/** Which grants make an Administrator at a moment, as a condition of a query; levelAt says the same of rows. */
export function activeAt(now: Date) {
  return { startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] };
}
