import { DomainError } from "../../core/errors.ts";
import type { Cycle } from "../../core/generated/prisma/client.ts";
import { startCycle, stopCycle } from "../../core/cycles/switch-cycle.ts";
import { Form } from "../form-card.tsx";
import { userContext } from "../sessions/signed-in.ts";
import type { WebContext } from "../web-context.ts";

export const switchedWords = { start: "The cycle is started.", stop: "The cycle is stopped." };

/** Starts or stops one Cycle, from whatever page it stands on. */
export function SwitchForm({ cycle: { id, name, status }, token }: { cycle: Cycle; token: string }) {
  const [does, label] = status === "Active" ? ["stop", "Stop"] : ["start", "Start"];
  return (
    <Form token={token}>
      <input type="hidden" name="cycle" value={id} />
      <button type="submit" class="plain" name="do" value={does}>
        {label}
        <span class="unseen"> {name}</span>
      </button>
    </Form>
  );
}

/** What such a form asks for; the word that tells it afterwards. */
export async function switchCycle(c: WebContext, form: URLSearchParams, accountId: string): Promise<string> {
  const does = form.get("do") ?? "";
  const choice = { accountId, cycleId: form.get("cycle") ?? "" };
  if (does === "start") await startCycle(userContext(c), choice);
  else if (does === "stop") await stopCycle(userContext(c), choice);
  else throw new DomainError("invalid", "That cannot be done here. Nothing was changed.");
  return does;
}
