/**
 * A household in one year: who lives there, who learns and works, whether it is poor, its income item by item and how it lives
 * (domain guide §1.3–1.6, §11.3). Years follow from one another: people age and move up in school, houses are made safe by the
 * year of exit, incomes grow under support (+18–30 % a year) and stand above the line of every exited year.
 */
import { computeIncome } from "../registry/income.ts";
import { emptyHousehold, emptyMember, type Household, type HouseholdCase, type Member } from "../registry/record.ts";
import { Random } from "../statistics/random.ts";
import { firstYear, type CountyPlan, type Root } from "./household.ts";
import { pathFrom, schoolAge, type Person } from "./people.ts";

/** Working line of the invented province in yuan per head, 2013 … 2020. Source: domain guide §2.1, common provincial line 2800 × 1.06ⁿ. */
const lines: Readonly<Record<number, number>> = { 2013: 2736, 2014: 2800, 2015: 2968, 2016: 3146, 2017: 3335, 2018: 3535, 2019: 3747, 2020: 4000 };
/** Poverty line used by the generator, yuan. @example lineOf(2017) // => 3335 */
export const lineOf = (year: number): number => lines[year] ?? 4000;
/** Basic pension of the old, yuan a month. Real minimum standards 55 (2014), 70 (2015–2017), 88 (2018) and local supplements. */
const pensions: Readonly<Record<number, number>> = { 2014: 60, 2015: 75, 2016: 80, 2017: 85, 2018: 98, 2019: 103, 2020: 110 };

export const stateOf = (root: Root, year: number): number => {
  if (root.returnYear !== 0 && year >= root.returnYear && year < root.returnYear + 2 && year < 2020) return 3;
  if (year >= root.exitYear) return 1;
  // One in five of those who leave next year is already on the list of exits (预脱贫).
  return year === root.exitYear - 1 && root.index % 5 === 0 ? 2 : 0;
};

/** Members of a year, head first. */
export const presentIn = (root: Root, year: number): readonly Person[] => root.people.filter((p) => p.from <= year && year <= p.to);

const monthly: readonly number[] = [0, 1450, 1750, 2350, 2950];

interface Working { readonly p: Person; readonly m: Member }

/** The household as the register shows it at the end of a year, free of faults. */
export function householdIn(plan: CountyPlan, root: Root, year: number): HouseholdCase {
  const r = new Random("year", plan.seed, plan.county.code, root.index, year);
  const persons = presentIn(root, year);
  const members = persons.map((p) => memberIn(root, p, year));
  const state = stateOf(root, year);
  const able = members.some((m) => m.labour === 1 || m.labour === 2 || m.labour === 5);
  const attribute = root.attribute === 1 && !able ? 4 : root.attribute;
  if (attribute === 4) for (const m of members) m.dibao = root.attribute !== 4 || root.covered.includes(ordinalOf(m)) || !members.some((o) => root.covered.includes(ordinalOf(o)));
  if (attribute === 6) for (const m of members) m.tekun = true;
  const household = emptyHousehold();
  fillBasics(household, root, year, state, attribute, members);
  fillLiving(household, root, year);
  fillIncome(r, household, root, year, persons.map((p, i) => ({ p, m: members[i] ?? emptyMember() })), state);
  return { region: root.village.code, year, household, members };
}

const ordinalOf = (m: Member): number => Number(m.memberCode.slice(-4)) - 1;

function memberIn(root: Root, p: Person, year: number): Member {
  const m = emptyMember();
  const age = year - p.birthYear;
  m.memberCode = `${root.code}${String(p.ordinal + 1).padStart(4, "0")}`;
  m.name = p.name; m.sex = p.sex; m.certType = p.disabilityCategory > 0 ? 2 : 1; m.certNo = p.certNo; m.birth = p.birth;
  m.relation = p.relation; m.ethnic = p.ethnic; m.political = p.political; m.memberPhone = age >= 16 ? p.phone : null;
  m.marital = p.widowedFrom !== 0 && year >= p.widowedFrom ? 30 : p.marital;
  fillSchool(m, p, year);
  const student = m.student !== null && m.student > 1;
  m.health = [p.health];
  if (p.disabilityCategory > 0) { m.disabilityCategory = p.disabilityCategory; m.disabilityLevel = p.disabilityLevel; }
  m.labour = student || age < 16 ? 4 : age < 60 ? (root.attribute === 6 ? 3 : p.labour) : !root.frail && age < 70 && p.labour !== 3 && p.labour !== 4 ? 5 : 4;
  m.workMonths = 0;
  m.soldier = false; m.medResident = true; m.medWorker = false; m.seriousIns = true; m.pensionResident = age >= 16 && !student; m.pensionWorker = false;
  m.dibao = false; m.tekun = false;
  return m;
}

