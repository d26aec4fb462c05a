/**
 * Seeded random numbers: the same seed gives the same numbers on every machine (house rules: no randomness in core but what an
 * argument brings in). Serves the synthetic county (paper 001 §3.4: a measuring model needs a known truth), sampling and
 * simulation. Generator: sfc32, Doty-Humphrey 2010 (PractRand), 128 bits of state; normal quantile: Wichura 1988, AS 241.
 */

const twoTo32 = 4_294_967_296;

/** A stream of random numbers. Streams made from different keys are independent for every practical purpose. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  /**
   * @param keys what names the stream, in order: `new Random("seed", 990102, 17)` is always the same stream, and another one
   * than `new Random("seed", 990102, 18)`. Numbers are taken as texts are: 1 and "1" name the same stream.
   */
  constructor(...keys: readonly (string | number)[]) {
    // Two multiply-xor hashes over all keys (constants of Knuth and of MurmurHash3), finished by avalanche.
    let x = 0x9e3779b9;
    let y = 0x243f6a88;
    for (const key of keys) {
      const text = String(key);
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        x = Math.imul(x ^ unit, 0x85ebca6b);
        y = Math.imul(y ^ unit, 0xc2b2ae35);
        x ^= x >>> 15;
        y ^= y >>> 13;
      }
      // The end of a key is mixed in, so that ("1", "23") and ("12", "3") differ.
      x = Math.imul(x ^ 0x1f, 0x27d4eb2f) + y | 0;
      y = Math.imul(y ^ 0x1d, 0x165667b1) + x | 0;
    }
    this.#a = avalanche(x);
    this.#b = avalanche(y);
    this.#c = avalanche(x ^ y);
    for (let i = 0; i < 12; i++) this.uniform();
  }

  /** Uniform on [0, 1), 32 bits fine. @example new Random("a").uniform() === new Random("a").uniform() // => true */
  uniform(): number {
    const t = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + t) | 0;
    return (t >>> 0) / twoTo32;
  }

  /** Uniform on [lo, hi). */
  between(lo: number, hi: number): number { return lo + (hi - lo) * this.uniform(); }

  /** Whole number from lo to hi, both included. */
  integer(lo: number, hi: number): number { return lo + Math.floor(this.uniform() * (hi - lo + 1)); }

  /** True with probability p. */
  chance(p: number): boolean { return this.uniform() < p; }

  /** One of a list (not empty), all alike. Throws RangeError on an empty list. */
  pick<T>(list: readonly T[]): T {
    const at = Math.floor(this.uniform() * list.length);
    const found = list[at];
    if (at >= list.length || (found === undefined && !(at in list))) throw new RangeError("nothing to pick from");
    return found as T;
  }

  /** Categorical: an index drawn in proportion to the weights (≥ 0, not all 0). @example r.index([0, 1, 0]) // => 1 */
  index(weights: readonly number[]): number {
    let total = 0;
    for (const w of weights) total += w;
    let rest = this.uniform() * total;
    let last = 0;
    for (let i = 0; i < weights.length; i++) {
      const w = weights[i] ?? 0;
      if (w <= 0) continue;
      if (rest < w) return i;
      rest -= w;
      last = i;
    }
    return last;
  }

  /** Normal with a mean and a standard deviation; by inversion, so one uniform number makes one normal number. */
  normal(mean = 0, sd = 1): number { return mean + sd * normalQuantile((Math.floor(this.uniform() * twoTo32) + 0.5) / twoTo32); }

  /** Lognormal by its median (> 0) and the standard deviation of its logarithm. Its mean is median × exp(sigma²/2). */
  lognormal(median: number, sigma: number): number { return median * Math.exp(this.normal(0, sigma)); }

  /** Poisson by multiplication (Knuth 1969 §3.4.1); large means are split, since the sum of Poissons is Poisson. */
  poisson(mean: number): number {
    let count = 0;
    for (let rest = mean; rest > 0; rest -= 30) {
      const limit = Math.exp(-Math.min(rest, 30));
      for (let product = this.uniform(); product > limit; product *= this.uniform()) count++;
    }
    return count;
  }

  /** Zero with probability p, else what `draw` gives: areas of forest, amounts that most do not have. */
  zeroInflated(p: number, draw: () => number): number { return this.uniform() < p ? 0 : draw(); }

  /** A new list in random order (Fisher–Yates). */
  shuffled<T>(list: readonly T[]): T[] {
    const out = [...list];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.integer(0, i);
      const kept = out[i] as T;
      out[i] = out[j] as T;
      out[j] = kept;
    }
    return out;
  }
}

/** Every bit of the input changes about half of the bits of the answer (finaliser of MurmurHash3, Appleby 2011). */
function avalanche(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** A whole number from 0 to 2³²−1 named by its keys: a draw without a stream. */
export const hash = (...keys: readonly (string | number)[]): number => Math.floor(new Random(...keys).uniform() * twoTo32);

const polynomial = (coefficients: readonly number[], x: number): number => coefficients.reduceRight((sum, c) => sum * x + c, 0);
// Coefficients of AS 241, PPND16 (Wichura 1988), rounded to doubles, lowest power first: centre, middle and far tail.
const centre = [[3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227],
  [1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943, 5226.495278852546]] as const;
const middle = [[1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414],
  [1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9]] as const;
const far = [[6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7],
  [1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15]] as const;

/**
 * Quantile of the standard normal distribution, 16 digits; −∞ and ∞ at 0 and 1. Source: Wichura 1988, AS 241.
 * @example normalQuantile(0.975) // => 1.959963984540054
 */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return q * polynomial(centre[0], r) / polynomial(centre[1], r);
  }
  const r = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
  const [above, below] = r <= 5 ? middle : far;
  const x = polynomial(above, r - (r <= 5 ? 1.6 : 5)) / polynomial(below, r - (r <= 5 ? 1.6 : 5));
  return q < 0 ? -x : x;
}

/**
 * Distribution function of the standard normal, absolute error below 1e-7. Source: Abramowitz & Stegun 1964, 26.2.17.
 * @example normalProbability(1.96) // => 0.9750021…
 */
export function normalProbability(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}
