import { z } from "zod";
import { allPermissions, managing, type Permission } from "../access/access.ts";
import type { Account } from "../../generated/prisma/client.ts";

const whens = ["always", "grants-administrator", "sensitive-account", "moves-sign-in"] as const;

const rule = z.strictObject({
  /** The kinds of request that it is for; left out: every kind. */
  kinds: z.array(z.string().min(1)).min(1).optional(),
  when: z.enum(whens).default("always"),
  /** How many other Console Users have to approve. */
  approvals: z.int().min(0).max(20),
  /** What each of them needs; left out: `manage` in the area of what the requester needs. */
  from: z.enum(allPermissions).optional(),
});

const rules: z.input<typeof rule>[] = [
  { when: "grants-administrator", approvals: 1 },
  {
    kinds: ["set-permissions", "invite-console-user", "remove-console-user", "unfreeze-console-user"],
    approvals: 1,
  },
  { kinds: ["create-api-client", "change-api-client", "add-api-client-secret"], approvals: 1 },
  { when: "sensitive-account", approvals: 2 },
  { when: "moves-sign-in", approvals: 1 },
];

/** Which request needs how many approvals from whom; of several rules that fit, the strictest. */
const policy = z.strictObject({
  rules: z.array(rule).default(rules.map((one) => rule.parse(one))),
  /** How long a request waits before it expires. */
  expiresAfterHours: z.number().positive().max(8760).default(24),
  reminders: z
    .strictObject({
      firstAfterMinutes: z.number().positive().max(525_600).default(60),
      /** How many times as long as the one before each further wait is. */
      factor: z.number().min(1).max(100).default(3),
      most: z.int().min(0).max(50).default(3),
    })
    .prefault({}),
  /** How many of those who may approve are mentioned in one message. */
  mentionsAtMost: z.int().min(0).max(50).default(5),
});

export type ApprovalPolicy = z.infer<typeof policy>;

export const defaultApprovalPolicy: ApprovalPolicy = policy.parse({});

/** Reads a policy written as JSON; what it leaves out is as in the default. */
export const approvalPolicySetting = z
  .string()
  .default("{}")
  .transform((text, context): ApprovalPolicy => {
    const json = parseJson(text);
    if (json === undefined) context.addIssue("is not JSON");
    const read = policy.safeParse(json);
    if (json !== undefined)
      for (const issue of read.error?.issues ?? []) {
        const where = issue.path.length > 0 ? ` at ${issue.path.join(".")}` : "";
        context.addIssue(`is wrong${where}: ${wordsOf(issue)}`);
      }
    return read.data ?? defaultApprovalPolicy;
  });

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type")
    return `it must be ${/^[aio]/u.test(issue.expected) ? "an" : "a"} ${issue.expected}`;
  if (issue.code === "invalid_value") return `it must be one of ${issue.values.join(", ")}`;
  if (issue.code === "unrecognized_keys") return `it knows no ${issue.keys.join(", ")}`;
  if (issue.code === "too_small") return `it must be at least ${issue.minimum}`;
  if (issue.code === "too_big") return `it must be at most ${issue.maximum}`;
  return issue.message;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The kinds that the policy names and nobody knows: a misspelt one would let requests through unapproved. */
export function unknownKinds({ rules }: ApprovalPolicy, known: string[]): string[] {
  return rules.flatMap(({ kinds = [] }) => kinds).filter((kind) => !known.includes(kind));
}

/** What has to work at once, whoever else is there; a policy has to name it to have it approved. */
const immediateKinds = new Set(["freeze-console-user"]);

/** What of a request the policy looks at. */
export interface Asked {
  kind: string;
  /** What its requester needs. */
  needs: Permission;
  grantsAdministrator: boolean;
  /** Touches an Account that is marked sensitive. */
  sensitive: boolean;
  /** Changes where sign-in links lead, or which Account an API ID names. */
  movesSignIn?: boolean;
}

export interface Approval {
  approvals: number;
  /** What each of those who approve needs. */
  needs: Permission;
}

/** Undefined where nobody has to approve. */
export function approvalFor({ rules }: ApprovalPolicy, asked: Asked): Approval | undefined {
  const [strictest] = rules
    .filter(
      ({ kinds, when }) =>
        (kinds?.includes(asked.kind) ?? !immediateKinds.has(asked.kind)) &&
        (when !== "grants-administrator" || asked.grantsAdministrator) &&
        (when !== "sensitive-account" || asked.sensitive) &&
        (when !== "moves-sign-in" || asked.movesSignIn === true),
    )
    .toSorted((one, other) => other.approvals - one.approvals);
  if (!strictest || strictest.approvals === 0) return undefined;
  return { approvals: strictest.approvals, needs: strictest.from ?? managing(asked.needs) };
}

