/**
 * Where the list is in a sheet: title and note rows above the headings, headings of one to three rows with merged groups,
 * repeated headings and column numbers inside, total and signature rows below (issue 2 item 6).
 */
import { guessHeading, matchHeading, sheetKinds, type Match, type SheetKind, type Target } from "./headings.ts";

export interface SheetRow { readonly row: number; readonly cells: readonly string[] }
export interface Rectangle { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number }

export interface ColumnMap { readonly index: number; readonly heading: string; readonly target: Target | undefined; readonly confidence: number; /** Target that an earlier column already has. */ readonly doubles?: Target }
export interface Layout { readonly kind: SheetKind; readonly headingRows: readonly number[]; readonly columns: readonly ColumnMap[]; /** Year named in a title row. */ readonly titleYear: number | undefined }

const searchRows = 40;
/** Merged areas that may name headings; a hostile sheet has hundreds of thousands. */
const mergesMax = 2000;

/**
 * Finds the headings among the first rows and maps them; undefined when no row looks like headings.
 * `saved` overrides the automatic mapping: heading text → target ("" = leave out).
 */
export function findLayout(rows: readonly SheetRow[], merges: readonly Rectangle[], saved: Readonly<Record<string, string>> = {}, forced?: SheetKind): Layout | undefined {
  const head = rows.slice(0, searchRows);
  const near = merges.filter((m) => m.top <= (head.at(-1)?.row ?? 0)).slice(0, mergesMax);
  let best: { score: number; kind: SheetKind; at: number; depth: number; titles: readonly string[] } | undefined;
  for (let depth = 1; depth <= 3; depth++) {
    for (let at = 0; at + depth <= head.length; at++) {
      if ((head[at + depth - 1]?.row ?? 0) !== (head[at]?.row ?? 0) + depth - 1) continue;
      const titles = titlesOf(head.slice(at, at + depth), near);
      for (const kind of forced ? [forced] : sheetKinds) {
        const score = scoreOf(titles, kind, saved);
        // deeper headings must know strictly more columns: a row of data never does
        if (score >= 2 && score > (best?.score ?? 0) + (best && depth > 1 ? 0.5 : 0)) best = { score, kind, at, depth, titles };
      }
    }
  }
  if (!best || !enough(best.titles, best.kind, saved)) return undefined;
  const columns = mapColumns(best.titles, best.kind, saved);
  const above = head.slice(0, best.at).map((r) => r.cells.join(" ")).join(" ");
  return { kind: best.kind, headingRows: head.slice(best.at, best.at + best.depth).map((r) => r.row), columns, titleYear: yearIn(above) };
}

/** 2017 of "(2017年度)"; of an export date only when no 年度 is written. @example yearIn("示例县导出 (2017年度)") // => 2017 */
export function yearIn(text: string): number | undefined {
  const m = /((?:19|20)\d{2})\s*年度/.exec(text) ?? /((?:19|20)\d{2})\s*年/.exec(text) ?? /((?:19|20)\d{2})[-/.]\d{1,2}[-/.]\d{1,2}/.exec(text);
  return m ? Number(m[1]) : undefined;
}

/** Titles by column: the lowest filled row names the column, groups above it help when the name alone is unknown. */
function titlesOf(rows: readonly SheetRow[], merges: readonly Rectangle[]): readonly string[] {
  const width = Math.max(...rows.map((r) => r.cells.length));
  return Array.from({ length: width }, (_, column) => {
    const parts = rows.map((r) => textAt(r, column, merges)).filter((t, i, all) => t !== "" && t !== all[i - 1]);
    const own = parts.at(-1) ?? "";
    const group = parts.slice(0, -1).join("");
    if (group === "") return own;
    // "户主" above "姓名" is the head's name, "基本情况" above "姓名" is just the name
    const joined = `${group}${own}`;
    return sheetKinds.some((k) => matchHeading(joined, k)) ? joined : own;
  });
}

