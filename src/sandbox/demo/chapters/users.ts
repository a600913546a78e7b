import type { Chapter } from "../stage.ts";

export const users: Chapter = {
  title: "A user made by hand, more Accounts, many invited at once, and a goodbye",
  async play(stage) {
    await stage.types("ed", "/cyclr create-user mia email mia@harbour.example name Mia Lund in harbour");
    await stage.isTold("ed", /Queued: the new User mia/);
    await stage.sees({}, /User created[\s\S]*Harbour Foods/);
    await stage.getsMail("mia@harbour.example", /password/i);
    await stage.types("ed", "/cyclr add-accounts mia to acme-de as admin, kestrel");
    const note = await stage.sees({ inThread: true }, /This needs approval[\s\S]*Acme Germany/);
    await stage.clicks("olivia", note, "Approve");
    await stage.sees({}, /Accounts added[\s\S]*mia[\s\S]*Acme Germany/);
    await stage.types("vera", "/cyclr user mia");
    await stage.isTold("vera", /Acme Germany .*Administrator[\s\S]*Kestrel Insurance .*Access/);

    await stage.types("ed", "/cyclr invite one@delta.example, two@delta.example, not-an-address to delta");
    await stage.sees({}, /2 done, 1 failed[\s\S]*██████████ 3 of 3[\s\S]*not-an-address/);

    await stage.types("ed", "/cyclr delete-user mia");
    await stage.isTold("ed", /“users: manage”, which you do not have/);
    await stage.types("olivia", "/cyclr delete-user mia");
    await stage.isTold("olivia", /Acme Germany[\s\S]*Administrator/);
    await stage.presses("olivia", "Do it");
    await stage.sees({}, /User deleted[\s\S]*mia/);
  },
};
