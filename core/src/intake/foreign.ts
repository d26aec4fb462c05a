/**
 * Codes of another system in a file, read as ours (domain guide §1.4.2: the same number means something else there, 满 is 02 in
 * one code base and 11 in GB/T 3304). Only what `registry.code_mapping` says is taken over; labels in words are read as always.
 */
import { codeLists, labelOf, type CodeList } from "../registry/codes.ts";
import type { Field } from "../registry/fields.ts";
import { readCell, type Reading } from "./cells.ts";
import { clean, shortened } from "./clean.ts";
import { note, type Note } from "./findings.ts";

/** `codes`: "list|theirs" → our value. */
export interface Foreign { readonly system: string; readonly codes: ReadonlyMap<string, number> }

const isCode = /^[A-Za-z]?\d{1,4}(\.0+)?$/;

/** @example foreignOf("monitoring", [{ list: "monitored", theirs: "0", ours: 1 }]).codes.get("monitored|0") // => 1 */
export const foreignOf = (system: string, rows: readonly { readonly list: string; readonly theirs: string; readonly ours: number }[]): Foreign => ({ system, codes: new Map(rows.map((r) => [`${r.list}|${r.theirs}`, r.ours])) });

/** Our value; spreadsheets drop the zero in front of 02. */
const oursOf = (f: Foreign, list: CodeList, theirs: string): number | undefined => {
  const bare = theirs.replace(/\.0+$/, "");
  return f.codes.get(`${list}|${bare}`) ?? f.codes.get(`${list}|${bare.padStart(2, "0")}`);
};

/**
 * Reads a cell of a file of another system. A code that nobody has mapped is left empty and told (IM-84).
 * @example readForeign(fieldOf("member", "ethnic")!, "02", foreign).value // => 11
 */
export function readForeign(field: Field, raw: string, foreign: Foreign): Reading {
  const list = field.codes;
  if (list === undefined) return readCell(field, raw);
  const unknown: string[] = [];
  const words: string[] = [];
  for (const part of field.kind === "codes" ? clean(raw).text.split(/[、,;，；|+\s]+/) : [clean(raw).text]) {
    const ours = oursOf(foreign, list, part);
    if (ours !== undefined) words.push(labelOf(list, ours));
    else if (isCode.test(part) && !codeLists[list].some((c) => c.zh === part)) unknown.push(part);
    else words.push(part);
  }
  const notes: Note[] = unknown.length > 0 ? [note("IM-84", { field: field.zh, read: shortened(unknown.join("、")), system: foreign.system })] : [];
  if (words.length === 0) return { value: null, notes };
  const read = readCell(field, words.join("、"));
  return notes.length > 0 ? { ...read, notes: [...notes, ...read.notes] } : read;
}
