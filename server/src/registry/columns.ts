/** Fields of core/src/registry/fields.ts ↔ columns of registry.household_year and member_year: the same word in snake case; secrets are sealed. */
import { householdFields, memberFields, type Field } from "@diguan/core/registry/fields.ts";
import type { Household, Member } from "@diguan/core/registry/record.ts";

/** @example columnOf("houseAreaM2") // => "house_area_m2" */
export const columnOf = (key: string): string => key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** Kept only inside the sealed blob of the row. */
export const householdSecrets = ["householdPhone", "bankAccount"] as const satisfies readonly (keyof Household)[];
export const memberSecrets = ["certNo", "memberPhone"] as const satisfies readonly (keyof Member)[];
const secret: ReadonlySet<string> = new Set([...householdSecrets, ...memberSecrets]);

/** Fields with a column of their own, in the order of the field table. */
export const householdColumns: readonly (Field & { readonly key: Exclude<keyof Household, (typeof householdSecrets)[number]> })[] = householdFields.filter((f): f is Extract<(typeof householdFields)[number], { key: Exclude<keyof Household, (typeof householdSecrets)[number]> }> => !secret.has(f.key));
export const memberColumns: readonly (Field & { readonly key: Exclude<keyof Member, (typeof memberSecrets)[number]> })[] = memberFields.filter((f): f is Extract<(typeof memberFields)[number], { key: Exclude<keyof Member, (typeof memberSecrets)[number]> }> => !secret.has(f.key));
