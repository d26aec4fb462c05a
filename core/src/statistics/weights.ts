/** Weights of indicators as whole numbers over a common denominator: 1/3 made of six eighteenths is 1/3, which floating point denies (paper 001 §2.1; Alkire and Foster 2011). */

export interface Fraction { readonly over: bigint; readonly under: bigint }

const gcd = (a: bigint, b: bigint): bigint => { let [x, y] = [a, b]; while (y) [x, y] = [y, x % y]; return x; };

/** The fraction with a denominator of at most 5040 that a decimal of the machine stands for (0.16666666666666666 is 1/6), if there is one. */
function meant(x: number): Fraction | undefined {
  let [over, under, lastOver, lastUnder, left] = [Math.floor(x), 1, 1, 0, x - Math.floor(x)];
  while (Math.abs(x - over / under) > 1e-12 * Math.max(1, x)) {
    const whole = Math.floor(1 / left);
    left = 1 / left - whole;
    [over, lastOver] = [whole * over + lastOver, over];
    [under, lastUnder] = [whole * under + lastUnder, under];
    if (under > 5040) return undefined;
  }
  return { over: BigInt(over), under: BigInt(under) };
}

/**
 * Reads a number of 0 or more, or a fraction, exactly. A decimal is taken for the simple fraction it stands for, else digit by digit.
 * @example parseFraction("1/18") // => { over: 1n, under: 18n } @throws RangeError for anything else
 */
export function parseFraction(text: string | number): Fraction {
  const written = String(text).trim();
  const [, over = "", under = "1"] = /^(\d{1,15})(?:\s*\/\s*(\d{1,15}))?$/.exec(written) ?? [];
  if (over !== "" && BigInt(under) > 0n) return { over: BigInt(over), under: BigInt(under) };
  const [, whole, digits] = /^(\d{0,12})\.(\d{1,20})$/.exec(written) ?? [];
  if (whole === undefined || digits === undefined) throw new RangeError(`«${written}» is neither a number of 0 or more nor a fraction such as "1/18"`);
  return meant(Number(written)) ?? { over: BigInt(whole + digits), under: 10n ** BigInt(digits.length) };
}

/** Weight j is `units[j]` of `total`; a household is poor from `threshold` units on. All are safe integers. */
export interface Scheme { readonly units: readonly number[]; readonly total: number; readonly threshold: number }

/**
 * Brings weights and cutoff to whole units. Weights are normalised to the sum 1. A cutoff k up to 1 is a share of all weight; above 1 it counts
 * in the weights as written (2 of four weights of 1). @throws RangeError: a weight that is not above 0, k not above 0 or above all weight.
 * @example scheme(["1/3", "1/3", "1/6", "1/6"], "1/3") // => { units: [2, 2, 1, 1], total: 6, threshold: 2 }
 */
export function scheme(weights: readonly (string | number)[], k: string | number): Scheme {
  const parts = weights.map((w) => parseFraction(w));
  if (parts.length === 0) throw new RangeError("a scheme needs at least one indicator");
  const wrong = parts.findIndex((p) => p.over === 0n);
  if (wrong >= 0) throw new RangeError(`weight ${wrong + 1} is not above 0`);
  const under = parts.reduce((all, p) => (all / gcd(all, p.under)) * p.under, 1n);
  const written = parts.map((p) => (p.over * under) / p.under);
  const common = written.reduce(gcd);
  const units = written.map((u) => u / common);
  const total = units.reduce((sum, u) => sum + u, 0n);
  if (total > 2n ** 40n) throw new RangeError("the weights have no common denominator of usable size; write them as fractions");
  const cutoff = parseFraction(k);
  // k in units: as a share k·total, as a count k·under/common; rounded up, since counts are whole
  const share = cutoff.over <= cutoff.under;
  const [over, by] = share ? [cutoff.over * total, cutoff.under] : [cutoff.over * under, cutoff.under * common];
  const threshold = (over + by - 1n) / by;
  if (threshold < 1n || over > total * by) throw new RangeError(`k = ${k} lies outside what the weights allow (above 0, up to 1${share ? "" : ` or the sum of all weights, ${Number(total * common) / Number(under)}`})`);
  return { units: units.map(Number), total: Number(total), threshold: Number(threshold) };
}
