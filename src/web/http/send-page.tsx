import { html, raw } from "hono/html";
import type { Child, PropsWithChildren } from "hono/jsx";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { coloursPath, drawnAt, isSquare, logoPath } from "./brand.ts";
import { firstLetter, iconPath } from "./icon.ts";
import { pageScript } from "./page-script.ts";
import { stylesheetPath } from "./stylesheet.ts";
import { type Site, type WebContext, readCookie, writeCookie } from "./web-context.ts";
import type { SignedIn } from "./signed-in.ts";
import { type Brand, logoFacts } from "../../core/kernel/names/brand.ts";
import { ownColour } from "../../core/kernel/names/brand-colour.ts";
import { resolveHints } from "../../core/kernel/text/command-hint.ts";
import { randomBytes, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { SecretKey } from "../../core/kernel/secrets/seal.ts";

// Signed double submit (OWASP): the cookie names the browser, and the form carries our signature of that name, which
// another site can neither read nor make.
const cookieName = "browser";
const purpose = "form";

export const formTokenField = "formToken";

/** The value of a form's hidden field; names the browser where that was not done yet. */
export function formToken(c: WebContext): string {
  const known = c.var.browser ?? readCookie(c, cookieName);
  const browser = known && /^[\w-]{43}$/.test(known) ? known : randomBytes(32).toString("base64url");
  if (browser !== known) writeCookie(c, cookieName, browser);
  c.set("browser", browser);
  return sign(c.var.app.secretKeys, purpose, bound(c, browser));
}

export function hasFormToken(c: WebContext, form: URLSearchParams): boolean {
  const browser = readCookie(c, cookieName);
  const token = form.get(formTokenField);
  return Boolean(browser && token && isSigned(c.var.app.secretKeys, purpose, bound(c, browser), token));
}

/** A token from before a sign-in is none after it, and the other way round. */
function bound(c: WebContext, browser: string): string {
  const sessions = [readCookie(c, "session"), readCookie(c, "console-session")];
  return [browser, ...sessions.map((session) => session ?? "")].join(".");
}

/** Vouches for a text that goes out to a browser and comes back. What is signed for one purpose is void for another. */
export function sign(keys: SecretKey[], purpose: string, text: string): string {
  const [key] = keys;
  if (!key) throw new Error("There is no key to sign with");
  return signWith(key, purpose, text).toString("base64url");
}

export function isSigned(keys: SecretKey[], purpose: string, text: string, signature: string): boolean {
  const given = Buffer.from(signature, "base64url");
  return keys.some((key) => {
    const right = signWith(key, purpose, text);
    return given.length === right.length && timingSafeEqual(given, right);
  });
}

function signWith(key: SecretKey, purpose: string, text: string): Buffer {
  const derived = Buffer.from(hkdfSync("sha256", key.bytes, "", `web:${purpose}`, 32));
  return createHmac("sha256", derived).update(text).digest();
}

export interface Page {
  title: string;
  /** Whose site this is; pages that must work without the database leave it out. */
  partnerName?: string;
  body: Child;
}

export async function sendPage(
  c: WebContext,
  page: Page,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const { title, body } = page;
  const { site } = c.var;
  // What fails says it as well, with the database away.
  const name = page.partnerName ?? site.owner?.name ?? noOwner;
  const layout = (
    <Layout
      title={title}
      owner={name}
      brand={site.owner}
      site={site}
      nav={c.var.signedIn && <Nav c={c} signedIn={c.var.signedIn} />}
    >
      {body}
    </Layout>
  );
  const text = await html`<!doctype html>${layout}`;
  return c.html(resolveHints(text.toString(), c.var.timeZone ?? c.var.app.timeZone), status);
}

/** Where a signed-in User goes from any page, and the way out. */
function Nav({ c, signedIn: { user, actor } }: { c: WebContext; signedIn: SignedIn }) {
  const { site } = c.var;
  return (
    <nav aria-label="Your user">
      <span class="as">
        Signed in as <bdi class="strong">{user.username}</bdi>
      </span>
      <a href={site.path("/accounts")}>Accounts</a>
      {!actor.onlyAccountId && <a href={site.path("/settings")}>Your settings</a>}
      <form method="post" action={site.path("/sign-out")}>
        <input type="hidden" name={formTokenField} value={formToken(c)} />
        <button type="submit" class="plain">
          Sign out
        </button>
      </form>
    </nav>
  );
}

interface LayoutProps {
  title: string;
  owner: string;
  brand: Brand | undefined;
  site: Site;
  /** Where a signed-in User goes from here. */
  nav?: Child;
}

const noOwner = "Account access";

/** The frame of every page: whose site it is, and one main part. */
function Layout({ title, owner, brand, site, nav, children }: PropsWithChildren<LayoutProps>) {
  const { colour = ownColour, logo = null } = brand ?? {};
  const picture = logo === null ? undefined : logoFacts(logo);
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="format-detection" content="telephone=no, date=no, email=no, address=no" />
        <title>{`${title} – ${owner}`}</title>
        {logo !== null && picture && isSquare(picture) ? (
          <link rel="icon" type={`image/${picture.type}`} href={site.path(logoPath(logo))} />
        ) : (
          <link rel="icon" type="image/svg+xml" href={site.path(iconPath(firstLetter(owner), colour))} />
        )}
        <link rel="stylesheet" href={site.path(stylesheetPath)} />
        {colour !== ownColour && <link rel="stylesheet" href={site.path(coloursPath(colour))} />}
      </head>
      <body>
        {nav && (
          <a class="skip" href="#main">
            Skip to the content
          </a>
        )}
        <header class="owner">
          {logo !== null && picture ? (
            <img class="logo" src={site.path(logoPath(logo))} alt="" {...drawnAt(picture)} />
          ) : (
            <span class="mark" aria-hidden="true">
              {firstLetter(owner)}
            </span>
          )}
          <span>
            <bdi>{owner}</bdi>
          </span>
          {nav}
        </header>
        <main id="main" tabindex={-1}>
          {children}
        </main>
        <script>{raw(pageScript)}</script>
      </body>
    </html>
  );
}
