import { identityKey } from "../../../core/kernel/text/identity-key.ts";
import { type SandboxCloud, thereAlone } from "../../cloud/start-cloud.ts";
import type { Demo } from "../console-commands.ts";
import { type Chapter, expect } from "../stage.ts";

/** One of these stories is told where there is a cloud. */
function cloudOf({ cloud }: Demo): SandboxCloud {
  if (!cloud) throw new Error("The demo is not connected.");
  cloud.proxy.meet(undefined);
  return cloud;
}

/** Nobody gives such an API ID to a new Account, and none of the other stories names it. */
const wren = `"${thereAlone.apiId}"`;

const nameThere = async (cloud: SandboxCloud, apiId: string): Promise<string | undefined> =>
  (await cloud.accounts()).find((one) => one.apiId === apiId)?.name;

export const cloudAway: Chapter = {
  title: "Cyclr is away: what was done here waits to be done there, and what has to ask first is held",
  async play(stage, demo) {
    const cloud = cloudOf(demo);
    stage.note("Cyclr's cloud is taken away.");
    cloud.proxy.meet("away");
    await stage.types("olivia", `/cyclr account-settings ${wren} name Wren & Söhne`);
    await stage.sees({}, /In Cyclr: waits: Cyclr's cloud cannot be reached[\s\S]*Retry \d of 8/);
    stage.note("Cyclr's cloud is back.");
    cloud.proxy.meet(undefined);
    await stage.sees({}, /In Cyclr: done/);
    expect((await nameThere(cloud, thereAlone.apiId)) === "Wren & Söhne", "Cyclr has another name");

    stage.note("It is taken away again.");
    cloud.proxy.meet("away");
    await stage.types("olivia", '/cyclr create-account "Tern Ltd" as tern');
    await stage.sees({}, /Account creation delayed[\s\S]*Cyclr's cloud cannot be reached/);
    stage.note("And back.");
    cloud.proxy.meet(undefined);
    await stage.sees({}, /Account created[\s\S]*Tern Ltd[\s\S]*In Cyclr: done/);
    expect((await nameThere(cloud, "tern")) === "Tern Ltd", "Cyclr does not have the Account");
  },
};

export const answerLost: Chapter = {
  title: "Cyclr does it and answers 500: it is looked for before it is tried again, and made once",
  async play(stage, demo) {
    const cloud = cloudOf(demo);
    const before = cloud.proxy.calls.length;
    cloud.proxy.meet("lost");
    await stage.types("olivia", '/cyclr create-account "Plover Ltd" as plover');
    await stage.sees({}, /Account created[\s\S]*Plover Ltd[\s\S]*In Cyclr: done/);
    const made = cloud.proxy.calls.slice(before).filter(({ method }) => method === "POST");
    expect(made.length === 1, `It was made by ${made.length} calls`);
  },
};

export const renamedThere: Chapter = {
  title: "Somebody renames an Account in the Console: found, and decided",
  async play(stage, demo) {
    const cloud = cloudOf(demo);
    stage.note(`In the Console somebody gives ${thereAlone.apiId} the name “Wren Group”.`);
    await cloud.rename(thereAlone.apiId, "Wren Group");
    await stage.types("vera", "/cyclr sync");
    await stage.isTold("vera", /“accounts: edit”/);
    await stage.types("olivia", "/cyclr sync");
    await stage.isTold("olivia", /Compared \d+ Accounts with Cyclr: \d+ difference/);
    await stage.types("vera", "/cyclr drift");
    await stage.isTold("vera", /Another name[\s\S]*Wren Group/);
    await stage.types("olivia", "/cyclr drift");
    await stage.isTold("olivia", /Another name[\s\S]*Wren Group[\s\S]*Decide…/);
    const { number } = await demo.app.db.cloudDrift.findFirstOrThrow({
      where: { kind: "account-renamed", there: "Wren Group", goneAt: null, settledAt: null },
    });
    await stage.presses("olivia", "Decide…");
    await stage.seesForm("olivia", /Decide a difference[\s\S]*Because/);
    await stage.submits("olivia", { number: String(number), how: "adopt" }, /closed/);
    await stage.sees({}, /Adopted from Cyclr[\s\S]*Wren Group/);
    const { name } = await demo.app.db.account.findUniqueOrThrow({
      where: { apiIdKey: identityKey(thereAlone.apiId) },
    });
    expect(name === "Wren Group", `Here it is called ${name}`);
  },
};

export const refusedThere: Chapter = {
  title: "Cyclr refuses: what is true here and there, done by hand, or taken back here",
  async play(stage, demo) {
    const cloud = cloudOf(demo);
    stage.note("From now on Cyclr's cloud refuses every change.");
    cloud.proxy.meet("refusing");
    await stage.types("olivia", `/cyclr account-settings ${wren} name Wren Holding`);
    const note = await stage.sees(
      { inThread: true },
      /Not done in Cyclr's cloud[\s\S]*answers 400[\s\S]*Here: the new name[\s\S]*those of before stand/,
    );
    await stage.clicks("ed", note, "By hand");
    await stage.isTold("ed", /“accounts: manage”/);
    await stage.clicks("olivia", note, "By hand");
    await stage.isTold("olivia", /what to do in the Console/);
    const step = await stage.sees({ inThread: true }, /To be done by hand in the Console[\s\S]*Wren Holding/);
    stage.note("Somebody does it in the Console.");
    await cloud.rename(thereAlone.apiId, "Wren Holding");
    await stage.clicks("olivia", step, "Done");
    await stage.isTold("olivia", /Recorded as done, in your name/);
    await stage.sees({}, /In Cyclr: done by hand, says Olivia Reyes/);

    await stage.types("olivia", `/cyclr account-settings ${wren} name Wren Nowhere`);
    const other = await stage.sees({ inThread: true }, /Not done in Cyclr's cloud[\s\S]*answers 400/);
    await stage.clicks("olivia", other, "Undo here");
    await stage.sees({}, /Wren Holding/);
    cloud.proxy.meet(undefined);
  },
};
