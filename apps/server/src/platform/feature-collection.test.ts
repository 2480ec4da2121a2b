import { expect, test } from "vitest";
import { readCollection } from "./feature-collection.ts";

const feature = (code: string) => ({ type: "Feature", properties: { code }, geometry: null });
const collection = (...features: unknown[]) => ({ type: "FeatureCollection", features });

test("each feature comes with the line it begins on, whatever stands around it", async () => {
  const text = `{
  "name": "a \\"features\\": [ {",
  "type": "FeatureCollection", "crs": {"properties": {"list": [1, 2]}},
  "features": [
    ${JSON.stringify(feature("]}, {"))},
    ${JSON.stringify(feature('"'), null, 2)}
  , ${JSON.stringify(feature("\\"))}
  ], "after": ["x"]
}`;
  expect(await readCollection(text)).toEqual([
    { line: 5, feature: feature("]}, {") },
    { line: 6, feature: feature('"') },
    { line: 13, feature: feature("\\") },
  ]);
});

test.each([
  ["nothing", collection()],
  ["what is no feature", collection(null, feature("a"), 7, [feature("b")], "x")],
  ["nested collections", collection(collection(feature("a")), feature("b"))],
  ["an earlier member of that name", { name: { features: [1] }, ...collection(feature("a")) }],
])("a collection of %s is read as JSON reads it", async (_what, value) => {
  const found = await readCollection(JSON.stringify(value));
  expect(found?.map(({ feature: one }) => one)).toEqual(value.features);
});

test.each(["null", "7", "[1]", "{}", '{"type":"FeatureCollection"}', '{"features":[{}]}'])(
  "%s is no collection",
  async (text) => expect(await readCollection(text)).toBeUndefined(),
);

const whole = JSON.stringify(collection(feature("a"), feature("b")));
test.each([
  ["broken off", whole.slice(0, -5)],
  ["broken off within a feature", whole.slice(0, -40)],
  ["with a comma too much", whole.replace("]", ",]")],
  ["with a comma too few", whole.replace("},{", "}{")],
  ["with a broken feature", whole.replace('"code":"b"', '"code":b')],
  ["with more behind it", `${whole}}`],
  ["empty", ""],
])("%s it throws as JSON does", async (_how, text) => {
  let expected: unknown;
  try {
    JSON.parse(text);
  } catch (error) {
    expected = error;
  }
  expect(expected).toBeInstanceOf(SyntaxError);
  await expect(readCollection(text)).rejects.toEqual(expected);
});
