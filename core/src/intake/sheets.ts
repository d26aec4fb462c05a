/**
 * The columns of our own templates and exports, in the order of the national export (domain guide §1.2–1.8): what is exported
 * is imported again without a change. Computed totals are marked, so that they are not read back as statements.
 */
import { labelOf } from "../registry/codes.ts";
import { householdFields, memberFields, villageFields, type Field } from "../registry/fields.ts";
import { yuan } from "../money.ts";
import { computedMark, type SheetKind } from "./headings.ts";

export interface SheetColumn { readonly title: string; readonly field: Field | undefined; readonly place: "province" | "city" | "county" | "town" | "village" | "regionCode" | "year" | undefined; readonly text: boolean }

const place = (title: string, key: NonNullable<SheetColumn["place"]>): SheetColumn => ({ title, field: undefined, place: key, text: true });
const places = [place("年度", "year"), place("省(自治区、直辖市)", "province"), place("市(盟、州)", "city"), place("县(市、区、旗)", "county"), place("镇(乡)", "town"), place("行政村", "village"), place("行政区划代码", "regionCode")];
const unitOf = (f: Field): string => (f.unit !== undefined && f.kind !== "money" && !f.zh.includes("(") ? `(${f.unit})` : "");
const column = (f: Field): SheetColumn => ({ title: f.computed === true ? `${computedMark}${f.zh}` : `${f.zh}${unitOf(f)}`, field: f, place: undefined, text: /^(text|idNumber|phone|account|code|codes|flag|date)$/.test(f.kind) });
const identity = new Set(["householdCode", "groupName"]);
const household: readonly Field[] = householdFields;

const columns: Readonly<Record<SheetKind, readonly SheetColumn[]>> = {
  persons: [...places, ...household.filter((f) => identity.has(f.key)).map(column), ...memberFields.map(column), ...household.filter((f) => !identity.has(f.key)).map(column)],
  households: [...places, ...household.map(column)],
  villages: [...places, ...villageFields.map(column)],
};
export const columnsOf = (kind: SheetKind): readonly SheetColumn[] => columns[kind];

/** A value as it stands in a file; numbers stay numbers, money in yuan. @example cellOf({ kind: "flag" }, true) // => "是" */
export function cellOf(field: Pick<Field, "kind" | "codes" | "key">, value: unknown): string | number | null {
  if (value === null || value === undefined || value === "") return null;
  switch (field.kind) {
    case "flag": return field.key === "toilet" ? (value === true ? "有" : "无") : value === true ? "是" : "否";
    case "code": return field.codes ? labelOf(field.codes, value as number) : String(value);
    case "codes": return field.codes ? (value as readonly number[]).map((v) => labelOf(field.codes ?? "cause", v)).join("、") || null : null;
    case "money": return Number(yuan(value as number));
    case "integer": case "quantity": case "year": return value as number;
    default: return String(value);
  }
}
