/**
 * Files of departments for an invented county, consistent with its planted truth (domain guide §11.6; paper 001 §3.4): what the wrongly
 * included own stands in the files of traffic police, real-estate registry and the others, what the missed suffer in those of medical
 * insurance and civil affairs. The generator may know the truth; the comparison may not. Numbers are mistyped, names misspelt, cars
 * registered for brothers, so that nobody finds everything.
 */
import { Random } from "../statistics/random.ts";
import { makeHousehold, type CountyPlan } from "./household.ts";
import { missedCount, missedHousehold, plant, type Planted } from "./plants.ts";
import { referenceYear } from "./structures.ts";
import { householdIn } from "./year.ts";
import { Noise } from "./departments-noise.ts";
import { ordinary, registered, type Desk, type Home, type Soul } from "./departments-lives.ts";

export type Cell = string | number;
export interface DepartmentFile { readonly feed: string; readonly headings: readonly string[]; readonly rows: readonly (readonly Cell[])[] }

/** Ordinary rural households for each registered one, so that about 15 % of rural households are registered. Source: domain guide §11.2, incidence ≈ 15 %. */
const ordinaryShare = 5.5;

const headings: Readonly<Record<string, readonly string[]>> = {
  household_roll: ["户号", "与户主关系", "姓名", "公民身份号码", "户籍地", "地址", "联系电话", "立户日期", "原户号", "户籍状态", "状态变更日期", "父亲公民身份号码", "母亲公民身份号码", "配偶公民身份号码", "外出情况"],
  vehicles: ["车主", "身份证号", "车辆类型", "购置价(元)", "初次登记日期", "车牌号", "在用"], relief: ["姓名", "身份证号码", "救助类别", "享受起始日期", "月保障金额", "户籍地"], deaths: ["姓名", "证件号码", "死亡日期", "登记来源"],
  employment: ["姓名", "身份证号码", "单位名称", "月缴费基数", "缴费月数"], medical: ["姓名", "证件号码", "参保类型", "医疗总费用", "合规自付", "统计截止日期", "户籍地"], illness: ["姓名", "身份证号", "病种类别", "确诊日期"],
  schooling: ["姓名", "身份证号", "学校名称", "学段", "学籍状态", "入学日期", "户籍地"], disability: ["姓名", "残疾人证号", "残疾类别", "残疾等级", "发证日期", "享受补贴", "户籍地"], real_estate: ["权利人", "证件号码", "用途", "建筑面积", "登记日期", "位于城镇", "坐落"],
  companies: ["姓名", "证件号码", "主体类型", "主体名称", "身份", "正常经营", "注册资本", "成立日期"], house_grade: ["户主姓名", "身份证号", "鉴定等级", "鉴定日期", "是否危改", "旧房用电量", "户籍地"], big_farms: ["姓名", "身份证号", "经营类型", "经营面积", "年销售额", "雇工"],
  public_payroll: ["姓名", "身份证号码", "人员类别", "工作单位", "供养起始"], payments: ["姓名", "身份证号", "补贴项目", "发放日期", "金额", "一卡通账号"], village_cadres: ["姓名", "身份证号", "职务", "任职日期"],
};

/** Files of all departments as they stand on 20 November of the register's year. */
export function departmentFiles(plan: CountyPlan, year: number): readonly DepartmentFile[] {
  const rows = new Map<string, (readonly Cell[])[]>(Object.keys(headings).map((feed) => [feed, []]));
  const noise = new Noise(plan);
  const put = (feed: string, who: Soul | undefined, ...cells: readonly Cell[]): void => { if (who) rows.get(feed)?.push([...noise.identity(feed, who), ...cells]); };
  const desk: Desk = { plan, year, put };
  const homes: Home[] = [];
  const marks = (truth: readonly Planted[]): Home["marks"] => truth.filter((t) => t.kind !== "fault");
  const home = (index: number, kind: Home["kind"], truth: readonly Planted[]): Home => {
    const root = makeHousehold(plan, index);
    const sound = householdIn(plan, root, year);
    // people who are registered under the year's state of the household; the truth about each stands on its certificate
    const souls = sound.members.map((m): Soul => ({ name: m.name, certNo: m.certNo ?? "", sex: m.sex === 2 ? 2 : 1, birthYear: Number((m.birth ?? "1970").slice(0, 4)), relation: m.relation ?? 99, memberCode: m.memberCode, student: m.student ?? 1, category: m.disabilityCategory ?? 0, level: m.disabilityLevel ?? 0, health: m.health[0] ?? 1, labour: m.labour ?? 4, workPlace: m.workPlace ?? 0, workMonths: m.workMonths ?? 0, phone: m.memberPhone, dibao: m.dibao === true, tekun: m.tekun === true }));
    const made: Home = { kind, root, household: sound.household, souls, marks: marks(truth), no: `${plan.county.code}${String(index + 1).padStart(7, "0")}`, place: `${root.village.town.name}${root.village.name}`, links: [] };
    homes.push(made);
    return made;
  };
  for (let i = 0; i < plan.households; i++) {
    const root = makeHousehold(plan, i);
    // enrolled later than the register's year: an ordinary household still
    const enrolled = root.enrolledYear <= year;
    home(i, enrolled ? "registered" : "ordinary", enrolled ? plant(plan, root, householdIn(plan, root, year), year, true).truth : []);
  }
  const missed = missedCount(plan);
  for (let n = 0; n < missed; n++) home(plan.households + n, "missed", [missedHousehold(plan, n, year).truth]);
  const others = Math.round(plan.households * ordinaryShare);
  for (let n = 0; n < others; n++) home(plan.households + missed + n, "ordinary", []);
  const r = new Random("departments", plan.seed, plan.county.code);
  kin(r, homes);
  for (const h of homes) (h.kind === "registered" ? registered : ordinary)(desk, new Random("lives", plan.seed, plan.county.code, h.root.index), h);
  return Object.entries(headings).map(([feed, heads]) => ({ feed, headings: heads, rows: order(feed, rows.get(feed) ?? []) }));
}

/** Departments sort by their own numbers, not by household: only the household register and the payments keep their order. */
const order = (feed: string, rows: (readonly Cell[])[]): readonly (readonly Cell[])[] => (feed === "household_roll" || feed === "payments" ? rows : rows.toSorted((a, b) => String(a[1]).localeCompare(String(b[1]))));

/** Grown children in households of their own, and cadres among the fathers, as the household register names them. */
function kin(r: Random, homes: readonly Home[]): void {
  const plain = homes.filter((h) => h.kind === "ordinary");
  for (const h of homes) {
    const head = h.souls.find((s) => s.relation === 1);
    if (!head || h.kind !== "registered" || plain.length === 0) continue;
    if (h.souls.every((s) => referenceYear - s.birthYear >= 60) && r.chance(0.45)) {
      const child = r.pick(plain).souls.find((s) => s.relation === 1 && s.birthYear - head.birthYear >= 18 && s.birthYear - head.birthYear <= 45);
      child?.parents?.push(head); if (child && !child.parents) child.parents = [head];
    }
    if (h.marks.some((m) => m.kind === "cadreRelative" && m.detail.endsWith("之子"))) {
      const father = r.pick(plain).souls.find((s) => s.relation === 1 && s.sex === 1 && head.birthYear - s.birthYear >= 16);
      if (father) { head.parents = [father]; father.cadre = h.marks.find((m) => m.kind === "cadreRelative")?.detail.replace(/^户主为/, "").replace(/之子$/, "").slice(h.root.village.name.length) ?? "村干部"; }
    }
  }
}
