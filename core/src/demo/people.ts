/**
 * Persons of an invented household: names, certificates, health, schooling and work that fit age, sex and relation
 * (domain guide §11.3–11.4; certificates GB 11643-1999 with fictitious prefixes, never of a real person).
 */
import { checkCharacter } from "../id-number.ts";
import { hash, type Random } from "../statistics/random.ts";
import { ethnicSurnames, givenName, surnames } from "./names.ts";
import type { Village } from "./places.ts";
import { referenceYear, type Slot } from "./structures.ts";

export interface Person {
  readonly ordinal: number;
  name: string;
  readonly sex: 1 | 2;
  readonly birth: string;
  readonly birthYear: number;
  /** 1 when born from September on: enters school a year later. */ readonly late: 0 | 1;
  readonly relation: number;
  readonly ethnic: number;
  readonly political: number;
  readonly marital: number;
  /** Year in which the spouse has died; 0 = never. */ widowedFrom: number;
  /** First and last year in the household; codes of arrival and departure, 0 = none. */
  from: number; to: number; arrival: number; departure: number;
  /** codeLists.health. */ health: number;
  disabilityCategory: number; disabilityLevel: number;
  /** Schooling of those born before `pathFrom`: codeLists.education. */ education: number;
  /** What follows junior school: 0 nothing, 1 senior, 2 vocational, 3 senior and college, 4 vocational and college. */ path: number;
  /** Ability to work while 16–59 and not at school: codeLists.labour. */ labour: number;
  /** Where the person would work for wages: codeLists.workPlace, 0 = farm only. */ place: number;
  /** First year of that work. */ worksFrom: number;
  certNo: string;
  readonly phone: string | null;
}

/** Those born in or after this year follow a path through school that the model simulates; older ones have a drawn level. */
export const pathFrom = 1992;

/** Year of school: 6–11 primary, 12–14 junior, 15–17 senior, 18–21 college. */
export const schoolAge = (p: Pick<Person, "birthYear" | "late">, year: number): number => year - p.birthYear - p.late;

const dayStarts = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const numbersPerDay = 500; // odd or even sequence numbers of one birthday: parity is the sex
const slots = 365 * numbersPerDay;
const step = 104_729; // prime, no factor of `slots`: the map below is one to one

/**
 * Birthday and certificate number of a person, unique inside a county: households × 3 places per birth year and sex are mapped one
 * to one onto the 182,500 (day, number) pairs, so no two persons of a county ever share a number.
 * @param prefix six digits; @param place 0 … 2, persons of this sex and birth year already in the household
 */
function identity(seed: string, prefix: number, index: number, birthYear: number, sex: 1 | 2, place: number): { readonly birth: string; readonly certNo: string; readonly late: 0 | 1 } {
  const at = (step * ((index * 3 + place) % slots) + offset(seed, prefix, birthYear, sex)) % slots;
  const day = Math.floor(at / numbersPerDay);
  const number = (at % numbersPerDay) * 2 + (sex === 1 ? 1 : 0);
  let month = 11;
  while ((dayStarts[month] ?? 0) > day) month--;
  const mm = String(month + 1).padStart(2, "0");
  const dd = String(day - (dayStarts[month] ?? 0) + 1).padStart(2, "0");
  const first17 = `${prefix}${birthYear}${mm}${dd}${String(number).padStart(3, "0")}`;
  return { birth: `${birthYear}-${mm}-${dd}`, certNo: first17 + checkCharacter(first17), late: month >= 8 ? 1 : 0 };
}

let offsets: { readonly key: string; readonly byYear: Map<number, number> } = { key: "", byYear: new Map() };
/** Where the numbers of a birth year and sex begin: depends on the seed, remembered for the county at hand. */
function offset(seed: string, prefix: number, birthYear: number, sex: 1 | 2): number {
  const key = `${prefix}|${seed}`;
  if (offsets.key !== key) offsets = { key, byYear: new Map() };
  const at = birthYear * 2 + sex;
  let found = offsets.byYear.get(at);
  if (found === undefined) offsets.byYear.set(at, (found = hash("identity", seed, prefix, birthYear, sex) % slots));
  return found;
}

/** Health beyond the sickness or disability that made the household poor: shares of 健康, 慢性病, 大病, 残疾 below 16, 16–59, 60 and older. */
const health = [[97.5, 0.8, 0.2, 1.5], [86.2, 5.7, 1.5, 6.6], [52.5, 28.5, 4.5, 14.5]] as const;
/** 文盲, 小学, 初中, 高中, 大专+ by birth: before 1957, 1957–1976, from 1977. */
const education = [[39, 50, 10.2, 0.8, 0], [13, 53.3, 32, 1.5, 0.2], [3.5, 26, 61.5, 5, 4]] as const;
/** 普通, 技能, 丧失, 无, 弱或半 by health (健康, 慢性病, 大病, 残疾). */
const labour = [[92, 8, 0, 0, 0], [62, 5, 2, 0, 31], [18, 0, 38, 2, 42], [35, 2, 20, 4, 39]] as const;
const healthy = 1;

export interface Setting { readonly seed: string; readonly index: number; readonly prefix: number; readonly village: Village }

