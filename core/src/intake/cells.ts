/**
 * One cell → one value of a field, with what was repaired or could not be read (issue 2 item 6). A value is never invented:
 * what cannot be read is left empty and explained; numbers that identify people are kept as written and judged by the rules.
 */
import { parseYuan } from "../money.ts";
import { codeLists, codeOf, type Code, type CodeList } from "../registry/codes.ts";
import type { Field } from "../registry/fields.ts";
import { brokenCharacters, clean, cleanName, codePoint, isErrorCell, isNothing, masked, rareCharacters, shortened, type Cleaned } from "./clean.ts";
import { readDate } from "./dates.ts";
import { note, type Note } from "./findings.ts";
import { readCertificate } from "./certificate.ts";
import { readNumber, tidy } from "./numbers.ts";

export type CellValue = string | number | boolean | readonly number[] | null;
/** `birth`: a birth date that is known although the certificate number itself is lost. */
export interface Reading { readonly value: CellValue; readonly notes: readonly Note[]; readonly birth?: string }

const none: readonly Note[] = [];
const nothing: Reading = { value: null, notes: none };
const textMax = 500;
const smallMax = 32_767;

/** What a finding may show of a cell: secrets and phones are masked. */
export const shownOf = (field: Pick<Field, "cls" | "kind">, text: string): string => (field.cls === "C4" || field.kind === "phone" ? masked(text) : shortened(text));

/**
 * Reads a cell for a field. Empty cells and the usual signs for "nothing" give null.
 * @example readCell(fieldOf("member", "sex")!, " 男 ") // => { value: 1, notes: [IM-22] }
 */
export function readCell(field: Field, raw: string): Reading {
  if (raw === "") return nothing;
  const cleaned = clean(raw);
  const text = cleaned.text;
  if (isNothing(text)) return nothing;
  if (isErrorCell(text)) return { value: null, notes: [note("IM-44", { field: field.zh, read: text })] };
  if (text.startsWith("=") && text.length > 1) return { value: null, notes: [note("IM-45", { field: field.zh, read: shortened(text) })] };
  const read = readers[field.kind](field, text);
  // spaces around words are not worth a finding; inside numbers that identify people they are
  const tell = field.cls === "C4" || field.kind === "phone" || field.key === "name" || cleaned.fullWidth || cleaned.apostrophe;
  const repairs = tell ? repairsOf(field, raw, cleaned, read) : none;
  return repairs.length > 0 ? { value: read.value, notes: [...repairs, ...read.notes] } : read;
}

function repairsOf(field: Field, raw: string, cleaned: Cleaned, read: Reading): readonly Note[] {
  if (read.value === null) return none;
  const kept = typeof read.value === "string" ? shownOf(field, read.value) : shortened(cleaned.text);
  const args = { field: field.zh, read: shownOf(field, raw), kept };
  const notes: Note[] = [];
  if (cleaned.fullWidth && /^(idNumber|phone|account|integer|quantity|money|date|year)$/.test(field.kind)) notes.push(note("IM-21", args));
  const innerSpaces = (field.kind === "idNumber" || field.kind === "account" || field.key === "name") && /\s/.test(cleaned.text) && !String(read.value).includes(" ");
  if ((cleaned.spaces || innerSpaces) && (field.cls === "C4" || field.kind === "phone" || field.key === "name")) notes.push(note("IM-22", args));
  if (cleaned.apostrophe) notes.push(note("IM-23", args));
  return notes;
}

type Reader = (field: Field, text: string) => Reading;
const ok = (value: CellValue, notes: readonly Note[] = none): Reading => ({ value, notes });
const wrongShape = (field: Field, text: string, shape: string): Reading => ok(null, [note("IM-42", { field: field.zh, read: shownOf(field, text), shape })]);
const converted = (field: Field, text: string, kept: string | number): Note => note("IM-24", { field: field.zh, read: shortened(text), kept });

