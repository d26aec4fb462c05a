/**
 * Precision of an area from sums of its villages: base measures of domain guide §9.2, S1 and S6 of §9.3, and their intervals by
 * resampling villages (90 %, 2,000 replicates). The sums add up over villages, so that towns and counties are never scanned.
 */
import { upperLimit } from "../statistics/intervals.ts";
import { Random } from "../statistics/random.ts";
import { targeting, type Targeting } from "../statistics/targeting.ts";
import type { IndexKey } from "./indices.ts";
import { s1, s4Of, s6 } from "./indices.ts";

/**
 * What is added up per village. Weighted households (design weights; 1 where the whole truth is known): `registered` R and of them
 * `wrong` R∖E with `distance` above the line; `exited` and of them `falselyExited` (poor after all); `others` never registered and of them
 * `missed`. `asked…` are the households really visited, without weights. From the register: `households` and `faulty` (a finding of
 * severity E), `exitedBefore` and `returned` within 12 months, `persons` with their poverty gaps before and after benefits; `helped` registered poor households whose causes
 * are known, with the sum of how well their measures `fit`, and those `newly` registered with the `timely` ones among them.
 */
export const sumKeys = ["registered", "wrong", "distance", "exited", "falselyExited", "others", "missed", "askedRegistered", "askedExited", "askedOthers", "households", "faulty", "exitedBefore", "returned", "persons", "gapBefore", "gapAfter", "poorBefore", "poorAfter", "squaredBefore", "squaredAfter", "helped", "fit", "newly", "timely"] as const;
export type SumKey = (typeof sumKeys)[number];
export type Sums = Readonly<Record<SumKey, number>>;

export const noSums = (): Record<SumKey, number> => Object.fromEntries(sumKeys.map((k) => [k, 0])) as Record<SumKey, number>;
/** @example added([a, b]).registered // => a.registered + b.registered */
export function added(list: readonly Sums[]): Sums {
  const out = noSums();
  for (const s of list) for (const k of sumKeys) out[k] += s[k];
  return out;
}

/** Why an index is not computed: parts of the platform that do not exist yet, or data that nobody has brought. */
export const waits = ["projects", "funds", "measures", "posts", "audit", "frame", "exits", "line", "gap"] as const;
export type Wait = (typeof waits)[number];

const share = (a: number, b: number): number | null => (b > 0 ? a / b : null);

export interface Rates {
  readonly exclusion: number | null; readonly officialExclusion: number | null; readonly inclusion: number | null; readonly weightedInclusion: number | null; readonly wrongExit: number | null;
  readonly quality: number | null; readonly returned: number | null; readonly gapBefore: number | null; readonly gapAfter: number | null;
}

/** Rates of an area. Truly poor E = rightly registered + falsely exited + missed; without anybody asked among the unregistered EE is unknown. */
export function ratesOf(s: Sums): Rates {
  const eligible = s.registered - s.wrong + s.falselyExited + s.missed;
  const known = s.askedOthers > 0;
  return {
    exclusion: known ? share(s.falselyExited + s.missed, eligible) : null,
    officialExclusion: share(s.missed, s.others), inclusion: share(s.wrong, s.registered), weightedInclusion: share(s.distance, s.registered), wrongExit: share(s.falselyExited, s.exited),
    quality: s.households > 0 ? 1 - s.faulty / s.households : null, returned: share(s.returned, s.exitedBefore), gapBefore: share(s.gapBefore, s.persons), gapAfter: share(s.gapAfter, s.persons),
  };
}

/** Agreement of register and truth (F1, MCC, differential …) with weighted counts; null without the unregistered. Both errors of the register are seen: false exits count as not registered. */
export function agreement(s: Sums): Targeting | null {
  if (!(s.askedOthers > 0)) return null;
  const both = s.registered - s.wrong;
  return targeting({ population: s.registered + s.exited + s.others, eligible: both + s.falselyExited + s.missed, registered: s.registered, both });
}

