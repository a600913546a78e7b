/** Lengths in characters, counts in items, times in milliseconds; from docs.slack.dev. */
export const LIMITS = {
  ackMs: 3_000,
  triggerMs: 3_000,
  responseUrlUses: 5,
  responseUrlMs: 30 * 60_000,

  messageText: 40_000,
  updateText: 4_000,
  messageBlocks: 50,
  messageBlockText: 13_200,

  viewBlocks: 100,
  viewBytes: 250_000,
  viewStack: 3,
  viewTitle: 24,
  viewSubmit: 24,
  viewClose: 24,
  privateMetadata: 3_000,
  callbackId: 255,
  externalId: 255,

  blockId: 255,
  actionId: 255,
  sectionText: 3_000,
  sectionFields: 10,
  sectionField: 2_000,
  headerText: 150,
  contextElements: 10,
  actionsElements: 25,
  textObject: 3_000,
  markdownText: 12_000,
  richTextUrl: 3_000,
  inputLabel: 2_000,
  inputHint: 2_000,
  imageUrl: 3_000,
  altText: 2_000,
  imageTitle: 2_000,
  alertText: 200,
  tableCaption: 2_000,
  tableRows: 101,
  tableColumns: 20,
  tablePage: 100,
  /** Of all tables of a message together. */
  tableText: 10_000,

  buttonText: 75,
  buttonValue: 2_000,
  buttonUrl: 3_000,
  accessibilityLabel: 75,
  placeholder: 150,
  inputLength: 3_000,
  inputFiles: 10,
  options: 100,
  optionGroups: 100,
  optionGroupLabel: 75,
  checkboxOptions: 10,
  radioOptions: 10,
  overflowOptions: 5,
  optionText: 75,
  optionValue: 150,
  optionDescription: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,

  directMembers: 8,

  sockets: 10,
  socketGraceMs: 10_000,
  messageBurst: 3,
  messagesPerMinute: 60,
} as const;

/** Calls a minute; a bucket holds one minute's worth, except where a tier is so low that Slack lets short bursts through. */
export const TIERS = {
  1: { perMinute: 1, burst: 20 },
  2: { perMinute: 20, burst: 20 },
  3: { perMinute: 50, burst: 50 },
  4: { perMinute: 100, burst: 100 },
  special: { perMinute: 600, burst: 600 },
} as const;

export type Tier = keyof typeof TIERS;

/** Slack sends an event again at once, after a minute and after five. */
export const EVENT_RETRIES_MS: readonly number[] = [0, 60_000, 300_000];
