import { newAppToken, newBotToken, randomHex, randomText, slackId } from "./ids.ts";

export interface Team {
  id: string;
  name: string;
  domain: string;
}

export interface Identity {
  team: Team;
  appId: string;
  botId: string;
  botUserId: string;
  botName: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  verificationToken: string;
  scopes: Set<string>;
}

export interface IdentityInput {
  team?: Team | undefined;
  botToken?: string | undefined;
  appToken?: string | undefined;
  signingSecret?: string | undefined;
  scopes?: readonly string[] | undefined;
}

const ALL_SCOPES: readonly string[] = [
  "app_mentions:read",
  "channels:history",
  "channels:read",
  "chat:write",
  "commands",
  "files:read",
  "files:write",
  "groups:history",
  "groups:read",
  "im:history",
  "im:read",
  "im:write",
  "mpim:history",
  "mpim:read",
  "mpim:write",
  "team:read",
  "users:read",
  "users:read.email",
];

export function createIdentity(input: IdentityInput): Identity {
  const appId = slackId("A");
  return {
    team: input.team ?? { id: slackId("T"), name: "Sandbox", domain: "sandbox" },
    appId,
    botId: slackId("B"),
    botUserId: slackId("U"),
    botName: "cyclr",
    botToken: input.botToken ?? newBotToken(),
    appToken: input.appToken ?? newAppToken(appId),
    signingSecret: input.signingSecret ?? randomHex(16),
    verificationToken: randomText(24),
    scopes: new Set(input.scopes ?? ALL_SCOPES),
  };
}
