/**
 * Faults that real county files have, each with its rate, the rule of domain guide §4.7 that should find it and how it is made.
 * Faults of content change the record; faults of writing change only the cell (and are repaired or explained on import).
 */
import { codeLists } from "../registry/codes.ts";
import type { HouseholdCase, Member } from "../registry/record.ts";
import type { Random } from "../statistics/random.ts";
import type { Root } from "./household.ts";
import { columnOf, type Heading } from "./layout.ts";

/** A cell of member `at` that is written otherwise than it should be. */
export interface CellFault { readonly at: number; readonly column: number; readonly value: string | number }
interface Done { readonly was: string; readonly shown: string; readonly at?: number; readonly cell?: CellFault }

export interface Fault {
  readonly name: string;
  /** Rule that should find it; "" where the import repairs it. */ readonly rule: string;
  readonly field: string;
  readonly per: "household" | "person";
  /** Share of households or persons that draw it (it may then not apply). */ readonly rate: number;
  readonly apply: (r: Random, c: HouseholdCase, at: number, root: Root) => Done | undefined;
}

const member = (name: string, rule: string, field: string, rate: number, change: (r: Random, m: Member, c: HouseholdCase) => Omit<Done, "at"> | undefined): Fault =>
  ({ name, rule, field, per: "person", rate, apply: (r, c, at) => { const m = c.members[at]; return m && change(r, m, c); } });
const house = (name: string, rule: string, field: string, rate: number, apply: Fault["apply"]): Fault => ({ name, rule, field, per: "household", rate, apply });
/** A fault of writing: the record stays right, the cell does not. */
const written = (name: string, field: string, heading: Heading, rate: number, write: (r: Random, m: Member, root: Root) => string | number | undefined, rule = ""): Fault =>
  ({ name, rule, field, per: "person", rate, apply: (r, c, at, root) => {
    const m = c.members[at];
    const value = m && write(r, m, root);
    return value === undefined || !m ? undefined : { was: String(heading === "证件号码" ? m.certNo : heading === "姓名" ? m.name : heading === "行政村" ? root.village.name : ""), shown: String(value), cell: { at, column: columnOf(heading), value } };
  } });

const plainId = (m: Member): string | undefined => (m.certNo?.length === 18 && /^\d{17}[\dX]$/.test(m.certNo) ? m.certNo : undefined);
const fullWidth = (text: string): string => [...text].map((ch) => String.fromCharCode(ch.charCodeAt(0) + 0xfee0)).join("");
const ageAt = (m: Member, c: HouseholdCase): number => c.year - Number((m.birth ?? "0").slice(0, 4));
const inSchool = (m: Member): boolean => (m.student ?? 1) > 1;
const label = (list: "relation" | "student", value: number | null): string => codeLists[list].find((code) => code.value === value)?.zh ?? "";

