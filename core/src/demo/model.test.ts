/** The invented county against the figures of domain guide §11: distributions, coherence, exits, incomes, planted truths. */
import { beforeAll, describe, expect, it } from "vitest";
import { readIdNumber } from "../id-number.ts";
import { checkHousehold, checkVillage } from "../quality/check.ts";
import { defaultSettings } from "../quality/parameters.ts";
import { computeIncome } from "../registry/income.ts";
import type { HouseholdCase, Member } from "../registry/record.ts";
import { causes, causeShares, sizeShares, type Profile } from "./causes.ts";
import { exitedBy, makeHousehold, type CountyPlan, type Root } from "./household.ts";
import { columnOf, headings, rowsOf } from "./layout.ts";
import { allocate, makeCounty, planCounties, villageAt } from "./places.ts";
import { missedCount, missedHousehold, plant, rates } from "./plants.ts";
import { addTo, emptyTally, villageRecord } from "./villages.ts";
import { householdIn, lineOf } from "./year.ts";

const n = 20_000;
const planOf = (profile: Profile, seed = "test", households = n): CountyPlan => { const county = makeCounty(0); return { seed, profile, county, starts: allocate(county, households), households, prefix: 990_102 }; };
const plan = planOf("A");
const roots: Root[] = [];
const cases: HouseholdCase[] = [];
beforeAll(() => { for (let i = 0; i < n; i++) { const root = makeHousehold(plan, i); roots.push(root); cases.push(householdIn(plan, root, 2017)); } });

const shares = <T>(list: readonly T[], key: (x: T) => string | number | null | undefined): Map<string, number> => {
  const seen = new Map<string, number>();
  for (const x of list) seen.set(String(key(x)), (seen.get(String(key(x))) ?? 0) + 100 / list.length);
  return seen;
};
/** Each share within so many percentage points of what the guide says. */
const near = (seen: Map<string, number>, wanted: Readonly<Record<string, number>>, points: number): void => {
  for (const [key, share] of Object.entries(wanted)) expect(Math.abs((seen.get(key) ?? 0) - share), `${key}: ${(seen.get(key) ?? 0).toFixed(2)} %, wanted ${share}`).toBeLessThan(points);
};
/** Pearson's statistic of observed shares (per cent of `total` draws). */
const chiSquare = (seen: Map<string, number>, wanted: Readonly<Record<string, number>>, total: number): number => {
  const sum = Object.values(wanted).reduce((a, b) => a + b, 0);
  return Object.entries(wanted).reduce((x, [key, share]) => x + (((seen.get(key) ?? 0) * sum) / 100 - share) ** 2 / share, 0) * (total / 100);
};
const age = (m: Member, year = 2017): number => year - Number((m.birth ?? "").slice(0, 4));
const people = (): readonly Member[] => cases.flatMap((c) => c.members);
const student = (m: Member): boolean => (m.student ?? 1) > 1;

