import { LIMITS } from "../limits.ts";
import { SlackError } from "../slack-error.ts";
import { digits, randomText } from "./triggers.ts";

export interface ResponseTarget {
  channelId: string;
  userId: string;
  /** What replace_original and delete_original mean; for a command, its first answer. */
  original?: { ts: string; ephemeral: boolean };
}

interface Issued {
  target: ResponseTarget;
  issuedAt: number;
  uses: number;
}

const ALPHABET = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789";

export class ResponseUrls {
  readonly #issued = new Map<string, Issued>();
  readonly #now: () => number;
  readonly #teamId: string;

  constructor(now: () => number, teamId: string) {
    this.#now = now;
    this.#teamId = teamId;
  }

  /** A path below the origin, as `/commands/T0.../123/secret`. */
  issue(kind: "commands" | "actions", target: ResponseTarget): string {
    const path = `/${kind}/${this.#teamId}/${digits(13)}/${randomText(24, ALPHABET)}`;
    this.#issued.set(path, { target, issuedAt: this.#now(), uses: 0 });
    return path;
  }

  use(path: string): ResponseTarget {
    const issued = this.#issued.get(path);
    if (!issued) throw new SlackError("no_service");
    if (this.#now() - issued.issuedAt > LIMITS.responseUrlMs) throw new SlackError("expired_url");
    if (issued.uses >= LIMITS.responseUrlUses) throw new SlackError("used_url");
    issued.uses += 1;
    return issued.target;
  }
}
