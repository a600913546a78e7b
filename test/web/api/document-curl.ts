/** The "User Marketplace Request" of the lesson "Managing account users", as it stands there; its last line lacks a quote. */
export const documentCurl = `curl -X POST
-H "Authorization: Bearer {access_token}"
-H "Content-Type: application/json"
-H "Accept: application/json"
-d '{
"MarketplaceId": {MarketplaceId},
"AccountId": "{CYCLR_ACCOUNT_API_ID}",
"Username": "ExampleUser",
"Password": "P4$$w0rd",
"ConnectorAuthentications": [
{
"Name": "{ExampleConnector}",
"Version": "{VersionNumber}",
"AuthenticationId": "{AuthenticationId}",
"AuthValue": "{AuthenticationValue}",
"Properties": [
{
"Name": "{Url}",
"Value": "{http://customDomain.appName.com}"
}
]
}
]
}
' "https://{CyclrAPIDomain}/v1.0/users/marketplace`;

/** What a shell makes of it, with the placeholders filled in. */
export function readCurl(text: string, values: Record<string, string>): { url: string; init: RequestInit } {
  // "{}" that holds no name is JSON, not a placeholder.
  const filled = text.replace(/\{([\w:/.]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`Nothing is given for {${name}}`);
    return value;
  });
  const headers = Array.from(filled.matchAll(/-H "([^":]+): ([^"]*)"/g), ([, name = "", value = ""]) => [
    name,
    value,
  ]);
  return {
    url: /"(https?:\/\/[^"\n]+)"?$/.exec(filled)?.[1] ?? "",
    init: {
      method: /-X (\w+)/.exec(filled)?.[1] ?? "",
      headers: Object.fromEntries(headers) as Record<string, string>,
      body: /-d '([^']*)'/.exec(filled)?.[1] ?? "",
    },
  };
}
