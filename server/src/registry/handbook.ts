/**
 * 扶贫手册 as a print: the sections of the paper handbook that the registry holds, in their order, masked like the page. Plan,
 * measures and helpers belong to parts not built yet and are left out, not printed empty (domain guide §1.1, §1.7).
 */
import { createHash } from "node:crypto";
import type { Content, TableCell, TDocumentDefinitions } from "pdfmake/interfaces.js";
import { yuan } from "@diguan/core/money.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import type { HouseholdPage } from "@diguan/core/registry/contract.ts";
import { fieldOf, householdFields, type Field } from "@diguan/core/registry/fields.ts";
import type { Value } from "@diguan/core/registry/history.ts";
import { messageOf } from "@diguan/core/quality/message.ts";
import type { Typesetter } from "./typeset.ts";

export interface Printed { readonly by: string; readonly role: string; /** China time, "2018-10-24 09:30" */ readonly at: string; readonly code: string }

const guaranteeNames: Readonly<Record<string, string>> = { food: "不愁吃", clothing: "不愁穿", education: "义务教育", medical: "基本医疗", housing: "住房安全", water: "饮水安全" };
const verdictNames: Readonly<Record<string, string>> = { met: "达标", unmet: "未达标", unknown: "待核实" };
const actNames: Readonly<Record<string, string>> = { created: "登记", imported: "导入", corrected: "更正", income: "收入", arrived: "增加", left: "减少", moved: "转出", cancelled: "注销", restored: "恢复", attached: "存附件", withdrawn: "撤附件", snapshot: "新年度", decided: "程序决定", undone: "撤销导入" };

function text(field: Field | undefined, value: Value | undefined): string {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return "—";
  const one = (v: string | number | boolean): string => (typeof v === "boolean" ? (v ? "是" : "否") : typeof v === "string" ? v : field?.codes ? labelOf(field.codes, v) : field?.kind === "money" ? yuan(v) : String(v));
  const shown = Array.isArray(value) ? value.map((v: number) => one(v)).join("、") : one(value as string | number | boolean);
  return typeof value === "number" && field?.unit !== undefined && !field.codes ? `${shown} ${field.unit}` : shown;
}

/** Short code by which the office finds this print again in its audit trail. */
export const verificationCode = (page: HouseholdPage, by: string, at: string): string => {
  const hash = createHash("sha256").update(JSON.stringify([page.key, page.year, page.version, by, at])).digest();
  const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  return [...hash.subarray(0, 12)].map((b) => letters[b % 32]).join("").replace(/(.{4})(?=.)/g, "$1-");
};

