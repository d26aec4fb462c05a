/**
 * One invented household: who lives there, why it is poor, what it owns, when it was registered and when it leaves poverty. A pure
 * function of seed, county and index, so that any machine and any worker makes the same household, alone or among two million
 * (paper 001 §3.4: precision is measured against a known truth; domain guide §11.2–11.3).
 */
import { normalProbability, normalQuantile, Random } from "../statistics/random.ts";
import { cells, type Profile } from "./causes.ts";
import { makePeople, schoolAge, settle, type Person } from "./people.ts";
import { villageAt, type County, type Village } from "./places.ts";
import { referenceYear, type Slot } from "./structures.ts";

/** What a generated county is made of. */
export interface CountyPlan {
  readonly seed: string;
  readonly profile: Profile;
  readonly county: County;
  /** Of `allocate`. */ readonly starts: readonly number[];
  readonly households: number;
  /** First six digits of certificates; usually the county's own code. */ readonly prefix: number;
}

export interface Root {
  readonly index: number;
  readonly code: string;
  readonly village: Village;
  readonly group: string;
  readonly people: Person[];
  readonly cause: number;
  readonly otherCauses: readonly number[];
  /** 1 ordinary, 4 with 低保, 6 特困. */ attribute: number;
  /** Ordinals of members on 低保, when the household has it. */ readonly covered: readonly number[];
  /** Nobody works: 60-year-olds count as 无劳动力. */ readonly frail: boolean;
  readonly enrolledYear: number;
  readonly enrolledOn: string;
  exitYear: number;
  /** 0 = never. */ returnYear: number;
  /** Income per head ÷ line when identified. */ readonly ratio: number;
  /** Identified above the line because a guarantee was missing (§11.3: 8 %). */ readonly above: boolean;
  /** Income per head ÷ line in the year of exit. */ readonly exitRatio: number;
  readonly growth: number;
  readonly bank: string;
  account: string;
  readonly land: { readonly arableMu: number; readonly irrigatedMu: number; readonly forestMu: number; readonly returnedForestMu: number; readonly orchardMu: number; readonly pastureMu: number; readonly waterMu: number };
  readonly house: { readonly areaM2: number; readonly structure: number; /** first year of a safe house; 0 = always */ readonly safeFrom: number; readonly grade: number };
  readonly water: { /** first year of safe water; 0 = always */ readonly safeFrom: number };
  readonly road: { readonly km: number; readonly type: number; readonly improvedFrom: number };
  readonly fuel: number; readonly toiletFrom: number; readonly powerFrom: number; readonly broadbandFrom: number; readonly coopFrom: number;
  readonly relocation: number;
  readonly standing: { readonly martyr: boolean; readonly oneChild: boolean; readonly twoGirls: boolean };
}

/** Share of the households registered at the start that have left poverty by the end of 2014 … 2020. Source: domain guide §11.2, 44,000 → 37,500 → 29,000 → 20,500 → 12,800 → 5,200 → 900 → 0. */
export const exitedBy = [0.1477, 0.3409, 0.5341, 0.7091, 0.8818, 0.9795, 1] as const;
export const firstYear = 2014;
export const lastYear = 2020;
/** Chance per year that an exited household falls back (§11.2: 0.3–0.8 %). */
const returnRate = 0.005;

/** 16 digits that depend on the seed, unique inside a county: an affine map of the index modulo 10¹⁰. */
function codeOf(plan: CountyPlan, index: number, shift: number): string {
  return `${plan.county.code}${String((7_368_787 * (index + 1) + shift) % 10_000_000_000).padStart(10, "0")}`;
}

