/**
 * Fields that rules expect to be filled in. A file of the national export may not have such a column at all (是否通生产用电 often
 * is missing): then the field is told once as not collected, instead of once for every household.
 */
import type { HouseholdKey, MemberKey } from "../registry/fields.ts";

export const expectedFields = {
  household: ["causeMain", "houseAreaM2", "powerAtHome", "powerForWork", "waterHard", "waterSafe", "fuel", "toilet", "roadType", "wageFen", "perCapitaFen"],
  member: ["ethnic", "health", "education", "student", "labour", "relation", "medResident", "seriousIns", "pensionResident", "employer"],
} as const satisfies { readonly household: readonly HouseholdKey[]; readonly member: readonly MemberKey[] };

/** Expected fields that a source does not have. @example absentFrom((of, key) => key !== "fuel") // => new Set(["fuel"]) */
export function absentFrom(has: (of: "household" | "member", key: string) => boolean): ReadonlySet<string> {
  return new Set([...expectedFields.household.filter((key) => !has("household", key)), ...expectedFields.member.filter((key) => !has("member", key))]);
}