export function handbook(page: HouseholdPage, printed: Printed, type: Typesetter): TDocumentDefinitions {
  const t = (s: string, more: object = {}): Content => ({ text: type.runs(s), ...more });
  const cell = (s: string, more: object = {}): TableCell => ({ text: type.runs(s), ...more });
  const head = (...names: string[]): TableCell[] => names.map((n) => cell(n, { bold: true }));
  const v = page.household.values;
  const field = (key: string): string => text(fieldOf("household", key), v[key]);
  const table = (widths: (string | number)[], rows: TableCell[][], heads = 1): Content => ({ table: { headerRows: heads, dontBreakRows: true, widths, body: rows }, margin: [0, 0, 0, 8], layout: { hLineWidth: () => 0.5, vLineWidth: () => 0.5, paddingTop: () => 2.5, paddingBottom: () => 1.5, paddingLeft: () => 4, paddingRight: () => 4 } });
  /** Label and value, two pairs in a row. */
  const pairs = (list: readonly (readonly [string, string])[]): Content => {
    const rows: TableCell[][] = [];
    for (let i = 0; i < list.length; i += 2) rows.push([list[i], list[i + 1]].flatMap((p) => [cell(p?.[0] ?? "", { color: "#444444" }), cell(p?.[1] ?? "")]));
    return table([86, "*", 86, "*"], rows, 0);
  };
  let n = 0;
  const section = (title: string, unit = ""): Content => ({ headlineLevel: 1, columns: [t(`${["一", "二", "三", "四", "五", "六", "七", "八", "九"][n++] ?? ""}、${title}`, { fontSize: 12, bold: true, width: "*" }), t(unit, { alignment: "right", fontSize: 8.5, width: "auto" })], margin: [0, 8, 0, 4] });
  const named = (keys: readonly string[]): (readonly [string, string])[] => keys.filter((k) => !page.household.withheld.includes(k)).map((k) => [fieldOf("household", k)?.zh ?? k, field(k)] as const);
  const group = (name: string): string[] => (householdFields as readonly Field[]).filter((f) => f.group === name).map((f) => f.key);
  const members = page.members.filter((m) => m.active);
  const left = page.members.filter((m) => !m.active);
  const of = (m: HouseholdPage["members"][number], key: string): string => text(fieldOf("member", key), m.values[key]);
  const standing = page.items.filter((i) => i.withdrawnAt === null);
  const kept = page.attachments.filter((a) => a.withdrawnAt === null);

  const content: Content[] = [
    t("扶贫手册", { fontSize: 22, bold: true, alignment: "center", margin: [0, 4, 0, 2] }),
    t(`${page.headName}户　${page.year} 年度`, { fontSize: 12, alignment: "center" }),
    t(`${page.path.map((p) => p.name).join("")}${typeof v["groupName"] === "string" ? v["groupName"] : ""}　户编号 ${page.code}`, { alignment: "center", margin: [0, 0, 0, 6] }),
    ...(page.valid ? [] : [t("本档案已注销", { bold: true, alignment: "center" })]),
    section("基本情况"),
    pairs([["户主", page.headName], ...named(["householdPhone", "attribute", "standard", "exitState", "exitYear", "returnYear", "enrolledOn", "monitored", "yearMembers", "currentMembers", "bankName", "bankAccount", "martyr", "oneChild", "twoGirls", "coop"])]),
    section("家庭成员"),
    table([42, 42, 20, 24, 96, "*", "*", "*", "*"], [head("姓名", "与户主关系", "性别", "年龄", "证件号码", "文化程度/在校", "健康状况", "劳动技能", "务工（月）"), ...members.map((m) => [cell(m.name), cell(of(m, "relation")), cell(of(m, "sex")), cell(m.age === null ? "—" : String(m.age)), cell(of(m, "certNo"), { fontSize: 8.5 }), cell(typeof m.values["student"] === "number" && m.values["student"] > 1 ? of(m, "student") : of(m, "education")), cell(m.withheld.includes("health") ? "无权查看" : of(m, "health")), cell(of(m, "labour")), cell(m.values["workMonths"] === null ? "—" : `${of(m, "workPlace")} ${String(m.values["workMonths"])}`)])]),
    ...(left.length > 0 ? [t(`本年度减少：${left.map((m) => `${m.name}（${m.leftOn ?? ""} ${labelOf("departure", m.departure)}）`).join("、")}`, { margin: [0, 0, 0, 6] })] : []),
    ...(page.household.withheld.includes("causeMain") ? [] : [section("致贫原因"), pairs([["主要原因", field("causeMain")], ["其他原因", field("causeOther")], ["情况说明", field("causeText")]])]),
    section("生产生活条件"), pairs(named(group("conditions"))),
    ...(page.guarantees ? [section("两不愁三保障和饮水安全"), table(["*", "*", "*", "*", "*", "*"], [page.guarantees.map((g) => cell(guaranteeNames[g.guarantee] ?? g.guarantee, { bold: true, alignment: "center" })), page.guarantees.map((g) => cell(verdictNames[g.verdict] ?? "", { alignment: "center" }))])] : []),
    ...incomeSection(page, { t, cell, head, table, section, standing }),
    ...(kept.length > 0 ? [section("依据和原件目录"), table(["*", 70, 60, 150], [head("名称", "日期", "大小（KB）", "SHA-256（前 24 位）"), ...kept.map((a) => [cell(a.note ?? a.name), cell(a.takenOn ?? a.at.slice(0, 10)), cell(String(Math.ceil(a.bytes / 1024)), { alignment: "right" }), cell(a.sha256.slice(0, 24), { fontSize: 8 })])])] : []),
    ...(page.findings.length > 0 ? [section("数据疑点（不是结论）"), table([48, "*"], [head("规则", "内容"), ...page.findings.map((f) => [cell(f.rule), cell(messageOf(f, "zh-CN"))])])] : []),
    ...(page.changes.length > 0 ? [section("最近变更"), table([78, 44, "*", 80], [head("时间", "变更", "项目", "经办"), ...page.changes.map((c) => [cell(`${chinaClock(c.at)}`), cell(actNames[c.act] ?? c.act), cell([...new Set(c.fields.map((f) => fieldOf(c.memberId === null ? "household" : "member", f.field)?.zh).filter((name) => name !== undefined))].slice(0, 8).join("、") || (c.reason ?? "—")), cell(c.who ?? "系统")])])] : []),
    { columns: [t("户主签字：", { width: "*" }), t("采集人签字：", { width: "*" }), t("审核人签字：", { width: "*" })], margin: [0, 26, 0, 0] },
  ];
  if (type.missing().length > 0) content.push(t(`注：${type.missing().map((c) => `[U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase()}]`).join("、")} 为字体中没有的生僻字的统一码编号。`, { fontSize: 8, margin: [0, 10, 0, 0] }));
  const unit = page.path.find((p) => p.code % 1_000_000 === 0 && p.code % 100_000_000 !== 0)?.name ?? "";
  const foot = type.runs(`${unit}　打印 ${printed.at}　${printed.by}（${printed.role}）　查验码 ${printed.code}`);
  return { info: { title: `扶贫手册 ${page.code} ${page.year}` }, content, footer: (current, count) => ({ columns: [{ text: foot, fontSize: 8 }, { text: `${current} / ${count}`, alignment: "right", fontSize: 8, width: 50 }], margin: [57, 14, 57, 0] }) };
}

