import { describe, expect, test } from "vitest";
import { resolvePlaces, type ClosedRegion, type KnownRegion, type WrittenPlace } from "./places.ts";

const place = (p: Partial<WrittenPlace>): WrittenPlace => ({ province: "示例省", city: "滴灌市", county: "示例县", town: "石门镇", village: "石门村", code: "", rows: 1, prefixes: new Map(), ...p });

describe("closed places stand for their successors", () => {
  const known: KnownRegion[] = [
    { code: 990000000000, name: "示例省", level: 1, parent: 0 }, { code: 990100000000, name: "滴灌市", level: 2, parent: 990000000000 }, { code: 990102000000, name: "示例县", level: 3, parent: 990100000000 },
    { code: 990102100000, name: "石门镇", level: 4, parent: 990102000000 }, { code: 990102100200, name: "石门村", level: 5, parent: 990102100000 }, { code: 990102100201, name: "新桥村", level: 5, parent: 990102100000 },
  ];
  const closed: ClosedRegion[] = [
    { code: 990103000000, name: "老县", level: 3, parent: 990100000000, successor: 990102000000 }, { code: 990102101000, name: "旧堡乡", level: 4, parent: 990102000000, successor: 990102100000 },
    { code: 990102101200, name: "旧桥村", level: 5, parent: 990102101000, successor: 990102101201 }, { code: 990102101201, name: "旧桥新村", level: 5, parent: 990102101000, successor: 990102100201 },
    { code: 990102100209, name: "分出村", level: 5, parent: 990102100000, successor: 990102100999 },
  ];
  const to = (p: Partial<WrittenPlace>): unknown => { const { places: [found], proposed } = resolvePlaces([place(p)], known, undefined, closed); return found?.ok === true ? [found.region, found.moved === true, proposed.length] : found; };

  test("by code, over two steps", () => expect(to({ code: "990102101200" })).toEqual([990102100201, true, 0]));
  test("by name: township merged, village renumbered", () => {
    expect(to({ town: "旧堡乡", village: "旧桥村" })).toEqual([990102100201, true, 0]);
    expect(to({ town: "旧堡乡", village: "石门村" })).toEqual([990102100200, true, 0]);
    expect(to({ village: "旧桥新村" })).toEqual([990102100201, true, 0]);
  });
  test("by name: the county itself is closed", () => expect(to({ county: "老县" })).toEqual([990102100200, true, 0]));
  test("a successor that is not there is no successor; what stands today is not moved", () => {
    expect(to({ village: "分出村" })).toEqual([990102100202, false, 1]);
    expect(to({})).toEqual([990102100200, false, 0]);
  });
});

describe("a city without counties", () => {
  const known: KnownRegion[] = [
    { code: 440000000000, name: "广东省", level: 1, parent: 0 }, { code: 441900000000, name: "东莞市", level: 2, parent: 440000000000, through: 3 }, { code: 441900101000, name: "石碣镇", level: 4, parent: 441900000000 }, { code: 441900101201, name: "水南村", level: 5, parent: 441900101000 },
    { code: 442000000000, name: "中山市", level: 2, parent: 440000000000, through: 3 }, { code: 460000000000, name: "海南省", level: 1, parent: 0 }, { code: 460400000000, name: "儋州市", level: 2, parent: 460000000000, through: 3 },
  ];
  test.each([["", "东莞市"], ["东莞市", "东莞市"], ["市辖区", "东莞市"], ["东莞市", ""]])("county «%s» of city «%s»", (county, city) => {
    const { places, proposed } = resolvePlaces([place({ province: "广东省", city, county, town: "石碣镇", village: "水南村" })], known);
    expect([places, proposed]).toEqual([[{ ok: true, region: 441900101201, name: "水南村" }], []]);
  });
  test("a new town is made below it", () => {
    expect(resolvePlaces([place({ province: "海南省", city: "儋州市", county: "", town: "那大镇", village: "甲村" })], known).proposed.map((r) => [r.code, r.parent])).toEqual([[460400100000, 460400000000], [460400100200, 460400100000]]);
  });
  test("of another province it is not", () => {
    expect(resolvePlaces([place({ province: "示例省", city: "东莞市", county: "东莞市", town: "石碣镇", village: "水南村" })], known).proposed.length).toBeGreaterThan(0);
  });
});