describe("distributions of §11.3 at N = 20,000", () => {
  it("household size and main cause, as drawn (chi-square, 99.9 % points for 6 and 11 degrees: 22.5 and 31.3)", () => {
    const sizes = Object.fromEntries(sizeShares.map((s, i) => [String(i + 1), s]));
    const drawn = shares(roots, (r) => Math.min(7, r.people.filter((p) => p.birthYear <= 2016).length));
    expect(chiSquare(drawn, sizes, n)).toBeLessThan(22.5);
    expect(chiSquare(shares(roots, (r) => r.cause), Object.fromEntries(causes.map((c, i) => [String(c), causeShares.A[i] ?? 0])), n)).toBeLessThan(31.3);
    near(shares(cases, (c) => Math.min(7, c.members.length)), sizes, 1);
    expect(Math.abs(people().length / n - 3.2)).toBeLessThan(0.06);
  });
  it("profile B is paper 000's: disease and disability 30.54 %", () => {
    const b = planOf("B");
    const seen = shares(Array.from({ length: n }, (_, i) => makeHousehold(b, i)), (r) => r.cause);
    near(seen, Object.fromEntries(causes.map((c, i) => [String(c), ((causeShares.B[i] ?? 0) * 100) / causeShares.B.reduce((x, y) => x + y, 0)])), 0.9);
    expect(Math.abs((seen.get("1") ?? 0) + (seen.get("2") ?? 0) - 30.54)).toBeLessThan(1);
  });
  it("age, sex, health, education, labour and attribute", () => {
    const all = people();
    expect(all.length).toBeGreaterThan(3 * n);
    near(shares(all, (m) => (age(m) <= 5 ? "0" : age(m) <= 15 ? "6" : age(m) <= 59 ? "16" : age(m) <= 64 ? "60" : "65")), { 0: 6, 6: 14, 16: 59, 60: 5, 65: 16 }, 1.2);
    near(shares(all, (m) => m.sex), { 1: 52, 2: 48 }, 1.2);
    near(shares(all, (m) => m.health[0]), { 1: 70, 2: 17, 3: 4.3, 4: 8.7 }, 1);
    near(shares(all.filter((m) => age(m) >= 16 && !student(m)), (m) => m.education), { 1: 16, 2: 42, 3: 35, 4: 5, 5: 2 }, 1.2);
    near(shares(all.filter((m) => age(m) >= 16 && age(m) <= 59), (m) => (m.labour === 4 ? 3 : m.labour)), { 1: 74, 2: 6, 5: 9, 3: 11 }, 2);
    near(shares(cases, (c) => c.household.attribute), { 1: 58, 4: 36, 6: 6 }, 2);
  });
  it("land, house, water, income at identification", () => {
    const mean = (of: (c: HouseholdCase) => number): number => cases.reduce((a, c) => a + of(c), 0) / n;
    expect(Math.abs(mean((c) => c.household.arableMu ?? 0) - 6.5)).toBeLessThan(0.25);
    expect(Math.abs(cases.reduce((a, c) => a + (c.household.houseAreaM2 ?? 0), 0) / people().length - 26)).toBeLessThan(1);
    expect(cases.filter((c) => c.household.forestMu === 0).length / n).toBeGreaterThan(0.15);
    expect(Math.abs(roots.filter((r) => r.house.safeFrom > 0).length / n - 0.14)).toBeLessThan(0.015);
    expect(Math.abs(roots.filter((r) => r.water.safeFrom > 0).length / n - 0.11)).toBeLessThan(0.015);
    const ratios = roots.map((r) => r.ratio).toSorted((a, b) => a - b);
    expect(Math.abs((ratios[n / 2] ?? 0) - 0.78)).toBeLessThan(0.02);
    expect(Math.abs(roots.filter((r) => r.ratio > 1).length / n - 0.08)).toBeLessThan(0.01);
  });
  it("income structure of poor households: wage 38, operating 30, property 3, transfer 29 (%)", () => {
    const sum = (of: (c: HouseholdCase) => number | null): number => cases.reduce((a, c) => a + (of(c) ?? 0), 0);
    const annual = sum((c) => c.household.annualFen);
    const share = (of: (c: HouseholdCase) => number | null): number => (100 * sum(of)) / annual;
    expect(Math.abs(share((c) => c.household.wageFen) - 38)).toBeLessThan(4);
    expect(Math.abs(share((c) => c.household.operatingFen) - 30)).toBeLessThan(6);
    expect(Math.abs(share((c) => c.household.propertyFen) - 3)).toBeLessThan(1);
    expect(Math.abs(share((c) => c.household.transferFen) - 29)).toBeLessThan(4);
  });
  it("old people living alone are on 特困 or 低保; the disabled lose labour; remote villages lack roads and water", () => {
    const alone = cases.filter((c) => c.members.length === 1 && age(c.members[0] as Member) >= 70);
    expect(alone.every((c) => c.household.attribute !== 1)).toBe(true);
    const able = (m: readonly Member[]): number => m.filter((x) => x.labour === 1 || x.labour === 2).length / m.length;
    const adults = people().filter((m) => age(m) >= 20 && age(m) <= 55);
    expect(able(adults.filter((m) => m.health[0] === 4))).toBeLessThan(0.6 * able(adults.filter((m) => m.health[0] === 1)));
    const dry = (lo: number, hi: number): number => { const there = roots.filter((r) => r.village.remoteness >= lo && r.village.remoteness < hi); return there.filter((r) => r.water.safeFrom > 0).length / there.length; };
    expect(dry(0.7, 1.1)).toBeGreaterThan(2 * dry(0, 0.3));
  });
});

