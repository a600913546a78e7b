import type { App } from "./context.ts";

/** Where a process gives its numbers, to whoever shows METRICS_TOKEN. */
export const metricsPath = "/metrics";

export interface MetricsAnswer {
  status: 200 | 401 | 404;
  headers: Record<string, string>;
  body: string;
}

/** Without METRICS_TOKEN there is no such address. */
export async function metricsOf(
  { metrics: { scrape } }: Pick<App, "metrics">,
  authorization: string | undefined,
): Promise<MetricsAnswer> {
  const plain = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  if (!scrape) return { status: 404, headers: plain, body: "Not found\n" };
  if (!scrape.admits(authorization))
    return { status: 401, headers: { ...plain, "www-authenticate": "Bearer" }, body: "Unauthorized\n" };
  return {
    status: 200,
    headers: { ...plain, "content-type": scrape.contentType },
    body: await scrape.text(),
  };
}