/** "one approval of another Console User with “users: manage”". */
export function approvalWords({ approvals, needs }: Approval): string {
  const holder = `with “${needs.replace(":", ": ")}”`;
  if (approvals === 1) return `one approval of another Console User ${holder}`;
  return `${numbers[approvals] ?? approvals} approvals of other Console Users ${holder}`;
}

const numbers = ["no", "one", "two", "three", "four", "five"];

export interface MayNeedApproval {
  kind: string;
  needs: Permission;
  /** Whether it makes an Administrator; undefined where it never does. */
  grantsAdministrator?: "always" | "sometimes";
  /** Touches an Account, which may be sensitive. */
  onAccount: boolean;
  /** How it may change where people and calls end up; completes “Where it …”. */
  movesSignIn?: string;
}

/** Who has to approve what a command asks for, in sentences; none where nobody has to. */
export function explainApproval(
  policy: ApprovalPolicy,
  { kind, needs, grantsAdministrator, onAccount, movesSignIn }: MayNeedApproval,
): string[] {
  const ask = (given: Partial<Asked>) =>
    approvalFor(policy, { kind, needs, grantsAdministrator: false, sensitive: false, ...given });
  const always = ask({ grantsAdministrator: grantsAdministrator === "always" });
  const raised = grantsAdministrator && ask({ grantsAdministrator: true });
  const sensitive =
    onAccount && ask({ grantsAdministrator: grantsAdministrator === "always", sensitive: true });
  const moved = movesSignIn && ask({ movesSignIn: true });
  return [
    ...line("It waits for", always),
    ...(differs(raised, always) ? line("Where it makes an Administrator, it waits for", raised) : []),
    ...(differs(sensitive, always)
      ? line("On an Account that is marked sensitive, it waits for", sensitive)
      : []),
    ...(differs(moved, always) ? line(`Where it ${movesSignIn}, it waits for`, moved) : []),
  ];
}

type Found = Approval | undefined | false | "";

function line(lead: string, approval: Found): string[] {
  return approval ? [`${lead} ${approvalWords(approval)}.`] : [];
}

function differs(one: Found, other: Found): boolean {
  return JSON.stringify(one || undefined) !== JSON.stringify(other || undefined);
}

interface Administrators {
  count: number;
  /** In the order of the list; all of them unless told. */
  first(take?: number): Promise<AdministratorToBe[]>;
}

export interface AdministratorToBe {
  /** The address, or the user ID. */
  who: string;
  /** Undefined where it is not there, or not any more: then nothing comes of it. */
  account: Account | undefined;
}

/** What a Request would do, told before anything is done. */
export interface Plan {
  /** The Account it is about, where it is about one. */
  accountId?: string;
  /** Every Account it touches, where that is not the one alone. */
  accountIds?: string[];
  /** The rows of all these, where planning has read them. */
  accounts?: Account[];
  /** Lets somebody act as Administrator who could not before: by a grant, or with another's password. */
  grantsAdministrator?: boolean;
  /** Each who is to become Administrator, where that may be more than the effects have room for. */
  administrators?: Administrators;
  /** The kind by which the policy judges it, where it comes to the same as another's. */
  judgedAs?: string;
  /**
   * Changes where sign-in links lead: whoever has that host can use them first. Or gives an Account the API ID that another has
   * had: calls that name it end up there. Says which, to complete "This needs more approval: …".
   */
  movesSignIn?: string | undefined;
  /** The folded addresses of those whom it gives something: none of them approves it. */
  beneficiaries?: string[];
  /**
   * What no second unfinished Request may ask for at the same time. One that waits must not keep another from taking away
   * what it would give: so the same change alone has the same key.
   */
  dedupeKey: string;
  /** Completes "Queued: …": "the invitation of ann@acme.example to Acme Ltd (acme)". */
  what: string;
  /** Each change that would be made, as a sentence. */
  effects: string[];
  /** What the requester should know before they mean it. */
  warnings: string[];
  /** Takes something away: the requester is asked first. */
  needsConfirmation: boolean;
  /** A page has to take values first, which no chat may see. Not together with `needsConfirmation`. */
  needsValues?: boolean;
  /** Who has to approve it: the policy's part, and no kind's own. */
  approval?: Approval;
}
