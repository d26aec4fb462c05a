/**
 * 四看法 (一看房、二看粮、三看劳动力强不强、四看家中有没有读书郎; origin: 威宁县迤那镇五星村): points for what is seen of a household,
 * low means poor (paper 000 §2.1 客观打分; domain guide §2.7). The scheme is data of the province: items, classes and cut are rows with
 * version and source (table identification.look_scheme), approved by a second person; nothing here knows a number of it.
 */
import { z } from "zod";
import { factOf, type Facts } from "./facts.ts";

/** 1 房, 2 粮, 3 劳动力, 4 读书郎. */
export const looks = [1, 2, 3, 4] as const;
export type Look = (typeof looks)[number];

/** One class of an item: a number from `from` on, or exactly `is` (code, yes or no). The first class that fits counts. */
const bandShape = z.union([z.strictObject({ from: z.number(), points: z.int().min(0).max(100) }), z.strictObject({ is: z.union([z.boolean(), z.number()]), points: z.int().min(0).max(100) })]);
/** `fact` of core/src/identification/facts.ts, divided by the fact `per` if named; `points` = the most it can give. */
const itemShape = z.strictObject({ key: z.string().regex(/^[a-z][A-Za-z0-9]{1,30}$/), look: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]), fact: z.string(), per: z.string().optional(), points: z.int().min(1).max(100), zh: z.string().min(1).max(40), en: z.string().min(1).max(80), bands: z.array(bandShape).min(1).max(12) });
export const lookShape = z.strictObject({ cut: z.int().min(1).max(100), items: z.array(itemShape).min(1).max(60) });
export type LookContent = z.output<typeof lookShape>;
export type LookItem = LookContent["items"][number];

/** What is wrong with a scheme, in words for its author; empty when it can be used. @example lookFaults({ cut: 60, items: [] })[0]?.zh // => "各项满分合计应为100，现为0" */
export function lookFaults({ cut, items }: LookContent): { readonly zh: string; readonly en: string }[] {
  const faults: { zh: string; en: string }[] = [];
  const total = items.reduce((sum, i) => sum + i.points, 0);
  if (total !== 100) faults.push({ zh: `各项满分合计应为100，现为${total}`, en: `the items must add up to 100 points, not ${total}` });
  if (cut > total) faults.push({ zh: `分数线${cut}高于满分`, en: `the cut ${cut} is above all points` });
  for (const look of looks) if (!items.some((i) => i.look === look)) faults.push({ zh: `第${look}看没有项目`, en: `look ${look} has no item` });
  const used = new Set<string>();
  for (const i of items) {
    if (used.has(i.key)) faults.push({ zh: `项目“${i.key}”重复`, en: `item ${i.key} occurs twice` });
    used.add(i.key);
    for (const name of [i.fact, i.per]) if (name !== undefined && !factOf(name)) faults.push({ zh: `“${i.zh}”引用了不存在的指标“${name}”`, en: `${i.en}: there is no fact ${name}` });
    const most = Math.max(...i.bands.map((b) => b.points));
    if (most !== i.points) faults.push({ zh: `“${i.zh}”最高档应为${i.points}分，现为${most}分`, en: `${i.en}: the best class must give ${i.points} points, not ${most}` });
    const froms = i.bands.flatMap((b) => ("from" in b ? [b.from] : []));
    if (froms.some((f, n) => n > 0 && f >= (froms[n - 1] ?? Infinity))) faults.push({ zh: `“${i.zh}”各档应从高到低排列`, en: `${i.en}: classes must go from high to low` });
  }
  return faults;
}

/** `points` null: not known. `value` is what was seen (divided by `per`). */
export interface LookPoint { readonly item: LookItem; readonly value: number | boolean | null; readonly points: number | null }
export interface LookScore {
  readonly items: readonly LookPoint[];
  /** least and most that the household can have: equal when everything is known */ readonly low: number; readonly high: number;
  readonly cut: number; /** under the cut: true, false, or null while what is unknown could decide */ readonly below: boolean | null;
  readonly unknown: number;
}

/** What an item sees of a household. */
function seen(item: LookItem, facts: Facts): number | boolean | null {
  const value = facts[item.fact] ?? null;
  if (item.per === undefined || value === null) return value;
  const by = facts[item.per] ?? null;
  return typeof value === "number" && typeof by === "number" && by > 0 ? value / by : null;
}
/** Points of a value, null when it is unknown or no class fits. @example pointsOf({ ...item, bands: [{ from: 20, points: 4 }, { from: 0, points: 1 }] }, 24) // => 4 */
export function pointsOf(item: Pick<LookItem, "bands">, value: number | boolean | null): number | null {
  if (value === null) return null;
  const found = item.bands.find((b) => ("is" in b ? b.is === value : typeof value === "number" && value >= b.from));
  return found?.points ?? null;
}

/** Points of a household under a scheme, each item apart. @example lookScore(facts, scheme).low // => 47 */
export function lookScore(facts: Facts, { cut, items }: LookContent): LookScore {
  const points = items.map((i): LookPoint => { const value = seen(i, facts); return { item: i, value, points: pointsOf(i, value) }; });
  const low = points.reduce((sum, p) => sum + (p.points ?? 0), 0);
  const high = points.reduce((sum, p) => sum + (p.points ?? p.item.points), 0);
  return { items: points, low, high, cut, below: high < cut ? true : low >= cut ? false : null, unknown: points.filter((p) => p.points === null).length };
}

/** The item whose change of class would cross the cut with the fewest points, or null; only what is fully known is asked. */
export function lookTurn({ items, low, cut, unknown }: LookScore): { readonly key: string; readonly from: number; readonly to: number } | null {
  if (unknown > 0) return null;
  let best: { readonly key: string; readonly from: number; readonly to: number } | null = null;
  for (const { item: i, points } of items) for (const b of i.bands) {
    if (points === null) continue;
    const after = low - points + b.points;
    if ((after < cut) === (low < cut)) continue;
    if (best === null || Math.abs(b.points - points) < Math.abs(best.to - best.from)) best = { key: i.key, from: points, to: b.points };
  }
  return best;
}
