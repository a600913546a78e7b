/** What the parameters in addresses stand for: by the part of the address that ends with them. */
const words: Record<string, string> = {
  "/accounts/{id}": "The API ID of the Account.",
  "/account/connectors/{id}": "The Id of the installed connector, or its Uid.",
  "/connectors/{id}": "The Id of the connector, or its name.",
  "/connectors/{id}/{version}": "The version of the connector, as in 1.0.",
  "/properties/{propertyId}": "The Id of the property, or its name.",
  "/templates/{id}": "The Id of the template.",
  "/cycles/{id}": "The Id of the cycle.",
  "/requests/{id}": "The Id of the request, as Location gave it.",
  "/webhooks/{id}": "The Id of the webhook.",
  "/deliveries/{deliveryId}": "The Id of the delivery, which went out as webhook-id.",
};

/** What stands at this place of an address; of one without words of its own, one of what the address names before it. */
export function pathWords(path: string, name: string): string {
  const upTo = path.slice(0, path.indexOf(`{${name}}`) + name.length + 2);
  const [longest] = Object.keys(words)
    .filter((end) => upTo.endsWith(end))
    .toSorted((one, other) => other.length - one.length);
  if (longest) return words[longest] ?? "";
  const before = upTo.split("/").at(-2) ?? "";
  return `The Id of one of the ${before.replaceAll("-", " ")}.`;
}
