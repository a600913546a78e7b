/**
 * Cyclr account access
 * 1.0
 * DO NOT MODIFY - This file has been generated using oazapfts.
 * See https://www.npmjs.com/package/oazapfts
 */
import * as Oazapfts from "@oazapfts/runtime";
import * as QS from "@oazapfts/runtime/query";
export const defaults: Oazapfts.Defaults<Oazapfts.CustomHeaders> = {
    headers: {},
    baseUrl: "https://access.partner.example"
};
const oazapfts = Oazapfts.runtime(defaults);
export const servers = {
    thisServer: "https://access.partner.example"
};
export type Invitation = {
    Id: string;
    Email: string;
    AccountId: string;
    AccountName: string;
    Level: "Access" | "Administrator";
    State: "open" | "accepted" | "revoked" | "expired";
    CreatedAt: string;
    /** Until then the link works, once. */
    ExpiresAt: string;
    /** When the mail server took the latest link; null: it is still to go out. */
    MailedAt: string | null;
    AcceptedAt: string | null;
    AcceptedByUserId: string | null;
    RevokedAt: string | null;
};
export type Invitations = {
    Data: Invitation[];
    NextCursor: string | null;
};
export type Fault = {
    /** A sentence for people. It may be put otherwise one day. */
    Message: string;
    /** A stable word for programs. */
    Code: string;
    /** The field that is wrong, as in Steps[0].Name. */
    Field?: string;
};
export type Error = {
    /** A sentence for people. It may be put otherwise one day. */
    Message: string;
    /** A stable word for programs. */
    Code: string;
    /** The field that is wrong, as in Steps[0].Name. */
    Field?: string;
    /** With status 400: everything that is wrong with the request, first what stands above. */
    Errors?: Fault[];
    /** The X-Request-Id of the call. The log has it too. */
    RequestId: string;
    /** The page that explains the Code. */
    Link: string;
    /** At /oauth alone: the error of RFC 6749. */
    error?: string;
};
export type NewInvitations = {
    Invitations: {
        Email: string;
        AccountId: string;
        Level?: "Access" | "Administrator";
    }[];
};
export type InvitationResult = {
    Email: string;
    AccountId: string;
    Level: "Access" | "Administrator";
    Outcome: "invited" | "added" | "refused" | "approval-needed";
    InvitationId: string | null;
    /** Why not. */
    Message: string | null;
};
export type InvitationResults = {
    Data: InvitationResult[];
};
export type Request = {
    Id: string;
    Kind: string;
    /** What it is about, for people. */
    Title: string;
    Status: "draft" | "awaiting-approval" | "awaiting-values" | "queued" | "done" | "failed" | "cancelled" | "denied" | "expired";
    /** What it has come to, once it is done. */
    Outcome: string | null;
    /** Why it failed, or has to be tried again. */
    Trouble: string | null;
    RequestedBy: string;
    /** The API ID of the Account that it is about. */
    AccountId: string | null;
    /** How many people have to approve it. */
    ApprovalsNeeded: number;
    /** How many approvals count so far. */
    Approvals: number;
    DeniedBecause: string | null;
    /** ISO 8601, in UTC. */
    CreatedAtUtc: string;
    /** Until when it waits. */
    ExpiresAtUtc: string | null;
    FinishedAtUtc: string | null;
};
export type NewInvitation = {
    Email: string;
    Level?: "Access" | "Administrator";
};
export type InvitationGiven = {
    /** added: the address has a User, who is a member now; a notice is mailed. */
    Outcome: "invited" | "added";
    Invitation: Invitation & (object | null);
};
export type ConsoleUser = {
    Id: string;
    Email: string;
    FirstName: string;
    LastName: string;
    FullAccess: boolean;
    /** An area and its level, which includes those below it. */
    Permissions: ("accounts:view" | "accounts:edit" | "accounts:manage" | "users:view" | "users:edit" | "users:manage" | "templates:view" | "connectors:view" | "marketplaces:view" | "marketplaces:edit" | "marketplaces:manage" | "console-users:view" | "console-users:manage" | "audit:view" | "settings:view" | "settings:edit" | "settings:manage")[];
    LinkedToSlack: boolean;
    /** Every right is withheld since then. */
    FrozenAt: string | null;
    /** deactivated, guest, stranger or bot: every right is withheld. */
    RuledOutBySlack: string | null;
    CreatedAt: string;
};
export type ConsoleUsers = {
    Data: ConsoleUser[];
    NextCursor: string | null;
};
export type NewPermissions = {
    FullAccess?: boolean;
    Permissions?: ("accounts:view" | "accounts:edit" | "accounts:manage" | "users:view" | "users:edit" | "users:manage" | "templates:view" | "connectors:view" | "marketplaces:view" | "marketplaces:edit" | "marketplaces:manage" | "console-users:view" | "console-users:manage" | "audit:view" | "settings:view" | "settings:edit" | "settings:manage")[];
};
export type UserPassword = {
    /** The user ID. */
    UserName: string;
    Password: string;
};
export type SetPassword = {
    /** The user ID. */
    UserName: string;
};
export type User = {
    Id: string;
    /** The user ID. */
    UserName: string;
    FirstName: string;
    LastName: string;
    Email: string | null;
    /** When whoever reads mail there last showed it. */
    EmailConfirmedAt: string | null;
    HasPassword: boolean;
    /** The password is temporary: the next sign-in asks for another. */
    MustChangePassword: boolean;
    CreatedAt: string;
};
export type Users = {
    Data: User[];
    NextCursor: string | null;
};
export type UserDetails = {
    Id: string;
    /** The user ID. */
    UserName: string;
    FirstName: string;
    LastName: string;
    Email: string | null;
    /** When whoever reads mail there last showed it. */
    EmailConfirmedAt: string | null;
    HasPassword: boolean;
    /** The password is temporary: the next sign-in asks for another. */
    MustChangePassword: boolean;
    CreatedAt: string;
    /** The address that has been asked for, until somebody confirms it. */
    PendingEmail: string | null;
};
export type UserChanges = {
    FirstName?: string;
    LastName?: string;
    Email?: string;
};
export type Account = {
    /** The API ID, as X-Cyclr-Account and addresses name it. */
    Id: string;
    /** 200 characters at most. */
    Name: string;
    Description: string;
    /** What the Partner's own system calls it. */
    ExternalId: string | null;
    /** When it was made, in UTC. */
    CreatedDate: string;
    /** Kept and answered; it matters only where integrations run. 2,000 characters at most. */
    AuditInfo: string | null;
    /** Kept and answered; it matters only where integrations run. 2,000 characters at most. */
    TaskAuditInfo: string | null;
    /** IANA name of the zone in which times are told to the Account's users: its own, its parent's or the Partner's. An empty text gives up the Account's own; null is as left out. */
    Timezone: string;
    /** Kept and answered, in UTC; without one a month after the Account was made. */
    NextBillDateUtc: string;
    /** Hours; null is the usual time, and above 744 becomes 744. Kept and answered. */
    StepDataSuccessRetentionHours: number | null;
    /** Hours; null is the usual time, and above 744 becomes 744. Kept and answered. */
    StepDataErroredRetentionHours: number | null;
    /** Kept and answered. It needs a TransactionErrorWebhookUrl. */
    TransactionErrorWebhookEnabled: boolean;
    /** Kept and answered. https:// is put in front where the scheme is missing. */
    TransactionErrorWebhookUrl: string | null;
    /** Kept and answered. */
    TransactionErrorWebhookIncludeWarnings: boolean;
};
export type NewAccount = {
    /** The API ID that it is to have: ASCII without spaces, 100 characters at most. Without one it is a GUID. */
    Id?: string | null;
    Name: string;
    Description?: string | null;
    /** The API ID of the Account that it is to be a sub-account of. */
    ParentAccountId?: string | null;
    ExternalId?: string | null;
    /** Kept and answered; it matters only where integrations run. 2,000 characters at most. */
    AuditInfo?: string | null;
    /** Kept and answered; it matters only where integrations run. 2,000 characters at most. */
    TaskAuditInfo?: string | null;
    /** IANA name of the zone in which times are told to the Account's users: its own, its parent's or the Partner's. An empty text gives up the Account's own; null is as left out. */
    Timezone?: string | null;
    /** Kept and answered, in UTC; without one a month after the Account was made. */
    NextBillDateUtc?: string | null;
    /** Hours; above 744 is 744. */
    StepDataSuccessRetentionHours?: number | null;
    /** Hours; above 744 is 744. */
    StepDataErroredRetentionHours?: number | null;
    /** Kept and answered. It needs a TransactionErrorWebhookUrl. */
    TransactionErrorWebhookEnabled?: boolean | null;
    /** Kept and answered. https:// is put in front where the scheme is missing. */
    TransactionErrorWebhookUrl?: string | null;
    /** Kept and answered. */
    TransactionErrorWebhookIncludeWarnings?: boolean | null;
};
export type AccountChanges = {
    /** Another API ID. */
    Id?: string | null;
    Name?: string | null;
    Description?: string | null;
    ExternalId?: string | null;
    /** Kept and answered; it matters only where integrations run. 2,000 characters at most. */
    AuditInfo?: string | null;
    /** Kept and answered; it matters only where integrations run. 2,000 characters at most. */
    TaskAuditInfo?: string | null;
    /** IANA name of the zone in which times are told to the Account's users: its own, its parent's or the Partner's. An empty text gives up the Account's own; null is as left out. */
    Timezone?: string | null;
    /** Kept and answered, in UTC; without one a month after the Account was made. */
    NextBillDateUtc?: string | null;
    /** Hours; above 744 is 744. */
    StepDataSuccessRetentionHours?: number | null;
    /** Hours; above 744 is 744. */
    StepDataErroredRetentionHours?: number | null;
    /** Kept and answered. It needs a TransactionErrorWebhookUrl. */
    TransactionErrorWebhookEnabled?: boolean | null;
    /** Kept and answered. https:// is put in front where the scheme is missing. */
    TransactionErrorWebhookUrl?: string | null;
    /** Kept and answered. */
    TransactionErrorWebhookIncludeWarnings?: boolean | null;
};
export type Usage = {
    Id: string;
    /** Tasks, of this month. Always 0: nothing runs here. */
    TasksUsed: number;
    /** ISO 8601, in UTC. */
    StartTime: string;
    /** ISO 8601, in UTC. */
    EndTime: string;
};
export type AccountSuspension = {
    AccountId: string;
    /** Null: it is not suspended. */
    SuspendedAt: string | null;
    Reason: string | null;
};
export type Reason = {
    Reason?: string | null;
};
export type Cycle = {
    Id: string;
    Name: string;
    Description: string;
    Status: "Active" | "Paused";
    TemplateId: string | null;
    /** What the cycle does, in order: 200 steps and 64 KB at most. */
    Steps: {
        Name: string;
        Connector: string;
        Method: string;
        Values: {
            Name: string;
            Value: string;
        }[];
    }[];
    /** Always empty: the library has none. */
    Tags: string[];
    /** Always null: it belongs to where integrations run. */
    StepErrorAction: string | null;
    /** Minutes between two runs: 1, 5, 15, 30, 60, 120, 180, 240, 360, 480, 720, 1440 or 10080. */
    Interval: number | null;
    /** ISO 8601, in UTC. */
    StartTime: string | null;
    /** Whether it is to run once only. */
    RunOnce: boolean;
    /** Counts the changes of the cycle, from 1. */
    Version: number;
    /** ISO 8601, in UTC. */
    CreatedOnUtc: string;
    /** ISO 8601, in UTC. */
    CreatedAtUtc: string;
    /** ISO 8601, in UTC. */
    UpdatedAtUtc: string;
};
export type NewCycle = {
    Name: string;
    Description?: string | null;
    /** What the cycle does, in order: 200 steps and 64 KB at most. */
    Steps?: {
        Name: string;
        Connector?: string | null;
        Method?: string | null;
        Values?: {
            Name: string;
            Value: string;
        }[] | null;
    }[] | null;
};
export type CycleChanges = {
    Name?: string | null;
    Description?: string | null;
    /** What the cycle does, in order: 200 steps and 64 KB at most. */
    Steps?: {
        Name: string;
        Connector?: string | null;
        Method?: string | null;
        Values?: {
            Name: string;
            Value: string;
        }[] | null;
    }[] | null;
    /** The Version that was read: if the cycle has another by now, the answer is 409. */
    Version?: number | null;
};
export type CycleSchedule = {
    /** ISO 8601, in UTC. */
    StartTime?: string | null;
    /** Minutes between two runs: 1, 5, 15, 30, 60, 120, 180, 240, 360, 480, 720, 1440 or 10080. */
    Interval?: 1 | 5 | 15 | 30 | 60 | 120 | 180 | 240 | 360 | 480 | 720 | 1440 | 10080;
    /** Whether it is to run once only. */
    RunOnce?: boolean | null;
};
export type UserDeployment = {
    /** The number of the Marketplace. */
    MarketplaceId: number;
    AccountName?: string | null;
    AccountDescription?: string | null;
    /** False: the user authorises OAuth connectors elsewhere. */
    InlineOAuth?: boolean | null;
    /** Comes back with what is told of the deployment. 2,000 characters at most. */
    CompleteParameter?: string | null;
    /** The older form of ConnectorAuthentications: one connector, and only where the Account is made. */
    PartnerConnector?: {
        Name: string;
        Version?: string | null;
        AuthenticationId?: string | null;
        AuthValue?: string | null;
        Properties?: {
            Id?: number | null;
            Name?: string | null;
            Value: string;
        }[] | null;
    } | null;
    /** Connectors to install with their values, 50 at most; one alone may stand for the list. */
    ConnectorAuthentications?: {
        Name: string;
        Version?: string | null;
        AuthenticationId?: string | null;
        AuthValue?: string | null;
        Properties?: {
            Id?: number | null;
            Name?: string | null;
            Value: string;
        }[] | null;
    }[] | null;
    /** The user ID. */
    Username: string;
    Password: string;
    AccountId: string;
};
export type Deployment = {
    /** A link for the user's browser, good once and for five minutes. */
    MarketplaceUrl: string;
    AccountId: string;
    /** Signs somebody in, once. */
    Token: string;
    /** When it ends, in UTC: five minutes after it was given. */
    ExpiresAtUtc: string;
};
export type AccountDeployment = {
    /** The number of the Marketplace. */
    MarketplaceId: number;
    AccountName?: string | null;
    AccountDescription?: string | null;
    /** False: the user authorises OAuth connectors elsewhere. */
    InlineOAuth?: boolean | null;
    /** Comes back with what is told of the deployment. 2,000 characters at most. */
    CompleteParameter?: string | null;
    /** The older form of ConnectorAuthentications: one connector, and only where the Account is made. */
    PartnerConnector?: {
        Name: string;
        Version?: string | null;
        AuthenticationId?: string | null;
        AuthValue?: string | null;
        Properties?: {
            Id?: number | null;
            Name?: string | null;
            Value: string;
        }[] | null;
    } | null;
    /** Connectors to install with their values, 50 at most; one alone may stand for the list. */
    ConnectorAuthentications?: {
        Name: string;
        Version?: string | null;
        AuthenticationId?: string | null;
        AuthValue?: string | null;
        Properties?: {
            Id?: number | null;
            Name?: string | null;
            Value: string;
        }[] | null;
    }[] | null;
};
export type AccountUser = {
    /** The user ID. */
    UserName: string;
    Password?: string | null;
};
export type GivenAccess = {
    /** The user ID. */
    UserName: string;
};
export type NamedUser = {
    /** The user ID. */
    UserName: string;
};
export type SignInTokenRequest = {
    /** The user ID. */
    Username: string;
};
export type SignInToken = {
    /** Signs somebody in, once. */
    Token: string;
    /** When it ends, in UTC: five minutes after it was given. */
    ExpiresAtUtc: string;
};
export type Membership = {
    AccountId: string;
    AccountName: string;
    UserId: string;
    /** The user ID. */
    UserName: string;
    Level: "Access" | "Administrator";
    /** When the level Administrator ends by itself; null where it does not. */
    AdministratorUntil: string | null;
    SuspendedAt: string | null;
    SuspendedReason: string | null;
    CreatedAt: string;
};
export type Memberships = {
    Data: Membership[];
    NextCursor: string | null;
};
export type NewMemberships = {
    Accounts: {
        AccountId: string;
        Level?: "Access" | "Administrator";
    }[];
};
export type GivenMemberships = {
    Data: Membership[];
};
export type MembershipLevel = {
    Level: "Access" | "Administrator";
    /** When Administrator ends by itself: in 15 minutes to 90 days. */
    Until?: string | null;
    Reason?: string | null;
};
export type ConnectorProperty = {
    /** Its place among what the connector asks for, from 1. */
    Id: number;
    Name: string;
    Label: string;
    /** Whether its value is hidden from people too. */
    Secret: boolean;
    Required: boolean;
};
export type Connector = {
    /** A whole number; calls take the Name in its place. */
    Id: number;
    Name: string;
    Version: string;
    Title: string;
    Description: string;
    /** Always null: the library has no pictures. */
    Icon: string | null;
    /** Always empty: the library has none. */
    Categories: string[];
    Authentication: "none" | "apiKey" | "basic" | "oauth2";
    /** What the connector asks for besides its authentication. */
    Properties: ConnectorProperty[];
};
export type ConnectorInstallation = {
    Name?: string | null;
    Description?: string | null;
    Version?: string | null;
    /** Tells apart several authentications of one connector in an Account. */
    AuthenticationId?: string | null;
    /** An API key, username:password, or an access token. It is sealed on arrival and never answered. */
    AuthValue?: string | null;
    /** What the connector asks for besides its authentication. */
    Properties?: {
        Id?: number | null;
        Name?: string | null;
        Value: string;
    }[] | null;
};
export type AccountConnector = {
    /** A whole number. */
    Id: number;
    /** Its own id here, which never changes. Every call takes it in place of the Id. */
    Uid: string;
    Name: string;
    Description: string;
    Connector: Connector;
    /** What the connector asks for besides its authentication. */
    Properties: ConnectorProperty[];
    /** Tells apart several authentications of one connector in an Account. */
    AuthenticationId: string | null;
    /** Whether an authentication is kept. Values are never answered. */
    Authenticated: boolean;
    /** ISO 8601, in UTC. */
    CreatedAtUtc: string;
    /** ISO 8601, in UTC. */
    UpdatedAtUtc: string;
};
export type AccountConnectorChanges = {
    Name?: string | null;
    Description?: string | null;
    /** Tells apart several authentications of one connector in an Account. */
    AuthenticationId?: string | null;
    /** An API key, username:password, or an access token. It is sealed on arrival and never answered. */
    AuthValue?: string | null;
    /** What the connector asks for besides its authentication. */
    Properties?: {
        Id?: number | null;
        Name?: string | null;
        Value: string;
    }[] | null;
};
export type GivenProperty = {
    /** Its place among what the connector asks for, from 1; Name may stand for it. */
    Id?: number | null;
    Name?: string | null;
    Value: string;
};
export type PropertyValue = {
    Value: string;
};
export type Template = {
    Id: string;
    Name: string;
    Description: string;
    /** Always null: the library has no pictures. */
    Icon: string | null;
    /** Always empty: the library has none. */
    Tags: string[];
    Connectors: {
        Id: number;
        Name: string;
        Version: string;
    }[];
};
export type TemplateInstallation = {
    Name?: string | null;
    Description?: string | null;
};
export type InstalledTemplate = {
    Id: string;
    Name: string;
    Description: string;
    Status: "Active" | "Paused";
    TemplateId: string | null;
    /** What the cycle does, in order: 200 steps and 64 KB at most. */
    Steps: {
        Name: string;
        Connector: string;
        Method: string;
        Values: {
            Name: string;
            Value: string;
        }[];
    }[];
    /** Always empty: the library has none. */
    Tags: string[];
    /** Always null: it belongs to where integrations run. */
    StepErrorAction: string | null;
    /** Minutes between two runs: 1, 5, 15, 30, 60, 120, 180, 240, 360, 480, 720, 1440 or 10080. */
    Interval: number | null;
    /** ISO 8601, in UTC. */
    StartTime: string | null;
    /** Whether it is to run once only. */
    RunOnce: boolean;
    /** Counts the changes of the cycle, from 1. */
    Version: number;
    /** ISO 8601, in UTC. */
    CreatedOnUtc: string;
    /** ISO 8601, in UTC. */
    CreatedAtUtc: string;
    /** ISO 8601, in UTC. */
    UpdatedAtUtc: string;
    Connectors: {
        Id: number;
        Name: string;
        Version: string;
        AccountConnectorId: number | null;
    }[];
};
export type TokenRequest = {
    /** Always client_credentials. */
    grant_type: "client_credentials";
    /** 32 hexadecimal digits. It may come as Basic instead. */
    client_id?: string;
    /** It may come as Basic instead. */
    client_secret?: string;
    /** account:{API ID} restricts the token to that Account; users:edit accounts:view and the like to these permissions. */
    scope?: string;
};
export type Token = {
    /** Send it as Authorization: Bearer {access_token}. */
    access_token: string;
    token_type: "bearer";
    /** Seconds until the token ends. */
    expires_in: number;
    /** The client that the token is for. */
    clientId: string;
    /** account:{API ID} restricts the token to that Account; users:edit accounts:view and the like to these permissions. */
    scope: string;
    /** When the token was given, as HTTP writes dates. */
    ".issued": string;
    /** When the token ends, as HTTP writes dates. */
    ".expires": string;
};
export type TokenRevocation = {
    token: string;
    /** 32 hexadecimal digits. It may come as Basic instead. */
    client_id?: string;
    /** It may come as Basic instead. */
    client_secret?: string;
};
export type EventType = "requested" | "drafted" | "request-done" | "request-failed" | "request-cancelled" | "request-expired" | "request-approved" | "request-approved-alone" | "approval-needed" | "request-denied" | "draft-expired" | "request-retried" | "refused" | "administrator-granted" | "administrator-ended" | "administrator-returned" | "administrator-revoked" | "membership-given" | "membership-removed" | "membership-suspended" | "membership-resumed" | "invitation-created" | "invitation-resent" | "invitation-revoked" | "invitation-expired" | "invitation-accepted" | "user-created" | "user-deleted" | "password-link-issued" | "password-set" | "temporary-password-allowed" | "temporary-password-shown" | "signed-in" | "signed-out" | "session-ended" | "sessions-ended" | "sign-in-refused" | "password-link-requested" | "password-changed" | "names-changed" | "email-change-requested" | "email-changed" | "account-created" | "account-imported" | "difference-settled" | "account-settings-changed" | "account-suspended" | "account-resumed" | "account-deleted" | "connector-installed" | "connector-authenticated" | "connector-deauthenticated" | "connector-changed" | "connector-removed" | "api-client-created" | "api-client-changed" | "api-client-secret-added" | "api-client-secret-shown" | "api-client-secret-revoked" | "api-client-revoked" | "access-token-issued" | "access-token-revoked" | "template-installed" | "cycle-created" | "cycle-adjusted" | "cycle-started" | "cycle-stopped" | "cycle-deleted" | "console-invitation-created" | "console-invitation-resent" | "console-invitation-expired" | "console-invitation-revoked" | "console-user-created" | "console-user-restored" | "console-user-changed" | "console-user-frozen" | "console-user-unfrozen" | "slack-standing-changed" | "console-user-removed" | "console-permissions-changed" | "slack-identity-linked" | "slack-identity-dropped" | "partner-created" | "api-user-created" | "marketplace-deployed" | "sign-in-token-issued" | "sign-in-token-used" | "value-link-issued" | "values-given" | "settings-changed" | "notification-secret-made" | "secrets-rotated" | "library-imported" | "marketplace-created" | "marketplace-renamed" | "marketplace-deleted" | "marketplace-card-added" | "marketplace-card-removed" | "marketplace-templates-set" | "report-exported" | "audit-exported" | "audit-erased" | "cloud-change-done" | "cloud-change-failed" | "cloud-change-retried" | "cloud-change-by-hand" | "cloud-change-undone" | "cloud-change-escalated" | "webhook-created" | "webhook-changed" | "webhook-deleted" | "webhook-secret-rotated" | "webhook-tested" | "webhook-delivery-resent" | "webhook-switched-off";
export type Webhook = {
    Id: string;
    /** Where events are told, by POST. */
    Url: string;
    Description: string;
    /** What it is told of; null: of everything, also of types to come. */
    EventTypes: string[] | null;
    Enabled: boolean;
    /** Why it was switched off, where no call of the API did it. */
    OffBecause: string | null;
    /** Since when it has taken nothing; null once it has. */
    FailingSinceUtc: string | null;
    /** Until when the secret before signs besides. */
    OldSecretUntilUtc: string | null;
    /** The API client by whose rights it hears. */
    ClientName: string;
    /** ISO 8601, in UTC. */
    CreatedAtUtc: string;
    ChangedAtUtc: string;
};
export type NewWebhook = {
    Url: string;
    Description?: string | null;
    EventTypes?: EventType[] | null;
    Enabled?: boolean | null;
};
export type WebhookWithSecret = {
    Id: string;
    /** Where events are told, by POST. */
    Url: string;
    Description: string;
    /** What it is told of; null: of everything, also of types to come. */
    EventTypes: string[] | null;
    Enabled: boolean;
    /** Why it was switched off, where no call of the API did it. */
    OffBecause: string | null;
    /** Since when it has taken nothing; null once it has. */
    FailingSinceUtc: string | null;
    /** Until when the secret before signs besides. */
    OldSecretUntilUtc: string | null;
    /** The API client by whose rights it hears. */
    ClientName: string;
    /** ISO 8601, in UTC. */
    CreatedAtUtc: string;
    ChangedAtUtc: string;
    /** Signs each event. It is shown this once; where it was lost, rotate it. */
    Secret: string;
};
export type WebhookChanges = {
    Url?: string;
    Description?: string;
    EventTypes?: EventType[] | null;
    Enabled?: boolean;
};
export type DeliveryState = "Pending" | "Delivered" | "Failed";
export type WebhookDelivery = {
    /** Goes out as the header webhook-id, the same at each try. */
    Id: string;
    WebhookId: string;
    /** The entry of the audit; null for a test. */
    EventId: string | null;
    /** An event type, or test. */
    EventType: string;
    State: DeliveryState;
    /** Since it was written, or sent again. */
    Attempts: number;
    /** What the address answered last. */
    LastStatus: number | null;
    /** Why the last try did not succeed. */
    LastTrouble: string | null;
    LastAttemptAtUtc: string | null;
    /** While it is pending. */
    NextAttemptAtUtc: string | null;
    DeliveredAtUtc: string | null;
    FailedAtUtc: string | null;
    /** ISO 8601, in UTC. */
    CreatedAtUtc: string;
};
export type WebhookDeliveries = {
    Data: WebhookDelivery[];
    NextCursor: string | null;
};
export type Requests = {
    Data: Request[];
    NextCursor: string | null;
};
export type AuditEntry = {
    Id: string;
    At: string;
    Action: string;
    /** What was done, after the actor's name. */
    Words: string;
    Surface: "slack" | "web" | "api" | "command-line" | "job";
    Actor: {
        Kind: string;
        Id: string | null;
        Name: string;
    };
    Subject: {
        Kind: string;
        Id: string | null;
        Name: string;
    };
    /** Name and Id; null where there is none any more. */
    Account: string | null;
    /** The Account's own id, which never changes. */
    AccountUid: string | null;
    RequestId: string | null;
    Before: {
        [key: string]: any;
    } | {
        [key: string]: any;
    };
    After: {
        [key: string]: any;
    } | {
        [key: string]: any;
    };
    /** The later entry by which a person was erased from this one. */
    ErasedBy: string | null;
};
export type AuditEntries = {
    Data: AuditEntry[];
    NextCursor: string | null;
};
export type AuditVerification = {
    /** The chain holds, and has the expected hash if one is given. */
    Whole: boolean;
    Message: string;
    /** Sealed entries that hold, up to the fault. */
    Rows: number;
    /** Sealed blocks that hold, up to the fault. */
    Blocks: number;
    /** From how many of these rows a person was erased, and by which entries. */
    Erased: {
        Rows: number;
        By: string[];
    };
    LastBlock: string | null;
    /** Of the last block that holds. Written down elsewhere it is a later Expect. */
    LastHash: string | null;
    /** The first entry or block that does not fit. */
    Broken: {
        What: "row" | "block";
        Id: string;
        Fault: "changed" | "removed" | "inserted" | "unproven-erasure" | "block-changed" | "block-missing-before";
    } | null;
    ExpectedFound: boolean | null;
    Unsealed: {
        Rows: number;
        Since: string | null;
    };
    /** What a whole chain does not prove. */
    CannotProve: string[];
    /** Whether the program's own role in the database could rewrite the audit. */
    ProgramMayRewrite: boolean;
};
export type Count = {
    /** How many there are. */
    Number: number;
    Is: "exact" | "about" | "more";
};
export type Trend = {
    /** How many days are counted. */
    Days: number;
    Now: Count;
    Before: Count;
};
export type Dashboard = {
    Accounts: {
        Count: Count;
        Trends: Trend[];
    };
    Users: {
        Count: Count;
        Trends: Trend[];
    };
    Invitations: {
        Open: Count;
        Sent: Trend[];
        Accepted: Count & any;
        Expired: Count;
    };
    Deployments: {
        Count: Count;
        Trends: Trend[];
    };
    Cycles: {
        Active: Count;
        Paused: Count;
    };
    Requests: {
        Waiting: Count;
        Failed: Trend[];
    };
};
export type UsersReportRow = {
    AccountName: string | number | null;
    AccountId: string | number | null;
    /** The API ID of the Account that it is to be a sub-account of. */
    ParentAccountId: string | number | null;
    SuspendedAt: string | number | null;
    Users: string | number | null;
    Administrators: string | number | null;
    ActiveCycles: string | number | null;
};
export type UsersReport = {
    Data: UsersReportRow[];
    NextCursor: string | null;
};
export type InvitationsReportRow = {
    Email: string | number | null;
    AccountName: string | number | null;
    AccountId: string | number | null;
    Level: string | number | null;
    CreatedAt: string | number | null;
    State: string | number | null;
    Until: string | number | null;
};
export type InvitationsReport = {
    Data: InvitationsReportRow[];
    NextCursor: string | null;
};
export type ActivityReportRow = {
    ConsoleUser: string | number | null;
    Email: string | number | null;
    Request: string | number | null;
    Done: string | number | null;
    Failed: string | number | null;
    Other: string | number | null;
};
export type ActivityReport = {
    Data: ActivityReportRow[];
    NextCursor: string | null;
};
export type DeploymentsReportRow = {
    AccountName: string | number | null;
    AccountId: string | number | null;
    MarketplaceName: string | number | null;
    /** The number of the Marketplace. */
    MarketplaceId: string | number | null;
    /** The user ID. */
    UserName: string | number | null;
    DeployedAt: string | number | null;
};
export type DeploymentsReport = {
    Data: DeploymentsReportRow[];
    NextCursor: string | null;
};
export type LevelsReportRow = {
    AccountName: string | number | null;
    AccountId: string | number | null;
    /** The user ID. */
    UserName: string | number | null;
    Level: string | number | null;
    State: string | number | null;
    AskedAt: string | number | null;
};
export type LevelsReport = {
    Data: LevelsReportRow[];
    NextCursor: string | null;
};
/**
 * The invitations, the newest first; of one Account, address or state where that is given
 */
