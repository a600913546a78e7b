import { randomBytes, randomInt } from "node:crypto";

const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";

export function randomText(length: number, alphabet = ALPHABET): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}

export function slackId(prefix: string): string {
  return `${prefix}0${randomText(9)}`;
}

export function digits(length: number): string {
  return `${randomInt(1, 10)}${randomText(length - 1, "0123456789")}`;
}

export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}

export function newBotToken(): string {
  return `xoxb-${digits(12)}-${digits(13)}-${randomText(24, "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQ0123456789")}`;
}

export function newAppToken(appId: string): string {
  return `xapp-1-${appId}-${digits(13)}-${randomHex(32)}`;
}
