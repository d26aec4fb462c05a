/** Schemas, kinds and states of the comparison: everything a kind names exists, sentences fill, nothing is decided unseen. */
import { describe, expect, test } from "vitest";
import { bases, departmentList } from "./feed.ts";
import { feedOf, feeds } from "./departments.ts";
import { tellKind } from "./kind.ts";
import { kindOf, kinds, kindsOfFeed } from "./kinds.ts";
import { parameterNames } from "./parameters.ts";
import { mapHeadings, Profiler, readRow } from "./read.ts";
import { allowed, answers, decisionsFor, findingStates, personActs } from "./states.ts";

describe("catalogue", () => {
  test("every department of the matrix has a file, every file a basis, a key and a purpose", () => {
    expect(departmentList.filter((d) => !feeds.some((f) => f.department === d.key))).toEqual([]);
    for (const f of feeds) {
      expect(f.bases.every((b) => b in bases) && f.bases.length > 0, f.key).toBe(true);
      expect(f.columns[0]?.slot, f.key).toBe("cert");
      expect(new Set(f.columns.map((c) => c.key)).size, f.key).toBe(f.columns.length);
    }
  });

  test("kinds name feeds and parameters that exist; those that are not computed say what they wait for", () => {
    expect(new Set(kinds.map((k) => k.id)).size).toBe(kinds.length);
    for (const id of Array.from({ length: 15 }, (_, i) => `X${String(i + 1).padStart(2, "0")}`)) expect(kindOf(id), id).toBeDefined();
    for (const k of kinds) {
      expect(k.feeds.filter((f) => !feedOf(f)), k.id).toEqual([]);
      expect(k.parameters.filter((p) => !(p in parameterNames)), k.id).toEqual([]);
      expect(k.waits === undefined ? k.feeds.length > 0 : k.feeds.length === 0, k.id).toBe(true);
    }
    expect(kindsOfFeed("deaths")).toEqual(["X09", "D01"]);
  });

  test("sentences are filled with money, months and words of codes; what is not known is told as such", () => {
    const facts = { name: "周全", type: 1, priceFen: 8_600_000, limitFen: 3_000_000, on: "2017-05-06" };
    expect(tellKind(kindOf("X03")?.says.zh ?? "", facts, "zh-CN")).toBe("周全名下有小型轿车，购置价 86,000 元（限额 30,000 元），2017-05 登记");
    expect(tellKind(kindOf("X03")?.says.en ?? "", { ...facts, on: null }, "en")).toBe("周全 owns a car bought for 86,000 yuan (limit 30,000), registered unknown");
    expect(tellKind("{ours|disability}", { ours: 42 }, "zh-CN")).toBe("肢体二级");
  });
});

describe("reading", () => {
  const feed = feedOf("vehicles");
  test("headings by synonyms below a title; cells repaired or counted; columns outside the schema are not read", () => {
    if (!feed) throw new Error("vehicles");
    const rows = [["县公安局机动车登记表"], ["车主", "身份证号码", "车型", "购车价格", "上牌日期", "备注"]].map((cells, i) => ({ row: i + 1, cells }));
    const mapping = mapHeadings(feed, rows);
    expect(mapping).toMatchObject({ headingRow: 2, unmapped: ["备注"] });
    if (!mapping) return;
    const read = readRow(feed, mapping, ["周 全", "110105491231002", "SUV", "8.6万", "2017.5.6", "x"]);
    expect(read).toMatchObject({ cert: "11010519491231002X", certOk: true, values: { name: "周全", type: 1, price: 8_600_000, boughtOn: "2017-05-06" }, faults: [{ fault: "oldNumber", column: "certNo" }] });
    expect(readRow(feed, mapping, ["李某", "52990019750615301X", "飞碟", "多少", "", ""])?.faults.map((f) => f.fault)).toEqual(["unknownWord", "unreadable", "badNumber"]);
    expect(readRow(feed, mapping, ["", "", "", "", "", ""])).toBeUndefined();
    const profiler = new Profiler(feed);
    if (read) profiler.add(3, read);
    expect([profiler.rows, profiler.oldNumber, profiler.from]).toEqual([1, 1, "2017-05-06"]);
    expect([profiler.again("a"), profiler.again("a"), profiler.duplicates]).toEqual([false, true, 1]);
  });
});

describe("states", () => {
  test("nothing is decided before it was answered, nor by who answered; objections end", () => {
    const at = (state: (typeof findingStates)[number]) => ({ state, answeredBy: "a", objectUntil: "2018-12-01", objected: false });
    for (const state of findingStates) expect(allowed("decide", at(state), "b", "2018-11-20")).toBe(state === "answered");
    expect(allowed("decide", at("answered"), "a", "2018-11-20")).toBe(false);
    expect([allowed("object", at("decided"), "h", "2018-12-01"), allowed("object", at("decided"), "h", "2018-12-02"), allowed("object", { ...at("decided"), objected: true }, "h", "2018-11-20")]).toEqual([true, false, false]);
    expect(personActs.filter((act) => allowed(act, at("closed"), "b", "2018-11-20"))).toEqual([]);
  });
  test("a refuted suspicion only keeps; only inclusion proposes removal, only omission invites", () => {
    expect(answers.map((a) => decisionsFor(a, "exclude").includes("removal"))).toEqual([true, false, true]);
    for (const remedy of ["exclude", "rectify", "invite"] as const) { expect(decisionsFor("refuted", remedy)).toEqual(["keep"]); expect(decisionsFor("confirmed", remedy).includes("invite")).toBe(remedy === "invite"); }
  });
});