const readers: Readonly<Record<Field["kind"], Reader>> = {
  text: (field, text) => (field.key === "name" ? readName(text) : field.key.endsWith("Code") ? readCodeText(field, text) : text.length > textMax ? ok(text.slice(0, textMax), [note("IM-48", { field: field.zh, max: textMax })]) : ok(text)),
  code: (field, text) => {
    const value = codeOf(listOf(field), wholeNumber(text));
    return value === undefined ? ok(null, [note("IM-41", { field: field.zh, read: shortened(text), allowed: allowedOf(listOf(field)) })]) : ok(value);
  },
  codes: readCodes,
  flag: (field, text) => {
    const value = flags[text.toUpperCase()] ?? flags[wholeNumber(text)];
    return value === undefined ? ok(null, [note("IM-41", { field: field.zh, read: shortened(text), allowed: "是、否" })]) : ok(value);
  },
  integer: (field, text) => {
    const n = readNumber(text, field.unit ?? "");
    const value = n === undefined ? undefined : tidy(n.value);
    if (value === undefined || !Number.isInteger(value) || value < 0 || value > (field.of === "village" ? 100_000_000 : smallMax)) return wrongShape(field, text, `不小于 0 的整数${field.unit ? `（${field.unit}）` : ""}`);
    return ok(value, n?.how === "converted" ? [converted(field, text, value)] : none);
  },
  quantity: (field, text) => {
    const n = readNumber(text, field.unit ?? "");
    if (n === undefined || Math.abs(n.value) > 1e9) return wrongShape(field, text, `数字${field.unit ? `（${field.unit}）` : ""}`);
    const value = tidy(n.value);
    return ok(value, n.how === "converted" ? [converted(field, text, `${value}${field.unit ?? ""}`)] : none);
  },
  money: (field, text) => {
    const plain = parseYuan(text);
    if (plain !== undefined) return ok(plain, belowZero(field, plain, text));
    const n = readNumber(text, "元");
    if (n === undefined || Math.abs(n.value) > 1e11) return wrongShape(field, text, "金额（元）");
    const fen = Math.round(n.value * 100);
    return ok(fen, n.how === "converted" ? [converted(field, text, `${n.value}元`)] : belowZero(field, fen, text));
  },
  year: (field, text) => {
    const year = /^((?:19|20)\d{2})(?:\.0+)?\s*年?度?$/.exec(text)?.[1];
    if (year !== undefined) return ok(Number(year));
    const date = readDate(text);
    if (date.ok && date.how !== "serial") return ok(Number(date.iso.slice(0, 4)), [converted(field, text, date.iso.slice(0, 4))]);
    if (!date.ok && date.why === "monthOnly") return ok(Number(text.slice(0, 4)), [converted(field, text, text.slice(0, 4))]);
    return wrongShape(field, text, "四位年份，例如 2017");
  },
  date: (field, text) => {
    const date = readDate(text);
    if (!date.ok) return ok(null, [note("IM-43", { field: field.zh, read: shortened(text), why: whyNot[date.why] })]);
    return ok(date.iso, date.how === "serial" ? [note("IM-26", { field: field.zh, read: text, kept: date.iso })] : none);
  },
  idNumber: (field, text) => readCertificate(field, text),
  phone: (field, text) => {
    if (unset.test(text)) return nothing;
    const several = text.split(/[/、,;，；]|(?<=\d{7})\s+(?=1[3-9]\d{9}|\d{3,4}-)/).map((t) => t.trim()).filter((t) => t !== "");
    const first = several[0] ?? "";
    const float = /^\d(\.\d+)?E\+?10$/i.test(first) ? String(Number(first)) : first;
    const bare = float.replace(/^(\+|00)?86[\s-]*(?=1[3-9])/, "").replace(/[\s()]/g, "").replace(/\.0$/, "");
    // the dashes of a mobile number are an ornament, those of a landline are not
    const number = /^1[\d-]+$/.test(bare) ? bare.replaceAll("-", "") : bare;
    const notes: Note[] = [];
    if (several.length > 1) notes.push(note("IM-25", { field: field.zh, read: several.map(masked).join("、"), kept: masked(number) }));
    else if (number !== text) notes.push(note("IM-23", { field: field.zh, read: shownOf(field, text), kept: masked(number) }));
    return ok(number.slice(0, 40), notes);
  },
  account: (field, text) => {
    if (unset.test(text)) return nothing;
    if (/^\d(\.\d+)?E\+?\d+$/i.test(text)) return ok(null, [note("IM-15", { field: field.zh, read: text })]);
    const bare = text.replace(/[\s-]/g, "").replace(/\.0$/, "");
    return /^\d{5,32}$/.test(bare) ? ok(bare) : wrongShape(field, text, "数字（银行账号）");
  },
};

