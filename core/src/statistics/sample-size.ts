/**
 * How many households an audit must draw: for a wanted half-width, or to be able to say «below 2 %» (domain guide §9.2, §12 T15: 3 wrong
 * of 400 cannot be said to be below 2 %). Sources: Cochran 1977 §4.4; Hahn & Meeker 1991, Statistical Intervals (success-run table);
 * Kish 1965 §8.2 (design effect).
 */
import { binomialAtMost } from "./beta.ts";
import { upperLimit } from "./intervals.ts";
import { normalQuantile } from "./random.ts";
import { wilson } from "./targeting.ts";

/**
 * Households for an interval of half-width `half` around an expected share: n₀ = z² p(1 − p)/half², times the design effect, then
 * n = n₀/(1 + (n₀ − 1)/N) for a frame of N. @param expected share in (0, 1); 0.5 is the safe choice @param level two-sided, e.g. 0.95
 * @example sizeForHalfWidth({ half: 0.05, expected: 0.5 }) // => 385; with population 1000 // => 278
 */
export function sizeForHalfWidth({ half, expected, level = 0.95, population = Infinity, deff = 1 }: { readonly half: number; readonly expected: number; readonly level?: number; readonly population?: number; readonly deff?: number }): number {
  if (!(half > 0 && half < 1 && expected > 0 && expected < 1)) throw new RangeError("half-width and expected share lie between 0 and 1");
  const z = normalQuantile(1 - (1 - level) / 2);
  const n = (deff * z * z * expected * (1 - expected)) / (half * half);
  return Math.ceil((Number.isFinite(population) ? Math.min(n / (1 + (n - 1) / population), population) : n) - 1e-9);
}

/**
 * Smallest sample in which `found` cases still show, with one-sided confidence, that the share is at most `limit` (exact binomial).
 * @example sizeToProve({ limit: 0.05, found: 0, confidence: 0.95 }) // => 59; found 1 // => 93; limit 0.02, found 0 // => 149
 */
export function sizeToProve({ limit, found, confidence = 0.95 }: { readonly limit: number; readonly found: number; readonly confidence?: number }): number {
  if (!(limit > 0 && limit < 1)) throw new RangeError("the limit lies between 0 and 1");
  let [low, high] = [found, found + 1];
  while (upperLimit(found, high, confidence) > limit) { low = high; high *= 2; }
  while (high - low > 1) { const middle = Math.floor((low + high) / 2); if (upperLimit(found, middle, confidence) > limit) low = middle; else high = middle; }
  return high;
}

/** Most cases with which a sample of `n` still proves «at most `limit`»; −1 when even none would not. @example allowedCases(93, 0.05) // => 1 */
export function allowedCases(n: number, limit: number, confidence = 0.95): number {
  let most = -1;
  while (most + 1 < n && upperLimit(most + 1, n, confidence) <= limit) most++;
  return most;
}

/**
 * Sample that proves «at most `limit`» with the given chance when the true share is `expected` (power; design effect multiplies it).
 * Null when the expected share is not below the limit. @example sizeForPower({ limit: 0.02, expected: 0.0075, power: 0.8 }) // about 700
 */
export function sizeForPower({ limit, expected, power = 0.8, confidence = 0.95, deff = 1, most = 100_000 }: { readonly limit: number; readonly expected: number; readonly power?: number; readonly confidence?: number; readonly deff?: number; readonly most?: number }): number | null {
  if (expected >= limit) return null;
  // with c cases allowed the smallest sample is the best: more households only bring more cases
  for (let c = 0; c < most; c++) {
    const n = sizeToProve({ limit, found: c, confidence });
    if (n > most) return null;
    if (binomialAtMost(c, n, expected) >= power) return Math.ceil(n * deff);
  }
  return null;
}

export interface Verdict { /** the upper end of the interval lies below the limit */ readonly below: boolean; /** the lower end lies above it */ readonly above: boolean; /** further households, if none of them is a case */ readonly moreIfNone: number | null; /** further households, if cases go on coming at the same rate */ readonly moreAtRate: number | null }

/**
 * What a sample of `found` in `of` lets one say about a limit, by Wilson's two-sided interval: below, above, or neither; and how many more
 * households are needed before «below» can be said. Null where no number would do. `effective`: households that the sample is worth.
 * @example verdict(3, 400, 0.02) // => { below: false, above: false, moreIfNone: 37, moreAtRate: … }
 */
export function verdict(found: number, of: number, limit: number, level = 0.95, most = 1_000_000): Verdict {
  const z = normalQuantile(1 - (1 - level) / 2);
  const now = wilson(found, of, z);
  const below = now !== null && now.high < limit;
  const above = now !== null && now.low > limit;
  const smallest = (cases: (n: number) => number): number | null => {
    const high = (n: number): number => wilson(Math.min(n, cases(n)), n, z)?.high ?? 1;
    // whole households only: `of` may be the worth of a sample, with a fraction
    let [low, up] = [Math.max(1, Math.floor(of)), Math.max(1, Math.ceil(of))];
    while (high(up) >= limit) { low = up; up *= 2; if (up > most) return null; }
    while (up - low > 1) { const middle = Math.floor((low + up) / 2); if (high(middle) >= limit) low = middle; else up = middle; }
    return Math.max(0, Math.ceil(up - of));
  };
  if (below) return { below, above, moreIfNone: 0, moreAtRate: 0 };
  return { below, above, moreIfNone: smallest(() => found), moreAtRate: of > 0 && found / of < limit ? smallest((n) => (found / of) * n) : null };
}
