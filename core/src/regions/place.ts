/**
 * How places are named and which codes belong together (paper 001 §3.1 「村、镇、县、市、省」; codes: 国家统计局
 * 《统计用区划代码和城乡划分代码编制规则》, domain guide §0.2).
 */
import { ancestorAt, levelOf, levels, type Level } from "../region-code.ts";

/** A node of the tree as pages and messages need it. `through` is the lowest level the same code stands for (441900000000 东莞市 is city and county). */
export interface Place { readonly code: number; readonly name: string; readonly level: Level; readonly through?: Level }

/** Levels as stored: 1 province … 5 village. @example levelNumber("county") // => 3 */
export const levelNumber = (level: Level): number => levels.indexOf(level);
export const levelFromNumber = (n: number): Level => levels[n] ?? "nation";

/** Code of the region above; 0 above provinces. @example parentOf(990102101003) // => 990102101000 */
export function parentOf(code: number): number {
  const above = levels[levels.indexOf(levelOf(code)) - 1];
  return above === undefined ? 0 : (ancestorAt(code, above) ?? 0);
}

/** The code's ancestors from province downwards, itself last. @example lineOf(990102101000) // => [990000000000, 990100000000, 990102000000, 990102101000] */
export function lineOf(code: number): number[] {
  const line: number[] = [];
  for (const level of levels.slice(1)) {
    const at = ancestorAt(code, level);
    if (at !== undefined && at !== line.at(-1)) line.push(at);
  }
  return line;
}

/** Names that the statistical list uses where a level is skipped; people never say them. */
const fillers: readonly string[] = ["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"];

/** A place as written in a sentence: ancestors joined, skipped levels and repetitions left out. @example placeText(["北京市", "市辖区", "东城区"]) // => "北京市东城区" */
export function placeText(names: readonly string[]): string {
  const last = names.length - 1;
  return names.filter((name, i) => (i === last || !fillers.includes(name)) && name !== names[i - 1]).join("");
}
