import { listOpenMarketplaces } from "../../core/marketplaces/deploy-request-card.ts";
import { marketplacePath } from "../../core/kernel/links/use-sign-in-token.ts";
import type { Route } from "../http/form-route.ts";
import { sendPage } from "../http/send-page.tsx";
import { membershipOf, userContext } from "../http/signed-in.ts";
import { accountPage, loadAccountFacts } from "../accounts/account-page.tsx";

/** The Marketplaces that an Account can install from. */
export const accountMarketplaces: Route = {
  path: "/accounts/:account/marketplaces",
  admits: "account",
  async get(c) {
    const { accountId } = membershipOf(c);
    const [marketplaces, facts] = await Promise.all([
      listOpenMarketplaces(userContext(c), accountId),
      loadAccountFacts(c),
    ]);
    const page = accountPage(facts, {
      title: "Marketplaces",
      at: "marketplaces",
      body: (
        <section class="card pad">
          <h1>Marketplaces</h1>
          {marketplaces.length === 0 && <p>There is nothing to install yet.</p>}
          <ul class="rows">
            {marketplaces.map(({ id, name, description }) => (
              <li>
                <div>
                  <a
                    class="strong"
                    href={facts.site.path(`${marketplacePath(id)}?account=${accountId}`)}
                    dir="auto"
                  >
                    {name}
                  </a>
                  {description && (
                    <p class="aside" dir="auto">
                      {description}
                    </p>
                  )}
                </div>
              </li>
            ))}
          </ul>
        </section>
      ),
    });
    return sendPage(c, page);
  },
};
