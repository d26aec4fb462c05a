/** What departments know of a household: a registered one with what it hides, a missed one with what it suffers, an ordinary one. */
import type { Household } from "../registry/record.ts";
import type { Random } from "../statistics/random.ts";
import type { Cell } from "./departments.ts";
import type { CountyPlan, Root } from "./household.ts";
import type { Planted } from "./plants.ts";

/** A person as the departments know them. `parents` outside the household; `cadre`: the post in the village. */
export interface Soul { readonly name: string; readonly certNo: string; readonly sex: 1 | 2; readonly birthYear: number; readonly relation: number; readonly memberCode: string; readonly student: number; readonly category: number; readonly level: number; readonly health: number; readonly labour: number; readonly workPlace: number; readonly workMonths: number; readonly phone: string | null; readonly dibao: boolean; readonly tekun: boolean; parents?: Soul[]; cadre?: string }
export interface Home { readonly kind: "registered" | "missed" | "ordinary"; readonly root: Root; readonly household: Household; readonly souls: readonly Soul[]; readonly marks: readonly Planted[]; readonly no: string; readonly place: string; readonly links: Soul[] }
export interface Desk { readonly plan: CountyPlan; readonly year: number; readonly put: (feed: string, who: Soul | undefined, ...cells: readonly Cell[]) => void }

const day = (r: Random, from: number, to: number): string => `${r.integer(from, to)}-${String(r.integer(1, 12)).padStart(2, "0")}-${String(r.integer(1, 28)).padStart(2, "0")}`;
const adult = (d: Desk, h: Home): Soul | undefined => h.souls.find((s) => d.year - s.birthYear >= 20 && d.year - s.birthYear <= 60) ?? h.souls[0];
const headOf = (h: Home): Soul | undefined => h.souls.find((s) => s.relation === 1) ?? h.souls[0];
const plate = (r: Random): string => `示A${String(r.integer(10_000, 99_999))}`;

/** Relation of the register as the household register writes it. */
const rollRelation = (relation: number): string => (relation === 1 ? "户主" : relation === 2 ? "配偶" : relation === 3 ? "之子" : relation === 4 ? "之女" : relation === 11 ? "之父" : relation === 12 ? "之母" : relation === 7 ? "孙子" : relation === 8 ? "孙女" : relation === 5 ? "儿媳" : "其他");

interface Roll { readonly state?: string; readonly stateOn?: string; readonly splitOn?: string; readonly splitFrom?: string; readonly away?: string; readonly gone?: ReadonlyMap<string, readonly [string, string]>; readonly spouseNo?: string; /** everybody of 16 to 59 works away */ readonly adultsAway?: number }
function roll(d: Desk, r: Random, h: Home, more: Roll): void {
  const head = headOf(h);
  const spouse = h.souls.find((s) => s.relation === 2);
  for (const s of h.souls) {
    const parents = s.parents ?? (s.relation === 3 || s.relation === 4 ? [head, spouse].filter((p): p is Soul => p !== undefined) : s.relation === 1 ? h.souls.filter((x) => x.relation === 11 || x.relation === 12) : []);
    const no = (sex: 1 | 2): string => parents.find((p) => p.sex === sex)?.certNo.slice(0, 18) ?? "";
    const married = s.relation === 1 ? (more.spouseNo ?? spouse?.certNo.slice(0, 18) ?? "") : s.relation === 2 ? head?.certNo.slice(0, 18) ?? "" : "";
    const own = more.gone?.get(s.memberCode);
    const grown = more.adultsAway !== undefined && more.adultsAway - s.birthYear >= 16 && more.adultsAway - s.birthYear < 60;
    const away = more.away ?? (grown || s.workPlace === 3 || s.workPlace === 4 ? "外出半年以上" : "在家");
    d.put("household_roll", s, h.no, rollRelation(s.relation), s.name, s.certNo.slice(0, 18), h.place, `${h.place}${h.root.group}`, r.chance(0.6) ? (s.phone ?? "") : "", more.splitOn ?? "", more.splitFrom ?? "", own?.[0] ?? more.state ?? "正常", own?.[1] ?? more.stateOn ?? "", no(1), no(2), married, away);
  }
}