/** Text of a cell; a merged area shows its first cell's text everywhere. */
function textAt(row: SheetRow, column: number, merges: readonly Rectangle[]): string {
  const text = (row.cells[column] ?? "").trim();
  if (text !== "") return text;
  const area = merges.find((m) => row.row === m.top && column > m.left && column <= m.right && m.right - m.left < 40);
  return area ? (row.cells[area.left] ?? "").trim() : "";
}

function scoreOf(titles: readonly string[], kind: SheetKind, saved: Readonly<Record<string, string>>): number {
  const seen = new Set<string>();
  let score = 0;
  for (const title of titles) {
    if (title === "" || title.length > 60) continue;
    const match = saved[title] ? { target: saved[title], confidence: 1 } : matchHeading(title, kind);
    if (match && !seen.has(match.target)) { seen.add(match.target); score += match.target.startsWith("place.") ? 0.6 : 1; }
  }
  // a person sheet is recognised by persons: without them household fields alone make a household sheet
  if (kind === "persons" && !seen.has("member.name") && !seen.has("member.memberCode")) return 0;
  if (kind === "households" && !seen.has("household.householdCode")) return 0;
  if (kind === "villages" && !(seen.has("place.village") || seen.has("place.regionCode") || seen.has("village.villageCode"))) return 0;
  return kind === "persons" ? score + 0.3 : kind === "households" ? score + 0.2 : score;
}

function enough(titles: readonly string[], kind: SheetKind, saved: Readonly<Record<string, string>>): boolean {
  const targets = new Set(titles.map((t) => saved[t] || matchHeading(t, kind)?.target));
  if (kind === "persons") return targets.has("member.name") && [...targets].some((t) => t !== undefined && t !== "member.name" && !t.startsWith("place."));
  const own = [...targets].filter((t) => t?.startsWith(kind === "households" ? "household." : "village.")).length;
  return own >= (kind === "households" ? 2 : 3);
}

function mapColumns(titles: readonly string[], kind: SheetKind, saved: Readonly<Record<string, string>>): readonly ColumnMap[] {
  const taken = new Map<Target, number>();
  const columns: ColumnMap[] = [];
  const place = (index: number, heading: string, match: Match | undefined): void => {
    if (match && taken.has(match.target)) columns[index] = { index, heading, target: undefined, confidence: match.confidence, doubles: match.target };
    else {
      if (match) taken.set(match.target, index);
      columns[index] = { index, heading, target: match?.target, confidence: match?.confidence ?? 0 };
    }
  };
  const left: number[] = [];
  const exact = titles.map((title): Match | "leave" | undefined => {
    if (title === "" || saved[title] === "") return "leave";
    const chosen = saved[title];
    return chosen === undefined ? matchHeading(title, kind) : { target: chosen as Target, confidence: 1 };
  });
  // the surest claim of a field comes first, then the leftmost
  const order = titles.map((_, i) => i).toSorted((a, b) => confidenceOf(exact[b]) - confidenceOf(exact[a]) || a - b);
  for (const index of order) {
    const match = exact[index];
    if (match === "leave") columns[index] = { index, heading: titles[index] ?? "", target: undefined, confidence: 0 };
    else if (match) place(index, titles[index] ?? "", match);
    else left.push(index);
  }
  for (const index of left) {
    const guess = guessHeading(titles[index] ?? "", kind);
    place(index, titles[index] ?? "", guess && !taken.has(guess.target) ? guess : undefined);
  }
  return columns;
}

const confidenceOf = (m: Match | "leave" | undefined): number => (m === undefined || m === "leave" ? 0 : m.confidence);

/** The same headings give the same key, so that a corrected mapping is found again for the next file. */
export const signatureOf = (layout: Layout): string => `${layout.kind}|${layout.columns.map((c) => c.heading).join("|")}`;

export type RowKind = "data" | "total" | "note" | "heading" | "empty";

