/** What a cell of a survey file says, and the columns that the workbench works on (paper 001 §4). */
import { Usage } from "../command.ts";
import type { Keys } from "./keys.ts";

export interface Table {
  /** Lines below the header, or rows of a Parquet file; lines without any content are none. */
  readonly rows: number;
  /** Every cell is a number or missing. */
  isNumeric(name: string): boolean;
  /** Cells as they stand in the file, trimmed; a missing one is "". */
  text(name: string): string[];
  /** NaN = missing (empty, NA, N/A, NULL, NaN or a dot). Throws Usage, with the line, at a cell that is no number. */
  numbers(name: string): Float64Array;
  /** A number for each different text. */
  keys(name: string): Keys;
  /** 1, 0, or −1 = missing. Throws Usage, with the row, at anything else. */
  flags(name: string): Int8Array;
}

const missing = new Set(["", "NA", "N/A", "NULL", "NaN", "."]);
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const grouped = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/** @example numberOf("1,234.5") // => 1234.5; numberOf("NA") // => NaN; numberOf("many") // => undefined */
export function numberOf(cell: string): number | undefined {
  if (decimal.test(cell)) { const n = Number(cell); return Number.isFinite(n) ? n : undefined; }
  if (grouped.test(cell)) return Number(cell.replaceAll(",", ""));
  return missing.has(cell) ? NaN : undefined;
}

export const noFlag = (name: string, row: number, cell: string): Usage => new Usage(`column ${name}, data row ${row + 1}: ${cell} is neither 1 (deprived), 0 (not deprived) nor empty (missing)`);

/** Flags of a column of numbers; `cell` tells what stands in a row that is none. */
export function flagsOf(numbers: Float64Array, cell: (row: number) => string, name: string): Int8Array {
  return Int8Array.from(numbers, (x, row) => {
    if (x === 0 || x === 1) return x;
    if (Number.isNaN(x)) return -1;
    throw noFlag(name, row, cell(row));
  });
}

/** Weights are numbers of 0 or more. @param mayLack a row without a weight is left out, and no fault */
export function checkWeights(weight: Float64Array | undefined, name: string | undefined, mayLack = false): Float64Array | undefined {
  const row = weight?.findIndex((w) => !(w >= 0) && !(mayLack && Number.isNaN(w))) ?? -1;
  if (row >= 0) throw new Usage(`column ${name ?? ""}, data row ${row + 1}: the weight must be a number of 0 or more${Number.isNaN(weight?.[row]) ? "" : `, but is ${weight?.[row] ?? ""}`}`);
  return weight;
}