export interface Settings { readonly beta: number; readonly replicates: number; readonly level: number; readonly seed: string }

/** S1 and S6 of rates, with what is missing when they cannot be computed. */
export function computed(s: Sums, beta: number): Readonly<Partial<Record<IndexKey, { readonly value: number | null; readonly waits: Wait | null }>>> {
  const r = ratesOf(s);
  const one = s1({ exclusion: r.exclusion, weightedInclusion: r.weightedInclusion, quality: r.quality, beta });
  const six = s6(r);
  // nobody was registered in the year: nobody could come too late
  const four = s4Of(share(s.fit, s.helped), s.newly > 0 ? s.timely / s.newly : s.helped > 0 ? 1 : null);
  return {
    S1: { value: one, waits: one !== null ? null : s.askedRegistered === 0 ? "audit" : s.askedOthers === 0 ? "frame" : "audit" },
    S4: { value: four, waits: four === null ? "measures" : null },
    S6: { value: six, waits: six !== null ? null : s.exited + s.exitedBefore === 0 ? "exits" : s.askedExited === 0 ? "audit" : r.gapBefore === null ? "line" : r.gapBefore > 0 ? "exits" : "gap" },
  };
}

export interface Span { readonly low: number; readonly high: number }

/**
 * Percentile intervals of figures of an area by drawing its villages again and again with replacement (Efron 1979; Davison and Hinkley
 * 1997 §5). Replicates in which a figure cannot be computed are left out. Null with fewer than two villages: one village tells nothing
 * about how villages differ. @param figures answers of a replicate's sums, in a fixed order @returns one span per figure
 */
export function bootstrap(villages: readonly Sums[], figures: (s: Sums) => readonly (number | null)[], { replicates, level, seed }: Omit<Settings, "beta">): readonly (Span | null)[] {
  const n = villages.length;
  const width = figures(added(villages)).length;
  if (n < 2) return Array.from({ length: width }, () => null);
  const table = new Float64Array(n * sumKeys.length);
  for (const [i, v] of villages.entries()) for (const [k, key] of sumKeys.entries()) table[i * sumKeys.length + k] = v[key];
  const random = new Random("bootstrap", seed);
  const seen: number[][] = Array.from({ length: width }, () => []);
  const sum = new Float64Array(sumKeys.length);
  const s = noSums();
  for (let b = 0; b < replicates; b++) {
    sum.fill(0);
    for (let i = 0; i < n; i++) {
      const at = random.integer(0, n - 1) * sumKeys.length;
      for (let k = 0; k < sumKeys.length; k++) sum[k] = (sum[k] ?? 0) + (table[at + k] ?? 0);
    }
    for (let k = 0; k < sumKeys.length; k++) { const key = sumKeys[k]; if (key !== undefined) s[key] = sum[k] ?? 0; }
    const told = figures(s);
    for (let f = 0; f < width; f++) { const v = told[f]; if (typeof v === "number") seen[f]?.push(v); }
  }
  const tail = (1 - level) / 2;
  return seen.map((list) => {
    if (list.length < replicates / 2) return null;
    const sorted = Float64Array.from(list).toSorted();
    const at = (p: number): number => sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(p * (sorted.length - 1))))] ?? 0;
    return { low: at(tail), high: at(1 - tail) };
  });
}

/**
 * The area as it could still be when no error of a kind was found among few visited: the error's one-sided upper limit takes the place of
 * the nought. Resampling cannot see errors that no village of the sample has; without this a small sample would look perfect.
 */
export function unseen(s: Sums, level: number): Sums {
  const worst = (found: number, asked: number, weight: number): number => (found > 0 || asked === 0 ? found : upperLimit(0, asked, level) * weight);
  const wrong = worst(s.wrong, s.askedRegistered, s.registered);
  return { ...s, wrong, distance: s.wrong > 0 ? s.distance : wrong, falselyExited: worst(s.falselyExited, s.askedExited, s.exited), missed: worst(s.missed, s.askedOthers, s.others) };
}