export function listInvitations({ limit, cursor, accountId, email, state, xRequestId }: {
    limit?: number;
    cursor?: string;
    accountId?: string;
    email?: string;
    state?: "open" | "accepted" | "revoked" | "expired";
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Invitations;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/invitations${QS.query(QS.explode({
        limit,
        cursor,
        AccountId: accountId,
        Email: email,
        State: state
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * Invite many addresses, each to an Account of its own. Each is invited by itself, and the answer says of each, in the order given, what came of it; a repeat does nothing twice
 */
export function inviteUsers(newInvitations: NewInvitations, { idempotencyKey, xRequestId }: {
    idempotencyKey?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: InvitationResults;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>("/v1.0/invitations", oazapfts.json({
        ...opts,
        method: "POST",
        body: newInvitations,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId
        })
    }));
}
/**
 * One invitation
 */
export function getInvitation(id: string, { xRequestId, ifNoneMatch }: {
    xRequestId?: string;
    ifNoneMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Invitation;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/invitations/${encodeURIComponent(id)}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId,
            "If-None-Match": ifNoneMatch
        })
    });
}
/**
 * Revoke an invitation that nobody has used: its link is dead
 */
export function revokeInvitation(id: string, { idempotencyKey, xRequestId, prefer, ifMatch }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
    ifMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Invitation;
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/invitations/${encodeURIComponent(id)}`, {
        ...opts,
        method: "DELETE",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-Match": ifMatch
        })
    });
}
/**
 * Invite an address to an Account; one that has a User becomes a member at once. As Administrator it answers 403 approval-needed where people have to approve it
 */
export function inviteUser(id: string, newInvitation: NewInvitation, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 201;
        data: InvitationGiven;
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/invitations`, oazapfts.json({
        ...opts,
        method: "POST",
        body: newInvitation,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * Mail a new link, good for seven days; the earlier one is dead. Three times in ten minutes at most
 */
export function resendInvitation(id: string, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Invitation;
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/invitations/${encodeURIComponent(id)}/resend`, {
        ...opts,
        method: "POST",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    });
}
/**
 * The members of the Partner's team who may use the Console, by e-mail; of Search those whose name or e-mail contains it
 */
export function listConsoleUsers({ limit, cursor, search, xRequestId }: {
    limit?: number;
    cursor?: string;
    search?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: ConsoleUsers;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/console-users${QS.query(QS.explode({
        limit,
        cursor,
        Search: search
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * One Console User
 */
export function getConsoleUser(id: string, { xRequestId, ifNoneMatch }: {
    xRequestId?: string;
    ifNoneMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: ConsoleUser;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/console-users/${encodeURIComponent(id)}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId,
            "If-None-Match": ifNoneMatch
        })
    });
}
/**
 * Take somebody out of the Console, and stop what they asked for; 403 approval-needed where people have to approve it
 */
export function removeConsoleUser(id: string, { idempotencyKey, xRequestId, prefer, ifMatch }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
    ifMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: {};
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/console-users/${encodeURIComponent(id)}`, {
        ...opts,
        method: "DELETE",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-Match": ifMatch
        })
    });
}
/**
 * Give a Console User Full Access, or these permissions, in place of what they have; 403 approval-needed where people have to approve it
 */
export function setPermissions(id: string, newPermissions: NewPermissions, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: ConsoleUser;
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/console-users/${encodeURIComponent(id)}/permissions`, oazapfts.json({
        ...opts,
        method: "PUT",
        body: newPermissions,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * Withhold every right of a Console User at once, end their sessions and stop what they asked for. Nobody has to approve it
 */
export function freezeConsoleUser(id: string, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: ConsoleUser;
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/console-users/${encodeURIComponent(id)}/freeze`, {
        ...opts,
        method: "PUT",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    });
}
/**
 * Give a frozen Console User their rights back; 403 approval-needed where people have to approve it
 */
export function unfreezeConsoleUser(id: string, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: ConsoleUser;
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/console-users/${encodeURIComponent(id)}/unfreeze`, {
        ...opts,
        method: "PUT",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    });
}
/**
 * Give a User another password; every session of theirs ends
 */
export function setPassword(userPassword: UserPassword, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: SetPassword;
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>("/v1.0/users", oazapfts.json({
        ...opts,
        method: "PUT",
        body: userPassword,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * The Users, by user ID; of Search those whose user ID or e-mail contains it, of UserName or Email the one who has it
 */
export function listUsers({ limit, cursor, search, userName, email, xRequestId }: {
    limit?: number;
    cursor?: string;
    search?: string;
    userName?: string;
    email?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Users;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/users${QS.query(QS.explode({
        limit,
        cursor,
        Search: search,
        UserName: userName,
        Email: email
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * One User
 */
export function getUser(id: string, { xRequestId, ifNoneMatch }: {
    xRequestId?: string;
    ifNoneMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: UserDetails;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/users/${encodeURIComponent(id)}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId,
            "If-None-Match": ifNoneMatch
        })
    });
}
/**
 * Change a User's names, or have them confirm another e-mail by a link that is mailed there; what is left out stays
 */
export function updateUser(id: string, userChanges: UserChanges, { idempotencyKey, xRequestId, prefer, ifMatch }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
    ifMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: UserDetails;
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/users/${encodeURIComponent(id)}`, oazapfts.json({
        ...opts,
        method: "PUT",
        body: userChanges,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-Match": ifMatch
        })
    }));
}
/**
 * Delete a User everywhere, with all memberships; the audit keeps the name
 */
