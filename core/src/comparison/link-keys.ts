/**
 * What a blocking rule of `diguan link` may be made of: columns and a small declared set of functions of one column, no query
 * language (部门比对; paper 001 §4). `year(birth)`, `prefix(name, 1)`, `initials(name)` …
 */
import { characters } from "../statistics/linkage-strings.ts";
import { bareCertificate } from "./certificates.ts";
import { bareDate } from "./days.ts";
import { foldName, splitName, type NameTables } from "./names.ts";

export const keyFunctions = ["prefix", "suffix", "year", "month", "day", "initials", "pinyin", "surname", "fold", "soundex", "number", "lower", "id", "idbirth", "idregion"] as const;
export type KeyFunction = (typeof keyFunctions)[number];

export interface Key { readonly left: string; readonly right: string; readonly by: KeyFunction | null; /** Characters of prefix and suffix. */ readonly length: number }

/** American Soundex of Latin letters (Russell 1918). @example soundex("Robert") // => "R163" */
export function soundex(text: string): string {
  const letters = text.normalize("NFKD").toUpperCase().replace(/[^A-Z]/g, "");
  if (letters === "") return "";
  const digit = (c: string): string => ("BFPV".includes(c) ? "1" : "CGJKQSXZ".includes(c) ? "2" : "DT".includes(c) ? "3" : c === "L" ? "4" : "MN".includes(c) ? "5" : c === "R" ? "6" : "");
  let out = letters.charAt(0);
  let before = digit(out);
  for (const c of letters.slice(1)) {
    const d = digit(c);
    if (d !== "" && d !== before) out += d;
    if (c !== "H" && c !== "W") before = d;
  }
  return out.slice(0, 4).padEnd(4, "0");
}

/** Value of a key for a cell; "" = none, such a record stays out of the rule. @example keyOf({ left: "birth", right: "birth", by: "year", length: 0 }, "1973-08-11", tables) // => "1973" */
export function keyOf(key: Key, cell: string, tables: NameTables): string {
  switch (key.by) {
    case null: return cell;
    case "prefix": return characters(cell).slice(0, key.length).join("");
    case "suffix": return characters(cell).slice(-key.length).join("");
    case "year": case "month": case "day": {
      const date = bareDate(cell);
      if (!/^\d{8}$/.test(date)) return key.by === "year" ? /\d{4}/.exec(date)?.[0] ?? "" : "";
      return key.by === "year" ? date.slice(0, 4) : key.by === "month" ? date.slice(4, 6) : date.slice(6);
    }
    case "initials": return tables.pinyin(foldName(cell, tables.simplify)).map((s) => characters(s)[0] ?? "").join("").toLowerCase();
    case "pinyin": return tables.pinyin(foldName(cell, tables.simplify)).join(" ").toLowerCase();
    case "surname": return splitName(foldName(cell, tables.simplify)).surname;
    case "fold": return foldName(cell, tables.simplify);
    case "soundex": return soundex(cell);
    case "number": return /\d+/.exec(cell)?.[0] ?? "";
    case "lower": return cell.toLowerCase();
    case "id": return bareCertificate(cell);
    case "idbirth": { const id = bareCertificate(cell); return id.length === 15 ? `19${id.slice(6, 12)}` : id.length === 18 ? id.slice(6, 14) : ""; }
    case "idregion": { const id = bareCertificate(cell); return id.length === 15 || id.length === 18 ? id.slice(0, 6) : ""; }
  }
}

/** A key as it is shown. @example keyWords({ left: "name", right: "name", by: "prefix", length: 1 }) // => "prefix(name, 1)" */
export function keyWords(key: Key): string {
  const column = key.left === key.right ? key.left : `${key.left} = ${key.right}`;
  return key.by === null ? column : `${key.by}(${column}${key.by === "prefix" || key.by === "suffix" ? `, ${key.length}` : ""})`;
}
