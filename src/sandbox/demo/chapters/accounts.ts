import type { Chapter } from "../stage.ts";

export const accounts: Chapter = {
  title: "A customer's Account: made, looked up, suspended, and not deleted by mistake",
  async play(stage) {
    await stage.types("olivia", '/cyclr create-account "Quill & Co" as quill');
    await stage.isTold("olivia", /^Queued/);
    await stage.sees({}, /Account created[\s\S]*Quill & Co/);
    await stage.types("olivia", '/cyclr create-account "Quill Berlin" as quill-berlin under quill');
    await stage.sees({}, /Sub-account created[\s\S]*Quill Berlin/);
    await stage.types("vera", "/cyclr account quill");
    await stage.isTold("vera", /Quill & Co[\s\S]*Sub-accounts: 1/);

    await stage.types("olivia", "/cyclr suspend quill because the contract has ended");
    await stage.isTold("olivia", /This would be done/);
    await stage.presses("olivia", "Do it");
    await stage.sees({}, /suspended[\s\S]*the contract has ended/i);
    await stage.types("olivia", "/cyclr resume quill");
    await stage.sees({}, /resumed[\s\S]*Quill & Co/i);

    await stage.types("olivia", "/cyclr delete-account quill");
    await stage.isTold("olivia", /sub-account/);
    await stage.types("olivia", "/cyclr delete-account quill-berlin");
    await stage.isTold("olivia", /This would be done/);
    await stage.presses("olivia", "Leave it");
    await stage.isTold("olivia", /Left as it is/);
    await stage.types("nora", "/cyclr dashboard");
    await stage.isTold("nora", /Accounts/);
  },
};
