/** Columns of the field list that auditors take along and fill in (domain guide §9.2), and how a filled row is read. */
import { isRealDate } from "../time.ts";
import { guaranteeKeys, notReached } from "./contract.ts";

export type FieldKey = "ordinal" | "town" | "village" | "head" | "listed" | "auditor" | "reached" | "reason" | "eligible" | "income" | "benefits" | "persons" | (typeof guaranteeKeys)[number] | "evidence" | "note" | "visitedOn" | "unit";
export const fieldColumns: readonly { readonly key: FieldKey; readonly title: string; readonly text: boolean; readonly width: number }[] = [
  { key: "ordinal", title: "序号", text: false, width: 6 }, { key: "town", title: "乡镇", text: true, width: 12 }, { key: "village", title: "村", text: true, width: 12 }, { key: "head", title: "户主", text: true, width: 10 }, { key: "listed", title: "名册人数", text: false, width: 8 }, { key: "auditor", title: "核查人", text: true, width: 10 },
  { key: "reached", title: "是否访到", text: true, width: 9 }, { key: "reason", title: "未访到原因", text: true, width: 14 }, { key: "eligible", title: "是否符合贫困标准", text: true, width: 14 }, { key: "income", title: "核实人均纯收入（元）", text: false, width: 14 }, { key: "benefits", title: "其中财政补助（元/人）", text: false, width: 14 }, { key: "persons", title: "核实人口", text: false, width: 9 },
  { key: "food", title: "不愁吃", text: true, width: 8 }, { key: "clothing", title: "不愁穿", text: true, width: 8 }, { key: "schooling", title: "义务教育", text: true, width: 8 }, { key: "medical", title: "基本医疗", text: true, width: 8 }, { key: "housing", title: "住房安全", text: true, width: 8 }, { key: "water", title: "饮水安全", text: true, width: 8 },
  { key: "evidence", title: "佐证", text: true, width: 24 }, { key: "note", title: "备注", text: true, width: 24 }, { key: "visitedOn", title: "入户日期", text: true, width: 12 }, { key: "unit", title: "抽样编号（勿改）", text: true, width: 38 },
];
export const reasonWords: Readonly<Record<(typeof notReached)[number], string>> = { away: "外出，联系不上", refused: "拒绝接受", moved: "已迁走", notFound: "查无此户", other: "其他" };

export const yes = (value: boolean): string => (value ? "是" : "否");
const asYes = (text: string): boolean | null | undefined => (["是", "Y", "YES", "TRUE", "1", "√"].includes(text.toUpperCase()) ? true : ["否", "N", "NO", "FALSE", "0", "×"].includes(text.toUpperCase()) ? false : text === "" ? null : undefined);
/** Yuan as written, in fen. @example fenOf("3,120.5") // => 312050 */
const fenOf = (text: string): number | null | undefined => { if (text === "") return null; const n = Number(text.replaceAll(",", "")); return Number.isFinite(n) ? Math.round(n * 100) : undefined; };

export interface ReadAnswer { readonly reached: boolean; readonly reason: (typeof notReached)[number] | null; readonly eligible: boolean | null; readonly incomeFen: number | null; readonly benefitsFen: number | null; readonly persons: number | null; readonly guarantees: Readonly<Partial<Record<(typeof guaranteeKeys)[number], boolean>>>; readonly evidence: string; readonly note: string; readonly visitedOn: string }

/** A filled row, or the title of the column that cannot be read. `of` gives the trimmed text of a column; a row without a day is of `today`. */
export function readAnswer(of: (key: FieldKey) => string, today: string): ReadAnswer | string {
  const bad = (key: FieldKey): string => fieldColumns.find((c) => c.key === key)?.title ?? key;
  const [reached, eligible] = [asYes(of("reached")), asYes(of("eligible"))];
  if (reached === undefined) return bad("reached");
  if (eligible === undefined) return bad("eligible");
  const there = reached ?? eligible !== null;
  const reason = notReached.find((r) => reasonWords[r] === of("reason") || r === of("reason")) ?? (of("reason") === "" ? null : "other");
  if (there ? eligible === null : reason === null) return bad(there ? "eligible" : "reason");
  const [incomeFen, benefitsFen] = [fenOf(of("income")), fenOf(of("benefits"))];
  if (incomeFen === undefined) return bad("income");
  if (benefitsFen === undefined) return bad("benefits");
  const persons = of("persons") === "" ? null : Number(of("persons"));
  if (persons !== null && !(Number.isInteger(persons) && persons > 0)) return bad("persons");
  const guarantees: Partial<Record<(typeof guaranteeKeys)[number], boolean>> = {};
  for (const g of guaranteeKeys) { const v = asYes(of(g)); if (v === undefined) return bad(g); if (v !== null) guarantees[g] = v; }
  const visitedOn = of("visitedOn") === "" ? today : of("visitedOn").slice(0, 10);
  if (!isRealDate(visitedOn)) return bad("visitedOn");
  return { reached: there, reason: there ? null : reason, eligible: there ? eligible : null, incomeFen: there ? incomeFen : null, benefitsFen: there ? benefitsFen : null, persons, guarantees, evidence: of("evidence"), note: of("note"), visitedOn };
}