interface Kit { readonly t: (s: string, more?: object) => Content; readonly cell: (s: string, more?: object) => TableCell; readonly head: (...names: string[]) => TableCell[]; readonly table: (widths: (string | number)[], rows: TableCell[][], heads?: number) => Content; readonly section: (title: string, unit?: string) => Content; readonly standing: HouseholdPage["items"] }

function incomeSection(page: HouseholdPage, { t, cell, head, table, section, standing }: Kit): Content[] {
  if (page.household.withheld.includes("perCapitaFen")) return [];
  const title = section("收入情况", `单位：元　核算期 ${page.accounting.from} 至 ${page.accounting.to}`);
  if (!page.steps) return [title, t("本年度收入尚未登记。", { margin: [0, 0, 0, 6] })];
  const money = (fen: number | null): TableCell => cell(fen === null ? "—" : yuan(fen), { alignment: "right" });
  const steps = page.steps.map((s) => [cell(s.part ? "" : s.sign, { alignment: "center" }), cell(`${s.part ? "　其中：" : ""}${fieldOf("household", s.field)?.zh ?? s.field}`, { bold: s.sign === "=" }), s.sign === "÷" ? cell(`${s.amount ?? "—"} 人`, { alignment: "right" }) : money(s.amount)]);
  return [
    title, table([24, "*", 110], [head("", "项目", "金额"), ...steps]),
    ...(page.line ? [t(`国家扶贫标准 ${yuan(page.line.fen)} 元/人·年（${page.line.source}）`, { fontSize: 8.5, margin: [0, -4, 0, 6] })] : []),
    ...(standing.length > 0 ? [t("收入台账", { bold: true, margin: [0, 2, 0, 3] }), table(["*", 70, 60, 130, 50], [head("类别", "成员", "来源", "起止", "金额"), ...standing.map((i) => [cell(labelOf("incomeKind", i.kind)), cell(i.memberName ?? "全家"), cell(labelOf("source", i.source)), cell(`${i.from ?? ""} 至 ${i.to ?? ""}`, { fontSize: 8.5 }), money(i.amountFen)])])] : []),
    t("历年人均纯收入", { bold: true, margin: [0, 2, 0, 3] }), table(["*", "*", "*", "*"], [head("年度", "年度人口", "人均纯收入", "标准线"), ...page.years.map((y) => [cell(String(y.year)), cell(y.yearMembers === null ? "—" : String(y.yearMembers)), money(y.perCapitaFen), money(y.lineFen)])]),
  ];
}

/** An instant as China time. */
export const chinaClock = (instant: string): string => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
