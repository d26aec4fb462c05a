/** How a column of a file is named to people: by its heading, else by its letters. */

/** Letters of a column counted from 0. @example columnLetters(27) // => "AB" */
export function columnLetters(index: number): string {
  let letters = "";
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  return letters;
}

/** @example columnLabel(1, [{ index: 1, heading: "姓名" }]) // => "姓名" */
export const columnLabel = (index: number, columns: readonly { readonly index: number; readonly heading: string }[]): string =>
  index < 0 ? "" : columns.find((c) => c.index === index)?.heading || columnLetters(index);
