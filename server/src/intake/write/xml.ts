/**
 * Text as it stands in spreadsheet XML (ECMA-376 §22.9.2.19 ST_Xstring): markup is escaped, characters that XML cannot carry
 * become _xHHHH_, and a literal "_x0041_" in the text is protected, so that reading gives back exactly what was written.
 */
// XML 1.0 has no way to write these control characters; the pattern is put together so that no control character stands in it.
const pattern = `[&<>"${[[0, 8], [0x0b, 0x1f], [0xfffe, 0xffff]].map(([from, to]) => `${String.fromCharCode(from ?? 0)}-${String.fromCharCode(to ?? 0)}`).join("")}]|_x[0-9A-Fa-f]{4}_`;
const special = new RegExp(pattern);
const specials = new RegExp(pattern, "g");
const named: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** @example xmlText("a<b") // => "a&lt;b" */
export function xmlText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  if (!special.test(whole)) return whole;
  return whole.replace(specials, (found) =>
    named[found] ?? (found.length > 1 ? `_x005F${found}` : `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`));
}
