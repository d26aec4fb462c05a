import { beforeAll, describe, expect, test } from "vitest";
import { actorAt, testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { childrenOf, ensureRegions, placeNames, regionNames, regionPath } from "./service.ts";

let t: TestDatabase;
const rows = [[990000000000, "示例省"], [990100000000, "滴灌市"], [990102000000, "示例县"], [990103000000, "润禾县"], [990102101000, "清溪镇"], [990102101001, "柳湾村"], [990102101002, "石桥村"]] as const;
beforeAll(async () => {
  t = await testDatabase();
  await t.db.asSystem((tx) => ensureRegions(tx, rows.map(([code, name]) => ({ code, name }))));
});

describe("the tree", () => {
  test("names, path and place in words", async () => {
    await t.db.within(actorAt("townOfficer", 990102101000), async (tx) => {
      expect(await regionNames(tx, [990102101001, 990102101001, 5, 0])).toEqual(new Map([[990102101001, "柳湾村"]]));
      expect((await regionPath(tx, 990102101002)).map((p) => `${p.level} ${p.name}`)).toEqual(["province 示例省", "city 滴灌市", "county 示例县", "town 清溪镇", "village 石桥村"]);
      expect((await placeNames(tx, [990102101002])).get(990102101002)).toBe("示例省滴灌市示例县清溪镇石桥村");
      expect((await placeNames(tx, [990102101002], 990102000000)).get(990102101002)).toBe("清溪镇石桥村");
    });
  });
  test("children are paged by code and say whether there is more below", async () => {
    await t.db.within(actorAt("countyOfficer", 990102000000), async (tx) => {
      expect(await childrenOf(tx, 990100000000, { limit: 1 })).toEqual([{ code: 990102000000, name: "示例县", level: "county", provisional: false, children: 1 }]);
      expect((await childrenOf(tx, 990100000000, { after: 990102000000 })).map((c) => c.name)).toEqual(["润禾县"]);
    });
  });
});

describe("ensureRegions", () => {
  test("adds what is unknown inside the area, tells what lies outside, and changes nothing that is known", async () => {
    const made = await t.db.within(actorAt("countyOfficer", 990102000000), (tx) => ensureRegions(tx, [{ code: 990102101001, name: "别名村" }, { code: 990102101003, name: "新塘村", provisional: true, source: "导入" }, { code: 990104000000, name: "外县" }]));
    expect(made).toEqual({ added: 1, outside: [990104000000] });
    expect(await t.db.asSystem((tx) => regionNames(tx, [990102101001, 990102101003, 990104000000]))).toEqual(new Map([[990102101001, "柳湾村"], [990102101003, "新塘村"]]));
  });
  test("row level security refuses a region outside the area even without the application's check", async () => {
    const loose = t.open({ application: false, rls: true });
    await expect(loose.within(actorAt("countyOfficer", 990102000000), (tx) => ensureRegions(tx, [{ code: 990104000000, name: "外县" }]))).rejects.toThrow(/row-level security/);
  });
});
