/**
 * 公民身份号码 (GB 11643-1999), the old 15-digit form, and the 20/22-digit disability certificate whose first 18 digits are
 * the ID number (domain guide §4.7 DQ-001…DQ-006; test vectors §12 T1–T3).
 */
import { isRealDate } from "./time.ts";

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const marks = "10X98765432";

/** Check character of the first 17 digits. @example checkCharacter("11010519491231002") // => "X" */
export function checkCharacter(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * (weights[i] ?? 0);
  return marks.charAt(sum % 11);
}

/** A certificate number taken apart. `birth` is an ISO date, `sex` 1 male 2 female (parity of digit 17). */
export interface IdNumber { readonly region: number; readonly birth: string; readonly sex: 1 | 2; readonly disability?: { readonly category: number; readonly level: number } }

export type IdFault = "empty" | "length" | "old15" | "characters" | "birth" | "checksum" | "disability";

/** Reads a cleaned number (half-width, upper case, no spaces): its parts, or the first fault found. @example readIdNumber("52990019750615301X") // => "checksum" */
export function readIdNumber(text: string): IdNumber | IdFault {
  if (text === "") return "empty";
  if (/^\d{15}$/.test(text)) return "old15";
  if (![18, 20, 22].includes(text.length)) return "length";
  if (!/^\d{17}[\dX](\d{2}(\d{2})?)?$/.test(text)) return "characters";
  const birth = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  if (!isRealDate(birth)) return "birth";
  if (checkCharacter(text) !== text.charAt(17)) return "checksum";
  const sex = text.charCodeAt(16) % 2 === 1 ? 1 : 2;
  const base: IdNumber = { region: Number(text.slice(0, 6)), birth, sex };
  if (text.length === 18) return base;
  const [category, level] = [Number(text.charAt(18)), Number(text.charAt(19))];
  return category >= 1 && category <= 7 && level >= 1 && level <= 4 ? { ...base, disability: { category, level } } : "disability";
}

/** 18 digits of a 15-digit number issued before 1999: century 19 and a check character are added. @example upgrade15("110105491231002") // => "11010519491231002X" */
export function upgrade15(old: string): string {
  const first17 = `${old.slice(0, 6)}19${old.slice(6)}`;
  return first17 + checkCharacter(first17);
}
