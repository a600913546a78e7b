import type { Person, Place } from "../wire.ts";
import { useActs } from "./store.ts";

/** Names of people and channels as the person at the page sees them, and their zone. */
export function useNames() {
  const screen = useActs();
  const me = screen.people.find(({ id }) => id === screen.me);
  return {
    me: screen.me,
    tz: me?.tz ?? "UTC",
    person: (id: string): Person | undefined => screen.people.find((one) => one.id === id),
    of: (id: string): string | undefined =>
      screen.people.find((one) => one.id === id)?.realName ??
      screen.places.find((one) => one.id === id)?.name,
  };
}

/** What a conversation is called: a channel by its name, direct messages by who else is in them. */
export function placeName(place: Place, names: ReturnType<typeof useNames>): string {
  if (place.kind === "channel" || place.kind === "private") return place.name;
  const others = place.members.filter((id) => id !== names.me);
  return others.map((id) => names.of(id) ?? id).join(", ") || "You";
}