/** 文化程度 for those out of school, 在校生状况 for the others. */
function fillSchool(m: Member, p: Person, year: number): void {
  const s = schoolAge(p, year);
  if (p.birthYear < pathFrom) { m.education = p.education; m.student = 1; return; }
  if (s < 6) {
    const kindergarten = s >= 3 && (p.ordinal + p.birthYear) % 4 !== 0;
    m.education = kindergarten ? null : 6;
    m.student = kindergarten ? 2 : 1;
    return;
  }
  const stage = s <= 11 ? 3 : s <= 14 ? s - 8 : s === 15 || (s <= 17 && p.path > 0) ? (p.path === 1 || p.path === 3 ? s - 8 : s - 5) : s <= 21 && p.path === 3 ? 16 : s <= 20 && p.path === 4 ? s - 5 : 0;
  m.student = stage === 0 ? 1 : stage;
  m.education = stage !== 0 ? null : p.path === 0 ? 3 : p.path <= 2 ? 4 : 5;
}

function fillBasics(h: Household, root: Root, year: number, state: number, attribute: number, members: readonly Member[]): void {
  h.householdCode = root.code; h.groupName = root.group; h.householdPhone = members[0]?.memberPhone ?? null; h.bankName = root.bank; h.bankAccount = root.account;
  h.standard = 1; h.attribute = attribute; h.causeMain = root.cause; h.causeOther = root.otherCauses;
  if (root.cause === 99) { h.causeText = "家庭成员意外事故"; h.remark = "致贫原因:家庭成员意外事故"; }
  h.exitState = state; h.exitYear = state === 1 ? (root.returnYear !== 0 && year > root.returnYear ? Math.min(root.returnYear + 2, year) : root.exitYear) : null;
  h.returnYear = root.returnYear !== 0 && year >= root.returnYear ? root.returnYear : null; h.enrolledOn = root.enrolledOn;
  h.martyr = root.standing.martyr; h.oneChild = root.standing.oneChild; h.twoGirls = root.standing.twoGirls; h.coop = year >= root.coopFrom;
  h.leadFirm = year >= root.coopFrom && root.index % 3 === 0; h.leadPerson = year >= root.coopFrom && root.index % 7 === 0;
  h.yearMembers = members.length; h.currentMembers = members.length;
}

function fillLiving(h: Household, root: Root, year: number): void {
  Object.assign(h, root.land);
  const unsafe = year < root.house.safeFrom;
  const dry = year < root.water.safeFrom;
  h.powerForWork = year >= root.powerFrom; h.powerAtHome = year >= root.powerFrom; h.waterHard = dry; h.waterSafe = !dry; h.waterSource = dry ? 3 : root.road.type >= 3 ? 1 : 2;
  h.houseAreaM2 = root.house.areaM2; h.unsafeHouse = unsafe; h.houseGrade = unsafe ? root.house.grade : root.house.safeFrom > 0 ? 1 : Math.min(2, root.house.grade); h.houseStructure = !unsafe && root.house.safeFrom > 0 ? 2 : root.house.structure;
  h.toilet = year >= root.toiletFrom; h.roadKm = root.road.km; h.roadType = year >= root.road.improvedFrom && root.road.type < 3 ? 3 : root.road.type; h.fuel = root.fuel;
  h.tv = year >= 2015 || root.powerFrom === 0; h.broadband = year >= root.broadbandFrom; h.relocation = root.relocation !== 0 && year >= 2017 ? root.relocation : 0;
}

/** Net income per head of a year in yuan, before rounding: below the line until exit (a household above it lacks a guarantee), above it after. */
function targetPerHead(r: Random, root: Root, year: number, state: number): number {
  const line = lineOf(year);
  if (state === 3) return line * r.between(0.62, 0.95);
  if (state === 1) {
    const since = year - (root.returnYear !== 0 && year > root.returnYear ? root.returnYear + 2 : root.exitYear);
    return Math.max(line * 1.08, lineOf(year - since) * root.exitRatio * root.growth ** since * r.between(0.96, 1.04));
  }
  if (root.above) return line * root.ratio * r.between(0.98, 1.04);
  const first = Math.max(firstYear - 1, root.enrolledYear - 1);
  const share = Math.min(1, (year - first) / Math.max(1, root.exitYear - first));
  return line * Math.min(0.97, root.ratio + (0.97 - root.ratio) * share * 0.8 * r.between(0.7, 1.1));
}

