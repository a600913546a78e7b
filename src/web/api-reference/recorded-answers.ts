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
  "PUT /v1.0/users": {
    "request": {
      "UserName": "member.0190f5a0-7c1e-7000-8000-000000000001",
      "Password": "seven quiet herons"
    },
    "answer": {
      "UserName": "member.0190f5a0-7c1e-7000-8000-000000000001"
    }
  },
  "GET /v1.0/accounts": {
    "answer": [
      {
        "Id": "account-2",
        "Name": "Renamed Ltd",
        "Description": "Another",
        "CreatedDate": "2026-12-01T04:59:26.647Z",
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
        "CreatedDate": "2026-12-01T04:59:26.660Z",
        "AuditInfo": null,
        "TaskAuditInfo": null,
        "Timezone": "Europe/London",
        "NextBillDateUtc": "2027-01-01T04:59:26.660Z",
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
      "Id": "made-0190f5a0-7c1e-7000-8000-000000000002",
      "Name": "Made Ltd",
      "Description": "A customer",
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
      "Id": "made-0190f5a0-7c1e-7000-8000-000000000002",
      "Name": "Made Ltd",
      "Description": "A customer",
      "CreatedDate": "2026-12-01T04:59:27.091Z",
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
      "CreatedDate": "2026-12-01T04:59:26.647Z",
      "AuditInfo": null,
      "TaskAuditInfo": null,
      "Timezone": "Etc/UTC",
      "NextBillDateUtc": "2027-01-01T04:59:26.647Z",
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
      "CreatedDate": "2026-12-01T04:59:26.647Z",
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
        "CreatedDate": "2026-12-01T04:59:26.660Z",
        "AuditInfo": null,
        "TaskAuditInfo": null,
        "Timezone": "Europe/London",
        "NextBillDateUtc": "2027-01-01T04:59:26.660Z",
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
  "GET /v1.0/cycles": {
    "answer": [
      {
        "Id": "0190f5a0-7c1e-7000-8000-000000000003",
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
        "UpdatedAtUtc": "2026-12-01T04:59:27.215Z"
      },
      {
        "Id": "0190f5a0-7c1e-7000-8000-000000000004",
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
        "UpdatedAtUtc": "2026-12-01T04:59:27.236Z"
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
      "Id": "0190f5a0-7c1e-7000-8000-000000000003",
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
      "UpdatedAtUtc": "2026-12-01T04:59:27.215Z"
    }
  },
  "GET /v1.0/cycles/{id}": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000004",
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
      "UpdatedAtUtc": "2026-12-01T04:59:27.236Z"
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
      "Id": "0190f5a0-7c1e-7000-8000-000000000005",
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
      "UpdatedAtUtc": "2026-12-01T04:59:27.279Z"
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
      "Id": "0190f5a0-7c1e-7000-8000-000000000006",
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
      "UpdatedAtUtc": "2026-12-01T04:59:27.338Z"
    }
  },
  "PUT /v1.0/cycles/{id}/deactivate": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000007",
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
      "UpdatedAtUtc": "2026-12-01T04:59:27.349Z"
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
      "Username": "good.0190f5a0-7c1e-7000-8000-000000000008",
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
      "good.0190f5a0-7c1e-7000-8000-000000000008",
      "member.0190f5a0-7c1e-7000-8000-000000000009"
    ]
  },
  "PUT /v1.0/accounts/{id}/users": {
    "request": {
      "UserName": "member.0190f5a0-7c1e-7000-8000-000000000010"
    },
    "answer": {
      "UserName": "member.0190f5a0-7c1e-7000-8000-000000000010"
    }
  },
  "DELETE /v1.0/accounts/{id}/users": {
    "request": {
      "UserName": "member.0190f5a0-7c1e-7000-8000-000000000011"
    },
    "answer": {}
  },
  "POST /v1.0/accounts/{id}/signintoken": {
    "request": {
      "Username": "member.0190f5a0-7c1e-7000-8000-000000000009"
    },
    "answer": {
      "Token": "a-token-that-has-ended",
      "ExpiresAtUtc": "2026-03-02T09:05:00.000Z"
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
      "Uid": "0190f5a0-7c1e-7000-8000-000000000012",
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
      "UpdatedAtUtc": "2026-12-01T04:59:27.673Z"
    }
  },
  "GET /v1.0/account/connectors": {
    "answer": [
      {
        "Id": 1,
        "Uid": "0190f5a0-7c1e-7000-8000-000000000013",
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
        "UpdatedAtUtc": "2026-12-01T04:59:27.432Z"
      },
      {
        "Id": 2,
        "Uid": "0190f5a0-7c1e-7000-8000-000000000014",
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
        "UpdatedAtUtc": "2026-12-01T04:59:27.467Z"
      }
    ]
  },
  "GET /v1.0/account/connectors/{id}": {
    "answer": {
      "Id": 4,
      "Uid": "0190f5a0-7c1e-7000-8000-000000000015",
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
      "UpdatedAtUtc": "2026-12-01T04:59:27.688Z"
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
      "Uid": "0190f5a0-7c1e-7000-8000-000000000016",
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
      "UpdatedAtUtc": "2026-12-01T04:59:27.725Z"
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
        "Id": "0190f5a0-7c1e-7000-8000-000000000017",
        "Name": "Template 15",
        "Description": "",
        "Icon": null,
        "Tags": [],
        "Connectors": []
      },
      {
        "Id": "0190f5a0-7c1e-7000-8000-000000000018",
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
      "Id": "0190f5a0-7c1e-7000-8000-000000000017",
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
      "Id": "0190f5a0-7c1e-7000-8000-000000000019",
      "Name": "Orders",
      "Description": "",
      "Status": "Paused",
      "TemplateId": "0190f5a0-7c1e-7000-8000-000000000018",
      "Steps": [],
      "Tags": [],
      "StepErrorAction": null,
      "Interval": null,
      "StartTime": null,
      "RunOnce": false,
      "Version": 1,
      "CreatedOnUtc": "2026-03-02T09:00:00.000Z",
      "CreatedAtUtc": "2026-03-02T09:00:00.000Z",
      "UpdatedAtUtc": "2026-12-01T04:59:27.932Z",
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
      "Id": "0190f5a0-7c1e-7000-8000-000000000020",
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
      "Id": "0190f5a0-7c1e-7000-8000-000000000021",
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
      "Id": "0190f5a0-7c1e-7000-8000-000000000022",
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
      "Id": "0190f5a0-7c1e-7000-8000-000000000023",
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
      "Id": "0190f5a0-7c1e-7000-8000-000000000024",
      "WebhookId": "0190f5a0-7c1e-7000-8000-000000000025",
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
          "Id": "0190f5a0-7c1e-7000-8000-000000000026",
          "WebhookId": "0190f5a0-7c1e-7000-8000-000000000027",
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
      "Id": "0190f5a0-7c1e-7000-8000-000000000028",
      "WebhookId": "0190f5a0-7c1e-7000-8000-000000000029",
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
      "Data": [],
      "NextCursor": null
    }
  },
  "GET /v1.0/requests/{id}": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000030",
      "Kind": "remove-user",
      "Title": "Remove user: member.0190f5a0-7c1e-7000-8000-000000000031 (user10@acme.example) · Renamed Ltd (account-2)",
      "Status": "awaiting-approval",
      "Outcome": null,
      "Trouble": null,
      "RequestedBy": "the application Billing app",
      "AccountId": "account-2",
      "ApprovalsNeeded": 1,
      "Approvals": 0,
      "DeniedBecause": null,
      "CreatedAtUtc": "2026-12-01T04:59:28.213Z",
      "ExpiresAtUtc": null,
      "FinishedAtUtc": null
    }
  },
  "POST /v1.0/requests/{id}/retry": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000032",
      "Kind": "remove-user",
      "Title": "Remove user: member.0190f5a0-7c1e-7000-8000-000000000033 (user11@acme.example) · Renamed Ltd (account-2)",
      "Status": "awaiting-approval",
      "Outcome": null,
      "Trouble": null,
      "RequestedBy": "the application Billing app",
      "AccountId": "account-2",
      "ApprovalsNeeded": 1,
      "Approvals": 0,
      "DeniedBecause": null,
      "CreatedAtUtc": "2026-12-01T04:59:28.263Z",
      "ExpiresAtUtc": "2026-03-03T09:00:00.000Z",
      "FinishedAtUtc": null
    }
  },
  "POST /v1.0/requests/{id}/cancel": {
    "answer": {
      "Id": "0190f5a0-7c1e-7000-8000-000000000034",
      "Kind": "remove-user",
      "Title": "Remove user: member.0190f5a0-7c1e-7000-8000-000000000035 (user12@acme.example) · Renamed Ltd (account-2)",
      "Status": "cancelled",
      "Outcome": null,
      "Trouble": null,
      "RequestedBy": "the application Billing app",
      "AccountId": "account-2",
      "ApprovalsNeeded": 1,
      "Approvals": 0,
      "DeniedBecause": null,
      "CreatedAtUtc": "2026-12-01T04:59:28.363Z",
      "ExpiresAtUtc": null,
      "FinishedAtUtc": "2026-03-02T09:00:00.000Z"
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
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000036",
      "Link": "http://access.partner.example/v1.0/docs/errors#invalid-request"
    }
  },
  "unauthorized": {
    "status": 401,
    "value": {
      "Message": "Send an access token: Authorization: Bearer {access_token}.",
      "Code": "unauthorized",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000037",
      "Link": "http://access.partner.example/v1.0/docs/errors#unauthorized"
    }
  },
  "forbidden": {
    "status": 403,
    "value": {
      "Message": "This token does not reach this Account.",
      "Code": "forbidden",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000038",
      "Link": "http://access.partner.example/v1.0/docs/errors#forbidden"
    }
  },
  "not-found": {
    "status": 404,
    "value": {
      "Message": "This Account has no cycle with this id.",
      "Code": "not-found",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000039",
      "Link": "http://access.partner.example/v1.0/docs/errors#not-found"
    }
  },
  "conflict": {
    "status": 409,
    "value": {
      "Message": "This cycle is running. Stop it first; then it can be deleted.",
      "Code": "conflict",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000040",
      "Link": "http://access.partner.example/v1.0/docs/errors#conflict"
    }
  },
  "precondition-failed": {
    "status": 412,
    "value": {
      "Message": "If-Match: It was changed since this version. Read it again.",
      "Code": "precondition-failed",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000041",
      "Link": "http://access.partner.example/v1.0/docs/errors#precondition-failed"
    }
  },
  "body-too-large": {
    "status": 413,
    "value": {
      "Message": "The body: This is too large.",
      "Code": "body-too-large",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000042",
      "Link": "http://access.partner.example/v1.0/docs/errors#body-too-large"
    }
  },
  "unsupported-media-type": {
    "status": 415,
    "value": {
      "Message": "Content-Type: Send application/json, or a form for a token.",
      "Code": "unsupported-media-type",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000043",
      "Link": "http://access.partner.example/v1.0/docs/errors#unsupported-media-type"
    }
  },
  "idempotency-key-reused": {
    "status": 422,
    "value": {
      "Message": "Idempotency-Key: This key came with another call before. Use a new one.",
      "Code": "idempotency-key-reused",
      "Field": "Idempotency-Key",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000044",
      "Link": "http://access.partner.example/v1.0/docs/errors#idempotency-key-reused"
    }
  },
  "expired": {
    "status": 410,
    "value": {
      "Message": "Idempotency-Key: This call was done, and the link in its answer has ended. Use a new key for a new link.",
      "Code": "expired",
      "Field": "Idempotency-Key",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000045",
      "Link": "http://access.partner.example/v1.0/docs/errors#expired"
    }
  },
  "too-many-requests": {
    "status": 429,
    "value": {
      "Message": "Too many requests. Try again in 600 seconds.",
      "Code": "too-many-requests",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000046",
      "Link": "http://access.partner.example/v1.0/docs/errors#too-many-requests"
    }
  },
  "internal-error": {
    "status": 500,
    "value": {
      "Message": "Something went wrong here. The log has it under GY9H5Z6D.",
      "Code": "internal-error",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000047",
      "Link": "http://access.partner.example/v1.0/docs/errors#internal-error"
    }
  },
  "unavailable": {
    "status": 503,
    "value": {
      "Message": "The database could not be reached. Try again.",
      "Code": "unavailable",
      "RequestId": "0190f5a0-7c1e-7000-8000-000000000048",
      "Link": "http://access.partner.example/v1.0/docs/errors#unavailable"
    }
  }
};