describe("coherence", () => {
  it("a sound register breaks no rule of §4.7 in any year or profile, and no village rule", () => {
    for (const [year, profile] of [[2014, "A"], [2016, "B"], [2017, "A"], [2018, "A"], [2020, "B"]] as const) {
      const p = planOf(profile, `sound-${year}`, 4000);
      const tallies = p.county.villages.map(emptyTally);
      for (let i = 0; i < 4000; i++) {
        const c = householdIn(p, makeHousehold(p, i), year);
        expect(checkHousehold(c, { today: `${year}-12-31`, lineFen: lineOf(year) * 100 }).map((f) => f.rule), c.household.householdCode).toEqual([]);
        addTo(tallies[villageAt(p.starts, i)] ?? emptyTally(), c);
      }
      tallies.forEach((t, v) => {
        const found = checkVillage({ village: p.county.villages[v]?.code ?? 0, year, data: villageRecord(p, v, year, t), poorLand: t.land, s: defaultSettings });
        expect(found.map((f) => f.rule)).toEqual([]);
      });
    }
  });
  it("certificates, codes, accounts and phones are unique and their numbers valid", () => {
    const ids = people().map((m) => (m.certNo ?? "").slice(0, 18));
    expect(new Set(ids).size).toBe(ids.length);
    expect(people().every((m) => typeof readIdNumber(m.certNo ?? "") === "object")).toBe(true);
    expect(new Set(cases.map((c) => c.household.householdCode)).size).toBe(n);
    expect(new Set(cases.map((c) => c.household.bankAccount)).size).toBe(n);
    const phones = people().flatMap((m) => m.memberPhone ?? []);
    expect(new Set(phones).size).toBe(phones.length);
    expect(people().filter((m) => /[㑇䶮𠮷]/u.test(m.name)).length / people().length).toBeGreaterThan(0.001);
  });
  it("items add up, and exited households stand above the line", () => {
    expect(cases.filter((c) => computeIncome(c.household).perCapitaFen !== c.household.perCapitaFen)).toEqual([]);
    expect(cases.filter((c) => c.household.exitState === 1 && (c.household.perCapitaFen ?? 0) <= lineOf(2017) * 100)).toEqual([]);
    const poor = cases.filter((c) => c.household.exitState === 0);
    expect(poor.filter((c) => (c.household.perCapitaFen ?? 0) < lineOf(2017) * 100).length / poor.length).toBeGreaterThan(0.85);
  });
  it("exits follow 44,000 → 37,500 → 29,000 → 20,500 → 12,800 → 5,200 → 900 → 0; returns stay within 0.3–0.8 % a year", () => {
    exitedBy.forEach((share, i) => { expect(Math.abs(roots.filter((r) => r.exitYear <= 2014 + i).length / n - share)).toBeLessThan(0.025); });
    const exposed = roots.reduce((a, r) => a + Math.max(0, 2019 - r.exitYear), 0);
    const yearly = roots.filter((r) => r.returnYear > 0).length / exposed;
    expect(yearly).toBeGreaterThan(0.003);
    expect(yearly).toBeLessThan(0.008);
  });
  it("years follow from one another: the same people, a year older, nobody in one grade twice", () => {
    const pairs = roots.slice(0, 800).flatMap((root) => {
      const before = householdIn(plan, root, 2016).members;
      return householdIn(plan, root, 2017).members.flatMap((now) => { const past = before.find((x) => x.memberCode === now.memberCode); return past ? [{ now, past }] : []; });
    });
    expect(pairs.length).toBeGreaterThan(2000);
    expect(pairs.filter(({ now, past }) => past.name !== now.name || past.certNo !== now.certNo || past.birth !== now.birth)).toEqual([]);
    expect(pairs.filter(({ now, past }) => now.student !== null && now.student >= 4 && now.student < 16 && past.student === now.student)).toEqual([]);
  });
});

