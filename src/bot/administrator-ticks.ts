import type { InputBlock } from "@slack/types";
import type { AccountUser } from "../core/memberships/list-account-users.ts";
import { localMomentWords } from "../core/time/local-moment-words.ts";
import { ticksField } from "./fields.ts";
import { ticksAtOnce, ticksBlockId } from "./shown-ticks.ts";

interface Tick {
  user: AccountUser;
  /** Administrator as it stands. */
  was: boolean;
  ticked: boolean;
}

/** A tick for each, as many in a block as Slack and the block's id take. */
export function administratorTicks(ticks: Tick[], accountId: string, zone: string): InputBlock[] {
  const count = Math.ceil(ticks.length / ticksAtOnce);
  return Array.from({ length: count }, (_, at) => {
    const part = ticks.slice(at * ticksAtOnce, (at + 1) * ticksAtOnce);
    return ticksField({
      id: ticksBlockId(
        accountId,
        part.map(({ user, was }) => ({ userId: user.user.id, ticked: was })),
      ),
      label: at === 0 ? "Administrators" : "More",
      choices: part.map(({ user }) => choice(user, zone)),
      chosen: part.filter(({ ticked }) => ticked).map(({ user }) => user.user.id),
    });
  });
}

function choice({ user, until, suspendedAt }: AccountUser, zone: string) {
  const description = [
    until && `until ${localMomentWords(until, zone)}`,
    `${user.firstName} ${user.lastName}`.trim(),
    user.email,
    suspendedAt && "suspended",
  ];
  return { text: user.username, value: user.id, description: description.filter(Boolean).join(", ") };
}
