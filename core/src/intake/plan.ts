/** A mapped sheet made ready for reading: which column holds which field, and a memory of cells already read. */
import { fieldOf, type Field } from "../registry/fields.ts";
import { readCell, type Reading } from "./cells.ts";
import { readForeign, type Foreign } from "./foreign.ts";
import type { PlaceColumn, SheetKind } from "./headings.ts";
import type { Layout } from "./layout.ts";

export interface PlannedColumn {
  readonly index: number; readonly heading: string; readonly field: Field;
  /** Cells already read; undefined where nearly every cell differs from the next and remembering costs more than reading. */
  readonly memory: Map<string, Reading> | undefined;
}

export interface SheetPlan {
  /** Order of the sheet in the file. */ readonly sheet: number;
  readonly name: string;
  readonly kind: SheetKind;
  readonly layout: Layout;
  readonly member: readonly PlannedColumn[];
  readonly household: readonly PlannedColumn[];
  readonly village: readonly PlannedColumn[];
  /** Keys of the fields that the sheet has columns for. */ readonly keysOf: Readonly<Record<"member" | "household", ReadonlySet<string>>>;
  readonly place: Readonly<Partial<Record<PlaceColumn, number>>>;
  /** Columns of which one must be filled to make a row of data. */
  readonly keys: readonly number[];
  readonly column: (of: Field["of"], key: string) => number;
  readonly read: (column: PlannedColumn, text: string) => Reading;
}

const keysOf = (columns: readonly PlannedColumn[]): ReadonlySet<string> => new Set(columns.map((c) => c.field.key));
const cacheMax = 4000;
const unique = new Set(["idNumber", "account", "phone", "money"]);

/** `foreign`: codes of the file are those of another system. */
export function planOf(sheet: number, name: string, layout: Layout, foreign?: Foreign): SheetPlan {
  const columns: Record<Field["of"], PlannedColumn[]> = { member: [], household: [], village: [] };
  const place: Partial<Record<PlaceColumn, number>> = {};
  const at = new Map<string, number>();
  for (const c of layout.columns) {
    if (c.target === undefined) continue;
    const [of, key] = c.target.split(".") as [Field["of"] | "place", string];
    if (of === "place") { place[key as PlaceColumn] = c.index; continue; }
    const field = fieldOf(of, key);
    if (!field) continue;
    columns[of].push({ index: c.index, heading: c.heading, field, memory: unique.has(field.kind) || field.kind === "text" ? undefined : new Map() });
    at.set(c.target, c.index);
  }
  const column = (of: Field["of"], key: string): number => at.get(`${of}.${key}`) ?? -1;
  const read = ({ field, memory }: PlannedColumn, text: string): Reading => {
    const known = memory?.get(text);
    if (known !== undefined) return known;
    const reading = foreign ? readForeign(field, text, foreign) : readCell(field, text);
    if (memory && memory.size < cacheMax) memory.set(text, reading);
    return reading;
  };
  const keys = (layout.kind === "persons" ? [column("member", "name"), column("member", "memberCode"), column("member", "certNo"), column("household", "householdCode")]
    : layout.kind === "households" ? [column("household", "householdCode")] : [place.village ?? -1, place.regionCode ?? -1, column("village", "villageCode")]).filter((i) => i >= 0);
  return { sheet, name, kind: layout.kind, layout, ...columns, keysOf: { member: keysOf(columns.member), household: keysOf(columns.household) }, place, keys, column, read };
}
