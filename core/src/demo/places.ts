/**
 * The invented province: two cities, up to forty counties of 16 towns and 210 villages (domain guide §11.2 「滴灌县」), with codes
 * 9901… and 9902… that no real place has. Places never depend on the seed, so that every generated file fits the same region
 * tree; villages differ in wealth, remoteness, ethnic group and surnames (§11.3, correlations to respect).
 */
import { Random } from "../statistics/random.ts";
import { ethnicSurnames, surnames } from "./names.ts";

export interface Village {
  readonly code: number;
  readonly name: string;
  /** The other spelling met in files, e.g. 上湾村民委员会. */ readonly otherName: string;
  readonly town: Town;
  /** Standardised, about −2.5 … 2.5; high = better off. */ readonly wealth: number;
  /** 0 beside the county town … 1 at the end of the road. */ readonly remoteness: number;
  /** Rural hukou population of a county of full size (290,000). */ readonly population: number;
  /** Registered poor ÷ rural population when the register was made. */ readonly incidence: number;
  /** 贫困村: the 86 villages of the county with the highest incidence. */ readonly poor: boolean;
  /** Main ethnic group (GB/T 3304) and its share. */ readonly ethnic: number;
  readonly ethnicShare: number;
  readonly surnames: readonly string[];
  readonly groups: number;
}
export interface Town { readonly code: number; readonly name: string; readonly wealth: number; readonly remoteness: number }
export interface County { readonly code: number; readonly name: string; readonly city: string; readonly towns: readonly Town[]; readonly villages: readonly Village[] }

export const province = { code: 990_000_000_000, name: "示例省" } as const;
export const cities = [{ code: 990_100_000_000, name: "滴灌市" }, { code: 990_200_000_000, name: "滴源市" }] as const;
/** Names of counties in order: 990102 … 990121, then 990202 … 990221. */
const countyNames = "示例 润禾 滴泉 沐原 禾溪 垄上 清笕 芦塬 渠丰 荞川 麦垄 柿台 桃笕 杏垄 松渠 梨川 云笕 白畔 石畔 坝台 泽垄 露原 雨禾 澍川 涓溪 润塬 沛垄 溉原 浥川 霖台 渥溪 沃垄 源笕 泊畔 湾禾 汀原 浦垄 溪塬 泉畔 涧川".split(" ");
export const maxCounties = countyNames.length;
/** The largest county: beyond it the generator opens the next one. */
export const countyHouseholds = 50_000;
const townCount = 16;
const villageCount = 210;
const poorVillages = 86;

/** Names that the demonstration county shares with the pictures and sample files of the project. */
const givenTowns: Readonly<Record<number, readonly string[]>> = {
  990_102: ["石门镇", "清水镇", "云台乡"],
  990_103: ["望泉镇", "梨沟镇", "芦畔镇", "松坡镇", "柿坪镇", "长塬镇", "麦岭镇", "清湾镇", "坝口镇", "杏台乡", "石笕乡", "南渠乡", "云埂乡", "白垄乡", "桃垭乡", "荞山乡"],
};
const givenVillages: Readonly<Record<string, readonly string[]>> = {
  石门镇: ["石门村", "上湾村", "大坪村", "柳溪村"], 清水镇: ["清水村", "双河村", "新寨村", "茶园村"], 云台乡: ["云台村", "白岩村", "老鹰村"],
  望泉镇: ["柿树坪村"], 芦畔镇: ["长垄村"],
};
const townFirst = [..."望梨芦石南松云白柿长麦桃清荞坝杏龙金大双新青黄平安高"];
const townSecond = [..."泉沟畔笕渠坡埂垄坪塬岭垭湾山口台桥河溪寨关"];
const villageFirst = [..."上下大小新老东西南北前后中白黄青红石木水龙马牛羊杨李王张陈柳松竹梅桂桃茶田麻樟枫"];
const villageSecond = [..."湾坪岩寨坝沟坡岭冲塘井桥田园溪河山屯庄垭台洞"];
const minorities = [6, 7, 9, 12, 15];

/** County number n (0 …) of the generator. @example countyCode(0) // => 990102 */
export const countyCode = (n: number): number => (n < 20 ? 990_102 + n : 990_202 + n - 20);

