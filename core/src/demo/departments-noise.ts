/** How departments write people: names by sound, numbers of 15 digits, two digits exchanged, cells left empty. Rates: experience of county comparisons (design values). */
import { Random } from "../statistics/random.ts";
import type { CountyPlan } from "./household.ts";
import type { Cell } from "./departments.ts";
import type { Soul } from "./departments-lives.ts";

export const noiseRates = { mistyped: 0.012, missing: 0.004, old15: 0.03, name: 0.012 } as const;
/** Characters that clerks take for one another. */
const alike: Readonly<Record<string, string>> = { 兰: "蓝", 英: "瑛", 云: "芸", 明: "鸣", 国: "囯", 珍: "真", 华: "花", 芬: "芳", 贵: "桂", 军: "君", 平: "萍", 强: "墙", 红: "洪", 秀: "绣", 文: "纹", 玉: "钰", 德: "得", 正: "政", 梅: "美", 建: "健" };
/** Feeds written by hand in towns; the police know their numbers. */
const careful = new Set(["household_roll"]);

export class Noise {
  readonly #r: Random;
  constructor(plan: CountyPlan) { this.#r = new Random("noise", plan.seed, plan.county.code); }

  /** Name and number as a department's clerk writes them; the household register has its own order of columns. */
  identity(feed: string, s: Soul): readonly Cell[] {
    const r = this.#r;
    if (careful.has(feed)) return [];
    let name = s.name;
    if (r.chance(noiseRates.name)) { const at = [...name].findIndex((c, i) => i > 0 && alike[c] !== undefined); if (at > 0) name = [...name].map((c, i) => (i === at ? (alike[c] ?? c) : c)).join(""); }
    const id = s.certNo.slice(0, 18);
    const whole = feed === "disability" ? (s.certNo.length > 18 ? s.certNo : `${id}${s.category}${s.level}`) : id;
    const u = r.uniform();
    if (u < noiseRates.missing) return [name, ""];
    if (u < noiseRates.missing + noiseRates.mistyped) { const at = r.integer(8, 15); return [name, whole.slice(0, at) + whole.charAt(at + 1) + whole.charAt(at) + whole.slice(at + 2)]; }
    if (u < noiseRates.missing + noiseRates.mistyped + noiseRates.old15 && s.birthYear < 1980 && feed !== "disability") return [name, id.slice(0, 6) + id.slice(8, 17)];
    return [name, whole];
  }
}
