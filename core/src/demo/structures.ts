/**
 * Kinds of households: who lives with the head, how old, of which sex and marital status. Relations, ages and sexes hold
 * together by construction (parents 16–40 years older, spouses of opposite sex); the weights give the household sizes and
 * ages of domain guide §11.3. Codes are those of core/src/registry/codes.ts; ages are those at the end of `referenceYear`.
 */
import type { Random } from "../statistics/random.ts";

/** Ages in this module are ages at the end of this year; other years are reached by ageing. */
export const referenceYear = 2016;

/** A place at the table. `line`: whose surname: the head's own family, or that of somebody married in. */
export interface Slot { readonly relation: number; readonly sex: 1 | 2; readonly age: number; readonly marital: number; readonly line: "own" | "other" | "spouse" }

/** `school`: a child of 13–17 is wanted (因学); `small`: children under 13 only, few able to work (缺劳力). */
export type Wish = "any" | "school" | "small";

export interface Structure {
  readonly size: number;
  readonly weight: number;
  /** Who can work: nobody, at most one in four, or more. */ readonly labour: "none" | "few" | "some";
  /** Has a child at home whose age may be chosen. */ readonly child: boolean;
  readonly make: (r: Random, wish: Wish) => Slot[];
}

const single = 10;
const married = 20;
const widowed = 30;
const divorced = 40;

const slot = (relation: number, sex: 1 | 2, age: number, marital: number, line: Slot["line"] = "own"): Slot => ({ relation, sex, age, marital, line });
const boyOrGirl = (r: Random): 1 | 2 => (r.chance(0.51) ? 1 : 2);

function childAge(r: Random, wish: Wish): number {
  if (wish === "school") return r.integer(13, 17);
  if (wish === "small") return r.integer(4, 12);
  const u = r.uniform();
  return u < 0.245 ? r.integer(0, 5) : u < 0.61 ? r.integer(6, 15) : r.integer(16, 29);
}

/** Son or daughter of the head; grown children at home are mostly unmarried sons. */
function child(r: Random, age: number): Slot {
  const sex = age >= 20 ? (r.chance(0.58) ? 1 : 2) : boyOrGirl(r);
  return slot(sex === 1 ? 3 : 4, sex, age, single);
}

/** Children of one mother: ages at least two years apart, the first as wished, the others younger or older within her years. */
function children(r: Random, count: number, wish: Wish): { readonly slots: Slot[]; readonly eldest: number } {
  const first = Math.max(childAge(r, wish), wish === "small" ? 2 + 2 * count : 0);
  const ages = [first];
  for (let n = 1; n < count; n++) {
    const youngest = Math.min(...ages);
    const gap = r.integer(2, 5);
    const older = Math.max(...ages) + gap;
    ages.push(youngest - gap >= 0 && r.chance(0.75) ? youngest - gap : wish === "small" && older > 13 ? Math.max(0, youngest - 2) : older);
  }
  return { slots: ages.map((age) => child(r, age)), eldest: Math.max(...ages) };
}

/** Head and spouse; the man is head in nine of ten. `mother`: her age. */
function couple(r: Random, mother: number): Slot[] {
  const father = Math.max(19, mother + r.integer(-2, 6));
  return r.chance(0.9) ? [slot(1, 1, father, married), slot(2, 2, mother, married, "spouse")] : [slot(1, 2, mother, married), slot(2, 1, father, married, "spouse")];
}

/** One or both parents of the head, rarely of the spouse. `headAge` may be anything; parents are 19–34 years older. */
function parents(r: Random, headAge: number, headSex: 1 | 2, count: 1 | 2, hasSpouse: boolean): Slot[] {
  const mother = headAge + r.integer(19, 34);
  const inLaws = hasSpouse && r.chance(0.07);
  const [fatherRelation, motherRelation] = !inLaws ? [11, 12] : headSex === 1 ? [13, 14] : [15, 16];
  const line = inLaws ? "spouse" : "own";
  if (count === 2) return [slot(fatherRelation, 1, mother + r.integer(0, 5), married, line), slot(motherRelation, 2, mother, married, "other")];
  return r.chance(0.3) ? [slot(fatherRelation, 1, mother, widowed, line)] : [slot(motherRelation, 2, mother, widowed, "other")];
}

const oldCouple = (r: Random, lo: number, hi: number): Slot[] => couple(r, r.integer(lo, hi));

function family(kids: number, elders: 0 | 1 | 2) {
  return (r: Random, wish: Wish): Slot[] => {
    const young = children(r, kids, wish);
    const pair = couple(r, young.eldest + r.integer(20, 30));
    const head = pair[0];
    return elders === 0 || !head ? [...pair, ...young.slots] : [...pair, ...young.slots, ...parents(r, head.age, head.sex, elders, true)];
  };
}

/** An old couple, their son, his wife and their children: three generations under the grandfather. */
function threeGenerations(kids: number) {
  return (r: Random, wish: Wish): Slot[] => {
    const young = children(r, kids, wish === "any" ? (r.chance(0.6) ? "small" : "any") : wish);
    const mother = young.eldest + r.integer(20, 27);
    const son = mother + r.integer(-1, 4);
    const bySon = r.chance(0.9);
    const grandmother = Math.max(son, mother) + r.integer(19, 26);
    const pair = couple(r, grandmother);
    return [
      ...pair,
      ...(bySon ? [slot(3, 1, son, married), slot(5, 2, mother, married, "other")] : [slot(4, 2, mother, married), slot(6, 1, son, married, "other")]),
      ...young.slots.map((k) => slot(bySon ? (k.sex === 1 ? 7 : 8) : k.sex === 1 ? 9 : 10, k.sex, k.age, single, bySon ? "own" : "other")),
    ];
  };
}

