import { createBrowser } from "../browser.ts";
import { type Chapter, expect } from "../stage.ts";
import { lastTold } from "./marketplaces.ts";

export const marketplaceByCurl: Chapter = {
  title: "The same by the document's curl: an unknown User, an unknown Account",
  async play(stage, demo) {
    await stage.types("olivia", "/cyclr api-clients create Shop portal");
    if (demo.app.approvalPolicy.rules.length > 0) {
      const asked = await stage.sees(
        { inThread: true },
        /This needs approval[\s\S]*Shop portal[\s\S]*\[Approve\]/,
      );
      await stage.clicks("mona", asked, "Approve");
      await stage.isTold("mona", /^Approved/);
    }
    await stage.sees({}, /API client made[\s\S]*Shop portal/);
    await stage.presses("olivia", "Show secret");
    await stage.isTold("olivia", /Client ID: /);
    const clientId = lastTold(demo, "olivia", /(?<=Client ID: `)[^`]+/);
    const clientSecret = lastTold(demo, "olivia", /(?<=Secret: `)[^`]+/);
    const host = demo.env["PUBLIC_URL"] ?? "";
    const grant = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
    const token = await fetch(`${host}/oauth/token`, { method: "POST", body: new URLSearchParams(grant) });
    const { access_token: accessToken } = (await token.json()) as { access_token: string };
    stage.note("curl … https://{CyclrAPIDomain}/oauth/token gives an access token");

    const body = `{
      "MarketplaceId": 1,
      "AccountId": "CYCLR_ACCOUNT_API_ID",
      "Username": "ExampleUser",
      "Password": "P4$$w0rd",
      "ConnectorAuthentications": [
        {
          "Name": "Shopline",
          "Version": "2.1",
          "AuthenticationId": "shop-1",
          "AuthValue": "sk_live_from_the_application",
          "Properties": [
            { "Name": "Url", "Value": "http://customDomain.appName.com" }
          ]
        }
      ]
    }`;
    stage.note('curl -X POST -H "Authorization: Bearer …" … https://{CyclrAPIDomain}/v1.0/users/marketplace');
    const answer = await deploy(host, accessToken, body);
    stage.note(`${answer.status}: ${JSON.stringify(Object.keys(answer.json))}`);
    expect(answer.status === 200, `It was refused: ${JSON.stringify(answer.json)}`);
    const wrong = await deploy(host, accessToken, body.replace("P4$$w0rd", "P4$$w0rt"));
    stage.note(`with a wrong password: ${wrong.status} ${JSON.stringify(wrong.json)}`);
    expect(wrong.status === 403, "A wrong password was taken");

    const browser = createBrowser();
    await browser.open(answer.json["MarketplaceUrl"] ?? "");
    const inside = await browser.send("Continue");
    expect(inside.text.includes("Retail integrations"), `This is no Marketplace:\n${inside.text}`);
    await stage.types("vera", "/cyclr users CYCLR_ACCOUNT_API_ID");
    await stage.isTold("vera", /ExampleUser.*Access/);
  },
};

async function deploy(host: string, accessToken: string, body: string) {
  const answer = await fetch(`${host}/v1.0/users/marketplace`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${accessToken}`,
      "Content-Type": "application/json",
      Accept: "application/json",
    },
    body,
  });
  return { status: answer.status, json: (await answer.json()) as Record<string, string> };
}
