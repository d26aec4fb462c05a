/** Which fields of the record stand beside a finding, by the subject of its rule, so that people decide with the data in sight. */
import type { HouseholdKey, MemberKey } from "../registry/fields.ts";
import type { RuleGroup } from "./rule.ts";

interface Shown { readonly household: readonly HouseholdKey[]; readonly member: readonly MemberKey[]; readonly village: readonly string[] }

const incomes = ["wageFen", "operatingFen", "propertyFen", "familyPlanningFen", "dibaoFen", "tekunFen", "pensionFen", "ecologyFen", "otherTransferFen", "costFen", "yearMembers", "perCapitaFen", "exitState"] as const;

export const shownBeside: Readonly<Record<RuleGroup, Shown>> = {
  identity: { household: ["householdPhone"], member: ["name", "sex", "certType", "certNo", "birth", "relation", "memberPhone"], village: [] },
  household: { household: ["yearMembers", "currentMembers"], member: ["name", "relation", "sex", "birth", "certNo", "ethnic", "health", "marital"], village: [] },
  schooling: { household: [], member: ["name", "birth", "education", "student", "outOfSchool", "health", "labour"], village: [] },
  labour: { household: [], member: ["name", "birth", "health", "labour", "student", "disabilityCategory", "disabilityLevel", "certNo"], village: [] },
  work: { household: ["wageFen"], member: ["name", "birth", "labour", "student", "workPlace", "workMonths", "employer", "publicPost", "publicPostMonths"], village: [] },
  insurance: { household: [], member: ["name", "birth", "student", "medResident", "medWorker", "seriousIns", "pensionResident", "pensionWorker"], village: [] },
  cause: { household: ["causeMain", "causeOther", "causeText", "risks", "remark"], member: [], village: [] },
  support: { household: ["attribute", "dibaoFen", "tekunFen"], member: ["name", "birth", "labour", "health", "dibao", "tekun"], village: [] },
  income: { household: incomes, member: [], village: [] },
  conditions: { household: ["exitState", "unsafeHouse", "houseGrade", "houseAreaM2", "waterSafe", "waterHard", "arableMu", "forestMu", "orchardMu", "pastureMu", "waterMu", "roadKm", "roadType", "powerAtHome", "powerForWork", "fuel", "toilet"], member: [], village: [] },
  helping: { household: ["attribute", "causeMain", "exitState", "monitored"], member: [], village: [] },
  village: { household: [], member: [], village: ["persons", "households", "unsafeWaterHouseholds", "unsafeHouseHouseholds", "arableMu", "forestMu", "exited", "hardRoad", "collectiveIncomeFen", "clinics", "doctors", "cultureRooms"] },
};