export function deleteUser(id: string, { idempotencyKey, xRequestId, prefer, ifMatch }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
    ifMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: {};
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/users/${encodeURIComponent(id)}`, {
        ...opts,
        method: "DELETE",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-Match": ifMatch
        })
    });
}
/**
 * The Partner's Accounts, sub-accounts among them; of ExternalId the one that has it
 */
export function listAccounts({ page, pageSize, sortOrderAsc, orderBy, externalId, xRequestId, prefer }: {
    page?: number;
    pageSize?: number;
    sortOrderAsc?: boolean;
    orderBy?: string;
    externalId?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Account[];
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts${QS.query(QS.explode({
        page,
        pageSize,
        sortOrderAsc,
        orderBy,
        ExternalId: externalId
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    });
}
/**
 * Make an Account, or a sub-account, that nobody has access to yet
 */
export function createAccount(newAccount: NewAccount, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Account;
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>("/v1.0/accounts", oazapfts.json({
        ...opts,
        method: "POST",
        body: newAccount,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * One Account
 */
export function getAccount(id: string, { xRequestId, prefer, ifNoneMatch }: {
    xRequestId?: string;
    prefer?: string;
    ifNoneMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Account;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-None-Match": ifNoneMatch
        })
    });
}
/**
 * Change an Account; what is left out stays, and a null retention is the usual one again
 */
export function updateAccount(id: string, accountChanges?: AccountChanges, { idempotencyKey, xRequestId, prefer, ifMatch }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
    ifMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Account;
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}`, oazapfts.json({
        ...opts,
        method: "PUT",
        body: accountChanges,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-Match": ifMatch
        })
    }));
}
/**
 * Delete an Account with its memberships and paused cycles; its Users stay
 */