describe("seed and places", () => {
  it("one seed, one county; another seed, other households in the same places", () => {
    expect(JSON.stringify(makeHousehold(planOf("A"), 77))).toBe(JSON.stringify(roots[77]));
    const other = makeHousehold(planOf("A", "other"), 77);
    expect(other.code).not.toBe(roots[77]?.code);
    expect(other.village.code).toBe(roots[77]?.village.code);
  });
  it("a county has 16 towns and 210 villages, 86 of them poor, with those of the sample files", () => {
    const { county } = plan;
    expect([county.towns.length, county.villages.length, county.villages.filter((v) => v.poor).length, new Set(county.villages.map((v) => v.name)).size]).toEqual([16, 210, 86, 210]);
    const at = (town: string): readonly string[] => county.villages.filter((v) => v.town.name === town).map((v) => v.name);
    expect(at("石门镇")).toEqual(expect.arrayContaining(["石门村", "上湾村", "大坪村", "柳溪村"]));
    expect(at("云台乡")).toEqual(expect.arrayContaining(["云台村", "白岩村", "老鹰村"]));
    expect(at("清水镇")).toEqual(expect.arrayContaining(["清水村", "双河村", "新寨村", "茶园村"]));
    const codes = Array.from({ length: 40 }, (_, i) => makeCounty(i)).flatMap((c) => c.villages.map((v) => v.code));
    expect(new Set(codes).size).toBe(40 * 210);
    expect(planCounties(2_000_000)).toHaveLength(40);
    expect(planCounties(1)).toEqual([1]);
    expect(plan.starts.at(-1)).toBe(n);
  });
});

describe("planted truths of §11.6", () => {
  it("come at their rates, and every fault of content is found by its rule", () => {
    const seen = new Map<string, number>();
    const missedRules: string[] = [];
    cases.forEach((c, i) => {
      const { shown, truth } = plant(plan, roots[i] as Root, c, 2017, true);
      for (const t of truth) seen.set(t.kind === "household" ? t.status : t.kind, (seen.get(t.kind === "household" ? t.status : t.kind) ?? 0) + 1);
      const found = checkHousehold(shown, { today: "2017-12-31", lineFen: lineOf(2017) * 100 }).map((f) => f.rule);
      for (const t of truth) if (t.kind === "fault" && /^DQ-0(01|02|03|09|15|16|21|32|34|41|57|60|65|67|76|88)$/.test(t.rule) && t.detail !== "号码成为浮点数" && !found.includes(t.rule)) missedRules.push(`${t.rule} ${t.detail}`);
    });
    expect(missedRules.length, missedRules.slice(0, 5).join("; ")).toBeLessThan(6);
    for (const kind of ["wrongInclusion", "ghost", "duplicateId", "cadreRelative", "sharedAccount", "doubleClaim"] as const) expect(Math.abs((seen.get(kind) ?? 0) / n - rates[kind]), kind).toBeLessThan(0.004);
    expect(plant(plan, roots[0] as Root, cases[0] as HouseholdCase, 2017, false).truth).toHaveLength(1);
  });
  it("missed households are poor, unregistered and have certificates of their own", () => {
    expect(missedCount(plan)).toBe(800);
    const known = new Set(people().map((m) => (m.certNo ?? "").slice(0, 18)));
    for (let i = 0; i < 200; i++) {
      const { root, truth } = missedHousehold(plan, i, 2017);
      expect(truth).toMatchObject({ status: "missed", registered: false, poor: true });
      expect(truth.perHeadYuan).toBeLessThan(lineOf(2017));
      for (const p of root.people) expect(known.has(p.certNo.slice(0, 18))).toBe(false);
    }
  });
});

it("rows stand in the 67 columns of the national export", () => {
  const c = cases[3] as HouseholdCase;
  const rows = rowsOf(c, { city: "滴灌市", county: "示例县", town: "石门镇", village: "石门村" }, "示例省", 9);
  expect(headings).toHaveLength(67);
  expect(rows.every((r) => r.length === 67)).toBe(true);
  expect([rows[0]?.[0], rows[0]?.[columnOf("证件号码")], rows[0]?.[columnOf("人均纯收入")]]).toEqual([9, c.members[0]?.certNo, (c.household.perCapitaFen ?? 0) / 100]);
});