const totalRow = /^(合计|总计|小计|共计|累计|本页小?计|本村合计|全[县乡镇村]合计)/;
/** 石门镇小计, 示例县合计：in any cell of a row that names no person and no household. */
const totalCell = /^[^\d]{0,20}(合计|总计|小计|共计)[:：]?$/;
const signatureRow = /^(填表|制表|填报|审核|审批|复核|经办|单位负责|负责|联系人|签[字名章]|盖章|日期[:：]|填报日期|导出时间|说明[:：]|备注[:：]|注[:：]|第\d+页|共\d+页)/;
const noteRow = /^(填表|制表|填报|审核|审批|复核|经办|单位|负责|联系人|签[字名章]|盖章|日期|填报日期|导出时间|打印|说明|备注|注[:：\d]|[（(]?(本表|以上|注)|第\d+页|共\d+页|[*※])/;

/** What a row below the headings is. `keys` are the columns whose filled cell makes a row of data: name, certificate, codes. */
export function rowKind(cells: readonly string[], layout: Layout, keys: readonly number[]): RowKind {
  let first = "";
  for (const cell of cells) if (cell !== "" && (first = cell.trim()) !== "") break;
  if (first === "") return "empty";
  const bare = first.replace(/\s/g, "");
  let known = 0;
  for (const k of keys) if ((cells[k] ?? "").trim() !== "") known++;
  // nearly every row: most keys filled, nothing unusual in front
  if (known > 1 && !mayRepeatHeadings(cells, layout, keys) && !totalRow.test(bare) && !signatureRow.test(bare)) return "data";
  let filled = 0;
  for (const cell of cells) if (cell.trim() !== "") filled++;
  if (totalRow.test(bare) && (filled <= 12 || known === 0 || keys.every((k) => (cells[k] ?? "").trim() === "" || (cells[k] ?? "").includes("计")))) return "total";
  if (known === 0 && cells.some((cell) => totalCell.test(cell.replace(/\s/g, "")))) return "total";
  if (isHeadingAgain(cells, layout, filled)) return "heading";
  if (known > 0 && !signatureRow.test(bare)) return "data";
  if (noteRow.test(bare) || filled === 1) return "note";
  return known > 0 || filled > 1 ? "data" : "note";
}

/** Cheap look before the thorough one: a key cell that is its own heading, a national column code, or a small number. */
const mayRepeatHeadings = (cells: readonly string[], layout: Layout, keys: readonly number[]): boolean => keys.some((k) => {
  const cell = (cells[k] ?? "").trim();
  return cell.length <= 12 && (cell === layout.columns[k]?.heading || /^(A[A-Z]{1,3}\d{3,4}|\(?\d{1,3}\)?)$/.test(cell));
});

/** Headings repeated on each printed page, a row of column numbers (1 2 3 …), or the row of national column codes. */
function isHeadingAgain(cells: readonly string[], layout: Layout, filled: number): boolean {
  if (filled < 2) return false;
  let same = 0;
  let codes = 0;
  let numbers = 0;
  let last = 0;
  for (const c of layout.columns) {
    const cell = (cells[c.index] ?? "").trim();
    if (cell === "") continue;
    if (cell === c.heading) same++;
    if (/^A[A-Z]{1,2}[A-Z]?\d{3,4}$/.test(cell)) codes++;
    if (/^\(?\d{1,3}\)?$/.test(cell)) { const n = Number(cell.replace(/[()]/g, "")); if (n === last + 1) numbers++; last = n; }
  }
  return same * 2 > filled || codes * 2 > filled || (filled > 4 && numbers >= filled - 1 && numbers * 10 >= filled * 9);
}

/** The number of persons that the last total row states, when the column of 人数 has one; a subtotal says nothing about the sheet. */
export function statedTotal(cells: readonly string[], layout: Layout): number | undefined {
  if (cells.some((cell) => /小计|本页|累计/.test(cell))) return undefined;
  const column = layout.columns.find((c) => c.target === "household.yearMembers");
  const text = column ? (cells[column.index] ?? "").trim() : "";
  return /^\d{1,8}$/.test(text) ? Number(text) : undefined;
}