export function deleteAccount(id: string, { idempotencyKey, xRequestId, prefer, ifMatch }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
    ifMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: {};
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}`, {
        ...opts,
        method: "DELETE",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-Match": ifMatch
        })
    });
}
/**
 * The sub-accounts of an Account
 */
export function listSubAccounts(id: string, { page, pageSize, sortOrderAsc, orderBy, xRequestId, prefer }: {
    page?: number;
    pageSize?: number;
    sortOrderAsc?: boolean;
    orderBy?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Account[];
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/subaccounts${QS.query(QS.explode({
        page,
        pageSize,
        sortOrderAsc,
        orderBy
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    });
}
/**
 * How many tasks the Account's integrations have used
 */
export function getAccountUsage(id: string, { page, pageSize, sortOrderAsc, orderBy, xRequestId, prefer }: {
    page?: number;
    pageSize?: number;
    sortOrderAsc?: boolean;
    orderBy?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Usage;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/usage${QS.query(QS.explode({
        page,
        pageSize,
        sortOrderAsc,
        orderBy
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    });
}
/**
 * Whether an Account is suspended, since when and why
 */
export function getAccountSuspension(id: string, { xRequestId }: {
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: AccountSuspension;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/suspension`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * Suspend an Account, whose users lose access until it is resumed; one that is suspended stays so. Its sub-accounts do not change
 */
