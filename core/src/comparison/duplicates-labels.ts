/** Words of 查重 that pages and files share: kinds and states of pairs, headings of the list as a workbook. */
import type { Locale } from "../problem.ts";
import type { PairKind, PairState } from "./duplicates.ts";

export interface DuplicatesLabels {
  readonly title: string; readonly kinds: Readonly<Record<PairKind, string>>; readonly states: Readonly<Record<PairState, string>>;
  readonly columns: { readonly probability: string; readonly weight: string; readonly kind: string; readonly state: string; readonly year: string; readonly left: string; readonly leftPlace: string; readonly leftCode: string; readonly right: string; readonly rightPlace: string; readonly rightCode: string };
}

const zh: DuplicatesLabels = {
  title: "疑似重复人员",
  kinds: { sameNumber: "证件号相同", nearNumber: "证件号差一位", sameNameBirth: "同名同生日", likely: "多项相近" },
  states: { open: "待判定", visit: "待入户", same: "判为同一人", different: "判为不同人", gone: "已消除" },
  columns: { probability: "同一人概率", weight: "权重（比特）", kind: "疑点", state: "状态", year: "年度", left: "一方姓名", leftPlace: "一方所在村", leftCode: "一方户编号", right: "另一方姓名", rightPlace: "另一方所在村", rightCode: "另一方户编号" },
};
const en: DuplicatesLabels = {
  title: "Possible duplicates",
  kinds: { sameNumber: "Same ID number", nearNumber: "ID number one slip off", sameNameBirth: "Same name and birthday", likely: "Alike in several facts" },
  states: { open: "To decide", visit: "To visit", same: "Same person", different: "Different", gone: "Gone" },
  columns: { probability: "Probability of one person", weight: "Weight (bits)", kind: "Suspicion", state: "State", year: "Year", left: "Name, one", leftPlace: "Village, one", leftCode: "Household, one", right: "Name, other", rightPlace: "Village, other", rightCode: "Household, other" },
};

export const duplicatesLabels = (locale: Locale): DuplicatesLabels => (locale === "en" ? en : zh);
