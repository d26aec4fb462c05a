/** Households without a fault in the layout of the national export, to plant one fault at a time in (issue 2 item 6). All invented. */
import { checkCharacter } from "@diguan/core/id-number.ts";
import type { Cell } from "./book.ts";

export type Row = Readonly<Record<string, Cell>>;

/** A valid number of county 990102. `order` 0–499 keeps people of one birthday apart. */
export function certificate(birth: string, sex: "男" | "女", order: number): string {
  const first17 = `990102${birth.replaceAll("-", "")}${String(order * 2 + (sex === "男" ? 1 : 0)).padStart(3, "0")}`;
  return first17 + checkCharacter(first17);
}

const people = [
  { 与户主关系: "户主", 姓名: "赵建国", 性别: "男", birth: "1972", 文化程度: "初中", 在校生状况: "非在校生", 劳动技能: "普通劳动力", 务工情况: "县外省内务工", "务工时间(月)": 8 },
  { 与户主关系: "配偶", 姓名: "钱桂英", 性别: "女", birth: "1974", 文化程度: "小学", 在校生状况: "非在校生", 劳动技能: "普通劳动力", 务工情况: null, "务工时间(月)": 0 },
  { 与户主关系: "之子", 姓名: "赵小军", 性别: "男", birth: "2007", 文化程度: null, 在校生状况: "小学", 劳动技能: "无劳动力", 务工情况: null, "务工时间(月)": 0 },
] as const;
const place = { "省(自治区、直辖市)": "示例省", "市(盟、州)": "滴灌市", "县(市、区、旗)": "示例县", "镇(乡)": "石门镇", 行政村: "石门村", "自然村(组)": "2组" };
const insured = { 是否现役军人: "否", 是否参加大病保险: "是", 是否参加城乡居民基本医疗保险: "是", 是否参加城乡居民基本养老保险: "是" };
const living = {
  脱贫属性: "未脱贫", 贫困户属性: "一般贫困户", 主要致贫原因: "缺技术", 其他致贫原因: "缺资金", 开户银行: "农村信用社", "耕地面积(亩)": 3.5, 是否通生活用电: "是", 是否通生产用电: "是", 饮水是否困难: "否", 饮水是否安全: "是",
  "住房面积(平方米)": 96, 是否危房户: "否", 有无卫生厕所: "有", "与村主干路距离(公里)": 0.5, 入户路类型: "水泥路", 主要燃料类型: "清洁能源",
};
const income = { 工资性收入: 12_000, 生产经营性收入: 6000, 财产性收入: 0, 转移性收入: 300, 生态补偿金: 300, 生产经营性支出: 1500, 年收入: 18_300, 纯收入: 16_800 };

/** Household n (0–499) with its head, wife and child, or the first `size` of them. */
export function household(n: number, size = 3): Row[] {
  const code = `99019900${String(10_000_000 + n)}`;
  return people.slice(0, size).map(({ birth, ...who }, i) => ({
    ...place, 户编号: code, 人编号: `${code}000${i + 1}`, ...who, 证件类型: "居民身份证(户口簿)", 证件号码: certificate(`${birth}-0${i + 3}-15`, who.性别, n), 人数: size, 民族: "汉族", 政治面貌: "群众", 健康状况: "健康",
    ...insured, ...living, 联系电话: `139${String(10_000_000 + n * 10 + i)}`, 银行账号: `621750000${n}`, ...income, 人均纯收入: Math.round((16_800 / size) * 100) / 100,
  }));
}

export const headings: readonly string[] = Object.keys(household(0, 1)[0] ?? {});
/** Cells in the order of the headings; a heading that a row does not have is empty. */
export const cells = (rows: readonly Row[], order: readonly string[] = headings): Cell[][] => rows.map((r) => order.map((h) => r[h] ?? null));
/** Rows with a title above, as one sheet; row 1 is the title, 2 the headings, 3 the first person. */
export const sheet = (rows: readonly Row[], order: readonly string[] = headings): Cell[][] => [["示例县建档立卡名册（2017年度）"], [...order], ...cells(rows, order)];
/** The same household with some cells of its k-th person (or of everybody) replaced. */
export const but = (rows: readonly Row[], change: Row, k?: number): Row[] => rows.map((r, i) => (k === undefined || k === i ? { ...r, ...change } : r));
