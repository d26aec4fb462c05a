/**
 * 两不愁三保障 + 饮水安全, judged from the record (domain guide §2.3): the worst fact decides, and what the registry cannot know
 * (food and clothing are seen at a visit) is said to be unknown, never passed.
 */
import type { HouseholdFacts } from "../quality/rule.ts";

export const guarantees = ["food", "clothing", "education", "medical", "housing", "water"] as const;
export type Guarantee = (typeof guarantees)[number];
/** met, unmet, or unknown because the facts are not recorded. */
export type Verdict = "met" | "unmet" | "unknown";
export type Reason = "visitOnly" | "noChildren" | "inSchool" | "dropout" | "schoolingBlank" | "insured" | "uninsured" | "insuranceBlank" | "houseSafe" | "houseUnsafe" | "houseBlank" | "waterSafe" | "waterUnsafe" | "waterHard" | "waterBlank";
export interface Judgement { readonly guarantee: Guarantee; readonly verdict: Verdict; readonly reason: Reason; /** members concerned, by code */ readonly members: readonly string[]; /** house grade as a code of `houseGrade`, when it decided */ readonly grade?: number }

const judge = (guarantee: Guarantee, verdict: Verdict, reason: Reason, members: readonly string[] = []): Judgement => ({ guarantee, verdict, reason, members });
const codes = (members: HouseholdFacts["members"]): string[] => members.map((f) => f.m.memberCode);

function education(h: HouseholdFacts): Judgement {
  const children = h.members.filter((f) => f.age !== null && f.age >= h.s.QUALITY_SCHOOL_FROM && f.age <= h.s.QUALITY_SCHOOL_TO);
  const out = children.filter((f) => f.dropout);
  if (out.length > 0) return judge("education", "unmet", "dropout", codes(out));
  const blank = children.filter((f) => f.m.student === null && f.m.education === null && f.m.outOfSchool === null);
  if (blank.length > 0) return judge("education", "unknown", "schoolingBlank", codes(blank));
  return children.length === 0 ? judge("education", "met", "noChildren") : judge("education", "met", "inSchool", codes(children));
}

function medical(h: HouseholdFacts): Judgement {
  const without = h.members.filter((f) => f.uninsured);
  if (without.length > 0) return judge("medical", "unmet", "uninsured", codes(without));
  const blank = h.members.filter((f) => f.notCovered);
  if (blank.length > 0 || h.members.length === 0) return judge("medical", "unknown", "insuranceBlank", codes(blank));
  return judge("medical", "met", "insured");
}

function housing(h: HouseholdFacts): Judgement {
  const grade = h.c.household.houseGrade;
  const told = grade === null ? {} : { grade };
  if (h.unsafeHouse) return { ...judge("housing", "unmet", "houseUnsafe"), ...told };
  if (grade !== null || h.c.household.unsafeHouse === false) return { ...judge("housing", "met", "houseSafe"), ...told };
  return judge("housing", "unknown", "houseBlank");
}

function water(h: HouseholdFacts): Judgement {
  const { waterSafe, waterHard } = h.c.household;
  if (waterSafe === false) return judge("water", "unmet", "waterUnsafe");
  if (waterHard === true) return judge("water", "unmet", "waterHard");
  return waterSafe === true ? judge("water", "met", "waterSafe") : judge("water", "unknown", "waterBlank");
}

/** The six judgements in the order of the handbook. @example judgeGuarantees(facts).filter((j) => j.verdict === "unmet").map((j) => j.guarantee) // => ["water"] */
export const judgeGuarantees = (h: HouseholdFacts): Judgement[] => [judge("food", "unknown", "visitOnly"), judge("clothing", "unknown", "visitOnly"), education(h), medical(h), housing(h), water(h)];