/** What everybody has: school, insurance, disability certificates, illness. */
function common(d: Desk, r: Random, h: Home, of: { readonly uninsured: number; readonly costMedian: number; readonly keepsDisability: number; readonly dropOut: number; readonly subsidised: number }): void {
  for (const s of h.souls) {
    const age = d.year - s.birthYear;
    const cost = s.health === 1 ? r.lognormal(of.costMedian, 1) : r.lognormal(of.costMedian * (s.health === 3 ? 9 : 3), 0.8);
    if (r.chance(of.uninsured)) d.put("medical", s, "未参保", 0, 0, `${d.year}-10-31`, h.place);
    else if (cost > 1500) d.put("medical", s, "城乡居民医保", Math.round(cost * 2.4), Math.round(cost), `${d.year}-10-31`, h.place);
    if (s.student > 2 || (age >= 6 && age <= 15)) {
      const gone = age >= 7 && age <= 14 && r.chance(of.dropOut);
      if (!r.chance(0.004)) d.put("schooling", s, `${h.root.village.town.name.slice(0, -1)}${age <= 12 ? "中心小学" : "中学"}`, age <= 12 ? "小学" : age <= 15 ? "初中" : s.student >= 13 ? "高等教育" : "高中", gone ? "辍学" : "在校", `${Math.min(d.year, s.birthYear + 7)}-09-01`, h.place);
    }
    if (s.category > 0 && r.chance(of.keepsDisability)) d.put("disability", s, s.category, s.level === 0 ? 3 : r.chance(0.015) ? Math.min(4, s.level + 1) : s.level, day(r, 2010, 2016), s.level <= 2 && r.chance(of.subsidised) ? "是" : "否", h.place);
    if (s.health === 2 || s.health === 3) { if (r.chance(0.93)) d.put("illness", s, s.health === 3 ? "大病" : "慢性病", day(r, 2010, d.year - 1)); }
  }
}

