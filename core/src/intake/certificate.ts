/**
 * Certificate numbers as files carry them: 15 digits are upgraded, floating point is explained. The check digit and the rest
 * are judged by the data-quality rules DQ-001…DQ-007, which see exactly what stood in the file.
 */
import { readIdNumber, upgrade15 } from "../id-number.ts";
import type { Field } from "../registry/fields.ts";
import { isRealDate } from "../time.ts";
import { clean, masked } from "./clean.ts";
import { note, type Note } from "./findings.ts";

/** `birth`: known although the number is lost (digits 7–14 survive floating point). */
export interface CertificateReading { readonly value: string | null; readonly notes: readonly Note[]; readonly birth?: string }

/** @example readCertificate(field, "110105491231002").value // => "11010519491231002X" */
export function readCertificate(field: Field, text: string): CertificateReading {
  const bare = text.replace(/[\s-]/g, "").toUpperCase().replace(/[×Χ*]$/, "X").replace(/\.0+$/, "");
  if (/^(无|无证|无证件|没有|无身份证|未办理|未办)$/.test(bare)) return { value: null, notes: [] };
  const float = /^(\d)(?:\.(\d+))?E\+?(\d{1,2})$/.exec(bare);
  if (float) return fromFloat(`${float[1]}${float[2] ?? ""}`, Number(float[3]), text);
  if (/^\d{15}$/.test(bare)) {
    const full = upgrade15(bare);
    const birth = `${full.slice(6, 10)}-${full.slice(10, 12)}-${full.slice(12, 14)}`;
    return isRealDate(birth) ? { value: full, notes: [note("IM-11", { read: masked(bare), kept: masked(full) })] } : { value: bare, notes: [] };
  }
  const tail = /^\d{15}(000|\d00)$/.exec(bare)?.[1];
  if (tail !== undefined && readIdNumber(bare) === "checksum") return { value: bare, notes: [note("IM-13", { read: masked(bare), tail: tail.replace(/^[1-9]/, "") })] };
  const notes = bare !== text.replace(/\s/g, "") ? [note("IM-23", { field: field.zh, read: masked(text), kept: masked(bare) })] : [];
  return { value: bare.slice(0, 40), notes };
}

/**
 * What makes two spellings one person: 18 digits, of an old 15-digit number and of a disability certificate too; "" when the
 * cell holds no whole number (floating point, cut by a spreadsheet, the placeholder 999999).
 * @example personMark("110105 491231 002") // => "11010519491231002X"
 */
export function personMark(cell: string): string {
  if (/^[1-9]\d{16}[\dX]$/.test(cell) && !cell.startsWith("999999") && !cell.endsWith("00")) return cell;
  const bare = clean(cell).text.replace(/[\s-]/g, "").toUpperCase().replace(/[×Χ*]$/, "X").replace(/\.0+$/, "");
  const full = /^\d{15}$/.test(bare) ? upgrade15(bare) : /^\d{17}[\dX]/.exec(bare)?.[0] ?? "";
  return full.startsWith("999999") || (full.endsWith("00") && readIdNumber(full) === "checksum") ? "" : full;
}

/** A double keeps 15 digits of an 18-digit number: region, birth date and one digit more. Of a 15-digit number it keeps all. */
function fromFloat(mantissa: string, exponent: number, text: string): CertificateReading {
  const known = mantissa.slice(0, 15);
  if (exponent === 14 && mantissa.length <= 15) {
    const old = mantissa.padEnd(15, "0");
    const full = upgrade15(old);
    if (isRealDate(`${full.slice(6, 10)}-${full.slice(10, 12)}-${full.slice(12, 14)}`)) return { value: full, notes: [note("IM-11", { read: text, kept: masked(full) })] };
  }
  const lost = Math.max(1, exponent + 1 - known.length);
  const birth = exponent === 17 && known.length >= 14 ? `${known.slice(6, 10)}-${known.slice(10, 12)}-${known.slice(12, 14)}` : "";
  const usable = isRealDate(birth) && known.length === 15;
  const read = `${mantissa.charAt(0)}.${"*".repeat(4)}E+${exponent}`;
  return { value: null, notes: [note("IM-12", { read, lost, derived: usable ? `只保留出生日期 ${birth}，性别和号码需重填` : "号码需重填" })], ...(usable ? { birth } : {}) };
}
