export type Stage = "connect" | "auth" | "from" | "recipient" | "data";

export interface MailFault {
  stage: Stage;
  /** `drop` cuts the connection; `drop_after_accept`, for data, keeps the mail and then cuts it without the 250. */
  kind: "refuse" | "drop" | "drop_after_accept" | "slow";
  /** The reply of a refusal; without it the usual one for the stage. */
  code?: number;
  message?: string;
  /** How long `slow` waits. */
  ms?: number;
  /** For `slow`, at data: the mail is kept first, and only the answer is late. */
  accepted?: boolean;
  /** How often it happens; once without it. */
  times?: number;
  /** Only for this address; for the stages recipient and data. */
  recipient?: string | RegExp;
}

export interface MailFaults {
  inject(fault: MailFault): void;
  clear(): void;
}

export interface FaultList extends MailFaults {
  /** Takes the next fault of a stage off the list. */
  take(stage: Stage, recipients?: string[]): MailFault | undefined;
}

export function createFaultList(): FaultList {
  let faults: { fault: MailFault; left: number }[] = [];
  return {
    inject: (fault) => {
      refuseImpossible(fault);
      faults.push({ fault, left: fault.times ?? 1 });
    },
    clear: () => {
      faults = [];
    },
    take: (stage, recipients = []) => {
      const found = faults.find(({ fault }) => fault.stage === stage && concerns(fault, recipients));
      if (found && --found.left <= 0) faults = faults.filter((other) => other !== found);
      return found?.fault;
    },
  };
}

export function refusal({ stage, code, message }: MailFault): Error & { responseCode: number } {
  const usual = { connect: 421, auth: 535, from: 550, recipient: 550, data: 554 };
  return Object.assign(new Error(message ?? `Refused at ${stage}`), { responseCode: code ?? usual[stage] });
}

function concerns({ recipient }: MailFault, recipients: string[]): boolean {
  if (recipient === undefined) return true;
  if (recipient instanceof RegExp) return recipients.some((address) => address.search(recipient) !== -1);
  return recipients.some((address) => address.toLowerCase() === recipient.toLowerCase());
}

function refuseImpossible({ stage, kind, recipient, accepted }: MailFault): void {
  if (recipient !== undefined && stage !== "recipient" && stage !== "data") {
    throw new Error(`At the stage ${stage} SMTP has not named a recipient yet.`);
  }
  if ((kind === "drop_after_accept" || accepted) && stage !== "data") {
    throw new Error(`At the stage ${stage} there is no mail to accept.`);
  }
}