/** A registered household; what the truth says it hides stands in a department's file, mostly. */
export function registered(d: Desk, r: Random, h: Home): void {
  const { year, put } = d;
  const hidden = h.marks.find((m) => m.status === "wrongInclusion" && m.kind === "household")?.detail ?? "";
  const state = h.marks.find((m) => m.kind === "household")?.status ?? "correct";
  const who = adult(d, h);
  const gone = new Map<string, readonly [string, string]>();
  let more: Roll = {};
  if (hidden.startsWith("X01")) { if (r.chance(0.85)) put("public_payroll", who, r.chance(0.8) ? "在编在职" : "退休", r.pick(["县水利局", "县中学", "镇政府", "县人民医院"]), day(r, 2000, 2014)); }
  else if (hidden.startsWith("X03")) put("vehicles", who, r.pick(["小型轿车", "小型普通客车"]), r.chance(0.9) ? r.integer(32, 160) * 1000 : r.integer(15, 28) * 1000, day(r, 2013, year), plate(r), "是");
  else if (hidden.startsWith("X04")) { if (r.chance(0.92)) put("real_estate", who, r.pick(["成套住宅", "商品房", "商铺"]), r.integer(70, 140), day(r, 2011, year), "是", "县城"); }
  else if (hidden.startsWith("X05")) { if (r.chance(0.8)) put("companies", who, "有限责任公司", `${h.place}兴农贸易有限公司`, "法定代表人", "是", r.integer(20, 300) * 10_000, day(r, 2010, year)); else put("companies", who, "个体工商户", `${who?.name ?? ""}商店`, "经营者", "是", 30_000, day(r, 2010, year)); }
  else if (hidden.startsWith("X06")) { if (r.chance(0.88)) put("big_farms", who, "种植", r.integer(70, 420), r.integer(60, 400) * 1000, r.chance(0.5) ? "是" : "否"); }
  else if (hidden.startsWith("X07")) { const months = r.chance(0.82) ? r.integer(1, 22) : r.integer(26, 40); const [y, m] = [Number(h.root.enrolledOn.slice(0, 4)), Number(h.root.enrolledOn.slice(5, 7))]; const at = y * 12 + m - 1 - months; more = { splitOn: `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}-12`, splitFrom: `${d.plan.county.code}${String(d.plan.households + r.integer(100, 400)).padStart(7, "0")}` }; }
  if (state === "ghost" && r.chance(0.8)) more = { ...more, state: "空挂户", stateOn: day(r, 2012, 2015), away: "举家外出" };
  for (const m of h.marks) {
    const s = h.souls.find((x) => x.memberCode === m.personCode);
    if (m.kind === "deadActive" && s) {
      const on = m.detail.slice(0, 10);
      if (r.chance(0.75)) put("deaths", s, on, r.chance(0.3) ? "火化" : "死亡证明");
      if (r.chance(0.65)) gone.set(s.memberCode, ["死亡注销", on]);
      if (m.detail.includes("仍领取补助")) for (const month of ["09", "10", "11"]) put("payments", s, "农村低保", `${year}-${month}-15`, 190, h.root.account);
    }
    if (m.kind === "doubleClaim" && s) put("relief", s, "农村低保", `${year - 2}-01-01`, 200, h.place);
    if (m.kind === "sharedAccount" && s) for (const month of ["09", "10", "11"]) put("payments", s, "耕地地力保护", `${year}-${month}-20`, 120, m.shown);
  }
  // what many have and the rules excuse, and a few who are suspected without reason
  if (r.chance(0.22)) put("vehicles", who, r.pick(["普通二轮摩托车", "农用三轮车", "三轮汽车", "手扶拖拉机"]), r.integer(3, 13) * 1000, day(r, 2010, year), plate(r), "是");
  if (r.chance(0.02)) put("vehicles", who, "微型货车", r.integer(8, 26) * 1000, day(r, 2010, year), plate(r), "是");
  if (r.chance(0.004)) put("vehicles", who, "小型轿车", r.integer(35, 80) * 1000, day(r, 2014, year), plate(r), "是");
  if (r.chance(0.003)) put("real_estate", headOf(h), "住宅", r.integer(50, 75), day(r, 2005, 2012), "是", "县城老街");
  if (h.root.relocation > 0 && year >= 2017) put("real_estate", headOf(h), "易地搬迁安置房", 25 * h.souls.length, day(r, 2017, year), "是", "县城安置区");
  if (r.chance(0.06)) put("companies", headOf(h), "农民专业合作社", `${h.root.village.name}种养专业合作社`, "成员", "是", 2000, day(r, 2014, year));
  if (r.chance(0.012)) put("companies", who, "个体工商户", `${who?.name ?? ""}小卖部`, "经营者", r.chance(0.7) ? "是" : "否", 10_000, day(r, 2012, year));
  if (r.chance(0.0025)) put("companies", who, "有限责任公司", `${h.place}便民服务有限公司`, "股东", "是", 100_000, day(r, 2015, year));
  if (r.chance(0.02)) put("public_payroll", who, "公益性岗位", h.root.village.name, day(r, 2016, year));
  const [sick, old] = [h.souls.some((s) => s.health !== 1), h.household.attribute ?? 1];
  common(d, r, h, { uninsured: 0.008, costMedian: sick ? 500 : 260, keepsDisability: 0.97, dropOut: 0.004, subsidised: 0.9 });
  for (const s of h.souls) {
    if (s.tekun || s.dibao) {
      const kind = s.tekun ? "特困供养" : "农村低保";
      if (r.chance(0.985)) put("relief", s, kind, `${r.integer(2013, year - 1)}-01-01`, s.tekun ? 480 : 190, h.place);
      if (s === h.souls.find((x) => x.tekun || x.dibao) && r.chance(0.99)) for (const month of ["09", "10", "11"]) { put("payments", s, kind, `${year}-${month}-15`, s.tekun ? 480 : 190, h.root.account); if (r.chance(0.003)) put("payments", s, kind, `${year}-${month}-25`, s.tekun ? 480 : 190, h.root.account); }
    }
    if (year - s.birthYear >= 60) for (const month of ["09", "10", "11"]) put("payments", s, "城乡居民养老金", `${year}-${month}-10`, 98, h.root.account);
    // wages that the household does not report: more often where somebody is wrongly included
    if (s.workMonths >= 4 && r.chance(0.12)) put("employment", s, "示例电子厂", Math.round(((h.household.wageFen ?? 0) / 100 / Math.max(1, h.souls.filter((x) => x.workMonths > 0).length) / Math.max(1, s.workMonths)) * (hidden === "" ? r.between(0.75, 1.1) : r.between(1.2, 2.4))), s.workMonths);
  }
  if (old === 1 && r.chance(0.004)) put("relief", headOf(h), "农村低保", `${year}-07-01`, 190, h.place);
  if (h.household.unsafeHouse === true || r.chance(0.12)) put("house_grade", headOf(h), h.household.unsafeHouse === true ? (r.chance(0.6) ? "C级" : "D级") : r.chance(0.03) ? "C级" : r.pick(["A级", "B级"]), day(r, year - 1, year), "否", h.household.relocation !== null && h.household.relocation > 0 && r.chance(0.08) ? r.integer(40, 160) : 0, h.place);
  else if ((h.household.relocation ?? 0) > 0) put("house_grade", headOf(h), "A级", day(r, year - 1, year), r.chance(0.02) ? "是" : "否", r.chance(0.06) ? r.integer(35, 160) : r.integer(0, 4), h.place);
  if (r.chance(0.004)) gone.set(h.souls.at(-1)?.memberCode ?? "", ["迁出", day(r, year, year)]);
  roll(d, r, h, { ...more, gone });
}

