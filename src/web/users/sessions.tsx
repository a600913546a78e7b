import { endOtherSessions, endSession, listSessions } from "../../core/kernel/sessions/find-session.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { Form, Told, titled } from "../http/form-card.tsx";
import { formRoute } from "../http/form-route.ts";
import { isUuid } from "../../core/kernel/text/uuid.ts";
import { Moment } from "../http/moment.tsx";
import { browserWords } from "../http/browser-words.ts";
import { signedIn, userContext } from "../http/signed-in.ts";
import { loadSettings, settingsPage } from "./names.tsx";

export const sessions = formRoute({
  path: "/settings/sessions",
  admits: "settings",
  fields: [],
  async load(c) {
    const [settings, list] = await Promise.all([loadSettings(c), listSessions(userContext(c))]);
    return { ...settings, list, own: signedIn(c).actor.sessionId };
  },
  said: { ended: "The session is ended.", others: "All other sessions are ended." },
  page: ({ partnerName, site, list, own }, draft, token) =>
    settingsPage({
      title: titled("Your sessions", draft),
      partnerName,
      site,
      at: "/settings/sessions",
      body: (
        <>
          <Told draft={draft} fields={[]} />
          <section class="card pad">
            <h1>Your sessions</h1>
            <p>Where you are signed in now. Don't recognise one? End it, and change your password.</p>
            <ul class="rows">
              {list.map(({ id, userAgent, address, createdAt, seenAt }) => (
                <li>
                  <div>
                    <p class="strong">
                      {browserWords(userAgent)}
                      {id === own && <span class="badge">this one</span>}
                    </p>
                    <p class="aside">
                      From {address}, since <Moment at={createdAt} />, last used <Moment at={seenAt} />
                    </p>
                  </div>
                  {id !== own && (
                    <Form token={token}>
                      <input type="hidden" name="session" value={id} />
                      <button type="submit" class="plain">
                        End<span class="unseen"> the session from {address}</span>
                      </button>
                    </Form>
                  )}
                </li>
              ))}
            </ul>
            {list.length > 1 && (
              <Form token={token}>
                <input type="hidden" name="session" value="others" />
                <button type="submit">End all others</button>
              </Form>
            )}
          </section>
        </>
      ),
    }),
  async send(c, form) {
    const ctx = userContext(c);
    const sessionId = form.get("session") ?? "";
    if (sessionId === "others") {
      await endOtherSessions(ctx, ctx.actor.sessionId);
      return "/settings/sessions?said=others";
    }
    if (!isUuid(sessionId)) throw new DomainError("not-found", "This session has ended already.");
    await endSession(ctx, { sessionId });
    return "/settings/sessions?said=ended";
  },
});