/** A person for every slot, head first; `r` is the household's stream. A slot of negative age is a child not yet born at the reference year. */
export function makePeople(r: Random, s: Setting, seats: readonly Slot[]): Person[] {
  const { village } = s;
  const kin = r.chance(village.ethnicShare) ? village.ethnic : 1;
  const own = r.chance(0.8) ? r.pick(village.surnames) : r.pick(surnames);
  const spouseName = marriedIn(r, kin);
  const taken = new Map<number, number>();
  return seats.map((seat, ordinal) => makePerson(r, s, seat, ordinal, seat.line === "own" ? own : seat.line === "spouse" ? spouseName : marriedIn(r, kin), kin, taken));
}

const marriedIn = (r: Random, ethnic: number): string => r.pick(r.chance(0.6) ? (ethnicSurnames[ethnic] ?? surnames) : surnames);

function makePerson(r: Random, s: Setting, seat: Slot, ordinal: number, surname: string, kin: number, taken: Map<number, number>): Person {
  let birthYear = referenceYear - seat.age;
  // At most three persons of one sex and birth year in a household, so that certificates stay unique.
  while ((taken.get(birthYear * 2 + seat.sex) ?? 0) >= 3) birthYear--;
  const place = taken.get(birthYear * 2 + seat.sex) ?? 0;
  taken.set(birthYear * 2 + seat.sex, place + 1);
  const id = identity(s.seed, s.prefix, s.index, birthYear, seat.sex, place);
  const state = 1 + r.index(health[seat.age < 16 ? 0 : seat.age < 60 ? 1 : 2]);
  const schooled = seat.sex === 1 ? 1 : 0.8;
  const level = education[birthYear < 1957 ? 0 : birthYear < 1977 ? 1 : 2];
  const path = r.chance(0.36) ? 0 : r.index([27, 30, 27 * schooled, 11]) + 1;
  const person: Person = {
    ordinal, name: surname + givenName(r, seat.sex, birthYear), sex: seat.sex, birth: id.birth, birthYear, late: id.late,
    relation: seat.relation, ethnic: seat.line === "own" || r.chance(0.75) ? kin : kin === 1 ? s.village.ethnic : 1, marital: seat.marital, widowedFrom: 0,
    political: birthYear < 1998 && r.chance(0.035) ? 1 : birthYear >= 1990 && birthYear < 2003 && r.chance(0.25) ? 3 : 13,
    from: Math.max(0, birthYear), to: 9999, arrival: birthYear >= 2014 ? 1 : 0, departure: 0,
    health: state, disabilityCategory: 0, disabilityLevel: 0,
    education: 1 + r.index(seat.sex === 1 ? [(level[0] ?? 0) * 0.72, ...level.slice(1)] : [(level[0] ?? 0) * 1.28, ...level.slice(1)]), path,
    labour: 0, place: 0, worksFrom: 0,
    certNo: id.certNo, phone: seat.age >= 16 && r.chance(0.93) ? phoneOf(s, ordinal) : null,
  };
  settle(r, person, s.village);
  return person;
}

/** Disability, ability to work and place of work, after health is known; called again when a cause of poverty changes the health. */
export function settle(r: Random, p: Person, village: Village): void {
  const age = referenceYear - p.birthYear;
  if (p.health === 4 && p.disabilityCategory === 0) {
    // 肢体 makes up half; levels 1 and 2 are severe.
    p.disabilityCategory = 1 + r.index([13, 11, 2, 50, 9, 11, 4]);
    p.disabilityLevel = 1 + r.index([14, 26, 30, 30]);
    p.certNo = `${p.certNo.slice(0, 18)}${p.disabilityCategory}${p.disabilityLevel}`;
  } else if (p.health !== 4 && p.disabilityCategory !== 0) {
    p.disabilityCategory = p.disabilityLevel = 0;
    p.certNo = p.certNo.slice(0, 18);
  }
  const severe = p.disabilityLevel === 1 || p.disabilityLevel === 2;
  const weights = labour[p.health - 1] ?? labour[0];
  const drawn = 1 + r.index(severe ? [0, 0, weights[2] * 1.3, weights[3] * 1.3, weights[4] * 0.7] : weights);
  p.labour = drawn;
  // Who lives far out or in a poor village goes farther for wages; the sick stay near; the skilled and schooled always earn.
  const must = p.labour === 2 || (p.birthYear >= pathFrom ? p.path >= 3 : p.education === 5);
  const wants = must || r.chance((age < 25 ? 0.75 : age < 45 ? 0.62 : 0.4) * (p.health === healthy ? 1 : 0.45));
  const far = 0.35 + 0.4 * village.remoteness;
  p.place = !wants || p.labour === 3 || p.labour === 4 ? 0 : p.labour === 5 ? 1 : 1 + r.index([1 - far, 1 - far, 0.6, far * (age < 50 ? 1.5 : 0.6)]);
  // The skilled and schooled have always worked; the others began in some year.
  p.worksFrom = must || r.chance(0.7) ? 0 : r.integer(2014, 2018);
}

/** 11 digits in the unassigned range 1990…, unique inside a county: ten places per household. */
const phoneOf = (s: Setting, ordinal: number): string => `1990${String((7_368_787 * (s.index * 10 + ordinal) + offset(s.seed, s.prefix, 0, 1) * 53) % 10_000_000).padStart(7, "0")}`;
