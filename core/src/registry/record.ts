/** What a household is in memory, for one year: the shape that import, rules, service and pages share. Keys are those of `fields.ts`. */

/** `null` = not filled in. Money in fen, dates ISO, codes as numbers of their list. */
export interface Member {
  memberCode: string; name: string; sex: number | null; certType: number | null; certNo: string | null; birth: string | null;
  relation: number | null; ethnic: number | null; political: number | null; marital: number | null; memberPhone: string | null;
  education: number | null; student: number | null; outOfSchool: number | null; health: readonly number[]; disabilityCategory: number | null; disabilityLevel: number | null;
  labour: number | null; workPlace: number | null; workMonths: number | null; employer: string | null; publicPost: readonly number[]; publicPostMonths: number | null; soldier: boolean | null;
  medResident: boolean | null; medWorker: boolean | null; seriousIns: boolean | null; pensionResident: boolean | null; pensionWorker: boolean | null; dibao: boolean | null; tekun: boolean | null;
}

export interface Household {
  householdCode: string; groupName: string | null; householdPhone: string | null; bankName: string | null; bankAccount: string | null;
  standard: number | null; attribute: number | null; causeMain: number | null; causeOther: readonly number[]; causeText: string | null;
  exitState: number | null; exitYear: number | null; returnYear: number | null; enrolledOn: string | null; monitored: number | null;
  /** Identified as monitored, risk eliminated (era B, domain guide §4.5); medical cost borne by the household in the 12 months before. */ recognisedOn: string | null; eliminatedOn: string | null; ownMedicalFen: number | null;
  risks: readonly number[];
  martyr: boolean | null; oneChild: boolean | null; twoGirls: boolean | null; coop: boolean | null; leadFirm: boolean | null; leadPerson: boolean | null;
  /** 年度家庭人口数: denominator of the year's income per head. */ yearMembers: number | null;
  /** 当前家庭人口数: counted from the active members. */ currentMembers: number | null;
  remark: string | null;
  arableMu: number | null; irrigatedMu: number | null; forestMu: number | null; returnedForestMu: number | null; orchardMu: number | null; pastureMu: number | null; waterMu: number | null;
  powerForWork: boolean | null; powerAtHome: boolean | null; waterHard: boolean | null; waterSafe: boolean | null; waterSource: number | null;
  houseAreaM2: number | null; unsafeHouse: boolean | null; houseGrade: number | null; houseStructure: number | null; toilet: boolean | null; roadKm: number | null; roadType: number | null; fuel: number | null; tv: boolean | null; broadband: boolean | null; relocation: number | null;
  wageFen: number | null; operatingFen: number | null; propertyFen: number | null; transferFen: number | null;
  familyPlanningFen: number | null; dibaoFen: number | null; tekunFen: number | null; pensionFen: number | null; ecologyFen: number | null; otherTransferFen: number | null;
  costFen: number | null; annualFen: number | null; netFen: number | null; perCapitaFen: number | null;
}

/** Totals as a file or another system states them; compared with the computed ones (DQ-080, DQ-081), never stored as income. */
export interface StatedTotals { readonly transferFen: number | null; readonly annualFen: number | null; readonly netFen: number | null; readonly perCapitaFen: number | null }

/** One household with its active members in one year, as rules see it. `region` is the 12-digit village code. */
export interface HouseholdCase { readonly region: number; readonly year: number; readonly household: Household; readonly members: readonly Member[]; readonly stated?: StatedTotals }

export const emptyMember = (): Member => ({
  memberCode: "", name: "", sex: null, certType: null, certNo: null, birth: null, relation: null, ethnic: null, political: null, marital: null, memberPhone: null,
  education: null, student: null, outOfSchool: null, health: [], disabilityCategory: null, disabilityLevel: null, labour: null, workPlace: null, workMonths: null, employer: null, publicPost: [], publicPostMonths: null, soldier: null,
  medResident: null, medWorker: null, seriousIns: null, pensionResident: null, pensionWorker: null, dibao: null, tekun: null,
});

export const emptyHousehold = (): Household => ({
  householdCode: "", groupName: null, householdPhone: null, bankName: null, bankAccount: null, standard: null, attribute: null, causeMain: null, causeOther: [], causeText: null,
  exitState: null, exitYear: null, returnYear: null, enrolledOn: null, monitored: null, recognisedOn: null, eliminatedOn: null, ownMedicalFen: null, risks: [], martyr: null, oneChild: null, twoGirls: null, coop: null, leadFirm: null, leadPerson: null, yearMembers: null, currentMembers: null, remark: null,
  arableMu: null, irrigatedMu: null, forestMu: null, returnedForestMu: null, orchardMu: null, pastureMu: null, waterMu: null, powerForWork: null, powerAtHome: null, waterHard: null, waterSafe: null, waterSource: null,
  houseAreaM2: null, unsafeHouse: null, houseGrade: null, houseStructure: null, toilet: null, roadKm: null, roadType: null, fuel: null, tv: null, broadband: null, relocation: null,
  wageFen: null, operatingFen: null, propertyFen: null, transferFen: null, familyPlanningFen: null, dibaoFen: null, tekunFen: null, pensionFen: null, ecologyFen: null, otherTransferFen: null, costFen: null, annualFen: null, netFen: null, perCapitaFen: null,
});
