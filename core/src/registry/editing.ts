/**
 * What may be typed into a field, for forms and for the server alike. Whether the values make sense together is the work of the
 * quality rules; here only the kind of value is checked. Totals, counts and codes of households are never typed.
 */
import { isRealDate } from "../time.ts";
import { codeLists, type Code } from "./codes.ts";
import { fieldOf, householdFields, memberFields, type Field } from "./fields.ts";
import type { Value } from "./history.ts";

/** Income changes only through its line items (domain guide §1.6: 「never let users type totals」). */
const neverTyped: ReadonlySet<string> = new Set(["householdCode", "memberCode"]);
const typed = (f: Field): boolean => f.computed !== true && f.group !== "income" && !neverTyped.has(f.key);

export const typedHouseholdFields: readonly Field[] = (householdFields as readonly Field[]).filter(typed);
export const typedMemberFields: readonly Field[] = (memberFields as readonly Field[]).filter(typed);

export type ValueFault = "kind" | "code" | "range" | "date" | "length" | "unknown";

const longTexts: ReadonlySet<string> = new Set(["remark", "causeText"]);
const inList = (field: Field, value: unknown): boolean => { const list: readonly Code[] = field.codes ? codeLists[field.codes] : []; return list.some((c) => c.value === value); };
const within = (value: unknown, from: number, to: number, whole: boolean): ValueFault | undefined =>
  typeof value !== "number" || !Number.isFinite(value) || (whole && !Number.isInteger(value)) ? "kind" : value < from || value > to ? "range" : undefined;

function faultOf(field: Field, value: Exclude<Value, null>): ValueFault | undefined {
  switch (field.kind) {
    case "text": return typeof value !== "string" ? "kind" : value.length > (longTexts.has(field.key) ? 1000 : 200) ? "length" : undefined;
    case "code": return inList(field, value) ? undefined : "code";
    case "codes": return !Array.isArray(value) || new Set(value).size !== value.length ? "kind" : value.every((v) => inList(field, v)) ? undefined : "code";
    case "flag": return typeof value === "boolean" ? undefined : "kind";
    case "integer": return within(value, 0, field.of === "village" ? 10_000_000 : 9999, true);
    case "quantity": return within(value, 0, 10_000_000, false);
    case "money": return within(value, 0, 100_000_000_000_000, true);
    case "year": return within(value, 1980, 2100, true);
    case "date": return typeof value === "string" && isRealDate(value) && value >= "1880-01-01" ? undefined : "date";
    case "idNumber": return typeof value === "string" && /^[0-9A-Z]{1,22}$/.test(value) ? undefined : "kind";
    case "phone": return typeof value === "string" && /^[0-9-]{5,20}$/.test(value) ? undefined : "kind";
    case "account": return typeof value === "string" && /^\d{6,32}$/.test(value) ? undefined : "kind";
  }
}

/** Tidies what people type: full width to half width, spaces out of numbers, empty to `null`, lists in order. @example tidy(field("certNo"), "５２９9 0x") // => "52990X" */
export function tidy(field: Field, value: Value): Value {
  if (Array.isArray(value)) return value.toSorted((a: number, b: number) => a - b);
  if (typeof value !== "string") return field.kind === "codes" && value === null ? [] : value;
  const text = ["idNumber", "phone", "account"].includes(field.kind) ? value.normalize("NFKC").replace(/\s/g, "").toUpperCase() : value.normalize("NFC").trim();
  return text === "" ? null : text;
}

/** Is this a value of the field? `undefined` when it is. @example valueFault("member", "workMonths", 12.5) // => "kind" */
export function valueFault(of: Field["of"], key: string, value: Value): ValueFault | undefined {
  const field = fieldOf(of, key);
  if (!field || (of !== "village" && !typed(field))) return "unknown";
  return value === null ? undefined : faultOf(field, value);
}
