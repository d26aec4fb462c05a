/** What a post sees of a household and its members: values below its clearance, masks for what needs a logged reveal, nothing above it (domain guide §10.2–10.3). */
import { clearance } from "@diguan/core/access/policy.ts";
import type { MemberView } from "@diguan/core/registry/contract.ts";
import { fieldClasses, householdFields, memberFields, type Field, type FieldClass } from "@diguan/core/registry/fields.ts";
import type { Value } from "@diguan/core/registry/history.ts";
import { maskAccount, maskCertificate, maskName, maskPhone, maskedWhole } from "@diguan/core/registry/masking.ts";
import type { Household } from "@diguan/core/registry/record.ts";
import { ageOn } from "@diguan/core/time.ts";
import type { Tx } from "../postgres/pool.ts";
import type { MemberRow } from "./rows.ts";

export const adultFrom = 18;
const health: ReadonlySet<string> = new Set(["health", "disabilityCategory", "disabilityLevel"]);

/** Highest class that the caller may see of households; the platform's own work sees all. */
export function sightOf(tx: Tx): FieldClass { const role = tx.actor?.role; return role === undefined ? "C4" : (clearance(role, "household") ?? "C0"); }
export const seesClass = (sight: FieldClass, cls: FieldClass): boolean => fieldClasses.indexOf(sight) >= fieldClasses.indexOf(cls);

/** Masked form of a secret or sensitive value; `undefined` when the value may stand as it is. */
export function masked(field: Field, value: Value): string | undefined {
  if (value === null || value === "" || (Array.isArray(value) && value.length === 0)) return undefined;
  if (field.kind === "idNumber") return maskCertificate(String(value));
  if (field.kind === "account") return maskAccount(String(value));
  if (field.kind === "phone") return maskPhone(String(value));
  return health.has(field.key) ? maskedWhole : undefined;
}

interface Shown { values: Record<string, Value>; masked: string[]; withheld: string[] }

/** C4 values are shown masked to everybody who may know that they exist; other fields above the post's clearance are left out. */
function show(fields: readonly Field[], record: Readonly<Record<string, Value>>, sight: FieldClass): Shown {
  const out: Shown = { values: {}, masked: [], withheld: [] };
  for (const field of fields) {
    const value = record[field.key] ?? null;
    const hidden = masked(field, value);
    if (field.cls !== "C4" && !seesClass(sight, field.cls)) { out.withheld.push(field.key); continue; }
    if (field.cls === "C4" && !seesClass(sight, "C2")) { out.withheld.push(field.key); continue; }
    if (hidden === undefined) { out.values[field.key] = value; continue; }
    out.values[field.key] = hidden;
    out.masked.push(field.key);
  }
  return out;
}

export const showHousehold = (household: Household, sight: FieldClass): Shown => show(householdFields, household as unknown as Record<string, Value>, sight);

/** The head's name stands in full on the record, as in the handbook; everybody else's is masked. */
export function showName(name: string, age: number | null, head: boolean, sight: FieldClass): string {
  return head && seesClass(sight, "C2") ? name : maskName(name, age !== null && age < adultFrom);
}

export function showMember(row: MemberRow, sight: FieldClass, asOf: string): MemberView {
  const age = row.member.birth === null ? null : ageOn(row.member.birth, asOf);
  const shown = show(memberFields, row.member as unknown as Record<string, Value>, sight);
  const name = showName(row.member.name, age, row.member.relation === 1, sight);
  if (name !== row.member.name) { shown.masked.push("name"); shown.values["name"] = name; }
  return {
    id: row.id, active: row.active, ordinal: row.ordinal, version: row.version, name, age, minor: age !== null && age < adultFrom, certFault: row.certFault,
    arrivedOn: row.arrivedOn, arrival: row.arrival, leftOn: row.leftOn, departure: row.departure, ...shown,
  };
}
