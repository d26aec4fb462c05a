import { expect, test } from "vitest";
import { fieldOf, type Field } from "../registry/fields.ts";
import { foreignOf, readForeign } from "./foreign.ts";

const field = (of: Field["of"], key: string): Field => { const f = fieldOf(of, key); if (!f) throw new Error(key); return f; };
const foreign = foreignOf("elsewhere", [{ list: "ethnic", theirs: "02", ours: 11 }, { list: "relation", theirs: "51", ours: 11 }, { list: "cause", theirs: "7", ours: 8 }, { list: "cause", theirs: "8", ours: 1 }]);
const rules = (r: { readonly notes: readonly { readonly rule: string }[] }): string[] => r.notes.map((n) => n.rule);

test("mapped codes are translated, also where a spreadsheet dropped the zero", () => {
  for (const text of ["02", "2", "2.0", " 02 "]) expect(readForeign(field("member", "ethnic"), text, foreign)).toMatchObject({ value: 11 });
  expect(readForeign(field("household", "causeOther"), "7、8", foreign)).toEqual({ value: [8, 1], notes: [] });
});
test("a code that nobody mapped is left empty and told, also in lists that the system says nothing about", () => {
  const r = readForeign(field("member", "ethnic"), "11", foreign);
  expect([r.value, rules(r), r.notes[0]?.args]).toEqual([null, ["IM-84"], { field: "民族", read: "11", system: "elsewhere" }]);
  expect(readForeign(field("member", "sex"), "1", foreign).value).toBeNull();
  const some = readForeign(field("household", "causeOther"), "7,5", foreign);
  expect([some.value, rules(some)]).toEqual([[8], ["IM-84"]]);
});
test("labels, and fields without a code list, are read as always", () => {
  expect(readForeign(field("member", "ethnic"), "满族", foreign).value).toBe(11);
  expect(readForeign(field("household", "houseGrade"), "A", foreign).value).toBe(1);
  expect(readForeign(field("household", "yearMembers"), "4", foreign).value).toBe(4);
  expect(readForeign(field("member", "ethnic"), "", foreign)).toEqual({ value: null, notes: [] });
});
