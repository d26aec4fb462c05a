/**
 * How well a selection meets those it is meant for (扶贫精准度: 漏评、错评; paper 001 §2.1, §4), and whether benefits reach the poor.
 * Coady, Grosh and Hoddinott 2004 (CGH); Kakwani, Wagstaff and van Doorslaer 1997 (concentration index); Wilson 1927 (interval).
 */

/** Sizes of the sets: all households in scope, E truly eligible, R registered, E∩R. Weighted sums are as good as counts. */
export interface TargetingCounts { readonly population: number; readonly eligible: number; readonly registered: number; readonly both: number }

/** Shares in [0, 1] (MCC and differential in [−1, 1]); null where the denominator is zero, so that nothing is said about nobody. */
export interface Targeting {
  /** 漏评: n(E∖R) / n(E). The official 漏评率 has another denominator: see `officialExclusion`. */
  readonly exclusion: number | null;
  /** n(E∖R) / n(¬R): the missed among those not registered, which is how inspections sample them. */
  readonly officialExclusion: number | null;
  /** 错评 (leakage): n(R∖E) / n(R). */
  readonly inclusion: number | null;
  readonly coverage: number | null;
  readonly f1: number | null;
  /** Matthews correlation, robust when the poor are few. */
  readonly mcc: number | null;
  /** n(E∩R)/n(E) − n(R∖E)/n(¬E): 1 perfect, 0 as good as a lottery. */
  readonly differential: number | null;
}

const ratio = (a: number, b: number): number | null => (b > 0 ? a / b : null);

/**
 * Errors and agreement of a selection against the truth. @throws RangeError when the sets do not fit into one another.
 * @example targeting({ population: 1000, eligible: 100, registered: 110, both: 88 }) // => exclusion 0.12, inclusion 0.20, MCC 0.8203
 */
export function targeting({ population, eligible, registered, both }: TargetingCounts): Targeting {
  const [missed, wrong] = [eligible - both, registered - both];
  const neither = population - both - missed - wrong;
  if (!(both >= 0 && missed >= 0 && wrong >= 0 && neither >= 0)) throw new RangeError("the sets do not fit: 0 ≤ n(E∩R) ≤ n(E), n(R) and n(E∪R) ≤ n");
  const exclusion = ratio(missed, eligible);
  const spilled = ratio(wrong, population - eligible);
  const margins = Math.sqrt(registered) * Math.sqrt(eligible) * Math.sqrt(population - registered) * Math.sqrt(population - eligible);
  return {
    exclusion, officialExclusion: ratio(missed, population - registered), inclusion: ratio(wrong, registered),
    coverage: ratio(both, eligible), f1: ratio(2 * both, eligible + registered),
    mcc: ratio(both * neither - wrong * missed, margins),
    differential: exclusion === null || spilled === null ? null : 1 - exclusion - spilled,
  };
}

interface Benefits { readonly benefit: ArrayLike<number>; readonly income: ArrayLike<number>; readonly weight?: ArrayLike<number> | undefined }
/** Households of equal income taken together, poorest first: their weight and their benefits. */
function ladder({ benefit, income, weight }: Benefits): { readonly steps: readonly { weight: number; benefit: number }[]; readonly people: number; readonly money: number } {
  if (income.length !== benefit.length || (weight && weight.length !== benefit.length)) throw new RangeError("benefit, income and weight differ in length");
  const order = Array.from({ length: benefit.length }, (_, i) => i).toSorted((a, b) => (income[a] ?? 0) - (income[b] ?? 0));
  const steps: { weight: number; benefit: number }[] = [];
  let [last, people, money] = [Number.NaN, 0, 0];
  for (const i of order) {
    const [w, b, y] = [weight ? weight[i] ?? 0 : 1, benefit[i] ?? 0, income[i] ?? 0];
    if (!(w >= 0 && b >= 0 && Number.isFinite(w * b) && Number.isFinite(y))) throw new RangeError(`row ${i + 1}: income must be a number, weight and benefit numbers of 0 or more`);
    const step = steps.at(-1);
    if (step && y === last) { step.weight += w; step.benefit += w * b; } else steps.push({ weight: w, benefit: w * b });
    [last, people, money] = [y, people + w, money + w * b];
  }
  return { steps, people, money };
}

/**
 * Coady–Grosh–Hoddinott index: share of all benefits that reaches the poorest `poorest` of people, divided by that share; 1 is neutral,
 * above 1 progressive, at most 1/poorest. Income before benefits; households of equal income share the edge evenly; null without benefits.
 * @example cgh({ benefit: [31, 31, 13, 13, 12], income: [1, 2, 3, 4, 5] }) // => 1.55
 */
export function cgh(benefits: Benefits, poorest = 0.4): number | null {
  if (!(poorest > 0 && poorest <= 1)) throw new RangeError("the poorest share lies above 0 and up to 1");
  const { steps, people, money } = ladder(benefits);
  let [left, reached] = [poorest * people, 0];
  for (const step of steps) {
    const part = step.weight > 0 ? Math.min(1, Math.max(0, left / step.weight)) : Number(left > 0);
    reached += part * step.benefit;
    left -= step.weight;
  }
  return money > 0 ? reached / money / poorest : null;
}

/**
 * Concentration index 2·cov(b, r)/μ over the fractional rank r of income before benefits, in [−1, 1]; below 0 is pro-poor. Equal incomes
 * have their mean rank; null without benefits. @example concentrationIndex({ benefit: [50, 30, 15, 5, 0], income: [1, 2, 3, 4, 5] }) // => −0.5
 */
export function concentrationIndex(benefits: Benefits): number | null {
  const { steps, people, money } = ladder(benefits);
  let [below, sum] = [0, 0];
  for (const step of steps) { sum += step.benefit * (below + step.weight / 2); below += step.weight; }
  return money > 0 ? (2 * sum) / (people * money) - 1 : null;
}

/**
 * Wilson's interval of a share: `found` of `of` drawn independently, normal quantile z (1.959964 = 95 %). Within [0, 1], also when nothing
 * was found; null when nothing was drawn. @example wilson(3, 400) // => { low: 0.0026, high: 0.0218 }: not shown to be below 2 %
 */
export function wilson(found: number, of: number, z = 1.959_963_984_540_054): { readonly low: number; readonly high: number } | null {
  if (!(found >= 0 && found <= of)) throw new RangeError("more found than drawn");
  if (of === 0) return null;
  const [share, z2] = [found / of, z * z];
  const middle = (share + z2 / (2 * of)) / (1 + z2 / of);
  const half = (z / (1 + z2 / of)) * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of));
  return { low: found === 0 ? 0 : middle - half, high: found === of ? 1 : middle + half };
}
