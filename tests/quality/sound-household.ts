/** Households without a fault, for property tests: a couple, children in the right stage, sometimes grandparents; fictitious numbers (prefix 9901). */
import * as fc from "fast-check";
import { checkCharacter } from "@diguan/core/id-number.ts";
import { computeIncome } from "@diguan/core/registry/income.ts";
import { emptyHousehold, emptyMember, type Household, type HouseholdCase, type Member } from "@diguan/core/registry/record.ts";

/** An ID number with the right check character. @example idNumber("1975-06-15", 1, 7) // sequence 7, male */
export function idNumber(birth: string, sex: number, sequence: number): string {
  const order = (sequence % 499) * 2 + (sex === 1 ? 1 : 0);
  const first17 = `990102${birth.replaceAll("-", "")}${String(order).padStart(3, "0")}`;
  return first17 + checkCharacter(first17);
}

export const member = (over: Partial<Member> = {}): Member => {
  const birth = over.birth ?? "1975-06-15";
  const sex = over.sex ?? 1;
  return {
    ...emptyMember(), memberCode: "m1", name: "张建国", sex, certType: 1, certNo: idNumber(birth, sex, 7), birth, relation: 1, ethnic: 1, political: 13, marital: 20,
    memberPhone: null, education: 3, health: [1], labour: 1, medResident: true, medWorker: false, seriousIns: true, pensionResident: true, pensionWorker: false, dibao: false, tekun: false, ...over,
  };
};

export const household = (over: Partial<Household> = {}): Household => ({
  ...emptyHousehold(), householdCode: "9901000000000001", groupName: "1组", householdPhone: "13800000001", standard: 1, attribute: 1, causeMain: 7, causeOther: [9], exitState: 0, monitored: 0,
  martyr: false, oneChild: false, twoGirls: false, coop: false, yearMembers: 3, currentMembers: 3, arableMu: 5.5, irrigatedMu: 2, forestMu: 10, returnedForestMu: 1, orchardMu: 0, pastureMu: 0, waterMu: 0,
  powerForWork: true, powerAtHome: true, waterHard: false, waterSafe: true, houseAreaM2: 80, unsafeHouse: false, toilet: true, roadKm: 0.8, roadType: 3, fuel: 1, tv: true, broadband: false, relocation: 0,
  wageFen: 1_200_000, operatingFen: 680_000, propertyFen: 45_000, familyPlanningFen: 0, dibaoFen: 0, tekunFen: 0, pensionFen: 0, ecologyFen: 50_000, otherTransferFen: 76_000, costFen: 290_000, ...over,
});

/** A couple and a daughter in grade 7: the base of the tables. */
export const family = (): Member[] => [
  member({ workPlace: 4, workMonths: 8, employer: "示例建筑公司" }),
  member({ memberCode: "m2", name: "李秀英", sex: 2, birth: "1977-03-02", certNo: idNumber("1977-03-02", 2, 8), relation: 2 }),
  member({ memberCode: "m3", name: "张小梅", sex: 2, birth: "2006-01-20", certNo: idNumber("2006-01-20", 2, 9), relation: 4, education: null, student: 4, labour: 4, pensionResident: null, pensionWorker: null }),
];

export const soundCase = (year = 2018): HouseholdCase => ({ region: 990_102_101_001, year, household: household(), members: family() });

const day = fc.integer({ min: 1, max: 28 }).map((n) => String(n).padStart(2, "0"));
const month = fc.integer({ min: 1, max: 12 }).map((n) => String(n).padStart(2, "0"));

/** Stage of a child that turns `age` in the year; labour is always 无劳动力 while in school. */
function stage(age: number): Partial<Member> {
  if (age < 3) return { education: 6, student: null };
  if (age < 7) return { education: null, student: 2 };
  if (age < 13) return { education: null, student: 3 };
  if (age < 16) return { education: null, student: 4 + (age - 13) };
  return { education: null, student: 7 + (age - 16) };
}

/** Any household in which every rule of the catalogue holds, in the given year. */
export const anySoundCase = (year: number): fc.Arbitrary<HouseholdCase> => fc.record({
  headAge: fc.integer({ min: 38, max: 55 }), gap: fc.integer({ min: -4, max: 4 }), childAges: fc.uniqueArray(fc.integer({ min: 1, max: 18 }), { maxLength: 3 }), elder: fc.boolean(), girl: fc.boolean(),
  mm: month, dd: day, wagePerMonth: fc.integer({ min: 1500, max: 6000 }), months: fc.integer({ min: 1, max: 12 }), operating: fc.integer({ min: 0, max: 30_000 }), arable: fc.integer({ min: 0, max: 30 }), headFemale: fc.boolean(),
}).map((r) => {
  // born in the first half of January, so that completed years at the end of the year equal the difference of the years
  const born = (age: number): string => `${year - age}-01-${r.dd <= "15" ? r.dd : "15"}`;
  const headSex = r.headFemale ? 2 : 1;
  const members: Member[] = [
    member({ memberCode: "m1", sex: headSex, birth: born(r.headAge), certNo: idNumber(born(r.headAge), headSex, 11), workPlace: 3, workMonths: r.months, employer: "示例企业" }),
    member({ memberCode: "m2", sex: 3 - headSex, birth: born(r.headAge + r.gap), certNo: idNumber(born(r.headAge + r.gap), 3 - headSex, 12), relation: 2 }),
    ...r.childAges.map((age, i): Member => {
      const sex = r.girl ? 2 : 1;
      return member({ memberCode: `c${i}`, sex, birth: born(age), certNo: idNumber(born(age), sex, 20 + i), relation: sex === 1 ? 3 : 4, labour: 4, pensionResident: null, pensionWorker: null, marital: 10, ...stage(age) });
    }),
    ...(r.elder ? [member({ memberCode: "e1", sex: 2, birth: born(r.headAge + 24), certNo: idNumber(born(r.headAge + 24), 2, 30), relation: 12, education: 1, health: [2], labour: 4 })] : []),
  ];
  const own = household({
    yearMembers: members.length, wageFen: r.wagePerMonth * r.months * 100 * 2, operatingFen: r.operating * 100, costFen: r.operating > 0 ? Math.round(r.operating * 30) : 0, arableMu: r.arable,
  });
  const { transferFen, annualFen, netFen, perCapitaFen } = computeIncome(own);
  return { region: 990_102_101_001, year, household: own, members, stated: { transferFen, annualFen, netFen, perCapitaFen } };
});
