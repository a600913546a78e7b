export interface Page {
  status: number;
  text: string;
}

/** Somebody at the pages: keeps cookies, follows redirects, and sends forms by the words on their button. */
export interface Browser {
  open(link: string): Promise<Page>;
  send(button: string, fields?: Record<string, string>): Promise<Page>;
}

const redirectsAtMost = 5;

export function createBrowser(): Browser {
  const jar = new Map<string, string>();
  let [at, html] = ["", ""];

  const visit = async (link: string, init: RequestInit = {}): Promise<Page> => {
    at = link;
    for (let hops = 0; hops < redirectsAtMost; hops += 1) {
      const headers = { cookie: cookieHeader(jar), origin: new URL(at).origin };
      const answer = await fetch(at, { ...(hops === 0 && init), headers, redirect: "manual" });
      keepCookies(jar, answer);
      html = await answer.text();
      const next = answer.headers.get("location");
      if (!next) return { status: answer.status, text: asText(html) };
      at = new URL(next, at).href;
    }
    throw new Error(`Too many redirects from ${link}`);
  };

  return {
    open: (link) => visit(link),
    send(button, fields = {}) {
      const form = formWith(html, button);
      if (!form) throw new Error(`No form has a button “${button}” on ${at}:\n${asText(html)}`);
      const body = new URLSearchParams({ ...form, ...fields });
      return visit(at, { method: "POST", body });
    },
  };
}

/** What the form of this button sends by itself. */
function formWith(html: string, button: string): Record<string, string> | undefined {
  for (const [form] of html.matchAll(/<form[\s\S]*?<\/form>/g)) {
    for (const [whole, tag = "", words = ""] of form.matchAll(/(<button[^>]*>)([\s\S]*?)<\/button>/g)) {
      if (!whole || !words.replace(/<[^>]+>/g, "").includes(button)) continue;
      const name = attribute(tag, "name");
      return { ...hiddenFields(form), ...(name && { [name]: attribute(tag, "value") }) };
    }
  }
  return undefined;
}

export function keepCookies(jar: Map<string, string>, page: Response): void {
  for (const cookie of page.headers.getSetCookie()) {
    const [pair = ""] = cookie.split(";");
    jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
  }
}

export function cookieHeader(jar: Map<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
}

export function hiddenFields(html: string): Record<string, string> {
  const tags = html.matchAll(/<input[^>]*type="hidden"[^>]*>/g);
  return Object.fromEntries(Array.from(tags, ([tag]) => [attribute(tag, "name"), attribute(tag, "value")]));
}

function attribute(tag: string, name: string): string {
  return new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
}

export function asText(html: string): string {
  const main = /<main[^>]*>([\s\S]*)<\/main>/.exec(html)?.[1] ?? html;
  const text = main
    .replace(/<\/(p|h1|h2|li|div|dt|dd|label)>/g, "\n")
    .replace(/<[^>]+>/g, "")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .join("\n");
}

/** Does what a browser does with an invitation's page, cookies and hidden fields included. */
export async function acceptInBrowser(link: string, fields: Record<string, string>): Promise<Page> {
  const page = await fetch(link);
  const jar = new Map<string, string>();
  keepCookies(jar, page);
  const body = new URLSearchParams({ ...hiddenFields(await page.text()), ...fields });
  const { origin } = new URL(link);
  const headers = { cookie: cookieHeader(jar), origin };
  const sent = await fetch(link, { method: "POST", body, headers, redirect: "manual" });
  keepCookies(jar, sent);
  const next = sent.headers.get("location");
  const end = next ? await fetch(new URL(next, link), { headers: { cookie: cookieHeader(jar) } }) : sent;
  return { status: end.status, text: asText(await end.text()) };
}

export async function openPage(link: string): Promise<Page> {
  const page = await fetch(link);
  return { status: page.status, text: asText(await page.text()) };
}
