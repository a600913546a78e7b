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

interface Page {
  status: number;
  text: string;
}

export async function openPage(link: string): Promise<Page> {
  const page = await fetch(link);
  return { status: page.status, text: asText(await page.text()) };
}

function keepCookies(jar: Map<string, string>, page: Response): void {
  for (const cookie of page.headers.getSetCookie()) {
    const [pair = ""] = cookie.split(";");
    jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
  }
}

function cookieHeader(jar: Map<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
}

function hiddenFields(html: string): Record<string, string> {
  const tags = html.matchAll(/<input[^>]*type="hidden"[^>]*>/g);
  return Object.fromEntries(Array.from(tags, ([tag]) => [attribute(tag, "name"), attribute(tag, "value")]));
}

function attribute(tag: string, name: string): string {
  return new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
}

function asText(html: string): string {
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
