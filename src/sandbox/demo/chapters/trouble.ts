import type { Chapter } from "../stage.ts";

export const troubleOnTheWay: Chapter = {
  title: "A busy mail server, one that refuses, and a channel without the bot",
  async play(stage, { slack, channelId, mailbox }) {
    mailbox.faults.inject({
      stage: "recipient",
      kind: "refuse",
      code: 451,
      message: "Try again later",
      times: 99,
      recipient: "kit@kestrel.example",
    });
    await stage.types("ed", "/cyclr invite kit@kestrel.example to kestrel");
    await stage.sees({}, /Invitation delayed[\s\S]*retry \d of 5/);
    mailbox.faults.clear();
    await stage.sees({}, /Invitation mailed[\s\S]*kit@kestrel\.example/);
    mailbox.faults.inject({
      stage: "recipient",
      kind: "refuse",
      code: 550,
      message: "No such user",
      recipient: "nobody@kestrel.example",
    });
    await stage.types("ed", "/cyclr invite nobody@kestrel.example to kestrel");
    await stage.sees({}, /Invitation failed[\s\S]*550/);
    await stage.sees({ inThread: true }, /This did not work[\s\S]*550/);
    await stage.types("ed", "/cyclr requests failed");
    await stage.isTold("ed", /nobody@kestrel\.example[\s\S]*550/);
    await stage.presses("ed", "Retry");
    await stage.isTold("ed", /Queued again/);
    await stage.sees({}, /Invitation mailed[\s\S]*nobody@kestrel\.example/);

    slack.updateChannel(channelId, { botIsMember: false });
    await stage.types("ed", "/cyclr invite uma@umbra.example to umbra");
    await stage.sees({ who: "ed" }, /Invitation mailed[\s\S]*uma@umbra\.example/);
    slack.updateChannel(channelId, { botIsMember: true });
  },
};
