import type { ApiCode } from "./api-errors.ts";

interface Explanation {
  /** The status that it comes with. */
  status: number;
  means: string;
  remedy: string;
}

/** What each Code of an error means, and what whoever called can do. The page of errors is made from it. */
export const explanations: Record<ApiCode, Explanation> = {
  "invalid-request": {
    status: 400,
    means:
      "Something in the request is wrong: a field is missing, of another type, too long, or names nothing.",
    remedy: "Errors lists every fault, each with its Field. Put them right and send the request again.",
  },
  "unknown-field": {
    status: 400,
    means:
      "The request has a field that the call does not know. Calls with the vendor's names say so only where the header Prefer: handling=strict asks for it; all others always do.",
    remedy: "Leave the field out, or look up how it is spelled.",
  },
  "malformed-json": {
    status: 400,
    means: "The body cannot be read as JSON.",
    remedy: "Send an object of JSON in UTF-8, with the header Content-Type: application/json.",
  },
  "id-in-use": {
    status: 400,
    means: "Another Account has this Id already. Ids that differ by case alone, or look alike, are the same.",
    remedy: "Choose another Id, or leave it out: the Account then gets a GUID.",
  },
  unauthorized: {
    status: 401,
    means:
      "There is no access token, or it has ended or was revoked; a call within an Account may lack the header X-Cyclr-Account. At /oauth/token: the credentials are wrong.",
    remedy: "Take a new token at POST /oauth/token, and name the Account by its API ID.",
  },
  forbidden: {
    status: 403,
    means:
      "The token does not reach this, or lacks a permission, which the Message names; or the Account, or somebody's access to it, is suspended.",
    remedy:
      "Use a token that reaches the Account and has the permission, or ask the Partner's Console Users.",
  },
  "approval-needed": {
    status: 403,
    means: "People have to approve this first. Nothing was changed.",
    remedy:
      "Send the call with the header Prefer: respond-async: it then asks them itself, where the document has a 202 for it. Else a Console User asks for it in Slack.",
  },
  "not-found": {
    status: 404,
    means: "There is no such call, or nothing has the id in the address.",
    remedy: "Check the address, and that the thing was not deleted.",
  },
  "method-not-allowed": {
    status: 405,
    means: "The address exists, but not with this method.",
    remedy: "The header Allow names the methods that it takes.",
  },
  conflict: {
    status: 409,
    means:
      "The state of things does not allow it now: a cycle is running, an Account still has sub-accounts, or somebody else changed it first.",
    remedy:
      "The Message says what stands in the way. Read the resource again, remove what is in the way, and repeat.",
  },
  "idempotency-key-in-use": {
    status: 409,
    means: "A call with this Idempotency-Key is still being worked on.",
    remedy: "Wait for the seconds in Retry-After, and send the same call with the same key.",
  },
  expired: {
    status: 410,
    means: "What the request is about was valid for some time only, and no longer is.",
    remedy: "Ask for a new one.",
  },
  "precondition-failed": {
    status: 412,
    means: "The header If-Match names another version than the one that stands. Nothing was changed.",
    remedy: "GET the resource again, repeat your change on what it is now, and send its new ETag.",
  },
  "body-too-large": {
    status: 413,
    means: "The body is larger than 512 KB.",
    remedy: "Send less in one call.",
  },
  "unsupported-media-type": {
    status: 415,
    means: "The body is of another kind than the call takes.",
    remedy: "Send application/json; to the calls under /oauth a form, application/x-www-form-urlencoded.",
  },
  "idempotency-key-reused": {
    status: 422,
    means: "This Idempotency-Key came with another address, Account or body before. Nothing was done.",
    remedy: "Use a new key for each thing that is to be done.",
  },
  "too-many-requests": {
    status: 429,
    means: "A limit is used up. Nothing was done.",
    remedy: "Wait as many seconds as the header Retry-After says. RateLimit-Policy names the limit.",
  },
  "internal-error": {
    status: 500,
    means: "Something went wrong on the server. The log has it under the reference in the Message.",
    remedy: "Try again once. If it stays, tell the operator the reference and the RequestId.",
  },
  unavailable: {
    status: 503,
    means: "Something that is needed, such as the database, is away for a moment. Nothing was changed.",
    remedy: "Try again after the seconds in the header Retry-After.",
  },
};
