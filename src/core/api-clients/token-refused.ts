import { DomainError } from "../kernel/errors.ts";

/** A refusal with the word that OAuth has for it (RFC 6749, 5.2). */
export class TokenRefused extends DomainError {
  readonly oauthError: "invalid_client" | "invalid_scope";

  constructor(oauthError: TokenRefused["oauthError"], sentence: string, field?: string) {
    super(oauthError === "invalid_client" ? "forbidden" : "invalid", sentence, field);
    this.oauthError = oauthError;
  }
}