/** Income items in whole yuan that add up to the year's income; wages only where somebody works, costs wherever something is produced. */
function fillIncome(r: Random, h: Household, root: Root, year: number, people: readonly Working[], state: number): void {
  const size = people.length;
  const net = Math.round(targetPerHead(r, root, year, state) * size);
  const whole = (x: number): number => Math.max(0, Math.round(x));
  const pension = people.filter(({ m, p }) => year - p.birthYear >= 60 && m.pensionResident === true).length * (pensions[year] ?? 85) * 12;
  const rest = Math.max(0, net - pension);
  const [tekun, dibao] = h.attribute === 6 ? [Math.max(600, whole(rest * r.between(0.62, 0.74))), 0] : [0, h.attribute === 4 ? allowance(r, people, rest) : 0];
  const ecology = whole(Math.min(net * 0.12, h.returnedForestMu !== null && h.returnedForestMu > 0 ? h.returnedForestMu * 125 : r.chance(0.3) ? (h.forestMu ?? 0) * 15 : 0));
  const family = h.twoGirls === true && people.some(({ p }) => year - p.birthYear >= 58) ? 960 : 0;
  const property = r.chance(0.38) ? whole(Math.min(rest * 0.25, r.lognormal(1250, 0.5))) : 0;
  let other = whole(rest * (people.some(({ m }) => m.labour !== 4 && m.labour !== 3) ? r.between(0.05, 0.22) : r.between(0.1, 0.22)));
  let earned = net - pension - tekun - dibao - ecology - family - property - other;
  // Skilled and college people always have wages (else they are on the list of DQ-111), however small the rest of the income.
  if (earned < 1300 && people.some(({ p, m }) => p.place > 0 && (m.labour === 2 || (m.education === 5 && (m.labour === 1 || m.labour === 5))))) earned = 1300;
  const workers = earned > 700 ? hire(people, year, earned) : [];
  const ableHands = people.some(({ m }) => m.labour === 1 || m.labour === 2 || m.labour === 5);
  let wage = workers.length === 0 ? 0 : whole(earned * r.between(0.68, 0.97));
  if (!ableHands && earned > 900) {
    // Nobody works: the children outside the household support it (赡养费) more than the field does.
    const support = whole((earned - 500) * r.between(0.5, 0.85));
    other += support;
    earned -= support;
  }
  let farm = earned - wage;
  if (farm < 150) { if (wage > 150 - farm + 700) wage -= 150 - farm; farm = 150; }
  const gross = whole(farm / (1 - r.between(0.22, 0.42)));
  pay(r, workers, wage, year);
  const fen = (x: number): number => x * 100;
  h.wageFen = fen(wage); h.operatingFen = fen(gross); h.costFen = fen(gross - farm); h.propertyFen = fen(property);
  h.familyPlanningFen = fen(family); h.dibaoFen = fen(dibao); h.tekunFen = fen(tekun); h.pensionFen = fen(pension); h.ecologyFen = fen(ecology); h.otherTransferFen = fen(other);
  Object.assign(h, computeIncome(h));
}

/** 低保金 of a year, in whole yuan per covered person and month, within what the household lives on. */
function allowance(r: Random, people: readonly Working[], net: number): number {
  const covered = Math.max(1, people.filter(({ m }) => m.dibao === true).length);
  const perMonth = Math.max(20, Math.min(310, Math.round((net * r.between(0.2, 0.46)) / 12 / covered)));
  return perMonth * 12 * covered;
}

/** Who works for wages this year: those who must (skilled, college), then those who would, as far as the income reaches. */
function hire(people: readonly Working[], year: number, earned: number): readonly Working[] {
  const willing = people.filter(({ p, m }) => p.place > 0 && (m.labour === 1 || m.labour === 2 || m.labour === 5) && (p.worksFrom <= year) && year - p.birthYear < 66);
  const must = willing.filter(({ m }) => m.labour === 2 || m.education === 5);
  const rest = willing.filter((w) => !must.includes(w));
  return [...must, ...rest.slice(0, Math.max(0, Math.floor(earned / 4000) + 1 - must.length))];
}

/** Spreads the wages over the workers and their months; the last month is paid so that the sum is exact (only the household keeps the amount). */
function pay(r: Random, workers: readonly Working[], wage: number, year: number): void {
  const each = wage / Math.max(1, workers.length);
  for (const { p, m } of workers) {
    const near = m.labour === 5 || year - p.birthYear >= 60;
    m.workPlace = near ? 1 : p.place;
    const rate = (monthly[m.workPlace] ?? 1500) * (1 + 0.06 * (year - 2016)) * r.between(0.85, 1.2);
    m.workMonths = Math.max(1, Math.min(12, Math.round(each / rate)));
    if (near && p.ordinal % 2 === 0) { m.publicPost = [1 + ((p.birthYear + p.ordinal) % 4)]; m.publicPostMonths = m.workMonths; m.workPlace = 1; }
    else m.employer = p.place >= 3 ? employers[(p.birthYear + p.ordinal) % employers.length] ?? null : null;
  }
}
const employers = ["示例电子厂", "示例制衣厂", "示例建筑公司", "示例物流公司", "示例家具厂", "示例餐饮店"];
