/** A notice for the village board: official A4 layout (look.md §4 print), heads of household in full as is custom in the village, nothing else of them. */
import type { Content, TDocumentDefinitions } from "pdfmake/interfaces.js";
import type { PublicNotice } from "@diguan/core/procedure/contract-more.ts";
import { addDays } from "@diguan/core/time.ts";
import type { Typesetter } from "../registry/service.ts";

export interface Printed { readonly address: string; readonly by: string; readonly at: string }
export interface PrintItem { readonly name: string; readonly village: string; readonly group: string; readonly members: number | null }

const chineseDay = (on: string): string => `${on.slice(0, 4)}年${Number(on.slice(5, 7))}月${Number(on.slice(8))}日`;

export function noticeSheet(n: PublicNotice, items: readonly PrintItem[], printed: Printed, type: Typesetter): TDocumentDefinitions {
  const mm = 72 / 25.4;
  const t = (text: string, more: object = {}): Content => ({ text: type.runs(text), ...more });
  const cell = (text: string, more: object = {}): object => ({ text: type.runs(text), margin: [2, 3, 2, 1], ...more });
  const several = new Set(items.map((i) => i.village)).size > 1;
  const households = items.some((i) => i.members !== null);
  const heads = ["序号", ...(several ? ["村"] : []), households ? "户主" : "名称", ...(households ? ["村民小组", "家庭人口"] : [])];
  const body = [heads.map((h) => cell(h, { bold: true, alignment: "center" })), ...items.map((i, at) => [cell(String(at + 1), { alignment: "center" }), ...(several ? [cell(i.village)] : []), cell(i.name), ...(households ? [cell(i.group), cell(i.members === null ? "" : `${i.members} 人`, { alignment: "center" })] : [])])];
  const widths = heads.map((h) => (h === "序号" ? 36 : h === "家庭人口" ? 70 : "*"));
  return {
    info: { title: n.title }, pageMargins: [28 * mm, 37 * mm, 26 * mm, 35 * mm],
    footer: (page, pages) => ({ margin: [28 * mm, 12 * mm, 26 * mm, 0], fontSize: 9, columns: [t(`打印：${printed.by}　${printed.at}`), t(`${page} / ${pages}`, { alignment: "right" })] }),
    content: [
      t("公　示", { fontSize: 26, bold: true, alignment: "center", margin: [0, 0, 0, 6] }), t(n.title, { fontSize: 15, bold: true, alignment: "center", margin: [0, 0, 0, 14] }),
      t(`${n.county}${n.town}${n.village}各位村民：`, { fontSize: 13, margin: [0, 0, 0, 6] }),
      t(`　　按照规定程序，现将下列${households ? "农户" : "对象"}予以公示。公示期自${chineseDay(n.from)}起至${chineseDay(n.to)}止，首尾两天都算。公示期内有异议的，可以向村委会、乡镇人民政府当面、书面或用手机提出，自提出之日起 ${n.checkDays} 日内核查并答复；提出人的姓名和联系方式保密。`, { fontSize: 13, lineHeight: 1.5, margin: [0, 0, 0, 10] }),
      { table: { headerRows: 1, dontBreakRows: true, widths, body }, fontSize: 12, layout: { hLineWidth: () => 0.6, vLineWidth: () => 0.6 }, margin: [0, 0, 0, 12] } as Content,
      t(`张贴地点：${n.place}`, { fontSize: 12, margin: [0, 0, 0, 4] }), t(`手机提出异议：${printed.address}（${chineseDay(addDays(n.to, 1))}起网页撤下）`, { fontSize: 12, margin: [0, 0, 0, 22] }),
      t(`${n.village || n.town || n.county}（盖章）`, { fontSize: 13, alignment: "right", margin: [0, 0, 30, 4] }), t(chineseDay(n.from), { fontSize: 13, alignment: "right", margin: [0, 0, 30, 0] }),
    ],
  };
}
