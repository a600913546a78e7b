const meta = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";

export const pageToken = meta("page-token");
export const firstWho = meta("act-as");

/** Gives an order as this person. Throws what went wrong as a sentence. */
export async function order<Answer = { notice?: string }>(
  who: string,
  name: string,
  body: object,
): Promise<Answer> {
  const response = await fetch(`/orders/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-page-token": pageToken, "x-act-as": who },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Error("The demo does not answer. Does it still run in the terminal?");
  });
  const answer = (await response.json()) as Answer & { error?: string };
  if (!response.ok) throw new Error(answer.error ?? `The demo answered ${response.status}.`);
  return answer;
}