export const faults: readonly Fault[] = [
  // content
  member("校验位错误", "DQ-003", "certNo", 0.003, (_, m) => { const id = plainId(m); if (!id) return undefined; m.certNo = id.slice(0, 17) + (id.endsWith("X") ? "0" : String((Number(id.charAt(17)) + 1) % 10)); return { was: id, shown: m.certNo }; }),
  member("15位旧号码", "DQ-002", "certNo", 0.0015, (_, m) => { const id = plainId(m); if (!id || !id.startsWith("19", 6)) return undefined; m.certNo = id.slice(0, 6) + id.slice(8, 17); return { was: id, shown: m.certNo }; }),
  member("证件号码缺失", "DQ-001", "certNo", 0.002, (_, m) => { const id = plainId(m); if (!id) return undefined; m.certNo = null; return { was: id, shown: "" }; }),
  member("民族缺失", "DQ-015", "ethnic", 0.0008, (_, m) => { const was = String(m.ethnic); m.ethnic = null; return { was, shown: "" }; }),
  member("健康状况缺失", "DQ-016", "health", 0.0008, (_, m) => { if (m.health.length !== 1 || m.health[0] !== 1) return undefined; m.health = []; return { was: "健康", shown: "" }; }),
  member("文化程度与在校生状况同时填写", "DQ-021", "education", 0.006, (_, m) => { if ((m.student ?? 1) < 4) return undefined; m.education = 3; return { was: "", shown: "初中" }; }),
  member("义务教育阶段未在校", "DQ-032", "student", 0.002, (_, m, c) => { const age = ageAt(m, c); if (!inSchool(m) || age < 8 || age > 15) return undefined; const was = label("student", m.student); m.student = 1; m.education = 2; return { was, shown: "非在校生" }; }),
  member("未满16岁填普通劳动力", "DQ-034", "labour", 0.004, (_, m, c) => { if (ageAt(m, c) > 15) return undefined; m.labour = 1; return { was: "无劳动力", shown: "普通劳动力" }; }),
  member("务工时间超过12个月", "DQ-041", "workMonths", 0.006, (_, m) => { if ((m.workMonths ?? 0) === 0) return undefined; const was = String(m.workMonths); m.workMonths = 14; return { was, shown: "14" }; }),
  member("电话含字母", "DQ-057", "memberPhone", 0.003, (_, m) => { if (m.memberPhone === null) return undefined; const was = m.memberPhone; m.memberPhone = "139-ABCD-1234"; return { was, shown: m.memberPhone }; }),
  member("未参加基本医疗保险", "DQ-060", "medResident", 0.004, (_, m) => { m.medResident = false; return { was: "是", shown: "否" }; }),
  house("无户主", "DQ-009", "relation", 0.0015, (_, c) => { const head = c.members[0]; if (!head || c.members.length < 2) return undefined; head.relation = 99; return { was: "户主", shown: "其他" }; }),
  house("两个户主", "DQ-009", "relation", 0.0015, (_, c) => { const second = c.members[1]; if (!second) return undefined; const was = label("relation", second.relation); second.relation = 1; return { was, shown: "户主", at: 1 }; }),
  house("其他致贫原因与主要致贫原因重复", "DQ-067", "causeOther", 0.002, (_, c) => { const main = c.household.causeMain; if (main === null) return undefined; c.household.causeOther = [main]; return { was: "", shown: String(main) }; }),
  house("因学致贫但无在校生", "DQ-065", "causeMain", 0.004, (_, c) => { if (c.members.some(inSchool) || c.household.causeMain === 99) return undefined; const was = String(c.household.causeMain); c.household.causeMain = 3; return { was, shown: "3" }; }),
  house("低保户无低保金", "DQ-076", "dibaoFen", 0.004, (_, c) => {
    const h = c.household;
    if (h.attribute !== 4 || (h.dibaoFen ?? 0) === 0) return undefined;
    const was = String((h.dibaoFen ?? 0) / 100);
    h.otherTransferFen = (h.otherTransferFen ?? 0) + (h.dibaoFen ?? 0);
    h.dibaoFen = 0;
    return { was, shown: "0" };
  }),
  house("已脱贫但住房不安全", "DQ-088", "unsafeHouse", 0.003, (_, c) => { if (c.household.exitState !== 1) return undefined; c.household.unsafeHouse = true; return { was: "否", shown: "是" }; }),
  // writing
  house("人数与人员行数不符", "DQ-081", "yearMembers", 0.004, (_, c) => { const n = c.members.length; c.household.yearMembers = n + 1; return { was: String(n), shown: String(n + 1) }; }),
  house("年收入与分项之和不符", "DQ-080", "annualFen", 0.004, (r, c) => { const h = c.household; const was = (h.annualFen ?? 0) / 100; h.annualFen = (h.annualFen ?? 0) + r.integer(1, 20) * 10_000; return { was: String(was), shown: String(h.annualFen / 100) }; }),
  written("号码为全角数字", "certNo", "证件号码", 0.002, (_, m) => { const id = plainId(m); return id === undefined ? undefined : fullWidth(id); }),
  written("号码成为浮点数", "certNo", "证件号码", 0.0015, (_, m) => { const id = plainId(m); return id === undefined || id.endsWith("X") ? undefined : Number(`${id.slice(0, 15)}000`); }, "DQ-001"),
  written("号码带空格", "certNo", "证件号码", 0.003, (_, m) => { const id = plainId(m); return id === undefined ? undefined : ` ${id.slice(0, 6)} ${id.slice(6)} `; }),
  written("校验位小写x", "certNo", "证件号码", 0.02, (_, m) => { const id = plainId(m); return id?.endsWith("X") === true ? id.toLowerCase() : undefined; }),
  written("姓名中有空格", "name", "姓名", 0.004, (_, m) => (m.name.length === 2 ? `${m.name.charAt(0)}　${m.name.charAt(1)}` : undefined)),
  written("村名另一写法", "villageName", "行政村", 0.02, (_, __, root) => root.village.otherName),
];
