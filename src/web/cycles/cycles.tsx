import { listCycles } from "../../core/cycles/list-cycles.ts";
import { Told, titled, Form } from "../http/form-card.tsx";
import { formRoute } from "../http/form-route.ts";
import { membershipOf, userContext } from "../http/signed-in.ts";
import type { WebContext } from "../http/web-context.ts";
import { accountPage, accountPath, loadAccountFacts } from "../accounts/account-page.tsx";
import { DomainError } from "../../core/kernel/errors.ts";
import type { Cycle } from "../../core/generated/prisma/client.ts";
import { startCycle, stopCycle } from "../../core/cycles/switch-cycle.ts";

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

/** Told by a word, and by a colour and a shape beside it. */
export function StatusBadge({ status }: Pick<Cycle, "status">) {
  return <span class={`badge ${status.toLowerCase()}`}>{status}</span>;
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

const pageSize = 50;

/** An Account's Cycles: to start, to stop, to open; and the way to build one. */
export const accountCycles = formRoute({
  path: "/accounts/:account",
  admits: "account",
  fields: [],
  async load(c) {
    const page = pageOf(c);
    const { accountId } = membershipOf(c);
    const list = await listCycles(userContext(c), { accountId, page, pageSize });
    return { ...(await loadAccountFacts(c)), ...list, page };
  },
  said: switchedWords,
  page: (facts, draft, token) =>
    accountPage(facts, {
      title: titled("Cycles", draft),
      at: "cycles",
      body: (
        <>
          <Told draft={draft} fields={[]} />
          <section class="card pad">
            <h1>Cycles</h1>
            {facts.membership.account.description && (
              <p class="aside" dir="auto">
                {facts.membership.account.description}
              </p>
            )}
            {facts.rows.length === 0 && (
              <p>There is no cycle yet. A Marketplace has some that only need to be installed.</p>
            )}
            <ul class="rows">
              {facts.rows.map((cycle) => (
                <li class="open">
                  <div>
                    <a
                      class="strong"
                      href={facts.site.path(accountPath(facts, `/cycles/${cycle.id}`))}
                      dir="auto"
                    >
                      {cycle.name}
                    </a>
                    <p>
                      <StatusBadge status={cycle.status} />
                    </p>
                  </div>
                  <SwitchForm cycle={cycle} token={token} />
                </li>
              ))}
            </ul>
            {facts.page < facts.totalPages && (
              <p>
                <a href={facts.site.path(accountPath(facts, `?page=${facts.page + 1}`))}>More cycles</a>
              </p>
            )}
            <p class="buttons">
              {facts.rows.length === 0 && (
                <a class="button" href={facts.site.path(accountPath(facts, "/marketplaces"))}>
                  Open the Marketplaces
                </a>
              )}
              <a
                class={facts.rows.length === 0 ? "button quiet" : "button"}
                href={facts.site.path(accountPath(facts, "/cycles/new"))}
              >
                Build a cycle
              </a>
            </p>
          </section>
        </>
      ),
    }),
  async send(c, form) {
    const { accountId } = membershipOf(c);
    return `/accounts/${accountId}?said=${await switchCycle(c, form, accountId)}`;
  },
});

function pageOf(c: WebContext): number {
  const page = Number(c.req.query("page") ?? "1");
  return Number.isInteger(page) && page >= 1 && page <= 1_000_000 ? page : 1;
}