/** People and banks have names; these say that there is no number. */
const unset = /^(无|没有|暂无|未办|未办理|不详|无(电话|手机|账号|卡))$/;

/** Losses of a business are real; wages, transfers and costs below zero are slips of the hand. */
const belowZero = (field: Field, fen: number, text: string): readonly Note[] => (fen < 0 && field.computed !== true && field.key !== "operatingFen" ? [note("IM-50", { field: field.zh, read: shortened(text) })] : none);

const whyNot = { twoDigitYear: "只有两位年份，不猜世纪", monthOnly: "缺少日", yearOnly: "缺少月和日", notReal: "在日历上不存在", unreadable: "读不懂" } as const;

const truths: Readonly<Record<"yes" | "no", readonly string[]>> = {
  yes: ["是", "有", "对", "Y", "YES", "T", "TRUE", "1", "√", "✓", "✔", "☑", "■", "已", "参加", "已参加", "享受", "已享受", "通", "已通", "安全", "困难", "真"],
  no: ["否", "无", "没有", "未", "不", "不是", "N", "NO", "F", "FALSE", "0", "×", "✗", "✘", "☒", "X", "□", "未参加", "未享受", "未通", "不安全", "不困难", "假"],
};
const flags: Readonly<Record<string, boolean>> = Object.fromEntries([...truths.yes.map((t) => [t, true] as const), ...truths.no.map((t) => [t, false] as const)]);

/** A code written by a spreadsheet as 1.0. */
const wholeNumber = (text: string): string => text.replace(/^(\d+)\.0+$/, "$1");

const listOf = (field: Field): CodeList => {
  if (field.codes === undefined) throw new Error(`${field.key} has no code list`);
  return field.codes;
};

/** The labels that may be written, at most twelve of them. */
export function allowedOf(list: CodeList): string {
  const codes: readonly Code[] = codeLists[list];
  return codes.slice(0, 12).map((c) => c.zh).join("、") + (codes.length > 12 ? "等" : "");
}

function readCodes(field: Field, text: string): Reading {
  const list = listOf(field);
  const whole = codeOf(list, wholeNumber(text));
  if (whole !== undefined) return ok([whole]);
  const values = new Set<number>();
  const unknown: string[] = [];
  for (const part of text.split(/[、,;，；|+＋和及\n]|\s+|(?<!砖|草土坯)\/|以及/)) {
    const item = part.trim();
    if (isNothing(item)) continue;
    const value = codeOf(list, wholeNumber(item));
    if (value === undefined) unknown.push(item); else values.add(value);
  }
  if (values.size === 0 && /^(无|没有|否|0)$/.test(text)) return nothing;
  if (values.size === 0) return ok(null, [note("IM-41", { field: field.zh, read: shortened(text), allowed: allowedOf(list) })]);
  return ok([...values], unknown.length > 0 ? [note("IM-47", { field: field.zh, unknown: shortened(unknown.join("、")), allowed: allowedOf(list) })] : none);
}

/** 户编号, 人编号, 村编号: digits and letters; floating point has lost its last digits. */
function readCodeText(field: Field, text: string): Reading {
  if (/^\d(\.\d+)?E\+?\d+$/i.test(text)) {
    // up to 15 digits a spreadsheet loses nothing
    const value = Number(text);
    return Number.isSafeInteger(value) && value < 1e15 ? ok(String(value)) : ok(null, [note("IM-15", { field: field.zh, read: text })]);
  }
  const bare = text.replace(/\s+/g, "").replace(/\.0$/, "").toUpperCase();
  return bare.length > 64 ? wrongShape(field, text, "不超过 64 位的编号") : ok(bare);
}

function readName(text: string): Reading {
  const name = cleanName(text);
  const broken = brokenCharacters(name);
  const rare = rareCharacters(name);
  const notes: Note[] = [];
  if (broken.length > 0) notes.push(note("IM-46", { read: shortened(name), chars: broken.join("") }));
  if (rare.length > 0) notes.push(note("IM-27", { chars: rare.join(""), codes: rare.map(codePoint).join(" ") }));
  return ok(name.slice(0, 60), notes.length > 0 ? notes : none);
}
