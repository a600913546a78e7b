import { expect, test } from "vitest";
import { apiScene } from "./api-scene.ts";

const scene = apiScene();
const create = (body: string, contentType = "application/json") =>
  scene.call("POST", "/v1.0/cycles", { body, headers: { "content-type": contentType } });

test.each([
  ["at the top", '{"Name":"a","Name":"b"}', "Name"],
  ["in an object inside", '{"Name":"a","Steps":[{"Name":"x","Kind":"k","Name":"y"}]}', "Name"],
  ["spelled with an escape", '{"Name":"a","\\u004eame":"b"}', "Name"],
  ["that nobody asked for", '{"Name":"a","x":1,"x":2}', "x"],
  ["in another case, where names have none", '{"Name":"a","name":"b"}', "Name"],
])("the same JSON key twice is a 400, %s", async (_, body, name) => {
  const before = await scene.t.db.cycle.count();
  expect(await create(body)).toMatchObject({
    status: 400,
    body: { Message: `${name}: This is given twice.` },
  });
  expect(await scene.t.db.cycle.count()).toBe(before);
});

test("it is with another spelling of the media type as well", async () => {
  for (const type of ["Application/JSON; charset=utf-8", "application/json;charset=UTF-8"])
    expect((await create('{"Name":"a","Name":"b"}', type)).status).toBe(400);
});
