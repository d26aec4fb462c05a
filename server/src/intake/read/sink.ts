/** What every reader hands over: sheets, rows with the spreadsheet's own row numbers, and what was noticed on the way. */

/** Closed rectangle, counted from 1 (rows) and 0 (columns). */
export interface Merge { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number }

export type Notice =
  | { readonly kind: "columnsCut"; readonly row: number; readonly column: number }
  | { readonly kind: "badCharacters"; readonly row: number }
  | { readonly kind: "mergesCut" };

/** Told after the last row of a sheet. */
export interface SheetEnd { readonly hiddenColumns: readonly number[]; readonly hiddenRows: number; readonly merges: readonly Merge[]; readonly notices: readonly Notice[] }

/**
 * Receives a file. Cells are text as people see it: dates as ISO, booleans as TRUE/FALSE, error cells as #N/A, formulas
 * without a stored value as "=…". Missing cells are "".
 */
export interface Sink {
  sheet(name: string, hidden: boolean): void;
  row(rowNumber: number, cells: readonly string[]): void;
  /** A row as one text whose cells stand between delimiters, none of them quoted; readers use `row` where this is left out. */
  line?(rowNumber: number, text: string, delimiter: string): void;
  end(sheet: SheetEnd): void;
  /** Share of the file read so far, 0…1. */
  progress?(share: number): void;
}

/** No real list has more columns; a cell in XFD1048576 must not make a row of 16,384 cells. */
export const maxColumns = 512;
export const maxRow = 1_048_576;
/** Longest text that a cell may hold (Excel's own limit). */
export const maxCell = 32_767;
