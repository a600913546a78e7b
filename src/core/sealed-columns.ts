import { accountConnectorPurpose } from "./connectors/connector-values.ts";
import { consoleTokenPurpose } from "./console-users/apply-console-invitation.ts";
import { tokenPurpose } from "./invitations/apply-invitation.ts";
import { notificationSecretPurpose } from "./cycles/notify-cycle-event.ts";
import { emailChangePurpose } from "./users/change-names.ts";
import { passwordLinkPurpose } from "./users/forgotten-password-mailing.ts";
import { valuesPurpose } from "./kernel/links/value-link.ts";

export interface SealedColumn {
  table: string;
  column: string;
  /** What tells its rows apart, and what their purpose is made of. */
  key: string;
  purpose: (key: string) => string;
}

/** Every column that holds something sealed with SECRET_KEY; a test holds it against the schema. */
export const sealedColumns: SealedColumn[] = [
  {
    table: "Partner",
    column: "notificationSecretSealed",
    key: "id",
    purpose: () => notificationSecretPurpose,
  },
  { table: "AccountConnector", column: "valuesSealed", key: "id", purpose: accountConnectorPurpose },
  { table: "ValueLink", column: "valuesSealed", key: "requestId", purpose: valuesPurpose },
  { table: "Invitation", column: "tokenSealed", key: "id", purpose: tokenPurpose },
  { table: "ConsoleInvitation", column: "tokenSealed", key: "id", purpose: consoleTokenPurpose },
  { table: "PasswordLink", column: "tokenSealed", key: "id", purpose: passwordLinkPurpose },
  { table: "EmailChange", column: "tokenSealed", key: "id", purpose: emailChangePurpose },
];
