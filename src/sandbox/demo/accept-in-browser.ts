import { asText, cookieHeader, hiddenFields, keepCookies, type Page } from "./browser.ts";

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