/** A household that nobody registered: most live well, some are poor and were missed. */
export function ordinary(d: Desk, r: Random, h: Home): void {
  const { year, put } = d;
  const missed = h.kind === "missed";
  // who works far away does not come to the village's meetings
  const leaves = r.chance(missed ? 0.3 : 0.06);
  const who = adult(d, h);
  if (missed) {
    if (r.chance(0.42)) put("medical", h.souls.find((s) => s.health !== 1) ?? headOf(h), "城乡居民医保", r.integer(24, 90) * 1000, r.integer(10_500, 42_000), `${year}-10-31`, h.place);
    if (r.chance(0.26)) put("relief", headOf(h), r.pick(["农村低保", "农村低保", "临时救助", "低保边缘家庭"]), `${year}-0${r.integer(1, 8)}-01`, 180, h.place);
    if (leaves) put("medical", h.souls.at(-1), "城乡居民医保", r.integer(8, 20) * 1000, r.integer(3200, 9500), `${year}-10-31`, h.place);
    if (r.chance(0.14)) put("house_grade", headOf(h), r.pick(["C级", "D级"]), day(r, year - 1, year), "否", 0, h.place);
  } else {
    if (r.chance(0.2)) put("vehicles", who, r.pick(["小型轿车", "小型普通客车", "轻型货车"]), r.integer(30, 140) * 1000, day(r, 2010, year), plate(r), "是");
    if (r.chance(0.15)) put("vehicles", who, r.pick(["普通二轮摩托车", "三轮汽车"]), r.integer(3, 12) * 1000, day(r, 2010, year), plate(r), "是");
    if (r.chance(0.08)) put("real_estate", who, r.pick(["成套住宅", "商铺"]), r.integer(70, 150), day(r, 2008, year), "是", "县城");
    if (r.chance(0.05)) put("companies", who, r.pick(["个体工商户", "有限责任公司", "农民专业合作社"]), `${h.place}${who?.name ?? ""}经营部`, "经营者", "是", r.integer(5, 100) * 10_000, day(r, 2008, year));
    if (r.chance(0.035)) put("public_payroll", who, r.pick(["在编在职", "退休"]), r.pick(["县中学", "镇政府", "县人民医院", "乡卫生院"]), day(r, 1995, 2015));
    if (r.chance(0.012)) put("big_farms", who, "种植", r.integer(100, 500), r.integer(100, 600) * 1000, "是");
    if (r.chance(0.012)) put("relief", headOf(h), r.pick(["农村低保", "低保边缘家庭", "临时救助"]), `${year - 1}-01-01`, 170, h.place);
    if (r.chance(0.004)) put("house_grade", headOf(h), "C级", day(r, year - 1, year), r.chance(0.4) ? "是" : "否", 0, h.place);
  }
  common(d, r, h, { uninsured: 0.03, costMedian: missed ? 420 : 130, keepsDisability: missed ? 0.95 : 0.28, dropOut: missed ? 0.06 : 0.0015, subsidised: missed ? 0.4 : 0.85 });
  const cadre = h.souls.find((s) => s.cadre !== undefined);
  if (cadre) put("village_cadres", cadre, cadre.cadre ?? "", day(r, 2011, 2014));
  roll(d, r, h, leaves ? { adultsAway: year } : {});
}
