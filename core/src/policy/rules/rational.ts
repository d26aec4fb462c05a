/**
 * Exact fractions for eligibility rules (paper 000 §2.1 「客观给贫困人口打分」: a household at the line must not be lost to rounding).
 * Every amount, count and quantity of a rule is a fraction of whole numbers: no floating point, no overflow, no rounding.
 */

/** `d` > 0, in lowest terms. */
export interface Rational { readonly n: bigint; readonly d: bigint }

const abs = (x: bigint): bigint => (x < 0n ? -x : x);
/** @example gcd(12n, 18n) // => 6n */
export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [abs(a), abs(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** A fraction in lowest terms; `undefined` when the denominator is zero. @example ratio(4n, -6n) // => { n: -2n, d: 3n } */
export function ratio(n: bigint, d: bigint): Rational | undefined {
  if (d === 0n) return undefined;
  const by = gcd(n, d) * (d < 0n ? -1n : 1n);
  return { n: n / by, d: d / by };
}
const made = (n: bigint, d: bigint): Rational => ratio(n, d) ?? { n: 0n, d: 1n };

export const whole = (n: number | bigint, d = 1n): Rational => made(BigInt(n), d);
export const plus = (a: Rational, b: Rational): Rational => made(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a: Rational, b: Rational): Rational => made(a.n * b.d - b.n * a.d, a.d * b.d);
export const times = (a: Rational, b: Rational): Rational => made(a.n * b.n, a.d * b.d);
/** `undefined` for division by zero. */
export const over = (a: Rational, b: Rational): Rational | undefined => ratio(a.n * b.d, a.d * b.n);
/** −1, 0 or 1. @example order({ n: 1n, d: 3n }, { n: 1n, d: 2n }) // => -1 */
export const order = (a: Rational, b: Rational): -1 | 0 | 1 => { const x = a.n * b.d - b.n * a.d; return x < 0n ? -1 : x > 0n ? 1 : 0; };

/** Reads plain decimals as people write them in a rule. @example readDecimal("0.6") // => { n: 3n, d: 5n } */
export function readDecimal(text: string): Rational | undefined {
  const m = /^(\d{1,15})(?:\.(\d{1,9}))?$/.exec(text);
  if (!m) return undefined;
  const decimals = m[2] ?? "";
  return ratio(BigInt(`${m[1] ?? "0"}${decimals}`), 10n ** BigInt(decimals.length));
}

/** For people: thousands separated, at most `places` decimals, the last one rounded half away from zero. @example shown({ n: 8207n, d: 3n }) // => "2,735.67" */
export function shown(x: Rational, places = 2): string {
  const scale = 10n ** BigInt(places);
  const cents = (abs(x.n) * scale * 2n + x.d) / (x.d * 2n);
  const decimals = places === 0 ? "" : String(cents % scale).padStart(places, "0").replace(/0+$/, "");
  const text = String(cents / scale).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${x.n < 0n && cents > 0n ? "-" : ""}${text}${decimals === "" ? "" : `.${decimals}`}`;
}
