import { DomainError } from "../../core/kernel/errors.ts";
import type { Cycle } from "../../core/generated/prisma/client.ts";
import {
  installCard,
  openMarketplace,
  type MarketplaceCardRow,
} from "../../core/marketplaces/deploy-request-card.ts";
import { marketplacePath } from "../../core/kernel/links/use-sign-in-token.ts";
import { Form, Told, titled } from "../http/form-card.tsx";
import { formRoute } from "../http/form-route.ts";
import { membershipOf, userContext } from "../http/signed-in.ts";
import type { WebContext } from "../http/web-context.ts";
import { accountPage, loadAccountFacts } from "../accounts/account-page.tsx";
import { SwitchForm, switchCycle, switchedWords } from "../cycles/cycles.tsx";

/** A Marketplace in an Account: where a sign-in link leads, and where somebody goes from their Account. */
export const launchMarketplace = formRoute({
  path: "/launch/marketplace/:marketplace",
  admits: "account",
  fields: [],
  async load(c) {
    const [marketplaceId, { accountId }] = [numberOf(c), membershipOf(c)];
    const opened = await openMarketplace(userContext(c), { accountId, marketplaceId });
    return { ...(await loadAccountFacts(c)), ...opened };
  },
  said: { ...switchedWords, installed: "Installed. Start it when you are ready." },
  page: (facts, draft, token) =>
    accountPage(facts, {
      title: titled(facts.marketplace.name, draft),
      at: "marketplaces",
      body: (
        <>
          <Told draft={draft} fields={[]} />
          <h1 dir="auto">{facts.marketplace.name}</h1>
          {facts.marketplace.description && <p dir="auto">{facts.marketplace.description}</p>}
          <ul class="cards">
            {facts.marketplace.cards.map((card) => (
              <Card card={card} cycles={facts.cycles} token={token} />
            ))}
          </ul>
          {facts.marketplace.cards.length === 0 && <p>There is nothing to install here yet.</p>}
        </>
      ),
    }),
  async send(c, form) {
    const [marketplaceId, { accountId }] = [numberOf(c), membershipOf(c)];
    const here = `${marketplacePath(marketplaceId)}?account=${accountId}`;
    if (form.get("do") !== "install") return `${here}&said=${await switchCycle(c, form, accountId)}`;
    const cardId = form.get("card") ?? "";
    await installCard(userContext(c), { accountId, marketplaceId, cardId });
    return `${here}&said=installed`;
  },
});

function numberOf(c: WebContext): number {
  const text = c.req.param("marketplace") ?? "";
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new DomainError("not-found", "There is no such marketplace.");
}

function Card({ card, cycles, token }: { card: MarketplaceCardRow; cycles: Cycle[]; token: string }) {
  const templates = card.templates.map(({ template }) => template);
  const own = cycles.filter(({ templateId }) => templates.some(({ id }) => id === templateId));
  const missing = templates.filter(({ id }) => !own.some(({ templateId }) => templateId === id));
  return (
    <li class="card pad">
      <h2 dir="auto">{card.title}</h2>
      {card.description && <p dir="auto">{card.description}</p>}
      <ul class="rows">
        {own.map((cycle) => (
          <li>
            <div>
              <p class="strong" dir="auto">
                {cycle.name}
              </p>
              <p class="aside">{cycle.status}</p>
            </div>
            <SwitchForm cycle={cycle} token={token} />
          </li>
        ))}
        {missing.map(({ name, description }) => (
          <li>
            <div>
              <p class="strong" dir="auto">
                {name}
              </p>
              {description && (
                <p class="aside" dir="auto">
                  {description}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
      {missing.length > 0 && (
        <Form token={token}>
          <input type="hidden" name="card" value={card.id} />
          <button type="submit" name="do" value="install">
            Install<span class="unseen"> {card.title}</span>
          </button>
        </Form>
      )}
    </li>
  );
}