/** Grandparents with children whose parents work far away (隔代). */
function skipped(elders: 1 | 2, kids: number) {
  return (r: Random, wish: Wish): Slot[] => {
    const young = children(r, kids, wish === "any" ? "small" : wish);
    const grandmother = Math.max(58, young.eldest + r.integer(46, 58));
    const bySon = r.chance(0.8);
    const old = elders === 2 ? couple(r, grandmother) : [slot(1, r.chance(0.35) ? 1 : 2, grandmother, widowed)];
    return [...old, ...young.slots.map((k) => slot(bySon ? (k.sex === 1 ? 7 : 8) : k.sex === 1 ? 9 : 10, k.sex, k.age, single, bySon ? "own" : "other"))];
  };
}

/** Mother or father alone with children. */
function singleParent(kids: number, elder: boolean) {
  return (r: Random, wish: Wish): Slot[] => {
    const young = children(r, kids, wish);
    const sex = r.chance(0.6) ? 1 : 2;
    const head = slot(1, sex, young.eldest + r.integer(20, 32), r.chance(0.5) ? widowed : divorced);
    return [head, ...young.slots, ...(elder ? parents(r, head.age, sex, 1, false) : [])];
  };
}

/** An unmarried grown son with his old parents. */
const sonWithParents = (count: 1 | 2) => (r: Random): Slot[] => {
  const age = r.integer(33, 56);
  return [slot(1, 1, age, single), ...parents(r, age, 1, count, false)];
};

const alone = (r: Random): Slot[] => {
  const u = r.uniform();
  if (u < 0.41) return [slot(1, 1, r.integer(60, 82), single)];
  if (u < 0.52) return [slot(1, 1, r.integer(62, 84), widowed)];
  return [slot(1, 2, r.integer(64, 86), widowed)];
};
const aloneYounger = (r: Random): Slot[] => [r.chance(0.85) ? slot(1, 1, r.integer(38, 58), r.chance(0.75) ? single : divorced) : slot(1, 2, r.integer(40, 58), r.chance(0.5) ? divorced : widowed)];
const brothers = (r: Random): Slot[] => { const age = r.integer(40, 58); return [slot(1, 1, age, single), slot(23, 1, age - r.integer(2, 8), single)]; };
const grown = (r: Random, wish: Wish): Slot[] => {
  if (wish !== "any") return family(1, 0)(r, wish);
  const mother = r.integer(44, 58);
  const son = r.integer(18, Math.min(34, mother - 20));
  return [...couple(r, mother), slot(3, 1, son, single)];
};
const eight = (r: Random, wish: Wish): Slot[] => {
  const slots = threeGenerations(3)(r, wish);
  const son = slots.find((s) => s.relation === 3 || s.relation === 4);
  return [...slots, slot(3, 1, Math.max(16, (son?.age ?? 30) - r.integer(2, 6)), single)];
};

/** All kinds, smallest first. Sizes are drawn before; the weight is the share within a size. */
export const structures: readonly Structure[] = [
  { size: 1, weight: 68, labour: "none", child: false, make: alone },
  { size: 1, weight: 32, labour: "some", child: false, make: aloneYounger },
  { size: 2, weight: 30, labour: "none", child: false, make: (r) => oldCouple(r, 62, 80) },
  { size: 2, weight: 24, labour: "some", child: false, make: (r) => oldCouple(r, 43, 58) },
  { size: 2, weight: 16, labour: "some", child: true, make: singleParent(1, false) },
  { size: 2, weight: 16, labour: "some", child: false, make: sonWithParents(1) },
  { size: 2, weight: 6, labour: "none", child: true, make: skipped(1, 1) },
  { size: 2, weight: 8, labour: "some", child: false, make: brothers },
  { size: 3, weight: 44, labour: "some", child: true, make: family(1, 0) },
  { size: 3, weight: 22, labour: "some", child: true, make: grown },
  { size: 3, weight: 8, labour: "some", child: true, make: singleParent(2, false) },
  { size: 3, weight: 7, labour: "none", child: true, make: skipped(2, 1) },
  { size: 3, weight: 19, labour: "some", child: false, make: sonWithParents(2) },
  { size: 4, weight: 56, labour: "some", child: true, make: family(2, 0) },
  { size: 4, weight: 30, labour: "some", child: true, make: family(1, 1) },
  { size: 4, weight: 5, labour: "none", child: true, make: skipped(2, 2) },
  { size: 4, weight: 9, labour: "few", child: true, make: singleParent(2, true) },
  { size: 5, weight: 44, labour: "some", child: true, make: family(2, 1) },
  { size: 5, weight: 16, labour: "some", child: true, make: family(3, 0) },
  { size: 5, weight: 22, labour: "some", child: true, make: family(1, 2) },
  { size: 5, weight: 18, labour: "some", child: true, make: threeGenerations(1) },
  { size: 6, weight: 42, labour: "some", child: true, make: family(2, 2) },
  { size: 6, weight: 44, labour: "some", child: true, make: threeGenerations(2) },
  { size: 6, weight: 14, labour: "some", child: true, make: family(3, 1) },
  { size: 7, weight: 45, labour: "some", child: true, make: threeGenerations(3) },
  { size: 7, weight: 40, labour: "some", child: true, make: family(3, 2) },
  { size: 7, weight: 15, labour: "some", child: true, make: eight },
];
