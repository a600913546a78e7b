// Made by `npm run record-api`: what the tests were answered.

export interface Recorded {
  /** The body that was sent; a form as its fields. */
  request?: unknown;
  answer: unknown;
}

/** An error as it was answered. */
export interface RecordedError {
  status: number;
  value: unknown;
}

export const recordedAnswers: Record<string, Recorded> = {
  "GET /v1.0/invitations": {
    "answer": {
      "Data": [
        {
          "Id": "0190f5a0-7c1e-7000-8000-000000000001",
          "Email": "invitee.0190f5a0-7c1e-7000-8000-000000000002@acme.example",
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "Level": "Access",
          "State": "revoked",
          "CreatedAt": "2026-03-02T09:00:00.000Z",
          "ExpiresAt": "2026-03-09T09:00:00.000Z",
          "MailedAt": "2026-03-02T09:00:00.000Z",
          "AcceptedAt": null,
          "AcceptedByUserId": null,
          "RevokedAt": "2026-03-02T09:00:00.000Z"
        },
        {
          "Id": "0190f5a0-7c1e-7000-8000-000000000003",
          "Email": "invitee.0190f5a0-7c1e-7000-8000-000000000004@acme.example",
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "Level": "Access",
          "State": "open",
          "CreatedAt": "2026-03-02T09:00:00.000Z",
          "ExpiresAt": "2026-03-09T09:00:00.000Z",
          "MailedAt": null,
          "AcceptedAt": null,
          "AcceptedByUserId": null,
          "RevokedAt": null
        }
      ],
      "NextCursor": "73a2e26f.wiHT1a93PC-xwKDG.ZoXHTn7omxnMasu--qT7gNmoIcWmnAsF0J-gK21nj2eFWJWEoCw.2cOtrkXhMd5wECzBNCAy3g"
    }
  },
  "GET /v1.0/invitations/{id}": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000005",
      "Email": "invitee.0190f5a0-7c1e-7000-8000-000000000006@acme.example",
      "AccountId": "account-2",
      "AccountName": "Acme Ltd",
      "Level": "Access",
      "State": "open",
      "CreatedAt": "2026-03-02T09:00:00.000Z",
      "ExpiresAt": "2026-03-09T09:00:00.000Z",
      "MailedAt": "2026-03-02T09:00:00.000Z",
      "AcceptedAt": null,
      "AcceptedByUserId": null,
      "RevokedAt": null
    }
  },
  "POST /v1.0/accounts/{id}/invitations": {
    "request": {
      "Email": "invitee.0190f5a0-7c1e-7000-8000-000000000007@acme.example",
      "Level": "Access"
    },
    "answer": {
      "Outcome": "invited",
      "Invitation": {
        "Id": "0190f5a0-7c1e-7000-8000-000000000008",
        "Email": "invitee.0190f5a0-7c1e-7000-8000-000000000007@acme.example",
        "AccountId": "account-2",
        "AccountName": "Acme Ltd",
        "Level": "Access",
        "State": "open",
        "CreatedAt": "2026-03-02T09:00:00.000Z",
        "ExpiresAt": "2026-03-09T09:00:00.000Z",
        "MailedAt": null,
        "AcceptedAt": null,
        "AcceptedByUserId": null,
        "RevokedAt": null
      }
    }
  },
  "POST /v1.0/invitations": {
    "request": {
      "Invitations": [
        {
          "Email": "invitee.0190f5a0-7c1e-7000-8000-000000000009@acme.example",
          "AccountId": "account-2",
          "Level": "Access"
        }
      ]
    },
    "answer": {
      "Data": [
        {
          "Email": "invitee.0190f5a0-7c1e-7000-8000-000000000009@acme.example",
          "AccountId": "account-2",
          "Level": "Access",
          "Outcome": "invited",
          "InvitationId": "0190f5a0-7c1e-7000-8000-000000000010",
          "Message": null
        }
      ]
    }
  },
  "POST /v1.0/invitations/{id}/resend": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000003",
      "Email": "invitee.0190f5a0-7c1e-7000-8000-000000000004@acme.example",
      "AccountId": "account-2",
      "AccountName": "Acme Ltd",
      "Level": "Access",
      "State": "open",
      "CreatedAt": "2026-03-02T09:00:00.000Z",
      "ExpiresAt": "2026-03-09T09:00:00.000Z",
      "MailedAt": null,
      "AcceptedAt": null,
      "AcceptedByUserId": null,
      "RevokedAt": null
    }
  },
  "DELETE /v1.0/invitations/{id}": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000001",
      "Email": "invitee.0190f5a0-7c1e-7000-8000-000000000002@acme.example",
      "AccountId": "account-2",
      "AccountName": "Acme Ltd",
      "Level": "Access",
      "State": "revoked",
      "CreatedAt": "2026-03-02T09:00:00.000Z",
      "ExpiresAt": "2026-03-09T09:00:00.000Z",
      "MailedAt": "2026-03-02T09:00:00.000Z",
      "AcceptedAt": null,
      "AcceptedByUserId": null,
      "RevokedAt": "2026-03-02T09:00:00.000Z"
    }
  },
  "GET /v1.0/console-users": {
    "answer": {
      "Data": [
        {
          "Id": "0190f5a0-7c1e-7000-8000-000000000011",
          "Email": "c.0190f5a0-7c1e-7000-8000-000000000012@partner.example",
          "FirstName": "",
          "LastName": "",
          "FullAccess": false,
          "Permissions": [
            "users:edit"
          ],
          "LinkedToSlack": false,
          "FrozenAt": null,
          "RuledOutBySlack": null,
          "CreatedAt": "2026-12-01T16:43:43.955Z"
        },
        {
          "Id": "0190f5a0-7c1e-7000-8000-000000000013",
          "Email": "c.0190f5a0-7c1e-7000-8000-000000000014@partner.example",
          "FirstName": "",
          "LastName": "",
          "FullAccess": false,
          "Permissions": [
            "users:view"
          ],
          "LinkedToSlack": false,
          "FrozenAt": null,
          "RuledOutBySlack": null,
          "CreatedAt": "2026-12-01T16:43:43.965Z"
        },
        {
          "Id": "0190f5a0-7c1e-7000-8000-000000000015",
          "Email": "c.0190f5a0-7c1e-7000-8000-000000000016@partner.example",
          "FirstName": "",
          "LastName": "",
          "FullAccess": false,
          "Permissions": [
            "users:edit"
          ],
          "LinkedToSlack": false,
          "FrozenAt": null,
          "RuledOutBySlack": null,
          "CreatedAt": "2026-12-01T16:43:44.074Z"
        },
        {
          "Id": "0190f5a0-7c1e-7000-8000-000000000017",
          "Email": "c.0190f5a0-7c1e-7000-8000-000000000018@partner.example",
          "FirstName": "",
          "LastName": "",
          "FullAccess": false,
          "Permissions": [
            "users:edit"
          ],
          "LinkedToSlack": false,
          "FrozenAt": "2026-03-02T09:00:00.000Z",
          "RuledOutBySlack": null,
          "CreatedAt": "2026-12-01T16:43:44.015Z"
        },
        {
          "Id": "0190f5a0-7c1e-7000-8000-000000000019",
          "Email": "console4@partner.example",
          "FirstName": "",
          "LastName": "",
          "FullAccess": true,
          "Permissions": [],
          "LinkedToSlack": false,
          "FrozenAt": null,
          "RuledOutBySlack": null,
          "CreatedAt": "2026-12-01T16:43:43.575Z"
        }
      ],
      "NextCursor": null
    }
  },
  "GET /v1.0/console-users/{id}": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000011",
      "Email": "c.0190f5a0-7c1e-7000-8000-000000000012@partner.example",
      "FirstName": "",
      "LastName": "",
      "FullAccess": false,
      "Permissions": [
        "users:edit"
      ],
      "LinkedToSlack": false,
      "FrozenAt": null,
      "RuledOutBySlack": null,
      "CreatedAt": "2026-12-01T16:43:43.955Z"
    }
  },
  "PUT /v1.0/console-users/{id}/permissions": {
    "request": {
      "FullAccess": false,
      "Permissions": [
        "users:view"
      ]
    },
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000013",
      "Email": "c.0190f5a0-7c1e-7000-8000-000000000014@partner.example",
      "FirstName": "",
      "LastName": "",
      "FullAccess": false,
      "Permissions": [
        "users:view"
      ],
      "LinkedToSlack": false,
      "FrozenAt": null,
      "RuledOutBySlack": null,
      "CreatedAt": "2026-12-01T16:43:43.965Z"
    }
  },
  "PUT /v1.0/console-users/{id}/freeze": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000017",
      "Email": "c.0190f5a0-7c1e-7000-8000-000000000018@partner.example",
      "FirstName": "",
      "LastName": "",
      "FullAccess": false,
      "Permissions": [
        "users:edit"
      ],
      "LinkedToSlack": false,
      "FrozenAt": "2026-03-02T09:00:00.000Z",
      "RuledOutBySlack": null,
      "CreatedAt": "2026-12-01T16:43:44.015Z"
    }
  },
  "PUT /v1.0/console-users/{id}/unfreeze": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000015",
      "Email": "c.0190f5a0-7c1e-7000-8000-000000000016@partner.example",
      "FirstName": "",
      "LastName": "",
      "FullAccess": false,
      "Permissions": [
        "users:edit"
      ],
      "LinkedToSlack": false,
      "FrozenAt": null,
      "RuledOutBySlack": null,
      "CreatedAt": "2026-12-01T16:43:44.074Z"
    }
  },
  "DELETE /v1.0/console-users/{id}": {
    "answer": {}
  },
  "PUT /v1.0/users": {
    "request": {
      "UserName": "member.0190f5a0-7c1e-7000-8000-000000000020",
      "Password": "seven quiet herons"
    },
    "answer": {
      "UserName": "member.0190f5a0-7c1e-7000-8000-000000000020"
    }
  },
  "GET /v1.0/users": {
    "answer": {
      "Data": [
        {
          "Id": "0190f5a0-7c1e-7000-8000-000000000021",
          "UserName": "good.0190f5a0-7c1e-7000-8000-000000000022",
          "FirstName": "",
          "LastName": "",
          "Email": null,
          "EmailConfirmedAt": null,
          "HasPassword": true,
          "MustChangePassword": false,
          "CreatedAt": "2026-03-02T09:00:00.000Z"
        },
        {
          "Id": "0190f5a0-7c1e-7000-8000-000000000023",
          "UserName": "member.0190f5a0-7c1e-7000-8000-000000000024",
          "FirstName": "Ann",
          "LastName": "Archer",
          "Email": null,
          "EmailConfirmedAt": null,
          "HasPassword": false,
          "MustChangePassword": false,
          "CreatedAt": "2026-12-01T16:43:44.472Z"
        }
      ],
      "NextCursor": "73a2e26f.0CrxpbSBSCU3U1cS.AVlsjzJBGBGSUOQB0Jt6nOy8LCVdmOHFpt_Zv4AbXYp3g-UQANDf0QEDgjNB.0BRknfank2WkJ_wQa1rn5w"
    }
  },
  "GET /v1.0/users/{id}": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000025",
      "UserName": "member.0190f5a0-7c1e-7000-8000-000000000026",
      "FirstName": "",
      "LastName": "",
      "Email": "member.0190f5a0-7c1e-7000-8000-000000000027@acme.example",
      "EmailConfirmedAt": "2026-12-01T16:43:44.439Z",
      "HasPassword": false,
      "MustChangePassword": false,
      "CreatedAt": "2026-12-01T16:43:44.443Z",
      "PendingEmail": null
    }
  },
  "PUT /v1.0/users/{id}": {
    "request": {
      "FirstName": "Ann",
      "LastName": "Archer",
      "Email": "ann.0190f5a0-7c1e-7000-8000-000000000028@acme.example"
    },
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000023",
      "UserName": "member.0190f5a0-7c1e-7000-8000-000000000024",
      "FirstName": "Ann",
      "LastName": "Archer",
      "Email": null,
      "EmailConfirmedAt": null,
      "HasPassword": false,
      "MustChangePassword": false,
      "CreatedAt": "2026-12-01T16:43:44.472Z",
      "PendingEmail": "ann.0190f5a0-7c1e-7000-8000-000000000028@acme.example"
    }
  },
  "DELETE /v1.0/users/{id}": {
    "answer": {}
  },
  "GET /v1.0/accounts": {
    "answer": [
      {
        "Id": "account-2",
        "Name": "Renamed Ltd",
        "Description": "Another",
        "ExternalId": "crm-0190f5a0-7c1e-7000-8000-000000000029",
        "CreatedDate": "2026-12-01T16:43:43.548Z",
        "AuditInfo": "Contract 7",
        "TaskAuditInfo": "Tasks 7",
        "Timezone": "Europe/London",
        "NextBillDateUtc": "2027-01-01T00:00:00.000Z",
        "StepDataSuccessRetentionHours": 24,
        "StepDataErroredRetentionHours": 48,
        "TransactionErrorWebhookEnabled": true,
        "TransactionErrorWebhookUrl": "https://hooks.acme.example/errors",
        "TransactionErrorWebhookIncludeWarnings": false
      },
      {
        "Id": "account-3",
        "Name": "Acme North",
        "Description": "",
        "ExternalId": null,
        "CreatedDate": "2026-12-01T16:43:43.567Z",
        "AuditInfo": null,
        "TaskAuditInfo": null,
        "Timezone": "Europe/London",
        "NextBillDateUtc": "2027-01-01T16:43:43.567Z",
        "StepDataSuccessRetentionHours": null,
        "StepDataErroredRetentionHours": null,
        "TransactionErrorWebhookEnabled": false,
        "TransactionErrorWebhookUrl": null,
        "TransactionErrorWebhookIncludeWarnings": false
      }
    ]
  },
  "POST /v1.0/accounts": {
    "request": {
      "Id": "made-0190f5a0-7c1e-7000-8000-000000000030",
      "Name": "Made Ltd",
      "Description": "A customer",
      "ExternalId": "crm-0190f5a0-7c1e-7000-8000-000000000031",
      "AuditInfo": "Contract 7",
      "TaskAuditInfo": "Tasks 7",
      "Timezone": "Europe/London",
      "NextBillDateUtc": "2027-01-01T00:00:00Z",
      "StepDataSuccessRetentionHours": 24,
      "StepDataErroredRetentionHours": 48,
      "TransactionErrorWebhookEnabled": true,
      "TransactionErrorWebhookUrl": "hooks.acme.example/errors",
      "TransactionErrorWebhookIncludeWarnings": false
    },
    "answer": {
      "Id": "made-0190f5a0-7c1e-7000-8000-000000000030",
      "Name": "Made Ltd",
      "Description": "A customer",
      "ExternalId": "crm-0190f5a0-7c1e-7000-8000-000000000031",
      "CreatedDate": "2026-12-01T16:43:44.692Z",
      "AuditInfo": "Contract 7",
      "TaskAuditInfo": "Tasks 7",
      "Timezone": "Europe/London",
      "NextBillDateUtc": "2027-01-01T00:00:00.000Z",
      "StepDataSuccessRetentionHours": 24,
      "StepDataErroredRetentionHours": 48,
      "TransactionErrorWebhookEnabled": true,
      "TransactionErrorWebhookUrl": "https://hooks.acme.example/errors",
      "TransactionErrorWebhookIncludeWarnings": false
    }
  },
  "GET /v1.0/accounts/{id}": {
    "answer": {
      "Id": "account-2",
      "Name": "Acme Ltd",
      "Description": "A customer",
      "ExternalId": null,
      "CreatedDate": "2026-12-01T16:43:43.548Z",
      "AuditInfo": null,
      "TaskAuditInfo": null,
      "Timezone": "Etc/UTC",
      "NextBillDateUtc": "2027-01-01T16:43:43.548Z",
      "StepDataSuccessRetentionHours": null,
      "StepDataErroredRetentionHours": null,
      "TransactionErrorWebhookEnabled": false,
      "TransactionErrorWebhookUrl": null,
      "TransactionErrorWebhookIncludeWarnings": false
    }
  },
  "PUT /v1.0/accounts/{id}": {
    "request": {
      "Name": "Renamed Ltd",
      "Description": "Another",
      "ExternalId": "crm-0190f5a0-7c1e-7000-8000-000000000029",
      "AuditInfo": "Contract 7",
      "TaskAuditInfo": "Tasks 7",
      "Timezone": "Europe/London",
      "NextBillDateUtc": "2027-01-01T00:00:00Z",
      "StepDataSuccessRetentionHours": 24,
      "StepDataErroredRetentionHours": 48,
      "TransactionErrorWebhookEnabled": true,
      "TransactionErrorWebhookUrl": "hooks.acme.example/errors",
      "TransactionErrorWebhookIncludeWarnings": false
    },
    "answer": {
      "Id": "account-2",
      "Name": "Renamed Ltd",
      "Description": "Another",
      "ExternalId": "crm-0190f5a0-7c1e-7000-8000-000000000029",
      "CreatedDate": "2026-12-01T16:43:43.548Z",
      "AuditInfo": "Contract 7",
      "TaskAuditInfo": "Tasks 7",
      "Timezone": "Europe/London",
      "NextBillDateUtc": "2027-01-01T00:00:00.000Z",
      "StepDataSuccessRetentionHours": 24,
      "StepDataErroredRetentionHours": 48,
      "TransactionErrorWebhookEnabled": true,
      "TransactionErrorWebhookUrl": "https://hooks.acme.example/errors",
      "TransactionErrorWebhookIncludeWarnings": false
    }
  },
  "DELETE /v1.0/accounts/{id}": {
    "answer": {}
  },
  "GET /v1.0/accounts/{id}/subaccounts": {
    "answer": [
      {
        "Id": "account-3",
        "Name": "Acme North",
        "Description": "",
        "ExternalId": null,
        "CreatedDate": "2026-12-01T16:43:43.567Z",
        "AuditInfo": null,
        "TaskAuditInfo": null,
        "Timezone": "Europe/London",
        "NextBillDateUtc": "2027-01-01T16:43:43.567Z",
        "StepDataSuccessRetentionHours": null,
        "StepDataErroredRetentionHours": null,
        "TransactionErrorWebhookEnabled": false,
        "TransactionErrorWebhookUrl": null,
        "TransactionErrorWebhookIncludeWarnings": false
      }
    ]
  },
  "GET /v1.0/accounts/{id}/usage": {
    "answer": {
      "Id": "account-2",
      "TasksUsed": 0,
      "StartTime": "2026-03-01T00:00:00.000Z",
      "EndTime": "2026-03-02T09:00:00.000Z"
    }
  },
  "GET /v1.0/accounts/{id}/suspension": {
    "answer": {
      "AccountId": "account-2",
      "SuspendedAt": null,
      "Reason": null
    }
  },
  "PUT /v1.0/accounts/{id}/suspension": {
    "request": {
      "Reason": "Unpaid"
    },
    "answer": {
      "AccountId": "account-2",
      "SuspendedAt": "2026-03-02T09:00:00.000Z",
      "Reason": "Unpaid"
    }
  },
  "DELETE /v1.0/accounts/{id}/suspension": {
    "request": {
      "Reason": "Paid"
    },
    "answer": {
      "AccountId": "account-2",
      "SuspendedAt": null,
      "Reason": null
    }
  },
  "GET /v1.0/cycles": {
    "answer": [
      {
        "Id": "0190f5a0-7c1e-7000-8000-000000000032",
        "Name": "Orders",
        "Description": "Each night",
        "Status": "Paused",
        "TemplateId": null,
        "Steps": [
          {
            "Name": "Read",
            "Connector": "Shop",
            "Method": "List",
            "Values": [
              {
                "Name": "Since",
                "Value": "yesterday"
              }
            ]
          }
        ],
        "Tags": [],
        "StepErrorAction": null,
        "Interval": null,
        "StartTime": null,
        "RunOnce": false,
        "Version": 1,
        "CreatedOnUtc": "2026-03-02T09:00:00.000Z",
        "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
        "UpdatedAtUtc": "2026-12-01T16:43:44.912Z"
      },
      {
        "Id": "0190f5a0-7c1e-7000-8000-000000000033",
        "Name": "Before",
        "Description": "",
        "Status": "Paused",
        "TemplateId": null,
        "Steps": [],
        "Tags": [],
        "StepErrorAction": null,
        "Interval": null,
        "StartTime": null,
        "RunOnce": false,
        "Version": 1,
        "CreatedOnUtc": "2026-03-02T09:00:00.000Z",
        "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
        "UpdatedAtUtc": "2026-12-01T16:43:44.926Z"
      }
    ]
  },
  "POST /v1.0/cycles": {
    "request": {
      "Name": "Orders",
      "Description": "Each night",
      "Steps": [
        {
          "Name": "Read",
          "Connector": "Shop",
          "Method": "List",
          "Values": [
            {
              "Name": "Since",
              "Value": "yesterday"
            }
          ]
        }
      ]
    },
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000032",
      "Name": "Orders",
      "Description": "Each night",
      "Status": "Paused",
      "TemplateId": null,
      "Steps": [
        {
          "Name": "Read",
          "Connector": "Shop",
          "Method": "List",
          "Values": [
            {
              "Name": "Since",
              "Value": "yesterday"
            }
          ]
        }
      ],
      "Tags": [],
      "StepErrorAction": null,
      "Interval": null,
      "StartTime": null,
      "RunOnce": false,
      "Version": 1,
      "CreatedOnUtc": "2026-03-02T09:00:00.000Z",
      "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
      "UpdatedAtUtc": "2026-12-01T16:43:44.912Z"
    }
  },
  "GET /v1.0/cycles/{id}": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000033",
      "Name": "Before",
      "Description": "",
      "Status": "Paused",
      "TemplateId": null,
      "Steps": [],
      "Tags": [],
      "StepErrorAction": null,
      "Interval": null,
      "StartTime": null,
      "RunOnce": false,
      "Version": 1,
      "CreatedOnUtc": "2026-03-02T09:00:00.000Z",
      "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
      "UpdatedAtUtc": "2026-12-01T16:43:44.926Z"
    }
  },
  "PUT /v1.0/cycles/{id}": {
    "request": {
      "Name": "Orders",
      "Description": "Each night",
      "Steps": [
        {
          "Name": "Read",
          "Connector": "Shop",
          "Method": "List",
          "Values": [
            {
              "Name": "Since",
              "Value": "yesterday"
            }
          ]
        }
      ],
      "Version": 1
    },
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000034",
      "Name": "Orders",
      "Description": "Each night",
      "Status": "Paused",
      "TemplateId": null,
      "Steps": [
        {
          "Name": "Read",
          "Connector": "Shop",
          "Method": "List",
          "Values": [
            {
              "Name": "Since",
              "Value": "yesterday"
            }
          ]
        }
      ],
      "Tags": [],
      "StepErrorAction": null,
      "Interval": null,
      "StartTime": null,
      "RunOnce": false,
      "Version": 2,
      "CreatedOnUtc": "2026-03-02T09:00:00.000Z",
      "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
      "UpdatedAtUtc": "2026-12-01T16:43:44.947Z"
    }
  },
  "DELETE /v1.0/cycles/{id}": {
    "answer": {}
  },
  "PUT /v1.0/cycles/{id}/activate": {
    "request": {
      "StartTime": "2026-12-01T08:00:00Z",
      "Interval": 15,
      "RunOnce": false
    },
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000035",
      "Name": "Before",
      "Description": "",
      "Status": "Active",
      "TemplateId": null,
      "Steps": [],
      "Tags": [],
      "StepErrorAction": null,
      "Interval": 15,
      "StartTime": "2026-12-01T08:00:00.000Z",
      "RunOnce": false,
      "Version": 1,
      "CreatedOnUtc": "2026-03-02T09:00:00.000Z",
      "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
      "UpdatedAtUtc": "2026-12-01T16:43:44.993Z"
    }
  },
  "PUT /v1.0/cycles/{id}/deactivate": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000036",
      "Name": "Before",
      "Description": "",
      "Status": "Paused",
      "TemplateId": null,
      "Steps": [],
      "Tags": [],
      "StepErrorAction": null,
      "Interval": null,
      "StartTime": null,
      "RunOnce": false,
      "Version": 1,
      "CreatedOnUtc": "2026-03-02T09:00:00.000Z",
      "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
      "UpdatedAtUtc": "2026-12-01T16:43:45.014Z"
    }
  },
  "POST /v1.0/users/marketplace": {
    "request": {
      "MarketplaceId": 1,
      "AccountName": "Good Ltd",
      "AccountDescription": "A customer",
      "InlineOAuth": false,
      "CompleteParameter": "order 7",
      "ConnectorAuthentications": [
        {
          "Name": "Connector1",
          "Version": "1.0",
          "AuthenticationId": "main",
          "AuthValue": "pk-live-1",
          "Properties": [
            {
              "Name": "Url",
              "Value": "https://shop.example"
            }
          ]
        }
      ],
      "Username": "good.0190f5a0-7c1e-7000-8000-000000000022",
      "Password": "seven quiet herons",
      "AccountId": "account-2"
    },
    "answer": {
      "MarketplaceUrl": "http://access.partner.example/account/signinwithtoken?token=a-token-that-has-ended&returnUrl=/launch/marketplace/1&inline=false",
      "AccountId": "account-2",
      "Token": "a-token-that-has-ended",
      "ExpiresAtUtc": "2026-03-02T09:05:00.000Z"
    }
  },
  "POST /v1.0/accounts/{id}/marketplace": {
    "request": {
      "MarketplaceId": 2,
      "AccountName": "Good Ltd",
      "AccountDescription": "A customer",
      "InlineOAuth": false,
      "CompleteParameter": "order 7",
      "ConnectorAuthentications": [
        {
          "Name": "Connector2",
          "Version": "1.0",
          "AuthenticationId": "main",
          "AuthValue": "pk-live-1",
          "Properties": [
            {
              "Name": "Url",
              "Value": "https://shop.example"
            }
          ]
        }
      ]
    },
    "answer": {
      "MarketplaceUrl": "http://access.partner.example/account/signinwithtoken?token=a-token-that-has-ended&returnUrl=/launch/marketplace/2&inline=false",
      "AccountId": "account-2",
      "Token": "a-token-that-has-ended",
      "ExpiresAtUtc": "2026-03-02T09:05:00.000Z"
    }
  },
  "GET /v1.0/accounts/{id}/users": {
    "answer": [
      "good.0190f5a0-7c1e-7000-8000-000000000022",
      "member.0190f5a0-7c1e-7000-8000-000000000024"
    ]
  },
  "PUT /v1.0/accounts/{id}/users": {
    "request": {
      "UserName": "member.0190f5a0-7c1e-7000-8000-000000000037"
    },
    "answer": {
      "UserName": "member.0190f5a0-7c1e-7000-8000-000000000037"
    }
  },
  "DELETE /v1.0/accounts/{id}/users": {
    "request": {
      "UserName": "member.0190f5a0-7c1e-7000-8000-000000000038"
    },
    "answer": {}
  },
  "POST /v1.0/accounts/{id}/signintoken": {
    "request": {
      "Username": "member.0190f5a0-7c1e-7000-8000-000000000039"
    },
    "answer": {
      "Token": "a-token-that-has-ended",
      "ExpiresAtUtc": "2026-03-02T09:05:00.000Z"
    }
  },
  "GET /v1.0/accounts/{id}/memberships": {
    "answer": {
      "Data": [
        {
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "UserId": "0190f5a0-7c1e-7000-8000-000000000021",
          "UserName": "good.0190f5a0-7c1e-7000-8000-000000000022",
          "Level": "Access",
          "AdministratorUntil": null,
          "SuspendedAt": null,
          "SuspendedReason": null,
          "CreatedAt": "2026-03-02T09:00:00.000Z"
        },
        {
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "UserId": "0190f5a0-7c1e-7000-8000-000000000023",
          "UserName": "member.0190f5a0-7c1e-7000-8000-000000000024",
          "Level": "Access",
          "AdministratorUntil": null,
          "SuspendedAt": null,
          "SuspendedReason": null,
          "CreatedAt": "2026-12-01T16:43:44.476Z"
        },
        {
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "UserId": "0190f5a0-7c1e-7000-8000-000000000040",
          "UserName": "member.0190f5a0-7c1e-7000-8000-000000000020",
          "Level": "Access",
          "AdministratorUntil": null,
          "SuspendedAt": null,
          "SuspendedReason": null,
          "CreatedAt": "2026-12-01T16:43:44.163Z"
        },
        {
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "UserId": "0190f5a0-7c1e-7000-8000-000000000041",
          "UserName": "member.0190f5a0-7c1e-7000-8000-000000000042",
          "Level": "Access",
          "AdministratorUntil": null,
          "SuspendedAt": null,
          "SuspendedReason": null,
          "CreatedAt": "2026-12-01T16:43:45.307Z"
        },
        {
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "UserId": "0190f5a0-7c1e-7000-8000-000000000025",
          "UserName": "member.0190f5a0-7c1e-7000-8000-000000000026",
          "Level": "Access",
          "AdministratorUntil": null,
          "SuspendedAt": null,
          "SuspendedReason": null,
          "CreatedAt": "2026-12-01T16:43:44.447Z"
        },
        {
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "UserId": "0190f5a0-7c1e-7000-8000-000000000043",
          "UserName": "member.0190f5a0-7c1e-7000-8000-000000000044",
          "Level": "Access",
          "AdministratorUntil": null,
          "SuspendedAt": null,
          "SuspendedReason": null,
          "CreatedAt": "2026-12-01T16:43:46.150Z"
        },
        {
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "UserId": "0190f5a0-7c1e-7000-8000-000000000045",
          "UserName": "member.0190f5a0-7c1e-7000-8000-000000000046",
          "Level": "Access",
          "AdministratorUntil": null,
          "SuspendedAt": null,
          "SuspendedReason": null,
          "CreatedAt": "2026-12-01T16:43:45.254Z"
        },
        {
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "UserId": "0190f5a0-7c1e-7000-8000-000000000047",
          "UserName": "member.0190f5a0-7c1e-7000-8000-000000000048",
          "Level": "Access",
          "AdministratorUntil": null,
          "SuspendedAt": null,
          "SuspendedReason": null,
          "CreatedAt": "2026-12-01T16:43:46.182Z"
        },
        {
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "UserId": "0190f5a0-7c1e-7000-8000-000000000049",
          "UserName": "member.0190f5a0-7c1e-7000-8000-000000000039",
          "Level": "Access",
          "AdministratorUntil": null,
          "SuspendedAt": null,
          "SuspendedReason": null,
          "CreatedAt": "2026-12-01T16:43:45.234Z"
        },
        {
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "UserId": "0190f5a0-7c1e-7000-8000-000000000050",
          "UserName": "member.0190f5a0-7c1e-7000-8000-000000000051",
          "Level": "Access",
          "AdministratorUntil": null,
          "SuspendedAt": null,
          "SuspendedReason": null,
          "CreatedAt": "2026-12-01T16:43:46.255Z"
        },
        {
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "UserId": "0190f5a0-7c1e-7000-8000-000000000052",
          "UserName": "member.0190f5a0-7c1e-7000-8000-000000000053",
          "Level": "Access",
          "AdministratorUntil": null,
          "SuspendedAt": null,
          "SuspendedReason": null,
          "CreatedAt": "2026-12-01T16:43:45.475Z"
        },
        {
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "UserId": "0190f5a0-7c1e-7000-8000-000000000054",
          "UserName": "member.0190f5a0-7c1e-7000-8000-000000000055",
          "Level": "Access",
          "AdministratorUntil": null,
          "SuspendedAt": "2026-03-02T09:00:00.000Z",
          "SuspendedReason": "On leave",
          "CreatedAt": "2026-12-01T16:43:45.434Z"
        },
        {
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "UserId": "0190f5a0-7c1e-7000-8000-000000000056",
          "UserName": "member.0190f5a0-7c1e-7000-8000-000000000057",
          "Level": "Access",
          "AdministratorUntil": null,
          "SuspendedAt": null,
          "SuspendedReason": null,
          "CreatedAt": "2026-12-01T16:43:45.326Z"
        },
        {
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "UserId": "0190f5a0-7c1e-7000-8000-000000000058",
          "UserName": "member.0190f5a0-7c1e-7000-8000-000000000037",
          "Level": "Access",
          "AdministratorUntil": null,
          "SuspendedAt": null,
          "SuspendedReason": null,
          "CreatedAt": "2026-12-01T16:43:45.175Z"
        }
      ],
      "NextCursor": null
    }
  },
  "GET /v1.0/users/{id}/memberships": {
    "answer": {
      "Data": [
        {
          "AccountId": "account-2",
          "AccountName": "Renamed Ltd",
          "UserId": "0190f5a0-7c1e-7000-8000-000000000059",
          "UserName": "member.0190f5a0-7c1e-7000-8000-000000000060",
          "Level": "Access",
          "AdministratorUntil": null,
          "SuspendedAt": null,
          "SuspendedReason": null,
          "CreatedAt": "2026-12-01T16:43:46.508Z"
        }
      ],
      "NextCursor": null
    }
  },
  "POST /v1.0/users/{id}/memberships": {
    "request": {
      "Accounts": [
        {
          "AccountId": "account-8",
          "Level": "Access"
        }
      ]
    },
    "answer": {
      "Data": [
        {
          "AccountId": "account-8",
          "AccountName": "Account 7",
          "UserId": "0190f5a0-7c1e-7000-8000-000000000045",
          "UserName": "member.0190f5a0-7c1e-7000-8000-000000000046",
          "Level": "Access",
          "AdministratorUntil": null,
          "SuspendedAt": null,
          "SuspendedReason": null,
          "CreatedAt": "2026-03-02T09:00:00.000Z"
        }
      ]
    }
  },
  "GET /v1.0/accounts/{id}/memberships/{userId}": {
    "answer": {
      "AccountId": "account-2",
      "AccountName": "Renamed Ltd",
      "UserId": "0190f5a0-7c1e-7000-8000-000000000041",
      "UserName": "member.0190f5a0-7c1e-7000-8000-000000000042",
      "Level": "Access",
      "AdministratorUntil": null,
      "SuspendedAt": null,
      "SuspendedReason": null,
      "CreatedAt": "2026-12-01T16:43:45.307Z"
    }
  },
  "PUT /v1.0/accounts/{id}/memberships/{userId}": {
    "request": {
      "Level": "Access",
      "Reason": "Not on the team any more"
    },
    "answer": {
      "AccountId": "account-2",
      "AccountName": "Renamed Ltd",
      "UserId": "0190f5a0-7c1e-7000-8000-000000000056",
      "UserName": "member.0190f5a0-7c1e-7000-8000-000000000057",
      "Level": "Access",
      "AdministratorUntil": null,
      "SuspendedAt": null,
      "SuspendedReason": null,
      "CreatedAt": "2026-12-01T16:43:45.326Z"
    }
  },
  "DELETE /v1.0/accounts/{id}/memberships/{userId}": {
    "answer": {}
  },
  "PUT /v1.0/accounts/{id}/memberships/{userId}/suspension": {
    "request": {
      "Reason": "On leave"
    },
    "answer": {
      "AccountId": "account-2",
      "AccountName": "Renamed Ltd",
      "UserId": "0190f5a0-7c1e-7000-8000-000000000054",
      "UserName": "member.0190f5a0-7c1e-7000-8000-000000000055",
      "Level": "Access",
      "AdministratorUntil": null,
      "SuspendedAt": "2026-03-02T09:00:00.000Z",
      "SuspendedReason": "On leave",
      "CreatedAt": "2026-12-01T16:43:45.434Z"
    }
  },
  "DELETE /v1.0/accounts/{id}/memberships/{userId}/suspension": {
    "request": {
      "Reason": "Back"
    },
    "answer": {
      "AccountId": "account-2",
      "AccountName": "Renamed Ltd",
      "UserId": "0190f5a0-7c1e-7000-8000-000000000052",
      "UserName": "member.0190f5a0-7c1e-7000-8000-000000000053",
      "Level": "Access",
      "AdministratorUntil": null,
      "SuspendedAt": null,
      "SuspendedReason": null,
      "CreatedAt": "2026-12-01T16:43:45.475Z"
    }
  },
  "GET /v1.0/connectors": {
    "answer": [
      {
        "Id": 1,
        "Name": "Connector1",
        "Version": "1.0",
        "Title": "Connector1",
        "Description": "",
        "Icon": null,
        "Categories": [],
        "Authentication": "apiKey",
        "Properties": [
          {
            "Id": 1,
            "Name": "Url",
            "Label": "Address",
            "Secret": false,
            "Required": true
          }
        ]
      },
      {
        "Id": 10,
        "Name": "Connector10",
        "Version": "1.0",
        "Title": "Connector10",
        "Description": "",
        "Icon": null,
        "Categories": [],
        "Authentication": "apiKey",
        "Properties": [
          {
            "Id": 1,
            "Name": "Url",
            "Label": "Address",
            "Secret": false,
            "Required": true
          }
        ]
      }
    ]
  },
  "GET /v1.0/connectors/{id}": {
    "answer": {
      "Id": 3,
      "Name": "Connector3",
      "Version": "1.0",
      "Title": "Connector3",
      "Description": "",
      "Icon": null,
      "Categories": [],
      "Authentication": "apiKey",
      "Properties": [
        {
          "Id": 1,
          "Name": "Url",
          "Label": "Address",
          "Secret": false,
          "Required": true
        }
      ]
    }
  },
  "GET /v1.0/connectors/{id}/methods": {
    "answer": []
  },
  "GET /v1.0/connectors/{id}/{version}": {
    "answer": {
      "Id": 4,
      "Name": "Connector4",
      "Version": "1.0",
      "Title": "Connector4",
      "Description": "",
      "Icon": null,
      "Categories": [],
      "Authentication": "apiKey",
      "Properties": [
        {
          "Id": 1,
          "Name": "Url",
          "Label": "Address",
          "Secret": false,
          "Required": true
        }
      ]
    }
  },
  "POST /v1.0/connectors/{id}/install": {
    "request": {
      "Name": "Shop",
      "Description": "Ours",
      "AuthenticationId": "main",
      "AuthValue": "pk-live-1",
      "Properties": [
        {
          "Name": "Url",
          "Value": "https://shop.example"
        }
      ]
    },
    "answer": {
      "Id": 3,
      "Uid": "0190f5a0-7c1e-7000-8000-000000000061",
      "Name": "Shop",
      "Description": "Ours",
      "Connector": {
        "Id": 5,
        "Name": "Connector5",
        "Version": "1.0",
        "Title": "Connector5",
        "Description": "",
        "Icon": null,
        "Categories": [],
        "Authentication": "apiKey",
        "Properties": [
          {
            "Id": 1,
            "Name": "Url",
            "Label": "Address",
            "Secret": false,
            "Required": true
          }
        ]
      },
      "Properties": [
        {
          "Id": 1,
          "Name": "Url",
          "Label": "Address",
          "Secret": false,
          "Required": true
        }
      ],
      "AuthenticationId": "main",
      "Authenticated": true,
      "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
      "UpdatedAtUtc": "2026-12-01T16:43:45.544Z"
    }
  },
  "GET /v1.0/account/connectors": {
    "answer": [
      {
        "Id": 1,
        "Uid": "0190f5a0-7c1e-7000-8000-000000000062",
        "Name": "Connector1",
        "Description": "",
        "Connector": {
          "Id": 1,
          "Name": "Connector1",
          "Version": "1.0",
          "Title": "Connector1",
          "Description": "",
          "Icon": null,
          "Categories": [],
          "Authentication": "apiKey",
          "Properties": [
            {
              "Id": 1,
              "Name": "Url",
              "Label": "Address",
              "Secret": false,
              "Required": true
            }
          ]
        },
        "Properties": [
          {
            "Id": 1,
            "Name": "Url",
            "Label": "Address",
            "Secret": false,
            "Required": true
          }
        ],
        "AuthenticationId": "main",
        "Authenticated": true,
        "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
        "UpdatedAtUtc": "2026-12-01T16:43:45.106Z"
      },
      {
        "Id": 2,
        "Uid": "0190f5a0-7c1e-7000-8000-000000000063",
        "Name": "Connector2",
        "Description": "",
        "Connector": {
          "Id": 2,
          "Name": "Connector2",
          "Version": "1.0",
          "Title": "Connector2",
          "Description": "",
          "Icon": null,
          "Categories": [],
          "Authentication": "apiKey",
          "Properties": [
            {
              "Id": 1,
              "Name": "Url",
              "Label": "Address",
              "Secret": false,
              "Required": true
            }
          ]
        },
        "Properties": [
          {
            "Id": 1,
            "Name": "Url",
            "Label": "Address",
            "Secret": false,
            "Required": true
          }
        ],
        "AuthenticationId": "main",
        "Authenticated": true,
        "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
        "UpdatedAtUtc": "2026-12-01T16:43:45.153Z"
      }
    ]
  },
  "GET /v1.0/account/connectors/{id}": {
    "answer": {
      "Id": 4,
      "Uid": "0190f5a0-7c1e-7000-8000-000000000064",
      "Name": "Connector6",
      "Description": "",
      "Connector": {
        "Id": 6,
        "Name": "Connector6",
        "Version": "1.0",
        "Title": "Connector6",
        "Description": "",
        "Icon": null,
        "Categories": [],
        "Authentication": "apiKey",
        "Properties": [
          {
            "Id": 1,
            "Name": "Url",
            "Label": "Address",
            "Secret": false,
            "Required": true
          }
        ]
      },
      "Properties": [
        {
          "Id": 1,
          "Name": "Url",
          "Label": "Address",
          "Secret": false,
          "Required": true
        }
      ],
      "AuthenticationId": null,
      "Authenticated": true,
      "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
      "UpdatedAtUtc": "2026-12-01T16:43:45.568Z"
    }
  },
  "PUT /v1.0/account/connectors/{id}": {
    "request": {
      "Name": "Shop 2",
      "Description": "Theirs",
      "AuthenticationId": "main",
      "AuthValue": "pk-live-1",
      "Properties": [
        {
          "Name": "Url",
          "Value": "https://shop.example"
        }
      ]
    },
    "answer": {
      "Id": 5,
      "Uid": "0190f5a0-7c1e-7000-8000-000000000065",
      "Name": "Shop 2",
      "Description": "Theirs",
      "Connector": {
        "Id": 7,
        "Name": "Connector7",
        "Version": "1.0",
        "Title": "Connector7",
        "Description": "",
        "Icon": null,
        "Categories": [],
        "Authentication": "apiKey",
        "Properties": [
          {
            "Id": 1,
            "Name": "Url",
            "Label": "Address",
            "Secret": false,
            "Required": true
          }
        ]
      },
      "Properties": [
        {
          "Id": 1,
          "Name": "Url",
          "Label": "Address",
          "Secret": false,
          "Required": true
        }
      ],
      "AuthenticationId": "main",
      "Authenticated": true,
      "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
      "UpdatedAtUtc": "2026-12-01T16:43:45.611Z"
    }
  },
  "DELETE /v1.0/account/connectors/{id}": {
    "answer": {}
  },
  "PUT /v1.0/account/connectors/{id}/deauthenticate": {
    "answer": {
      "Message": "Connector9 is deauthenticated."
    }
  },
  "GET /v1.0/account/connectors/{id}/properties": {
    "answer": [
      {
        "Id": 1,
        "Name": "Url",
        "Label": "Address",
        "Secret": false,
        "Required": true
      }
    ]
  },
  "POST /v1.0/account/connectors/{id}/properties": {
    "request": {
      "Name": "Url",
      "Value": "https://other.example"
    },
    "answer": {
      "Id": 1,
      "Name": "Url",
      "Label": "Address",
      "Secret": false,
      "Required": true
    }
  },
  "GET /v1.0/account/connectors/{id}/properties/{propertyId}": {
    "answer": {
      "Id": 1,
      "Name": "Url",
      "Label": "Address",
      "Secret": false,
      "Required": true
    }
  },
  "PUT /v1.0/account/connectors/{id}/properties/{propertyId}": {
    "request": {
      "Value": "https://other.example"
    },
    "answer": {
      "Id": 1,
      "Name": "Url",
      "Label": "Address",
      "Secret": false,
      "Required": true
    }
  },
  "DELETE /v1.0/account/connectors/{id}/properties/{propertyId}": {
    "answer": {}
  },
  "GET /v1.0/templates": {
    "answer": [
      {
        "Id": "0190f5a0-7c1e-7000-8000-000000000066",
        "Name": "Template 15",
        "Description": "",
        "Icon": null,
        "Tags": [],
        "Connectors": []
      },
      {
        "Id": "0190f5a0-7c1e-7000-8000-000000000067",
        "Name": "Template 16",
        "Description": "",
        "Icon": null,
        "Tags": [],
        "Connectors": []
      }
    ]
  },
  "GET /v1.0/templates/{id}": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000066",
      "Name": "Template 15",
      "Description": "",
      "Icon": null,
      "Tags": [],
      "Connectors": []
    }
  },
  "POST /v1.0/templates/{id}/install": {
    "request": {
      "Name": "Orders"
    },
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000068",
      "Name": "Orders",
      "Description": "",
      "Status": "Paused",
      "TemplateId": "0190f5a0-7c1e-7000-8000-000000000067",
      "Steps": [],
      "Tags": [],
      "StepErrorAction": null,
      "Interval": null,
      "StartTime": null,
      "RunOnce": false,
      "Version": 1,
      "CreatedOnUtc": "2026-03-02T09:00:00.000Z",
      "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
      "UpdatedAtUtc": "2026-12-01T16:43:45.876Z",
      "Connectors": []
    }
  },
  "POST /oauth/token": {
    "request": {
      "grant_type": "client_credentials",
      "client_id": "0123456789abcdef0123456789abcdef",
      "client_secret": "a-token-that-has-ended"
    },
    "answer": {
      "access_token": "a-token-that-has-ended",
      "token_type": "bearer",
      "expires_in": 3600,
      "clientId": "0123456789abcdef0123456789abcdef",
      "scope": "accounts:manage users:manage templates:view connectors:view marketplaces:manage console-users:manage audit:view settings:manage",
      ".issued": "Mon, 02 Mar 2026 09:00:00 GMT",
      ".expires": "Mon, 02 Mar 2026 10:00:00 GMT"
    }
  },
  "POST /oauth/revoke": {
    "request": {
      "token": "a-token-that-has-ended",
      "client_id": "0123456789abcdef0123456789abcdef",
      "client_secret": "a-token-that-has-ended"
    },
    "answer": {}
  },
  "GET /v1.0/event-types": {
    "answer": [
      {
        "Name": "requested",
        "Description": "{Actor} asked for {Subject} on {Account}"
      },
      {
        "Name": "drafted",
        "Description": "{Actor} asked for {Subject} on {Account}, not confirmed yet"
      },
      {
        "Name": "request-done",
        "Description": "{Actor} finished the request for {Subject} on {Account}"
      },
      {
        "Name": "request-failed",
        "Description": "{Actor} could not finish the request for {Subject} on {Account}"
      },
      {
        "Name": "request-cancelled",
        "Description": "{Actor} withdrew the request for {Subject} on {Account}"
      },
      {
        "Name": "request-expired",
        "Description": "{Actor} closed the request for {Subject} on {Account}, which waited too long"
      },
      {
        "Name": "request-approved",
        "Description": "{Actor} approved {Subject} on {Account}"
      },
      {
        "Name": "request-approved-alone",
        "Description": "{Actor} approved {Subject} on {Account} alone, because nobody else could"
      },
      {
        "Name": "approval-needed",
        "Description": "{Actor} sent {Subject} on {Account} for approval"
      },
      {
        "Name": "request-denied",
        "Description": "{Actor} denied {Subject} on {Account}"
      },
      {
        "Name": "draft-expired",
        "Description": "{Actor} dropped the request for {Subject} on {Account}, which nobody confirmed in time"
      },
      {
        "Name": "request-retried",
        "Description": "{Actor} retried the request for {Subject} on {Account}"
      },
      {
        "Name": "refused",
        "Description": "{Actor} was refused {Subject}"
      },
      {
        "Name": "administrator-granted",
        "Description": "{Actor} granted Administrator of {Account} to {Subject}"
      },
      {
        "Name": "administrator-ended",
        "Description": "{Actor} ended a grant of Administrator of {Account} for {Subject}, whose time was over"
      },
      {
        "Name": "administrator-returned",
        "Description": "{Actor} gave back a grant of Administrator of {Account} for {Subject}"
      },
      {
        "Name": "administrator-revoked",
        "Description": "{Actor} took Administrator of {Account} from {Subject}"
      },
      {
        "Name": "membership-given",
        "Description": "{Actor} gave {Subject} access to {Account}"
      },
      {
        "Name": "membership-removed",
        "Description": "{Actor} removed {Subject} from {Account}"
      },
      {
        "Name": "membership-suspended",
        "Description": "{Actor} suspended {Subject} on {Account}"
      },
      {
        "Name": "membership-resumed",
        "Description": "{Actor} ended the suspension of {Subject} on {Account}"
      },
      {
        "Name": "invitation-created",
        "Description": "{Actor} invited {Subject} to {Account}"
      },
      {
        "Name": "invitation-resent",
        "Description": "{Actor} sent {Subject} a new invitation link to {Account}"
      },
      {
        "Name": "invitation-revoked",
        "Description": "{Actor} revoked the invitation of {Subject} to {Account}"
      },
      {
        "Name": "invitation-expired",
        "Description": "{Actor} closed the invitation of {Subject} to {Account}, which has expired"
      },
      {
        "Name": "invitation-accepted",
        "Description": "{Actor} accepted the invitation to {Account} as user {Subject}"
      },
      {
        "Name": "user-created",
        "Description": "{Actor} created the User {Subject}"
      },
      {
        "Name": "user-deleted",
        "Description": "{Actor} deleted the User {Subject}"
      },
      {
        "Name": "password-link-issued",
        "Description": "{Actor} sent {Subject} a link to set a password"
      },
      {
        "Name": "password-set",
        "Description": "{Actor} set the password of {Subject}"
      },
      {
        "Name": "temporary-password-allowed",
        "Description": "{Actor} got permission to see a temporary password of {Subject}"
      },
      {
        "Name": "temporary-password-shown",
        "Description": "{Actor} saw a temporary password of {Subject}, once"
      },
      {
        "Name": "signed-in",
        "Description": "{Actor} signed in as {Subject} to {Account}"
      },
      {
        "Name": "signed-out",
        "Description": "{Actor} signed out as {Subject}"
      },
      {
        "Name": "session-ended",
        "Description": "{Actor} ended a session of {Subject}"
      },
      {
        "Name": "sessions-ended",
        "Description": "{Actor} ended all other sessions of {Subject}"
      },
      {
        "Name": "sign-in-refused",
        "Description": "{Actor} could not sign in as {Subject}"
      },
      {
        "Name": "password-link-requested",
        "Description": "{Actor} asked for a link to set a forgotten password"
      },
      {
        "Name": "password-changed",
        "Description": "{Actor} changed the password of {Subject}"
      },
      {
        "Name": "names-changed",
        "Description": "{Actor} changed the names of {Subject}"
      },
      {
        "Name": "email-change-requested",
        "Description": "{Actor} asked for a new e-mail for {Subject}"
      },
      {
        "Name": "email-changed",
        "Description": "{Actor} confirmed the new e-mail of {Subject}"
      },
      {
        "Name": "account-created",
        "Description": "{Actor} created the Account {Subject}"
      },
      {
        "Name": "account-imported",
        "Description": "{Actor} took over {Subject} from Cyclr's cloud"
      },
      {
        "Name": "difference-settled",
        "Description": "{Actor} decided the difference “{Subject}”"
      },
      {
        "Name": "account-settings-changed",
        "Description": "{Actor} changed the settings of {Subject}"
      },
      {
        "Name": "account-suspended",
        "Description": "{Actor} suspended the Account {Subject}"
      },
      {
        "Name": "account-resumed",
        "Description": "{Actor} resumed the Account {Subject}"
      },
      {
        "Name": "account-deleted",
        "Description": "{Actor} deleted the Account {Subject}"
      },
      {
        "Name": "connector-installed",
        "Description": "{Actor} installed the connector {Subject} in {Account}"
      },
      {
        "Name": "connector-authenticated",
        "Description": "{Actor} gave the connector {Subject} in {Account} new values"
      },
      {
        "Name": "connector-deauthenticated",
        "Description": "{Actor} deauthenticated {Subject} in {Account}"
      },
      {
        "Name": "connector-changed",
        "Description": "{Actor} changed the name or description of the connector {Subject} in {Account}"
      },
      {
        "Name": "connector-removed",
        "Description": "{Actor} removed the connector {Subject} from {Account}"
      },
      {
        "Name": "api-client-created",
        "Description": "{Actor} made the API client {Subject} for {Account}"
      },
      {
        "Name": "api-client-changed",
        "Description": "{Actor} changed what the API client {Subject} may do"
      },
      {
        "Name": "api-client-secret-added",
        "Description": "{Actor} made another secret of the API client {Subject}"
      },
      {
        "Name": "api-client-secret-shown",
        "Description": "{Actor} saw the secret of the API client {Subject}, once"
      },
      {
        "Name": "api-client-secret-revoked",
        "Description": "{Actor} revoked a secret of the API client {Subject}"
      },
      {
        "Name": "api-client-revoked",
        "Description": "{Actor} revoked the API client {Subject}"
      },
      {
        "Name": "access-token-issued",
        "Description": "{Actor} got an access token for {Account}"
      },
      {
        "Name": "access-token-revoked",
        "Description": "{Actor} gave back an access token for {Account}"
      },
      {
        "Name": "template-installed",
        "Description": "{Actor} installed a template as the cycle {Subject} in {Account}"
      },
      {
        "Name": "cycle-created",
        "Description": "{Actor} made the cycle {Subject} in {Account}"
      },
      {
        "Name": "cycle-adjusted",
        "Description": "{Actor} adjusted the cycle {Subject} in {Account}"
      },
      {
        "Name": "cycle-started",
        "Description": "{Actor} started the cycle {Subject} in {Account}"
      },
      {
        "Name": "cycle-stopped",
        "Description": "{Actor} stopped the cycle {Subject} in {Account}"
      },
      {
        "Name": "cycle-deleted",
        "Description": "{Actor} deleted the cycle {Subject} in {Account}"
      },
      {
        "Name": "console-invitation-created",
        "Description": "{Actor} invited {Subject} to the Console"
      },
      {
        "Name": "console-invitation-resent",
        "Description": "{Actor} sent {Subject} a new link to the Console"
      },
      {
        "Name": "console-invitation-expired",
        "Description": "{Actor} closed the Console invitation of {Subject}, which has expired"
      },
      {
        "Name": "console-invitation-revoked",
        "Description": "{Actor} revoked the Console invitation of {Subject}"
      },
      {
        "Name": "console-user-created",
        "Description": "{Actor} made {Subject} a Console User"
      },
      {
        "Name": "console-user-restored",
        "Description": "{Actor} made {Subject} a Console User again"
      },
      {
        "Name": "console-user-changed",
        "Description": "{Actor} gave {Subject} more access to the Console"
      },
      {
        "Name": "console-user-frozen",
        "Description": "{Actor} froze the Console User {Subject}"
      },
      {
        "Name": "console-user-unfrozen",
        "Description": "{Actor} unfroze the Console User {Subject}"
      },
      {
        "Name": "slack-standing-changed",
        "Description": "{Actor} read in Slack that the Console User {Subject} stands otherwise there"
      },
      {
        "Name": "console-user-removed",
        "Description": "{Actor} removed the Console User {Subject}"
      },
      {
        "Name": "console-permissions-changed",
        "Description": "{Actor} changed what {Subject} may do in the Console"
      },
      {
        "Name": "slack-identity-linked",
        "Description": "{Actor} linked a Slack user to the Console User {Subject}"
      },
      {
        "Name": "slack-identity-dropped",
        "Description": "{Actor} removed the Slack link of the Console User {Subject}"
      },
      {
        "Name": "partner-created",
        "Description": "{Actor} set up the Partner {Subject}"
      },
      {
        "Name": "api-user-created",
        "Description": "{Actor} made the API User of {Account}"
      },
      {
        "Name": "marketplace-deployed",
        "Description": "{Actor} deployed the Marketplace {Subject} for {Account}"
      },
      {
        "Name": "sign-in-token-issued",
        "Description": "{Actor} made a sign-in link for {Subject} to {Account}"
      },
      {
        "Name": "sign-in-token-used",
        "Description": "{Actor} signed in as {Subject} to {Account} with a link"
      },
      {
        "Name": "value-link-issued",
        "Description": "{Actor} got a link to enter the values for {Subject} on {Account}"
      },
      {
        "Name": "values-given",
        "Description": "{Actor} entered the values for {Subject} on {Account}"
      },
      {
        "Name": "settings-changed",
        "Description": "{Actor} changed the Partner's settings"
      },
      {
        "Name": "notification-secret-made",
        "Description": "{Actor} made another secret for notifications"
      },
      {
        "Name": "secrets-rotated",
        "Description": "{Actor} encrypted all secrets again with the newest key"
      },
      {
        "Name": "library-imported",
        "Description": "{Actor} imported connectors and templates into the library"
      },
      {
        "Name": "marketplace-created",
        "Description": "{Actor} made the Marketplace {Subject}"
      },
      {
        "Name": "marketplace-renamed",
        "Description": "{Actor} renamed the Marketplace {Subject}"
      },
      {
        "Name": "marketplace-deleted",
        "Description": "{Actor} deleted the Marketplace {Subject}"
      },
      {
        "Name": "marketplace-card-added",
        "Description": "{Actor} added a card to the Marketplace {Subject}"
      },
      {
        "Name": "marketplace-card-removed",
        "Description": "{Actor} removed a card from the Marketplace {Subject}"
      },
      {
        "Name": "marketplace-templates-set",
        "Description": "{Actor} chose the templates of a card of the Marketplace {Subject}"
      },
      {
        "Name": "report-exported",
        "Description": "{Actor} exported the report {Subject}"
      },
      {
        "Name": "audit-exported",
        "Description": "{Actor} exported the audit of {Subject}"
      },
      {
        "Name": "audit-erased",
        "Description": "{Actor} erased a person from entries of the audit"
      },
      {
        "Name": "cloud-change-done",
        "Description": "{Actor} carried over to Cyclr's cloud: {Subject}"
      },
      {
        "Name": "cloud-change-failed",
        "Description": "{Actor} could not carry over to Cyclr's cloud: {Subject}"
      },
      {
        "Name": "cloud-change-retried",
        "Description": "{Actor} had it carried over to Cyclr's cloud again: {Subject}"
      },
      {
        "Name": "cloud-change-by-hand",
        "Description": "{Actor} asked for it by hand in the Console: {Subject}"
      },
      {
        "Name": "cloud-change-undone",
        "Description": "{Actor} asked to take back here: {Subject}"
      },
      {
        "Name": "cloud-change-escalated",
        "Description": "{Actor} told everybody with Full Access that this waits for over an hour: {Subject}"
      },
      {
        "Name": "webhook-created",
        "Description": "{Actor} made the webhook {Subject}"
      },
      {
        "Name": "webhook-changed",
        "Description": "{Actor} changed the webhook {Subject}"
      },
      {
        "Name": "webhook-deleted",
        "Description": "{Actor} deleted the webhook {Subject}"
      },
      {
        "Name": "webhook-secret-rotated",
        "Description": "{Actor} made another secret for the webhook {Subject}"
      },
      {
        "Name": "webhook-tested",
        "Description": "{Actor} tried out the webhook {Subject}"
      },
      {
        "Name": "webhook-delivery-resent",
        "Description": "{Actor} sent an event to the webhook {Subject} again"
      },
      {
        "Name": "webhook-switched-off",
        "Description": "{Actor} switched off the webhook {Subject}"
      }
    ]
  },
  "GET /v1.0/webhooks": {
    "answer": []
  },
  "POST /v1.0/webhooks": {
    "request": {
      "Url": "https://hooks.acme.example/cyclr",
      "Description": "Orders",
      "EventTypes": [
        "user-created",
        "user-deleted"
      ],
      "Enabled": true
    },
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000069",
      "Url": "https://hooks.acme.example/cyclr",
      "Description": "Orders",
      "EventTypes": [
        "user-created",
        "user-deleted"
      ],
      "Enabled": true,
      "OffBecause": null,
      "FailingSinceUtc": null,
      "OldSecretUntilUtc": null,
      "ClientName": "Billing app",
      "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
      "ChangedAtUtc": "2026-03-02T09:00:00.000Z",
      "Secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
    }
  },
  "GET /v1.0/webhooks/{id}": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000070",
      "Url": "https://hooks.acme.example/cyclr",
      "Description": "",
      "EventTypes": null,
      "Enabled": true,
      "OffBecause": null,
      "FailingSinceUtc": null,
      "OldSecretUntilUtc": null,
      "ClientName": "Billing app",
      "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
      "ChangedAtUtc": "2026-03-02T09:00:00.000Z"
    }
  },
  "PUT /v1.0/webhooks/{id}": {
    "request": {
      "Url": "https://hooks.acme.example/cyclr",
      "Description": "Orders",
      "EventTypes": [
        "user-created",
        "user-deleted"
      ],
      "Enabled": false
    },
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000071",
      "Url": "https://hooks.acme.example/cyclr",
      "Description": "Orders",
      "EventTypes": [
        "user-created",
        "user-deleted"
      ],
      "Enabled": false,
      "OffBecause": null,
      "FailingSinceUtc": null,
      "OldSecretUntilUtc": null,
      "ClientName": "Billing app",
      "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
      "ChangedAtUtc": "2026-03-02T09:00:00.000Z"
    }
  },
  "DELETE /v1.0/webhooks/{id}": {
    "answer": {}
  },
  "POST /v1.0/webhooks/{id}/rotate-secret": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000072",
      "Url": "https://hooks.acme.example/cyclr",
      "Description": "",
      "EventTypes": null,
      "Enabled": true,
      "OffBecause": null,
      "FailingSinceUtc": null,
      "OldSecretUntilUtc": "2026-03-03T09:00:00.000Z",
      "ClientName": "Billing app",
      "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
      "ChangedAtUtc": "2026-03-02T09:00:00.000Z",
      "Secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
    }
  },
  "POST /v1.0/webhooks/{id}/test": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000073",
      "WebhookId": "0190f5a0-7c1e-7000-8000-000000000074",
      "EventId": null,
      "EventType": "test",
      "State": "Pending",
      "Attempts": 0,
      "LastStatus": null,
      "LastTrouble": null,
      "LastAttemptAtUtc": null,
      "NextAttemptAtUtc": "2026-03-02T09:00:00.000Z",
      "DeliveredAtUtc": null,
      "FailedAtUtc": null,
      "CreatedAtUtc": "2026-03-02T09:00:00.000Z"
    }
  },
  "GET /v1.0/webhooks/{id}/deliveries": {
    "answer": {
      "Data": [
        {
          "Id": "0190f5a0-7c1e-7000-8000-000000000075",
          "WebhookId": "0190f5a0-7c1e-7000-8000-000000000076",
          "EventId": null,
          "EventType": "test",
          "State": "Pending",
          "Attempts": 0,
          "LastStatus": null,
          "LastTrouble": null,
          "LastAttemptAtUtc": null,
          "NextAttemptAtUtc": "2026-03-02T09:00:00.000Z",
          "DeliveredAtUtc": null,
          "FailedAtUtc": null,
          "CreatedAtUtc": "2026-03-02T09:00:00.000Z"
        }
      ],
      "NextCursor": null
    }
  },
  "POST /v1.0/webhooks/{id}/deliveries/{deliveryId}/resend": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000077",
      "WebhookId": "0190f5a0-7c1e-7000-8000-000000000078",
      "EventId": null,
      "EventType": "test",
      "State": "Pending",
      "Attempts": 0,
      "LastStatus": null,
      "LastTrouble": null,
      "LastAttemptAtUtc": null,
      "NextAttemptAtUtc": "2026-03-02T09:00:00.000Z",
      "DeliveredAtUtc": null,
      "FailedAtUtc": null,
      "CreatedAtUtc": "2026-03-02T09:00:00.000Z"
    }
  },
  "GET /v1.0/requests": {
    "answer": {
      "Data": [
        {
          "Id": "0190f5a0-7c1e-7000-8000-000000000079",
          "Kind": "remove-user",
          "Title": "Remove user: member.0190f5a0-7c1e-7000-8000-000000000051 (member.0190f5a0-7c1e-7000-8000-000000000080@acme.example) · Renamed Ltd (account-2)",
          "Status": "cancelled",
          "Outcome": null,
          "Trouble": null,
          "RequestedBy": "the application Billing app",
          "AccountId": "account-2",
          "ApprovalsNeeded": 1,
          "Approvals": 0,
          "DeniedBecause": null,
          "CreatedAtUtc": "2026-12-01T16:43:46.256Z",
          "ExpiresAtUtc": null,
          "FinishedAtUtc": "2026-03-02T09:00:00.000Z"
        },
        {
          "Id": "0190f5a0-7c1e-7000-8000-000000000081",
          "Kind": "remove-user",
          "Title": "Remove user: member.0190f5a0-7c1e-7000-8000-000000000048 (member.0190f5a0-7c1e-7000-8000-000000000082@acme.example) · Renamed Ltd (account-2)",
          "Status": "awaiting-approval",
          "Outcome": null,
          "Trouble": null,
          "RequestedBy": "the application Billing app",
          "AccountId": "account-2",
          "ApprovalsNeeded": 1,
          "Approvals": 0,
          "DeniedBecause": null,
          "CreatedAtUtc": "2026-12-01T16:43:46.184Z",
          "ExpiresAtUtc": "2026-03-03T09:00:00.000Z",
          "FinishedAtUtc": null
        },
        {
          "Id": "0190f5a0-7c1e-7000-8000-000000000083",
          "Kind": "remove-user",
          "Title": "Remove user: member.0190f5a0-7c1e-7000-8000-000000000044 (member.0190f5a0-7c1e-7000-8000-000000000084@acme.example) · Renamed Ltd (account-2)",
          "Status": "awaiting-approval",
          "Outcome": null,
          "Trouble": null,
          "RequestedBy": "the application Billing app",
          "AccountId": "account-2",
          "ApprovalsNeeded": 1,
          "Approvals": 0,
          "DeniedBecause": null,
          "CreatedAtUtc": "2026-12-01T16:43:46.153Z",
          "ExpiresAtUtc": null,
          "FinishedAtUtc": null
        }
      ],
      "NextCursor": null
    }
  },
  "GET /v1.0/requests/{id}": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000083",
      "Kind": "remove-user",
      "Title": "Remove user: member.0190f5a0-7c1e-7000-8000-000000000044 (member.0190f5a0-7c1e-7000-8000-000000000084@acme.example) · Renamed Ltd (account-2)",
      "Status": "awaiting-approval",
      "Outcome": null,
      "Trouble": null,
      "RequestedBy": "the application Billing app",
      "AccountId": "account-2",
      "ApprovalsNeeded": 1,
      "Approvals": 0,
      "DeniedBecause": null,
      "CreatedAtUtc": "2026-12-01T16:43:46.153Z",
      "ExpiresAtUtc": null,
      "FinishedAtUtc": null
    }
  },
  "POST /v1.0/requests/{id}/retry": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000081",
      "Kind": "remove-user",
      "Title": "Remove user: member.0190f5a0-7c1e-7000-8000-000000000048 (member.0190f5a0-7c1e-7000-8000-000000000082@acme.example) · Renamed Ltd (account-2)",
      "Status": "awaiting-approval",
      "Outcome": null,
      "Trouble": null,
      "RequestedBy": "the application Billing app",
      "AccountId": "account-2",
      "ApprovalsNeeded": 1,
      "Approvals": 0,
      "DeniedBecause": null,
      "CreatedAtUtc": "2026-12-01T16:43:46.184Z",
      "ExpiresAtUtc": "2026-03-03T09:00:00.000Z",
      "FinishedAtUtc": null
    }
  },
  "POST /v1.0/requests/{id}/cancel": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000079",
      "Kind": "remove-user",
      "Title": "Remove user: member.0190f5a0-7c1e-7000-8000-000000000051 (member.0190f5a0-7c1e-7000-8000-000000000080@acme.example) · Renamed Ltd (account-2)",
      "Status": "cancelled",
      "Outcome": null,
      "Trouble": null,
      "RequestedBy": "the application Billing app",
      "AccountId": "account-2",
      "ApprovalsNeeded": 1,
      "Approvals": 0,
      "DeniedBecause": null,
      "CreatedAtUtc": "2026-12-01T16:43:46.256Z",
      "ExpiresAtUtc": null,
      "FinishedAtUtc": "2026-03-02T09:00:00.000Z"
    }
  },
  "GET /v1.0/audit": {
    "answer": {
      "Data": [
        {
          "Id": "85",
          "At": "2026-03-02T09:00:00.000Z",
          "Action": "webhook-tested",
          "Words": "tried out the webhook hooks.acme.example",
          "Surface": "api",
          "Actor": {
            "Kind": "api-client",
            "Id": "0190f5a0-7c1e-7000-8000-000000000085",
            "Name": "Billing app"
          },
          "Subject": {
            "Kind": "webhook",
            "Id": "0190f5a0-7c1e-7000-8000-000000000076",
            "Name": "hooks.acme.example"
          },
          "Account": null,
          "AccountUid": null,
          "RequestId": null,
          "Before": null,
          "After": null,
          "ErasedBy": null
        },
        {
          "Id": "84",
          "At": "2026-03-02T09:00:00.000Z",
          "Action": "webhook-created",
          "Words": "made the webhook hooks.acme.example",
          "Surface": "api",
          "Actor": {
            "Kind": "api-client",
            "Id": "0190f5a0-7c1e-7000-8000-000000000085",
            "Name": "Billing app"
          },
          "Subject": {
            "Kind": "webhook",
            "Id": "0190f5a0-7c1e-7000-8000-000000000076",
            "Name": "hooks.acme.example"
          },
          "Account": null,
          "AccountUid": null,
          "RequestId": null,
          "Before": null,
          "After": {
            "address": "https://hooks.acme.example/… (e96acce6)",
            "enabled": true,
            "eventTypes": "all",
            "description": ""
          },
          "ErasedBy": null
        }
      ],
      "NextCursor": "73a2e26f.y0ezVqbj7FV27Vgo.2lrvVg.l5wDS9fsoeWa-SMIxKvgDw"
    }
  },
  "GET /v1.0/audit/export": {
    "answer": "{\"Id\":\"83\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"audit-exported\",\"Words\":\"exported the audit of Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"audit\",\"Id\":null,\"Name\":\"Renamed Ltd (account-2)\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"format\":\"jsonl\"},\"ErasedBy\":null,\"Block\":null,\"BlockHash\":null}\n{\"Id\":\"82\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"request-cancelled\",\"Words\":\"withdrew the request for the removal of member.0190f5a0-7c1e-7000-8000-000000000051 on Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"request\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000079\",\"Name\":\"remove-user\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":\"0190f5a0-7c1e-7000-8000-000000000079\",\"Before\":null,\"After\":null,\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"81\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"request-retried\",\"Words\":\"retried the request for the removal of member.0190f5a0-7c1e-7000-8000-000000000048 on Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"request\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000081\",\"Name\":\"remove-user\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":\"0190f5a0-7c1e-7000-8000-000000000081\",\"Before\":null,\"After\":null,\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"67\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"template-installed\",\"Words\":\"installed a template as the cycle Orders in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"cycle\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000068\",\"Name\":\"Orders\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Orders\",\"template\":\"Template 16\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"66\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-authenticated\",\"Words\":\"gave the connector Connector14 in Renamed Ltd (account-2) new values\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000087\",\"Name\":\"Connector14\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"properties\":[\"Url\"]},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"65\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-installed\",\"Words\":\"installed the connector Connector14 in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000087\",\"Name\":\"Connector14\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Connector14\",\"version\":\"1.0\",\"connector\":\"Connector14\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"64\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-authenticated\",\"Words\":\"gave the connector Connector13 in Renamed Ltd (account-2) new values\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000088\",\"Name\":\"Connector13\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"properties\":[\"Url\"]},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"63\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-installed\",\"Words\":\"installed the connector Connector13 in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000088\",\"Name\":\"Connector13\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Connector13\",\"version\":\"1.0\",\"connector\":\"Connector13\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"62\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-installed\",\"Words\":\"installed the connector Connector12 in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000089\",\"Name\":\"Connector12\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Connector12\",\"version\":\"1.0\",\"connector\":\"Connector12\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"61\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-authenticated\",\"Words\":\"gave the connector Connector11 in Renamed Ltd (account-2) new values\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000090\",\"Name\":\"Connector11\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"properties\":[\"Url\"]},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"60\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-installed\",\"Words\":\"installed the connector Connector11 in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000090\",\"Name\":\"Connector11\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Connector11\",\"version\":\"1.0\",\"connector\":\"Connector11\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"59\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-installed\",\"Words\":\"installed the connector Connector10 in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000091\",\"Name\":\"Connector10\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Connector10\",\"version\":\"1.0\",\"connector\":\"Connector10\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"58\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-deauthenticated\",\"Words\":\"deauthenticated Connector9 in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000092\",\"Name\":\"Connector9\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"properties\":[]},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"57\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-installed\",\"Words\":\"installed the connector Connector9 in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000092\",\"Name\":\"Connector9\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Connector9\",\"version\":\"1.0\",\"connector\":\"Connector9\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"56\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-removed\",\"Words\":\"removed the connector Connector8 from Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000093\",\"Name\":\"Connector8\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":{\"name\":\"Connector8\",\"version\":\"1.0\",\"connector\":\"Connector8\"},\"After\":null,\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"55\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-installed\",\"Words\":\"installed the connector Connector8 in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000093\",\"Name\":\"Connector8\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Connector8\",\"version\":\"1.0\",\"connector\":\"Connector8\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"54\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-authenticated\",\"Words\":\"gave the connector Shop 2 in Renamed Ltd (account-2) new values\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000065\",\"Name\":\"Shop 2\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"properties\":[\"Url\"]},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"53\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-changed\",\"Words\":\"changed the name or description of the connector Shop 2 in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000065\",\"Name\":\"Shop 2\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":{\"name\":\"Connector7\",\"description\":\"\"},\"After\":{\"name\":\"Shop 2\",\"description\":\"Theirs\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"52\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-installed\",\"Words\":\"installed the connector Connector7 in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000065\",\"Name\":\"Connector7\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Connector7\",\"version\":\"1.0\",\"connector\":\"Connector7\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"51\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-installed\",\"Words\":\"installed the connector Connector6 in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000064\",\"Name\":\"Connector6\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Connector6\",\"version\":\"1.0\",\"connector\":\"Connector6\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"50\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-installed\",\"Words\":\"installed the connector Shop in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000061\",\"Name\":\"Shop\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Shop\",\"version\":\"1.0\",\"connector\":\"Connector5\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"49\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"membership-suspended\",\"Words\":\"suspended member.0190f5a0-7c1e-7000-8000-000000000055 on Renamed Ltd (account-2): On leave\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"user\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000054\",\"Name\":\"member.0190f5a0-7c1e-7000-8000-000000000055\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":{\"suspended\":false},\"After\":{\"because\":\"On leave\",\"suspended\":true},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"48\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"membership-removed\",\"Words\":\"removed member.0190f5a0-7c1e-7000-8000-000000000094 from Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"user\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000095\",\"Name\":\"member.0190f5a0-7c1e-7000-8000-000000000094\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":{\"level\":\"Access\"},\"After\":null,\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"46\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"sign-in-token-issued\",\"Words\":\"made a sign-in link for member.0190f5a0-7c1e-7000-8000-000000000039 to Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"user\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000049\",\"Name\":\"member.0190f5a0-7c1e-7000-8000-000000000039\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"account\":\"Renamed Ltd (account-2)\",\"expiresAt\":\"2026-03-02T09:05:00.000Z\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"45\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"membership-removed\",\"Words\":\"removed member.0190f5a0-7c1e-7000-8000-000000000038 from Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"user\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000096\",\"Name\":\"member.0190f5a0-7c1e-7000-8000-000000000038\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":{\"level\":\"Access\"},\"After\":null,\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"44\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"marketplace-deployed\",\"Words\":\"deployed the Marketplace Marketplace 0190f5a0-7c1e-7000-8000-000000000097 for Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"marketplace\",\"Id\":\"2\",\"Name\":\"Marketplace 0190f5a0-7c1e-7000-8000-000000000097\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"user\":\"api-user-0190f5a0-7c1e-7000-8000-000000000086\",\"account\":\"Renamed Ltd (account-2)\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"43\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"sign-in-token-issued\",\"Words\":\"made a sign-in link for api-user-0190f5a0-7c1e-7000-8000-000000000086 to Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"user\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000098\",\"Name\":\"api-user-0190f5a0-7c1e-7000-8000-000000000086\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"account\":\"Renamed Ltd (account-2)\",\"expiresAt\":\"2026-03-02T09:05:00.000Z\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"42\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-installed\",\"Words\":\"installed the connector Connector2 in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000063\",\"Name\":\"Connector2\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Connector2\",\"version\":\"1.0\",\"properties\":[\"Url\"]},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"41\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"api-user-created\",\"Words\":\"made the API User of Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"user\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000098\",\"Name\":\"api-user-0190f5a0-7c1e-7000-8000-000000000086\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":null,\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"40\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"marketplace-deployed\",\"Words\":\"deployed the Marketplace Marketplace 0190f5a0-7c1e-7000-8000-000000000099 for Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"marketplace\",\"Id\":\"1\",\"Name\":\"Marketplace 0190f5a0-7c1e-7000-8000-000000000099\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"user\":\"good.0190f5a0-7c1e-7000-8000-000000000022\",\"account\":\"Renamed Ltd (account-2)\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"39\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"sign-in-token-issued\",\"Words\":\"made a sign-in link for good.0190f5a0-7c1e-7000-8000-000000000022 to Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"user\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000021\",\"Name\":\"good.0190f5a0-7c1e-7000-8000-000000000022\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"account\":\"Renamed Ltd (account-2)\",\"expiresAt\":\"2026-03-02T09:05:00.000Z\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"38\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"connector-installed\",\"Words\":\"installed the connector Connector1 in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account-connector\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000062\",\"Name\":\"Connector1\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Connector1\",\"version\":\"1.0\",\"properties\":[\"Url\"]},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"37\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"membership-given\",\"Words\":\"gave good.0190f5a0-7c1e-7000-8000-000000000022 access to Renamed Ltd (account-2) as Access\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"user\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000021\",\"Name\":\"good.0190f5a0-7c1e-7000-8000-000000000022\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"level\":\"Access\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"35\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"cycle-created\",\"Words\":\"made the cycle Before in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"cycle\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000036\",\"Name\":\"Before\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Before\",\"steps\":0,\"description\":\"\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"34\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"cycle-started\",\"Words\":\"started the cycle Before in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"cycle\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000035\",\"Name\":\"Before\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":{\"status\":\"Paused\"},\"After\":{\"status\":\"Active\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"33\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"cycle-adjusted\",\"Words\":\"adjusted the cycle Before in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"cycle\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000035\",\"Name\":\"Before\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":{\"runOnce\":false,\"interval\":null,\"startsAt\":null},\"After\":{\"runOnce\":false,\"interval\":15,\"startsAt\":\"2026-12-01T08:00:00.000Z\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"32\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"cycle-created\",\"Words\":\"made the cycle Before in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"cycle\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000035\",\"Name\":\"Before\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Before\",\"steps\":0,\"description\":\"\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"31\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"cycle-deleted\",\"Words\":\"deleted the cycle Before in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"cycle\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000100\",\"Name\":\"Before\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":{\"name\":\"Before\",\"description\":\"\"},\"After\":null,\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"30\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"cycle-created\",\"Words\":\"made the cycle Before in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"cycle\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000100\",\"Name\":\"Before\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Before\",\"steps\":0,\"description\":\"\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"29\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"cycle-adjusted\",\"Words\":\"adjusted the cycle Orders in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"cycle\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000034\",\"Name\":\"Orders\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":{\"name\":\"Before\",\"steps\":0,\"version\":1,\"description\":\"\"},\"After\":{\"name\":\"Orders\",\"steps\":1,\"version\":2,\"description\":\"Each night\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"28\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"cycle-created\",\"Words\":\"made the cycle Before in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"cycle\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000034\",\"Name\":\"Before\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Before\",\"steps\":0,\"description\":\"\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"27\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"cycle-created\",\"Words\":\"made the cycle Before in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"cycle\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000033\",\"Name\":\"Before\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Before\",\"steps\":0,\"description\":\"\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"26\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"cycle-created\",\"Words\":\"made the cycle Orders in Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"cycle\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000032\",\"Name\":\"Orders\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"name\":\"Orders\",\"steps\":1,\"description\":\"Each night\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"25\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"account-suspended\",\"Words\":\"suspended the Account Renamed Ltd (account-2): Unpaid\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"Name\":\"Renamed Ltd (account-2)\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":{\"suspended\":false},\"After\":{\"because\":\"Unpaid\",\"suspended\":true},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"23\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"account-settings-changed\",\"Words\":\"changed the settings of Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"Name\":\"Renamed Ltd (account-2)\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":{\"auditInfo\":null,\"nextBillAt\":null,\"taskAuditInfo\":null,\"errorWebhookUrl\":null,\"errorWebhookEnabled\":false,\"erroredRetentionHours\":null,\"successRetentionHours\":null},\"After\":{\"auditInfo\":\"Contract 7\",\"nextBillAt\":\"2027-01-01T00:00:00.000Z\",\"taskAuditInfo\":\"Tasks 7\",\"errorWebhookUrl\":\"hooks.acme.example\",\"errorWebhookEnabled\":true,\"erroredRetentionHours\":48,\"successRetentionHours\":24},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"22\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"account-settings-changed\",\"Words\":\"changed the settings of Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"Name\":\"Renamed Ltd (account-2)\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":{\"externalId\":null},\"After\":{\"externalId\":\"crm-0190f5a0-7c1e-7000-8000-000000000029\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"21\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"account-settings-changed\",\"Words\":\"changed the settings of Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"account\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"Name\":\"Renamed Ltd (account-2)\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":{\"name\":\"Acme Ltd\",\"timeZone\":\"\",\"description\":\"A customer\"},\"After\":{\"name\":\"Renamed Ltd\",\"timeZone\":\"Europe/London\",\"description\":\"Another\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"15\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"membership-removed\",\"Words\":\"removed member.0190f5a0-7c1e-7000-8000-000000000101 from Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"user\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000102\",\"Name\":\"member.0190f5a0-7c1e-7000-8000-000000000101\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":{\"level\":\"Access\"},\"After\":null,\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"7\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"invitation-revoked\",\"Words\":\"revoked the invitation of invitee.0190f5a0-7c1e-7000-8000-000000000002@acme.example to Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"invitation\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000001\",\"Name\":\"invitee.0190f5a0-7c1e-7000-8000-000000000002@acme.example\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":{\"state\":\"open\"},\"After\":{\"state\":\"revoked\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"6\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"invitation-resent\",\"Words\":\"sent invitee.0190f5a0-7c1e-7000-8000-000000000004@acme.example a new invitation link to Renamed Ltd (account-2)\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"invitation\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000003\",\"Name\":\"invitee.0190f5a0-7c1e-7000-8000-000000000004@acme.example\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":{\"issue\":1,\"expiresAt\":\"2026-03-09T09:00:00.000Z\"},\"After\":{\"at\":\"2026-03-02T09:00:00.000Z\",\"issue\":2,\"expiresAt\":\"2026-03-09T09:00:00.000Z\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"5\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"invitation-created\",\"Words\":\"invited invitee.0190f5a0-7c1e-7000-8000-000000000009@acme.example to Renamed Ltd (account-2) as Access\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"invitation\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000010\",\"Name\":\"invitee.0190f5a0-7c1e-7000-8000-000000000009@acme.example\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"level\":\"Access\",\"expiresAt\":\"2026-03-09T09:00:00.000Z\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n{\"Id\":\"4\",\"At\":\"2026-03-02T09:00:00.000Z\",\"Action\":\"invitation-created\",\"Words\":\"invited invitee.0190f5a0-7c1e-7000-8000-000000000007@acme.example to Renamed Ltd (account-2) as Access\",\"Surface\":\"api\",\"Actor\":{\"Kind\":\"api-client\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000085\",\"Name\":\"Billing app\"},\"Subject\":{\"Kind\":\"invitation\",\"Id\":\"0190f5a0-7c1e-7000-8000-000000000008\",\"Name\":\"invitee.0190f5a0-7c1e-7000-8000-000000000007@acme.example\"},\"Account\":\"Renamed Ltd (account-2)\",\"AccountUid\":\"0190f5a0-7c1e-7000-8000-000000000086\",\"RequestId\":null,\"Before\":null,\"After\":{\"level\":\"Access\",\"expiresAt\":\"2026-03-09T09:00:00.000Z\"},\"ErasedBy\":null,\"Block\":\"1\",\"BlockHash\":\"81931e6c9e1fc914c7ea7d7f12c79e68cd0a8399bb135176d8ea5bd82cc6c84c\"}\n"
  },
  "GET /v1.0/audit/verification": {
    "answer": {
      "Whole": true,
      "Message": "The audit is whole.",
      "Rows": 83,
      "Blocks": 2,
      "Erased": {
        "Rows": 0,
        "By": []
      },
      "LastBlock": "2",
      "LastHash": "767a65d114e8a8096361f3bacf9b41a3a5df5d6c374ad71ea46a6515103800c5",
      "Broken": null,
      "ExpectedFound": null,
      "Unsealed": {
        "Rows": 0,
        "Since": null
      },
      "CannotProve": [
        "that no rows were cut off at the end: only a hash that was written down before, given to Expect, shows that",
        "that nobody changed or removed a row before it was sealed, about a second after it was written while a worker runs",
        "that postgres, who owns the audit, or a superuser has not replaced the whole chain by another one that is also whole",
        "that the program wrote down the truth. It proves only that nobody changed the entries afterwards"
      ],
      "ProgramMayRewrite": true
    }
  },
  "GET /v1.0/dashboard": {
    "answer": {
      "Accounts": {
        "Count": {
          "Number": 4,
          "Is": "exact"
        },
        "Trends": [
          {
            "Days": 7,
            "Now": {
              "Number": 0,
              "Is": "exact"
            },
            "Before": {
              "Number": 0,
              "Is": "exact"
            }
          },
          {
            "Days": 30,
            "Now": {
              "Number": 0,
              "Is": "exact"
            },
            "Before": {
              "Number": 0,
              "Is": "exact"
            }
          }
        ]
      },
      "Users": {
        "Count": {
          "Number": 17,
          "Is": "exact"
        },
        "Trends": [
          {
            "Days": 7,
            "Now": {
              "Number": 0,
              "Is": "exact"
            },
            "Before": {
              "Number": 0,
              "Is": "exact"
            }
          },
          {
            "Days": 30,
            "Now": {
              "Number": 0,
              "Is": "exact"
            },
            "Before": {
              "Number": 0,
              "Is": "exact"
            }
          }
        ]
      },
      "Invitations": {
        "Open": {
          "Number": 4,
          "Is": "exact"
        },
        "Sent": [
          {
            "Days": 7,
            "Now": {
              "Number": 0,
              "Is": "exact"
            },
            "Before": {
              "Number": 0,
              "Is": "exact"
            }
          },
          {
            "Days": 30,
            "Now": {
              "Number": 0,
              "Is": "exact"
            },
            "Before": {
              "Number": 0,
              "Is": "exact"
            }
          }
        ],
        "Accepted": {
          "Number": 0,
          "Is": "exact"
        },
        "Expired": {
          "Number": 0,
          "Is": "exact"
        }
      },
      "Deployments": {
        "Count": {
          "Number": 2,
          "Is": "exact"
        },
        "Trends": [
          {
            "Days": 7,
            "Now": {
              "Number": 0,
              "Is": "exact"
            },
            "Before": {
              "Number": 0,
              "Is": "exact"
            }
          },
          {
            "Days": 30,
            "Now": {
              "Number": 0,
              "Is": "exact"
            },
            "Before": {
              "Number": 0,
              "Is": "exact"
            }
          }
        ]
      },
      "Cycles": {
        "Active": {
          "Number": 1,
          "Is": "exact"
        },
        "Paused": {
          "Number": 5,
          "Is": "exact"
        }
      },
      "Requests": {
        "Waiting": {
          "Number": 2,
          "Is": "exact"
        },
        "Failed": [
          {
            "Days": 7,
            "Now": {
              "Number": 0,
              "Is": "exact"
            },
            "Before": {
              "Number": 0,
              "Is": "exact"
            }
          },
          {
            "Days": 30,
            "Now": {
              "Number": 0,
              "Is": "exact"
            },
            "Before": {
              "Number": 0,
              "Is": "exact"
            }
          }
        ]
      }
    }
  },
  "GET /v1.0/reports/users": {
    "answer": {
      "Data": [
        {
          "AccountName": "Account 7",
          "AccountId": "account-8",
          "ParentAccountId": null,
          "SuspendedAt": null,
          "Users": 1,
          "Administrators": 0,
          "ActiveCycles": 0
        },
        {
          "AccountName": "Acme North",
          "AccountId": "account-3",
          "ParentAccountId": "account-2",
          "SuspendedAt": null,
          "Users": 0,
          "Administrators": 0,
          "ActiveCycles": 0
        },
        {
          "AccountName": "Made Ltd",
          "AccountId": "made-0190f5a0-7c1e-7000-8000-000000000030",
          "ParentAccountId": null,
          "SuspendedAt": null,
          "Users": 0,
          "Administrators": 0,
          "ActiveCycles": 0
        },
        {
          "AccountName": "Renamed Ltd",
          "AccountId": "account-2",
          "ParentAccountId": null,
          "SuspendedAt": null,
          "Users": 16,
          "Administrators": 0,
          "ActiveCycles": 1
        }
      ],
      "NextCursor": null
    }
  },
  "GET /v1.0/reports/invitations": {
    "answer": {
      "Data": [],
      "NextCursor": null
    }
  },
  "GET /v1.0/reports/activity": {
    "answer": {
      "Data": [],
      "NextCursor": null
    }
  },
  "GET /v1.0/reports/deployments": {
    "answer": {
      "Data": [
        {
          "AccountName": "Renamed Ltd",
          "AccountId": "account-2",
          "MarketplaceName": "Marketplace 0190f5a0-7c1e-7000-8000-000000000099",
          "MarketplaceId": 1,
          "UserName": "good.0190f5a0-7c1e-7000-8000-000000000022",
          "DeployedAt": "2026-03-02T09:00:00.000Z"
        },
        {
          "AccountName": "Renamed Ltd",
          "AccountId": "account-2",
          "MarketplaceName": "Marketplace 0190f5a0-7c1e-7000-8000-000000000097",
          "MarketplaceId": 2,
          "UserName": "api-user-0190f5a0-7c1e-7000-8000-000000000086",
          "DeployedAt": "2026-03-02T09:00:00.000Z"
        }
      ],
      "NextCursor": null
    }
  },
  "GET /v1.0/reports/levels": {
    "answer": {
      "Data": [],
      "NextCursor": null
    }
  }
};

/** By its Code, one for each status. */
export const recordedErrors: Record<string, RecordedError> = {
  "invalid-request": {
    "status": 400,
    "value": {
      "Message": "Name: Name is required.",
      "Code": "invalid-request",
      "Field": "Name",
      "Errors": [
        {
          "Message": "Name: Name is required.",
          "Code": "invalid-request",
          "Field": "Name"
        },
        {
          "Message": "Timezone: Use an IANA name, as in Europe/London.",
          "Code": "invalid-request",
          "Field": "Timezone"
        },
        {
          "Message": "StepDataSuccessRetentionHours (-10): must be non negative",
          "Code": "invalid-request",
          "Field": "StepDataSuccessRetentionHours"
        }
      ],
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000103",
      "Link": "http://access.partner.example/v1.0/docs/errors#invalid-request"
    }
  },
  "unauthorized": {
    "status": 401,
    "value": {
      "Message": "Send an access token: Authorization: Bearer {access_token}.",
      "Code": "unauthorized",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000104",
      "Link": "http://access.partner.example/v1.0/docs/errors#unauthorized"
    }
  },
  "forbidden": {
    "status": 403,
    "value": {
      "Message": "This token does not reach this Account.",
      "Code": "forbidden",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000105",
      "Link": "http://access.partner.example/v1.0/docs/errors#forbidden"
    }
  },
  "not-found": {
    "status": 404,
    "value": {
      "Message": "This Account has no cycle with this id.",
      "Code": "not-found",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000106",
      "Link": "http://access.partner.example/v1.0/docs/errors#not-found"
    }
  },
  "conflict": {
    "status": 409,
    "value": {
      "Message": "This cycle is running. Stop it first; then it can be deleted.",
      "Code": "conflict",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000107",
      "Link": "http://access.partner.example/v1.0/docs/errors#conflict"
    }
  },
  "precondition-failed": {
    "status": 412,
    "value": {
      "Message": "If-Match: It was changed since this version. Read it again.",
      "Code": "precondition-failed",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000108",
      "Link": "http://access.partner.example/v1.0/docs/errors#precondition-failed"
    }
  },
  "body-too-large": {
    "status": 413,
    "value": {
      "Message": "The body: This is too large.",
      "Code": "body-too-large",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000109",
      "Link": "http://access.partner.example/v1.0/docs/errors#body-too-large"
    }
  },
  "unsupported-media-type": {
    "status": 415,
    "value": {
      "Message": "Content-Type: Send application/json, or a form for a token.",
      "Code": "unsupported-media-type",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000110",
      "Link": "http://access.partner.example/v1.0/docs/errors#unsupported-media-type"
    }
  },
  "idempotency-key-reused": {
    "status": 422,
    "value": {
      "Message": "Idempotency-Key: This key came with another call before. Use a new one.",
      "Code": "idempotency-key-reused",
      "Field": "Idempotency-Key",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000111",
      "Link": "http://access.partner.example/v1.0/docs/errors#idempotency-key-reused"
    }
  },
  "expired": {
    "status": 410,
    "value": {
      "Message": "Idempotency-Key: This call was done, and the link in its answer has ended. Use a new key for a new link.",
      "Code": "expired",
      "Field": "Idempotency-Key",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000112",
      "Link": "http://access.partner.example/v1.0/docs/errors#expired"
    }
  },
  "too-many-requests": {
    "status": 429,
    "value": {
      "Message": "Too many requests. Try again in 600 seconds.",
      "Code": "too-many-requests",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000113",
      "Link": "http://access.partner.example/v1.0/docs/errors#too-many-requests"
    }
  },
  "internal-error": {
    "status": 500,
    "value": {
      "Message": "Something went wrong here. The log has it under T8YLBHAH.",
      "Code": "internal-error",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000114",
      "Link": "http://access.partner.example/v1.0/docs/errors#internal-error"
    }
  },
  "unavailable": {
    "status": 503,
    "value": {
      "Message": "The database could not be reached. Try again.",
      "Code": "unavailable",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000115",
      "Link": "http://access.partner.example/v1.0/docs/errors#unavailable"
    }
  }
};