/** 19 digits with the Luhn check digit; issuer 629901 is fictitious. */
function accountOf(plan: CountyPlan, index: number, shift: number): string {
  const body = `629901${String(plan.county.code % 1000).padStart(3, "0")}${String((104_729 * (index + 1) + shift) % 1_000_000_000).padStart(9, "0")}`;
  let sum = 0;
  for (let i = 0; i < body.length; i++) {
    const digit = body.charCodeAt(body.length - 1 - i) - 48;
    sum += i % 2 === 0 ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return body + String((10 - (sum % 10)) % 10);
}

/** Alias-free categorical over the cells of a profile: running totals, found by bisection. */
const totals = new Map<Profile, readonly number[]>();
function drawCell(r: Random, profile: Profile): ReturnType<typeof cells>[number] {
  const list = cells(profile);
  let sums = totals.get(profile);
  if (!sums) { let sum = 0; totals.set(profile, (sums = list.map((c) => (sum += c.share)))); }
  const u = r.uniform() * (sums.at(-1) ?? 1);
  let lo = 0;
  let hi = sums.length - 1;
  while (lo < hi) { const mid = (lo + hi) >> 1; if ((sums[mid] ?? 0) > u) hi = mid; else lo = mid + 1; }
  const found = list[lo];
  if (!found) throw new RangeError("no cell");
  return found;
}

/** The household with this index (0 …). Indices beyond `plan.households` are households that nobody registered. */
export function makeHousehold(plan: CountyPlan, index: number): Root {
  const r = new Random("household", plan.seed, plan.county.code, index);
  const shifts = shiftsOf(plan);
  const village = plan.county.villages[villageAt(plan.starts, index < plan.households ? index : r.integer(0, plan.households - 1))];
  if (!village) throw new RangeError(`household ${index}`);
  const { cause, structure } = drawCell(r, plan.profile);
  const seats: readonly Slot[] = structure.make(r, cause === 3 ? "school" : cause === 8 ? "small" : "any");
  const people = makePeople(r, { seed: plan.seed, index, prefix: plan.prefix, village }, cause === 8 ? seats : [...seats, ...expected(r, seats)]);
  afflict(r, people, cause, village);
  if (cause !== 8 && people.length > 2) depart(r, people, cause);
  const tekun = cause !== 3 && people.every((p) => p.labour === 3 || p.labour === 4 || referenceYear - p.birthYear >= 62) && people.length === 1 && r.chance(0.69);
  // 缺劳力 households with one person of working age keep that one; in the others even the younger old count as unable.
  const frail = tekun || cause === 8;
  const land = makeLand(r, village, people.length);
  const timing = makeTiming(r, plan, people, cause, tekun, village);
  const attribute = tekun ? 6 : onAllowance(r, people, cause, frail) ? 4 : 1;
  return {
    index, code: codeOf(plan, index, shifts.code), village, group: `${r.integer(1, village.groups)}组`, people, cause, otherCauses: otherCauses(r, people, cause, village), attribute,
    covered: coveredBy(r, people), frail, ...timing, growth: r.between(1.07, 1.18),
    bank: r.chance(0.8) ? "农村信用社" : r.chance(0.6) ? "邮政储蓄银行" : "农业银行", account: accountOf(plan, index, shifts.account), land,
    house: makeHouse(r, village, people.length, timing.exitYear, timing.above), water: { safeFrom: r.chance(0.02 + 0.187 * village.remoteness) ? untilExit(r, timing.exitYear) : 0 },
    road: { km: Math.round(Math.min(4.9, r.lognormal(0.35 + 1.1 * village.remoteness, 0.6)) * 10) / 10, type: 1 + r.index([0.2 + 0.5 * village.remoteness, 0.35, 0.45 - 0.3 * village.remoteness, 0.05]), improvedFrom: r.integer(2015, 2021) },
    fuel: village.remoteness > 0.8 && r.chance(0.1) ? 2 : [1, 3, 4][r.index([0.3 + 0.4 * village.remoteness, 0.25, 0.45])] ?? 1,
    toiletFrom: r.chance(0.35) ? 0 : r.integer(2014, 2021), powerFrom: r.chance(0.985) ? 0 : 2015, broadbandFrom: r.integer(2014, 2022), coopFrom: r.chance(0.4) ? r.integer(2014, 2018) : 9999,
    relocation: village.remoteness > 0.6 && r.chance(0.12) ? (r.chance(0.75) ? 1 : 2) : 0,
    standing: { martyr: r.chance(0.008), oneChild: false, twoGirls: people.filter((p) => p.relation === 4).length === 2 && !people.some((p) => p.relation === 3) && r.chance(0.8) },
  };
}

const shiftCache = new Map<string, { readonly code: number; readonly account: number }>();
function shiftsOf(plan: CountyPlan): { readonly code: number; readonly account: number } {
  const key = `${plan.seed}|${plan.county.code}`;
  let found = shiftCache.get(key);
  if (!found) {
    const r = new Random("codes", plan.seed, plan.county.code);
    shiftCache.set(key, (found = { code: r.integer(0, 9_999_999_999), account: r.integer(0, 999_999_999) }));
  }
  return found;
}

/** Natural changes (§4.3): a child that will be born in 2017–2019 to a young couple. */
function expected(r: Random, seats: readonly Slot[]): readonly Slot[] {
  const mother = seats.find((s) => s.sex === 2 && s.marital === 20 && s.age >= 20 && s.age <= 34 && (s.relation <= 2 || s.relation === 5));
  if (!mother || seats.filter((s) => s.relation === 3 || s.relation === 4 || s.relation === 7 || s.relation === 8).length >= 3 || !r.chance(0.42)) return [];
  const sex = r.chance(0.52) ? 1 : 2;
  const ofHead = mother.relation <= 2;
  return [{ relation: ofHead ? (sex === 1 ? 3 : 4) : sex === 1 ? 7 : 8, sex, age: -r.integer(1, 3), marital: 10, line: "own" }];
}

/** Natural changes (§4.3): the very old die, daughters marry out. Who made the household poor stays. */
function depart(r: Random, people: readonly Person[], cause: number): void {
  for (const p of people) {
    if (p.relation === 1) continue;
    const age = referenceYear - p.birthYear;
    if (age >= 72 && (cause > 2 || p.health === 1) && r.chance(0.16)) {
      p.to = r.integer(2014, 2019);
      p.departure = 1;
      const other = people.find((q) => (p.relation === 2 && q.relation === 1) || (p.relation === 11 && q.relation === 12) || (p.relation === 12 && q.relation === 11));
      if (other) other.widowedFrom = p.to + 1;
    } else if (p.relation === 4 && p.sex === 2 && age >= 21 && cause > 2 && r.chance(0.18)) {
      p.to = r.integer(2014, 2019);
      p.departure = 2;
    }
  }
}

/** The member whose sickness or disability made the household poor. */
function afflict(r: Random, people: readonly Person[], cause: number, village: Village): void {
  const victim = (weights: (p: Person) => number): Person | undefined => people[r.index(people.map(weights))];
  const age = (p: Person): number => referenceYear - p.birthYear;
  if (cause === 1) {
    const p = victim((q) => (q.from > 2014 ? 0 : age(q) < 16 ? 0.2 : age(q) < 60 ? 1 : 1.6));
    if (p) { p.health = r.chance(0.76) ? 2 : 3; settle(r, p, village); }
  } else if (cause === 2) {
    const p = victim((q) => (q.from > 2014 ? 0 : age(q) < 16 ? 0.3 : 1));
    if (p) { p.health = 4; settle(r, p, village); }
  } else if (cause === 3) {
    const pupil = people.find((q) => { const s = schoolAge(q, referenceYear); return s >= 12 && s <= 17 && q.relation !== 1; });
    if (pupil) { pupil.path = schoolAge(pupil, referenceYear) > 15 || r.chance(0.7) ? 3 : 4; pupil.health = 1; settle(r, pupil, village); }
  } else if (cause === 8) {
    // One grown-up in four at most is able to work.
    let able = Math.floor(people.length / 4);
    for (const q of people) {
      if (age(q) < 16 || age(q) >= 62) continue;
      if (q.labour !== 3 && q.labour !== 4 && able-- <= 0) { if (q.health === 1) q.health = r.chance(0.5) ? 2 : 4; settle(r, q, village); q.labour = 3; q.place = 0; }
    }
  } else if (cause === 7 || cause === 9) {
    // Skills or money are lacking where somebody could use them.
    const adult = people.find((q) => age(q) >= 18 && age(q) < 58);
    if (adult && !people.some((q) => age(q) < 60 && (q.labour === 1 || q.labour === 2))) { adult.health = 1; settle(r, adult, village); }
  }
}

function otherCauses(r: Random, people: readonly Person[], main: number, village: Village): readonly number[] {
  const many = r.index([30, 45, 25]);
  const fits = [7, 9];
  if (people.some((p) => p.health === 2 || p.health === 3)) fits.push(1, 1);
  if (people.some((p) => p.health === 4)) fits.push(2);
  if (people.some((p) => { const s = schoolAge(p, referenceYear); return s >= 8 && s <= 14; })) fits.push(3);
  if (village.remoteness > 0.6) fits.push(10);
  if (people.every((p) => p.labour >= 3 || referenceYear - p.birthYear < 16 || referenceYear - p.birthYear >= 70)) fits.push(8, 8);
  return [...new Set(r.shuffled(fits.filter((c) => c !== main)))].slice(0, many);
}

function onAllowance(r: Random, people: readonly Person[], cause: number, frail: boolean): boolean {
  const able = people.some((p) => { const age = referenceYear - p.birthYear; return age >= 16 && age < 60 ? p.labour === 1 || p.labour === 2 || p.labour === 5 : !frail && age >= 60 && age < 66; });
  const severe = people.some((p) => p.disabilityLevel === 1 || p.disabilityLevel === 2 || p.health === 3);
  return !able || r.chance(severe ? 0.5 : cause === 1 || cause === 2 || cause === 8 ? 0.3 : 0.13);
}

/** Members on 低保: everybody in four of ten households, else the sick, the old, the children (at least one). */
function coveredBy(r: Random, people: readonly Person[]): readonly number[] {
  if (r.chance(0.4)) return people.map((p) => p.ordinal);
  const weak = people.filter((p) => p.health !== 1 || referenceYear - p.birthYear >= 65).map((p) => p.ordinal);
  return weak.length > 0 ? weak : [0];
}

function makeLand(r: Random, village: Village, size: number): Root["land"] {
  const tenth = (x: number): number => Math.round(x * 10) / 10;
  // Mean of the lognormal is 6.5 亩 per household: median 6.5 / exp(0.62²/2), larger households hold more.
  const arableMu = tenth(Math.min(40, 0.1 + r.lognormal(5.1 * (0.62 + 0.125 * size), 0.62)));
  const forestMu = tenth(r.zeroInflated(0.38 - 0.2 * village.remoteness, () => Math.min(60, r.lognormal(6 + 6 * village.remoteness, 0.8))));
  return {
    arableMu, irrigatedMu: tenth(arableMu * r.zeroInflated(0.4, () => r.between(0.1, 0.7))), forestMu,
    returnedForestMu: tenth(forestMu * r.zeroInflated(0.7, () => r.between(0.2, 0.9))), orchardMu: tenth(r.zeroInflated(0.82, () => r.lognormal(2, 0.6))),
    pastureMu: tenth(r.zeroInflated(0.93, () => r.lognormal(4, 0.7))), waterMu: tenth(r.zeroInflated(0.97, () => r.lognormal(1, 0.5))),
  };
}

/** First year without the lack: it is over in the year of exit at the latest. */
const untilExit = (r: Random, exitYear: number): number => r.integer(Math.min(2015, exitYear), exitYear);

function makeHouse(r: Random, village: Village, size: number, exitYear: number, above: boolean): Root["house"] {
  // Households registered above the line lacked a guarantee: a safe house.
  const danger = above || r.chance(Math.min(0.5, Math.max(0.01, 0.034 + 0.05 * village.remoteness - 0.03 * village.wealth)));
  const structure = danger ? (r.chance(0.75) ? 4 : 3) : [1, 2, 3, 4][r.index([0.06, 0.5, 0.36, 0.08])] ?? 2;
  return { areaM2: Math.max(15, Math.round(size * Math.min(60, r.lognormal(size <= 2 ? 30.5 : 23, 0.33)))), structure, safeFrom: danger ? untilExit(r, exitYear) : 0, grade: danger ? (r.chance(0.6) ? 3 : 4) : r.chance(0.4) ? 1 : 2 };
}

type Timing = Pick<Root, "enrolledYear" | "enrolledOn" | "exitYear" | "returnYear" | "ratio" | "above" | "exitRatio">;

/** When the household is registered and leaves; the strong leave first. */
function makeTiming(r: Random, plan: CountyPlan, people: readonly Person[], cause: number, tekun: boolean, village: Village): Timing {
  const enrolledYear = firstYear + (r.chance(0.94) ? 0 : r.index([0, 3, 2, 1]));
  const day = String(r.integer(1, 28)).padStart(2, "0");
  const enrolledOn = enrolledYear === firstYear ? `2014-${String(r.integer(4, 10)).padStart(2, "0")}-${day}` : `${enrolledYear}-${r.pick(["10", "11", "12"])}-${day}`;
  const able = people.filter((p) => p.labour === 1 || p.labour === 2).length / people.length;
  // Need, standardised: mean 0 and variance 1 over the county, half of it explained by what officers see.
  const need = (0.52 - able) * 1.15 + (tekun ? 0.5 : 0) + (cause === 1 || cause === 2 ? 0.2 : 0) + 0.05 - village.wealth * 0.25;
  const u = normalProbability((need * 0.95 + r.normal(0, 0.86)) / 0.985);
  // A later registration leaves in proportion to the households still poor then.
  const missed = enrolledYear > firstYear ? (exitedBy[enrolledYear - firstYear] ?? 0) : 0;
  const rank = missed + (1 - missed) * u;
  const exitYear = firstYear + Math.max(0, exitedBy.findIndex((share) => rank < share || share === 1));
  let returnYear = 0;
  for (let y = exitYear + 1; y < lastYear && returnYear === 0; y++) if (r.chance(returnRate)) returnYear = y;
  const above = r.chance(0.08);
  return { enrolledYear, enrolledOn, exitYear: exitYear, returnYear, above, ratio: above ? 1.01 + r.between(0, 0.3) : belowLine(r), exitRatio: Math.max(1.1, r.lognormal(1.42, 0.2)) };
}

// Median before the cut: cut at the line and with the 8 % above it, the median of all is the 0.78 of the guide.
const medianRatio = 0.845;
const sigmaRatio = 0.28;
/** Ratio below 0.99 of the line from the lognormal of §11.3, cut at the line by inversion. */
function belowLine(r: Random): number {
  const cut = normalProbability(Math.log(0.99 / medianRatio) / sigmaRatio);
  return Math.max(0.25, medianRatio * Math.exp(sigmaRatio * normalQuantile(Math.max(1e-9, r.uniform() * cut))));
}