/** The places of a county by its number in the list; the same on every call. Throws RangeError beyond the list. @example makeCounty(0).villages.length // => 210 */
export function makeCounty(n: number): County {
  const short = countyNames[n];
  if (short === undefined) throw new RangeError(`county ${n}`);
  const code = countyCode(n);
  const r = new Random("places", code);
  const towns = makeTowns(code, r);
  const taken = new Set(Object.values(givenVillages).flat());
  const drafts: (Omit<Village, "poor"> & { poor: boolean })[] = [];
  towns.forEach((town, t) => {
    // 210 = 16 × 13 + 2: the first two towns have one more.
    const count = Math.floor(villageCount / townCount) + (t < villageCount % townCount ? 1 : 0);
    const names = [...(givenVillages[town.name] ?? [])];
    while (names.length < count) {
      const name = `${r.pick(villageFirst)}${r.pick(villageSecond)}村`;
      if (!taken.has(name)) { taken.add(name); names.push(name); }
    }
    names.forEach((name, v) => { drafts.push(makeVillage(r, town, name, town.code + 200 + v)); });
  });
  for (const poor of drafts.toSorted((a, b) => b.incidence - a.incidence || a.code - b.code).slice(0, poorVillages)) poor.poor = true;
  return { code, name: `${short}县`, city: cities[n < 20 ? 0 : 1].name, towns, villages: drafts };
}

function makeTowns(code: number, r: Random): readonly Town[] {
  const names = [...(givenTowns[code] ?? [])];
  const first = r.shuffled(townFirst.filter((c) => !names.some((name) => name.startsWith(c))));
  const second = r.shuffled(townSecond);
  for (let i = 0; names.length < townCount; i++) names.push(`${first[i] ?? "新"}${second[i % second.length] ?? "口"}${names.filter((x) => x.endsWith("镇")).length < 9 ? "镇" : "乡"}`);
  let market = 100; // 镇 100…, 乡 200…, as in the statistical code book
  let rural = 200;
  return names.map((name) => {
    const remoteness = Math.min(1, Math.max(0, r.between(name.endsWith("镇") ? 0 : 0.25, name.endsWith("镇") ? 0.7 : 1)));
    return { code: code * 1_000_000 + (name.endsWith("镇") ? market++ : rural++) * 1000, name, remoteness, wealth: r.normal(0.6 - 1.2 * remoteness, 0.5) };
  });
}

function makeVillage(r: Random, town: Town, name: string, code: number): Omit<Village, "poor"> & { poor: boolean } {
  const remoteness = Math.min(1, Math.max(0, town.remoteness + r.normal(0, 0.15)));
  const wealth = town.wealth + r.normal(-0.4 * (remoteness - town.remoteness), 0.5);
  const minority = r.chance(0.25 + 0.4 * remoteness);
  const ethnic = minority ? r.pick(minorities) : 1;
  const own = r.shuffled(ethnic === 1 ? surnames : ethnicSurnames[ethnic] ?? surnames).slice(0, r.integer(3, 5));
  return {
    code, name, otherName: `${name.slice(0, -1)}村民委员会`, town, wealth, remoteness, ethnic, ethnicShare: r.between(0.7, 0.97), surnames: own,
    population: Math.round(Math.min(3200, Math.max(480, r.lognormal(1280, 0.38)))),
    incidence: Math.min(0.42, Math.max(0.03, 0.148 * Math.exp(-0.42 * wealth - 0.04))), groups: r.integer(4, 9), poor: false,
  };
}

/** Where the households of a county live: `starts[v]` is the index of the first household of village v; the last entry is their number. */
export function allocate(county: County, households: number): readonly number[] {
  const weights = county.villages.map((v) => v.population * v.incidence);
  const total = weights.reduce((a, b) => a + b, 0);
  const starts = [0];
  let sum = 0;
  // Rounding the running total keeps the sum exact and every village within half a household of its share.
  for (const w of weights) { sum += w; starts.push(Math.round((sum / total) * households)); }
  return starts;
}

/** Position of the village in which the household with this index lives (binary search in `allocate`). */
export function villageAt(starts: readonly number[], index: number): number {
  let lo = 0;
  let hi = starts.length - 2;
  while (lo < hi) {
    const mid = (lo + hi + 1) >> 1;
    if ((starts[mid] ?? 0) <= index) lo = mid; else hi = mid - 1;
  }
  return lo;
}

/** How many counties N households need, at most `most` each, and how many households each of them gets. @example planCounties(60_000) // => [30_000, 30_000] */
export function planCounties(households: number, most = countyHouseholds): readonly number[] {
  const count = Math.max(1, Math.ceil(households / most));
  return Array.from({ length: count }, (_, i) => Math.floor((households * (i + 1)) / count) - Math.floor((households * i) / count));
}
