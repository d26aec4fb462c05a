/**
 * Money is whole 分 (fen, 1/100 yuan): bigint in the database, a safe integer here (|x| < 9×10¹⁵ 分, ninety trillion yuan),
 * a plain number on the wire. Yuan with decimals exist only in files and on screens.
 */

/** Reads yuan as written by people, with thousands commas and full-width digits already folded; `undefined` when it is no amount. @example parseYuan("3,272.67") // => 327267 */
export function parseYuan(text: string): number | undefined {
  const m = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(text.trim().replace(/^[¥￥]/, ""));
  if (!m) return undefined;
  const decimals = m[3] ?? "";
  // More than two decimals come from spreadsheets' floating point: round to the nearest fen, half up.
  const fen = Number((m[2] ?? "0").replaceAll(",", "")) * 100 + Math.round(Number(`0.${decimals || "0"}`) * 100);
  return Number.isSafeInteger(fen) ? (m[1] ? -fen : fen) : undefined;
}

/** @example yuan(563250) // => "5632.50" */
export const yuan = (fen: number): string => `${fen < 0 ? "-" : ""}${Math.floor(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, "0")}`;

/** Nearest fen of a quotient, halves away from zero; the rounding of 人均纯收入. @example divideFen(2253000, 4) // => 563250 */
export const divideFen = (fen: number, by: number): number => (by === 0 ? 0 : Math.sign(fen) * Math.round(Math.abs(fen) / by));
