import type { CloudFault } from "../cloud/cloud-proxy.ts";
import { faultWords } from "../cloud/cloud-words.ts";
import type { SandboxCloud } from "../cloud/start-cloud.ts";
import type { Switch } from "./switchboard.ts";

const group = "Cyclr's cloud";

const faults: Record<CloudFault, Pick<Switch, "label" | "expect">> = {
  away: {
    label: "Take it away",
    expect:
      "What is done here stands, and its card says that it waits in Cyclr; what Cyclr has to allow is held.",
  },
  slow: {
    label: "Answer slowly",
    expect: "Each call takes four seconds; nobody in Slack waits for it.",
  },
  lost: {
    label: "Do the next change, and answer 500",
    expect: "The program cannot know that it was done, looks before it tries again, and does nothing twice.",
  },
  silent: {
    label: "Do changes, and never answer",
    expect: "The same after twenty seconds, in which the card says that it waits.",
  },
  busy: {
    label: "Answer 429 three times",
    expect: "All calls wait for as long as Cyclr says, and none is lost.",
  },
  refusing: {
    label: "Refuse changes (400)",
    expect: "A note in the thread says what is true here and there: Retry, By hand, Undo here.",
  },
};

/** What Cyclr's cloud does to the program, and what somebody does in its Console. */
export function cloudSwitches(cloud: SandboxCloud): Record<string, Switch> {
  const { proxy } = cloud;
  const pairs = Object.entries(faults).map(([fault, words]): [string, Switch] => [
    `cloud-${fault}`,
    {
      group,
      ...words,
      run: () => proxy.meet(fault as CloudFault),
      offered: () => proxy.fault === undefined,
    },
  ]);
  return {
    ...Object.fromEntries(pairs),
    "cloud-back": {
      group,
      label: "Answer as always",
      expect: "What has waited is done, each at its next try.",
      run: () => proxy.meet(undefined),
      offered: () => proxy.fault !== undefined,
    },
    "cloud-rename": {
      group,
      label: "Rename an Account in the Console",
      expect: "/cyclr sync finds it, and /cyclr drift asks which name is to stand.",
      async run() {
        const [first] = await cloud.accounts();
        if (first) await cloud.rename(first.apiId, renamed(first.name));
      },
    },
  };
}

const mark = " (renamed)";

const renamed = (name: string): string => (name.endsWith(mark) ? name.slice(0, -mark.length) : name + mark);

/** How it stands, as a sentence of the switchboard. */
export const cloudState = ({ proxy }: SandboxCloud): string => faultWords(proxy.fault);
