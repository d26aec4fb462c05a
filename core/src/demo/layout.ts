/**
 * The national export layout (全国扶贫开发信息系统, domain guide §1.2–1.6): one row per person, the household's columns repeated.
 * Headings and order are those of real county exports of 2017: 序号 and 66 columns.
 */
import { labelOf, type CodeList } from "../registry/codes.ts";
import type { Household, HouseholdCase, Member } from "../registry/record.ts";

export type Value = string | number;
/** Names of the places of a row: province, city, county, town, village as written in this row. */
export interface PlaceNames { readonly city: string; readonly county: string; readonly town: string; readonly village: string }

export const headings = [
  "序号", "省(自治区、直辖市)", "市(盟、州)", "县(市、区、旗)", "镇(乡)", "行政村", "自然村(组)", "户编号", "人编号", "姓名", "性别", "证件类型", "证件号码", "人数", "与户主关系", "民族", "政治面貌", "文化程度", "在校生状况", "健康状况", "劳动技能",
  "务工情况", "务工时间(月)", "是否现役军人", "是否参加大病保险", "是否参加城乡居民基本医疗保险", "是否参加城乡居民基本养老保险", "脱贫属性", "脱贫年度", "贫困户属性", "主要致贫原因", "其他致贫原因", "是否军烈属", "是否独生子女户", "是否双女户", "联系电话", "开户银行", "银行账号",
  "耕地面积(亩)", "有效灌溉面积(亩)", "林地面积(亩)", "退耕还林面积(亩)", "是否通生活用电", "饮水是否困难", "饮水是否安全", "住房面积(平方米)", "是否危房户", "有无卫生厕所", "与村主干路距离(公里)", "入户路类型", "主要燃料类型", "是否加入农民专业合作社",
  "工资性收入", "生产经营性收入", "财产性收入", "转移性收入", "计划生育金", "低保金", "五保金", "养老保险金", "生态补偿金", "其他转移性收入", "生产经营性支出", "年收入", "纯收入", "人均纯收入", "备注",
] as const;
export type Heading = (typeof headings)[number];
const positions: ReadonlyMap<string, number> = new Map(headings.map((h, i) => [h, i]));
/** Column of a heading, from 0. Throws RangeError for another heading. @example columnOf("证件号码") // => 12 */
export function columnOf(heading: Heading): number {
  const at = positions.get(heading);
  if (at === undefined) throw new RangeError(heading);
  return at;
}
/** Columns whose digits a spreadsheet must not turn into a floating-point number. */
export const textHeadings: ReadonlySet<string> = new Set(["户编号", "人编号", "证件号码", "联系电话", "银行账号"]);

/** Labels are looked up once per value. */
const books = new Map<CodeList, Map<number, string>>();
function word(list: CodeList, value: number | null): string {
  if (value === null) return "";
  let book = books.get(list);
  if (!book) books.set(list, (book = new Map()));
  let label = book.get(value);
  if (label === undefined) book.set(value, (label = list === "attribute" && value === 6 ? "五保贫困户" : labelOf(list, value)));
  return label;
}
const yes = (flag: boolean | null): string => (flag === null ? "" : flag ? "是" : "否");
const words = (list: CodeList, values: readonly number[]): string => (values.length === 0 ? "" : values.length === 1 ? word(list, values[0] ?? null) : values.map((v) => word(list, v)).join(","));
const amount = (fen: number | null): Value => (fen === null ? "" : fen / 100);

/** Columns 脱贫属性 … 备注 of a household, made once and repeated on the rows of its members (联系电话 is the member's own). */
function householdPart(h: Household): readonly Value[] {
  return [
    word("exitState", h.exitState), h.exitYear ?? "", word("attribute", h.attribute), word("cause", h.causeMain), words("cause", h.causeOther), yes(h.martyr), yes(h.oneChild), yes(h.twoGirls), "", h.bankName ?? "", h.bankAccount ?? "",
    h.arableMu ?? "", h.irrigatedMu ?? "", h.forestMu ?? "", h.returnedForestMu ?? "", yes(h.powerAtHome), yes(h.waterHard), yes(h.waterSafe), h.houseAreaM2 ?? "", yes(h.unsafeHouse), h.toilet === null ? "" : h.toilet ? "有" : "无",
    h.roadKm ?? "", word("roadType", h.roadType), word("fuel", h.fuel), yes(h.coop),
    amount(h.wageFen), amount(h.operatingFen), amount(h.propertyFen), amount(h.transferFen), amount(h.familyPlanningFen), amount(h.dibaoFen), amount(h.tekunFen), amount(h.pensionFen), amount(h.ecologyFen), amount(h.otherTransferFen),
    amount(h.costFen), amount(h.annualFen), amount(h.netFen), amount(h.perCapitaFen), h.remark ?? "",
  ];
}
const phoneAt = 35 - 27;

function memberPart(m: Member, members: number): Value[] {
  return [
    m.memberCode, m.name, word("sex", m.sex), word("certificate", m.certType), m.certNo ?? "", members, word("relation", m.relation), word("ethnic", m.ethnic), word("political", m.political),
    word("education", m.education), word("student", m.student), words("health", m.health), word("labour", m.labour), word("workPlace", m.workPlace), m.workMonths ?? "", yes(m.soldier), yes(m.seriousIns), yes(m.medResident), yes(m.pensionResident),
  ];
}

/** Rows of a household in the order of `headings`; `first` is the running number of its first person. */
export function rowsOf(c: HouseholdCase, place: PlaceNames, province: string, first: number): Value[][] {
  const h = c.household;
  const shared = householdPart(h);
  return c.members.map((m, i) => {
    const row: Value[] = [first + i, province, place.city, place.county, place.town, place.village, h.groupName ?? "", h.householdCode, ...memberPart(m, h.yearMembers ?? c.members.length), ...shared];
    row[27 + phoneAt] = m.memberPhone ?? "";
    return row;
  });
}