export function suspendAccount(id: string, reason?: Reason, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: AccountSuspension;
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/suspension`, oazapfts.json({
        ...opts,
        method: "PUT",
        body: reason,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * End the suspension of an Account; one that is not suspended stays so
 */
export function resumeAccount(id: string, reason?: Reason, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: AccountSuspension;
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/suspension`, oazapfts.json({
        ...opts,
        method: "DELETE",
        body: reason,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * The cycles of the Account
 */
export function listCycles(xCyclrAccount: string, { page, pageSize, sortOrderAsc, orderBy, connectorName, connectorVersion, tag, includeIcons, xRequestId, prefer }: {
    page?: number;
    pageSize?: number;
    sortOrderAsc?: boolean;
    orderBy?: string;
    connectorName?: string;
    connectorVersion?: string;
    tag?: string;
    includeIcons?: boolean;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Cycle[];
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/cycles${QS.query(QS.explode({
        page,
        pageSize,
        sortOrderAsc,
        orderBy,
        connectorName,
        connectorVersion,
        tag,
        includeIcons
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    });
}
/**
 * Make a cycle, paused
 */
export function createCycle(xCyclrAccount: string, newCycle: NewCycle, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 201;
        data: Cycle;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>("/v1.0/cycles", oazapfts.json({
        ...opts,
        method: "POST",
        body: newCycle,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * One cycle
 */
export function getCycle(xCyclrAccount: string, id: string, { xRequestId, prefer, ifNoneMatch }: {
    xRequestId?: string;
    prefer?: string;
    ifNoneMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Cycle;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/cycles/${encodeURIComponent(id)}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-None-Match": ifNoneMatch
        })
    });
}
/**
 * Adjust a paused cycle and store it; what is left out stays. With a Version, only that one is written over
 */
export function updateCycle(xCyclrAccount: string, id: string, cycleChanges: CycleChanges, { idempotencyKey, xRequestId, prefer, ifMatch }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
    ifMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Cycle;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/cycles/${encodeURIComponent(id)}`, oazapfts.json({
        ...opts,
        method: "PUT",
        body: cycleChanges,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-Match": ifMatch
        })
    }));
}
/**
 * Delete a paused cycle
 */
export function deleteCycle(xCyclrAccount: string, id: string, { idempotencyKey, xRequestId, prefer, ifMatch }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
    ifMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: {};
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/cycles/${encodeURIComponent(id)}`, {
        ...opts,
        method: "DELETE",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-Match": ifMatch
        })
    });
}
/**
 * Start a cycle; one that runs already stays so. When it is to run is kept, and answered
 */
export function activateCycle(xCyclrAccount: string, id: string, cycleSchedule?: CycleSchedule, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Cycle;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/cycles/${encodeURIComponent(id)}/activate`, oazapfts.json({
        ...opts,
        method: "PUT",
        body: cycleSchedule,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * Stop a cycle; one that is paused already stays so
 */
export function deactivateCycle(xCyclrAccount: string, id: string, { idempotencyKey, finishQueuedTransactions, xRequestId, prefer }: {
    idempotencyKey?: string;
    finishQueuedTransactions?: boolean;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Cycle;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/cycles/${encodeURIComponent(id)}/deactivate${QS.query(QS.explode({
        finishQueuedTransactions
    }))}`, {
        ...opts,
        method: "PUT",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    });
}
/**
 * Open a Marketplace for a User of an Account; either is made where it is unknown
 */
export function deployForUser(userDeployment: UserDeployment, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Deployment;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>("/v1.0/users/marketplace", oazapfts.json({
        ...opts,
        method: "POST",
        body: userDeployment,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * Open a Marketplace for an Account, which is made where its API ID is unknown
 */
export function deployForAccount(id: string, accountDeployment: AccountDeployment, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Deployment;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/marketplace`, oazapfts.json({
        ...opts,
        method: "POST",
        body: accountDeployment,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * The user IDs of those who have access to an Account
 */
export function listAccountUsers(id: string, { page, pageSize, sortOrderAsc, orderBy, xRequestId, prefer }: {
    page?: number;
    pageSize?: number;
    sortOrderAsc?: boolean;
    orderBy?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: string[];
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/users${QS.query(QS.explode({
        page,
        pageSize,
        sortOrderAsc,
        orderBy
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    });
}
/**
 * Give somebody Access to an Account; a User is made where there is none
 */
export function giveAccess(id: string, accountUser: AccountUser, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: GivenAccess;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/users`, oazapfts.json({
        ...opts,
        method: "PUT",
        body: accountUser,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * Take an Account from one of its users; the User stays
 */
export function removeAccountUser(id: string, namedUser: NamedUser, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: {};
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/users`, oazapfts.json({
        ...opts,
        method: "DELETE",
        body: namedUser,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * Take a token that signs somebody in to an Account; a User is made where there is none
 */
export function createSignInToken(id: string, signInTokenRequest: SignInTokenRequest, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: SignInToken;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/signintoken`, oazapfts.json({
        ...opts,
        method: "POST",
        body: signInTokenRequest,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * The memberships of an Account, by user ID, each with its level; of Search those whose user ID or e-mail contains it
 */
export function listAccountMemberships(id: string, { limit, cursor, search, xRequestId }: {
    limit?: number;
    cursor?: string;
    search?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Memberships;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/memberships${QS.query(QS.explode({
        limit,
        cursor,
        Search: search
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * The memberships of a User, by the Account's name, each with its level
 */
export function listUserMemberships(id: string, { limit, cursor, xRequestId }: {
    limit?: number;
    cursor?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Memberships;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/users/${encodeURIComponent(id)}/memberships${QS.query(QS.explode({
        limit,
        cursor
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * Give a User more Accounts, each at a level of its own: all of them, or none
 */
export function addMemberships(id: string, newMemberships: NewMemberships, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 201;
        data: GivenMemberships;
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/users/${encodeURIComponent(id)}/memberships`, oazapfts.json({
        ...opts,
        method: "POST",
        body: newMemberships,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * One User in one Account
 */
export function getMembership(id: string, userId: string, { xRequestId, ifNoneMatch }: {
    xRequestId?: string;
    ifNoneMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Membership;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/memberships/${encodeURIComponent(userId)}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId,
            "If-None-Match": ifNoneMatch
        })
    });
}
/**
 * Give a member a level. Administrator, until a time where one is given, answers 403 approval-needed where people have to approve it; what somebody has for longer stays
 */
export function setMembershipLevel(id: string, userId: string, membershipLevel: MembershipLevel, { idempotencyKey, xRequestId, prefer, ifMatch }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
    ifMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Membership;
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/memberships/${encodeURIComponent(userId)}`, oazapfts.json({
        ...opts,
        method: "PUT",
        body: membershipLevel,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-Match": ifMatch
        })
    }));
}
/**
 * Take an Account from a User, who stays
 */
export function removeMembership(id: string, userId: string, { idempotencyKey, xRequestId, prefer, ifMatch }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
    ifMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: {};
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/memberships/${encodeURIComponent(userId)}`, {
        ...opts,
        method: "DELETE",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-Match": ifMatch
        })
    });
}
/**
 * Suspend a User in one Account, who keeps the level; one who is suspended stays so
 */
export function suspendMembership(id: string, userId: string, reason?: Reason, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Membership;
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/memberships/${encodeURIComponent(userId)}/suspension`, oazapfts.json({
        ...opts,
        method: "PUT",
        body: reason,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * End the suspension of a User in one Account; of an Administrator it answers 403 approval-needed where people have to approve it
 */
export function resumeMembership(id: string, userId: string, reason?: Reason, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Membership;
    } | {
        status: 202;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/accounts/${encodeURIComponent(id)}/memberships/${encodeURIComponent(userId)}/suspension`, oazapfts.json({
        ...opts,
        method: "DELETE",
        body: reason,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * The connectors of the library
 */
export function listConnectors(xCyclrAccount: string, { page, pageSize, sortOrderAsc, orderBy, query, category, includeCustomConnectors, xRequestId, prefer }: {
    page?: number;
    pageSize?: number;
    sortOrderAsc?: boolean;
    orderBy?: string;
    query?: string;
    category?: string;
    includeCustomConnectors?: boolean;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Connector[];
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/connectors${QS.query(QS.explode({
        page,
        pageSize,
        sortOrderAsc,
        orderBy,
        query,
        category,
        includeCustomConnectors
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    });
}
/**
 * One connector of the library, by its Id or its name; of several versions the newest
 */
export function getConnector(xCyclrAccount: string, id: string, { xRequestId, prefer, ifNoneMatch }: {
    xRequestId?: string;
    prefer?: string;
    ifNoneMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Connector;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/connectors/${encodeURIComponent(id)}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-None-Match": ifNoneMatch
        })
    });
}
/**
 * What a connector can do
 */
export function listConnectorMethods(xCyclrAccount: string, id: string, { page, pageSize, sortOrderAsc, orderBy, xRequestId, prefer }: {
    page?: number;
    pageSize?: number;
    sortOrderAsc?: boolean;
    orderBy?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: {
            Id: number;
            Name: string;
        }[];
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/connectors/${encodeURIComponent(id)}/methods${QS.query(QS.explode({
        page,
        pageSize,
        sortOrderAsc,
        orderBy
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    });
}
/**
 * One version of a connector of the library
 */
export function getConnectorVersion(xCyclrAccount: string, id: string, version: string, { xRequestId, prefer, ifNoneMatch }: {
    xRequestId?: string;
    prefer?: string;
    ifNoneMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Connector;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/connectors/${encodeURIComponent(id)}/${encodeURIComponent(version)}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-None-Match": ifNoneMatch
        })
    });
}
/**
 * Install a connector, by its Id or its name, or give the one of this Name new values
 */
export function installConnector(xCyclrAccount: string, id: string, connectorInstallation?: ConnectorInstallation, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: AccountConnector;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/connectors/${encodeURIComponent(id)}/install`, oazapfts.json({
        ...opts,
        method: "POST",
        body: connectorInstallation,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * The connectors installed in the Account, without their values
 */
export function listAccountConnectors(xCyclrAccount: string, { page, pageSize, sortOrderAsc, orderBy, xRequestId, prefer }: {
    page?: number;
    pageSize?: number;
    sortOrderAsc?: boolean;
    orderBy?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: AccountConnector[];
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/account/connectors${QS.query(QS.explode({
        page,
        pageSize,
        sortOrderAsc,
        orderBy
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    });
}
/**
 * One installed connector
 */
export function getAccountConnector(xCyclrAccount: string, id: string, { xRequestId, prefer, ifNoneMatch }: {
    xRequestId?: string;
    prefer?: string;
    ifNoneMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: AccountConnector;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/account/connectors/${encodeURIComponent(id)}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-None-Match": ifNoneMatch
        })
    });
}
/**
 * Authenticate an installed connector, or change what is given of it; what is left out stays
 */
export function updateAccountConnector(xCyclrAccount: string, id: string, accountConnectorChanges?: AccountConnectorChanges, { idempotencyKey, xRequestId, prefer, ifMatch }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
    ifMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: AccountConnector;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/account/connectors/${encodeURIComponent(id)}`, oazapfts.json({
        ...opts,
        method: "PUT",
        body: accountConnectorChanges,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-Match": ifMatch
        })
    }));
}
/**
 * Take a connector out of the Account, with its values
 */
export function deleteAccountConnector(xCyclrAccount: string, id: string, { idempotencyKey, xRequestId, prefer, ifMatch }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
    ifMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: {};
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/account/connectors/${encodeURIComponent(id)}`, {
        ...opts,
        method: "DELETE",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-Match": ifMatch
        })
    });
}
/**
 * Take the authentication from an installed connector; its properties stay
 */
export function deauthenticateAccountConnector(xCyclrAccount: string, id: string, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: {
            Message: string;
        };
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/account/connectors/${encodeURIComponent(id)}/deauthenticate`, {
        ...opts,
        method: "PUT",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    });
}
/**
 * What an installed connector asks for, without the values
 */
export function listAccountConnectorProperties(xCyclrAccount: string, id: string, { xRequestId, prefer }: {
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: ConnectorProperty[];
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/account/connectors/${encodeURIComponent(id)}/properties`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    });
}
/**
 * Give an installed connector the value of one property, by its Id or its Name
 */
export function createAccountConnectorProperty(xCyclrAccount: string, id: string, givenProperty: GivenProperty, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: ConnectorProperty;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/account/connectors/${encodeURIComponent(id)}/properties`, oazapfts.json({
        ...opts,
        method: "POST",
        body: givenProperty,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * One property of an installed connector
 */
export function getAccountConnectorProperty(xCyclrAccount: string, id: string, propertyId: string, { xRequestId, prefer, ifNoneMatch }: {
    xRequestId?: string;
    prefer?: string;
    ifNoneMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: ConnectorProperty;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/account/connectors/${encodeURIComponent(id)}/properties/${encodeURIComponent(propertyId)}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-None-Match": ifNoneMatch
        })
    });
}
/**
 * Give one property of an installed connector another value
 */
export function updateAccountConnectorProperty(xCyclrAccount: string, id: string, propertyId: string, propertyValue: PropertyValue, { idempotencyKey, xRequestId, prefer, ifMatch }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
    ifMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: ConnectorProperty;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/account/connectors/${encodeURIComponent(id)}/properties/${encodeURIComponent(propertyId)}`, oazapfts.json({
        ...opts,
        method: "PUT",
        body: propertyValue,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-Match": ifMatch
        })
    }));
}
/**
 * Take the value of one property from an installed connector
 */
export function deleteAccountConnectorProperty(xCyclrAccount: string, id: string, propertyId: string, { idempotencyKey, xRequestId, prefer, ifMatch }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
    ifMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: {};
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/account/connectors/${encodeURIComponent(id)}/properties/${encodeURIComponent(propertyId)}`, {
        ...opts,
        method: "DELETE",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-Match": ifMatch
        })
    });
}
/**
 * The templates that can be installed
 */
export function listTemplates({ xCyclrAccount, page, pageSize, sortOrderAsc, orderBy, includeIcons, includePrerequisites, includeOptional, connectorName, connectorVersion, tag, xRequestId, prefer }: {
    xCyclrAccount?: string;
    page?: number;
    pageSize?: number;
    sortOrderAsc?: boolean;
    orderBy?: string;
    includeIcons?: boolean;
    includePrerequisites?: boolean;
    includeOptional?: boolean;
    connectorName?: string;
    connectorVersion?: string;
    tag?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Template[];
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/templates${QS.query(QS.explode({
        page,
        pageSize,
        sortOrderAsc,
        orderBy,
        includeIcons,
        includePrerequisites,
        includeOptional,
        connectorName,
        connectorVersion,
        tag
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    });
}
/**
 * One template
 */
export function getTemplate(id: string, { xCyclrAccount, includeIcons, includePrerequisites, includeOptional, xRequestId, prefer, ifNoneMatch }: {
    xCyclrAccount?: string;
    includeIcons?: boolean;
    includePrerequisites?: boolean;
    includeOptional?: boolean;
    xRequestId?: string;
    prefer?: string;
    ifNoneMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Template;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/templates/${encodeURIComponent(id)}${QS.query(QS.explode({
        includeIcons,
        includePrerequisites,
        includeOptional
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "X-Request-Id": xRequestId,
            Prefer: prefer,
            "If-None-Match": ifNoneMatch
        })
    });
}
/**
 * Install a template: a paused cycle of its steps
 */
export function installTemplate(xCyclrAccount: string, id: string, templateInstallation?: TemplateInstallation, { idempotencyKey, xRequestId, prefer }: {
    idempotencyKey?: string;
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: InstalledTemplate;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/templates/${encodeURIComponent(id)}/install`, oazapfts.json({
        ...opts,
        method: "POST",
        body: templateInstallation,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * Take an access token for client credentials, sent in the form or as Basic; a scope account:{API ID} restricts it to that Account, and one such as users:edit accounts:view to these permissions
 */
export function issueToken(tokenRequest: TokenRequest, { xRequestId, prefer }: {
    xRequestId?: string;
    prefer?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Token;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>("/oauth/token", oazapfts.form({
        ...opts,
        method: "POST",
        body: tokenRequest,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId,
            Prefer: prefer
        })
    }));
}
/**
 * Give back an access token, which ends at once; one that has ended, or is not the client's own, is no error
 */
export function revokeToken(tokenRevocation: TokenRevocation, { xRequestId }: {
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: {};
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>("/oauth/revoke", oazapfts.form({
        ...opts,
        method: "POST",
        body: tokenRevocation,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    }));
}
/**
 * What a webhook can be told of: everything that is audited
 */
export function listEventTypes({ xRequestId }: {
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: {
            Name: EventType;
            Description: string;
        }[];
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>("/v1.0/event-types", {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * All webhooks, of which there are 20 at most
 */
export function listWebhooks({ xRequestId }: {
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Webhook[];
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>("/v1.0/webhooks", {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * Make a webhook, which is told of what is audited from now on; the answer has its secret, this once
 */
export function createWebhook(newWebhook: NewWebhook, { idempotencyKey, xRequestId }: {
    idempotencyKey?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 201;
        data: WebhookWithSecret;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>("/v1.0/webhooks", oazapfts.json({
        ...opts,
        method: "POST",
        body: newWebhook,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId
        })
    }));
}
/**
 * One webhook
 */
export function getWebhook(id: string, { xRequestId, ifNoneMatch }: {
    xRequestId?: string;
    ifNoneMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Webhook;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/webhooks/${encodeURIComponent(id)}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId,
            "If-None-Match": ifNoneMatch
        })
    });
}
/**
 * Change a webhook, or switch it off or on; what is left out stays. From then on it hears by the rights of the client that calls
 */
export function updateWebhook(id: string, webhookChanges: WebhookChanges, { idempotencyKey, xRequestId, ifMatch }: {
    idempotencyKey?: string;
    xRequestId?: string;
    ifMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Webhook;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/webhooks/${encodeURIComponent(id)}`, oazapfts.json({
        ...opts,
        method: "PUT",
        body: webhookChanges,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            "If-Match": ifMatch
        })
    }));
}
/**
 * Delete a webhook, with the list of its deliveries
 */
export function deleteWebhook(id: string, { idempotencyKey, xRequestId, ifMatch }: {
    idempotencyKey?: string;
    xRequestId?: string;
    ifMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: {};
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 412;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/webhooks/${encodeURIComponent(id)}`, {
        ...opts,
        method: "DELETE",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId,
            "If-Match": ifMatch
        })
    });
}
/**
 * Make another secret, which is shown this once; the one before signs besides for 24 hours
 */
export function createWebhookRotateSecret(id: string, { idempotencyKey, xRequestId }: {
    idempotencyKey?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: WebhookWithSecret;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/webhooks/${encodeURIComponent(id)}/rotate-secret`, {
        ...opts,
        method: "POST",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * Send an event of the type test, to try a webhook out
 */
export function testWebhook(id: string, { idempotencyKey, xRequestId }: {
    idempotencyKey?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 201;
        data: WebhookDelivery;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/webhooks/${encodeURIComponent(id)}/test`, {
        ...opts,
        method: "POST",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * What a webhook was told, or is to be told, newest first; kept for 30 days
 */
export function listWebhookDeliveries(id: string, { limit, cursor, state, eventType, xRequestId }: {
    limit?: number;
    cursor?: string;
    state?: DeliveryState;
    eventType?: "requested" | "drafted" | "request-done" | "request-failed" | "request-cancelled" | "request-expired" | "request-approved" | "request-approved-alone" | "approval-needed" | "request-denied" | "draft-expired" | "request-retried" | "refused" | "administrator-granted" | "administrator-ended" | "administrator-returned" | "administrator-revoked" | "membership-given" | "membership-removed" | "membership-suspended" | "membership-resumed" | "invitation-created" | "invitation-resent" | "invitation-revoked" | "invitation-expired" | "invitation-accepted" | "user-created" | "user-deleted" | "password-link-issued" | "password-set" | "temporary-password-allowed" | "temporary-password-shown" | "signed-in" | "signed-out" | "session-ended" | "sessions-ended" | "sign-in-refused" | "password-link-requested" | "password-changed" | "names-changed" | "email-change-requested" | "email-changed" | "account-created" | "account-imported" | "difference-settled" | "account-settings-changed" | "account-suspended" | "account-resumed" | "account-deleted" | "connector-installed" | "connector-authenticated" | "connector-deauthenticated" | "connector-changed" | "connector-removed" | "api-client-created" | "api-client-changed" | "api-client-secret-added" | "api-client-secret-shown" | "api-client-secret-revoked" | "api-client-revoked" | "access-token-issued" | "access-token-revoked" | "template-installed" | "cycle-created" | "cycle-adjusted" | "cycle-started" | "cycle-stopped" | "cycle-deleted" | "console-invitation-created" | "console-invitation-resent" | "console-invitation-expired" | "console-invitation-revoked" | "console-user-created" | "console-user-restored" | "console-user-changed" | "console-user-frozen" | "console-user-unfrozen" | "slack-standing-changed" | "console-user-removed" | "console-permissions-changed" | "slack-identity-linked" | "slack-identity-dropped" | "partner-created" | "api-user-created" | "marketplace-deployed" | "sign-in-token-issued" | "sign-in-token-used" | "value-link-issued" | "values-given" | "settings-changed" | "notification-secret-made" | "secrets-rotated" | "library-imported" | "marketplace-created" | "marketplace-renamed" | "marketplace-deleted" | "marketplace-card-added" | "marketplace-card-removed" | "marketplace-templates-set" | "report-exported" | "audit-exported" | "audit-erased" | "cloud-change-done" | "cloud-change-failed" | "cloud-change-retried" | "cloud-change-by-hand" | "cloud-change-undone" | "cloud-change-escalated" | "webhook-created" | "webhook-changed" | "webhook-deleted" | "webhook-secret-rotated" | "webhook-tested" | "webhook-delivery-resent" | "webhook-switched-off" | "test";
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: WebhookDeliveries;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/webhooks/${encodeURIComponent(id)}/deliveries${QS.query(QS.explode({
        limit,
        cursor,
        State: state,
        EventType: eventType
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * Send an event once more, under the same webhook-id and for three more days
 */
export function resendWebhookDelivery(id: string, deliveryId: string, { idempotencyKey, xRequestId }: {
    idempotencyKey?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: WebhookDelivery;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/webhooks/${encodeURIComponent(id)}/deliveries/${encodeURIComponent(deliveryId)}/resend`, {
        ...opts,
        method: "POST",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * Requests, newest first: the client's own, and of others those that its permissions show
 */
export function listRequests({ xCyclrAccount, limit, cursor, status, kind, own, xRequestId }: {
    xCyclrAccount?: string;
    limit?: number;
    cursor?: string;
    status?: "draft" | "awaiting-approval" | "awaiting-values" | "queued" | "done" | "failed" | "cancelled" | "denied" | "expired";
    kind?: string;
    own?: boolean;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Requests;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/requests${QS.query(QS.explode({
        limit,
        cursor,
        status,
        kind,
        own
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * One request, and how it stands
 */
export function getRequest(id: string, { xCyclrAccount, xRequestId, ifNoneMatch }: {
    xCyclrAccount?: string;
    xRequestId?: string;
    ifNoneMatch?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Request;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/requests/${encodeURIComponent(id)}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "X-Request-Id": xRequestId,
            "If-None-Match": ifNoneMatch
        })
    });
}
/**
 * Try a request that failed again: what was done before is not done twice
 */
export function retryRequest(id: string, { xCyclrAccount, idempotencyKey, xRequestId }: {
    xCyclrAccount?: string;
    idempotencyKey?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/requests/${encodeURIComponent(id)}/retry`, {
        ...opts,
        method: "POST",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * Take back a request of one's own that waits, or leave one that failed as it is
 */
export function cancelRequest(id: string, { xCyclrAccount, idempotencyKey, xRequestId }: {
    xCyclrAccount?: string;
    idempotencyKey?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Request;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 409;
        data: Error;
    } | {
        status: 410;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 422;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/requests/${encodeURIComponent(id)}/cancel`, {
        ...opts,
        method: "POST",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Cyclr-Account": xCyclrAccount,
            "Idempotency-Key": idempotencyKey,
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * The entries of the audit, the newest first; of one User, Account, Console User or invited address, and from a day on or up to one, where that is given
 */
export function listAudit({ limit, cursor, userId, accountId, consoleUserId, email, since, until, xRequestId }: {
    limit?: number;
    cursor?: string;
    userId?: string;
    accountId?: string;
    consoleUserId?: string;
    email?: string;
    since?: string;
    until?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: AuditEntries;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/audit${QS.query(QS.explode({
        limit,
        cursor,
        UserId: userId,
        AccountId: accountId,
        ConsoleUserId: consoleUserId,
        Email: email,
        Since: since,
        Until: until
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * All these entries in one file, the newest first, each with the block that seals it: as CSV, or as a JSON object a line. A transfer that breaks off is not whole; the audit says who exported
 */
export function exportAudit({ userId, accountId, consoleUserId, email, since, until, format, xRequestId }: {
    userId?: string;
    accountId?: string;
    consoleUserId?: string;
    email?: string;
    since?: string;
    until?: string;
    format?: "csv" | "jsonl";
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: string;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/audit/export${QS.query(QS.explode({
        UserId: userId,
        AccountId: accountId,
        ConsoleUserId: consoleUserId,
        Email: email,
        Since: since,
        Until: until,
        Format: format
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * Compute the audit's chain anew, and say whether it is whole, where it breaks and what that does not prove. Reads everything: it takes a while
 */
export function verifyAudit({ expect, xRequestId }: {
    expect?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: AuditVerification;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/audit/verification${QS.query(QS.explode({
        Expect: expect
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * How many of everything there are, and how that compares to the time before
 */
export function getDashboard({ xRequestId }: {
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Dashboard;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>("/v1.0/dashboard", {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * Report: every Account by name, with how many users, Administrators and active cycles it has
 */
export function getUsersReport({ limit, cursor, xRequestId }: {
    limit?: number;
    cursor?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: UsersReport;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/reports/users${QS.query(QS.explode({
        limit,
        cursor
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * Report: invitations that are open for more than 3 days, and those that expired in the last 30
 */
export function getInvitationsReport({ limit, cursor, xRequestId }: {
    limit?: number;
    cursor?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: InvitationsReport;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/reports/invitations${QS.query(QS.explode({
        limit,
        cursor
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * Report: which Console User asked for what in the last 30 days
 */
export function getActivityReport({ limit, cursor, xRequestId }: {
    limit?: number;
    cursor?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: ActivityReport;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/reports/activity${QS.query(QS.explode({
        limit,
        cursor
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * Report: which Marketplaces were deployed to which Accounts in the last 30 days, and by whom
 */
export function getDeploymentsReport({ limit, cursor, xRequestId }: {
    limit?: number;
    cursor?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: DeploymentsReport;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/reports/deployments${QS.query(QS.explode({
        limit,
        cursor
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
/**
 * Report: the Accounts in which a user's level here and in Cyclr may differ, until somebody says that it is ticked
 */
export function getLevelsReport({ limit, cursor, xRequestId }: {
    limit?: number;
    cursor?: string;
    xRequestId?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: LevelsReport;
    } | {
        status: 400;
        data: Error;
    } | {
        status: 401;
        data: Error;
    } | {
        status: 403;
        data: Error;
    } | {
        status: 404;
        data: Error;
    } | {
        status: 413;
        data: Error;
    } | {
        status: 415;
        data: Error;
    } | {
        status: 429;
        data: Error;
    } | {
        status: 500;
        data: Error;
    } | {
        status: 503;
        data: Error;
    }>(`/v1.0/reports/levels${QS.query(QS.explode({
        limit,
        cursor
    }))}`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "X-Request-Id": xRequestId
        })
    });
}
