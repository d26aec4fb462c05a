/** Files made in the browser: a table as CSV, a picture as PNG with its title and source inside. */

/** A cell that begins like a formula is given an apostrophe, so that no spreadsheet runs it; UTF-8 with BOM for Excel. */
export function csvText(rows: readonly (readonly (string | number | null | undefined)[])[]): string {
  const cell = (value: string | number | null | undefined): string => {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return String(value);
    const safe = /^[=+\-@\t\r]/.test(value) && !/^-?[\d,.]+%?$/.test(value) ? `'${value}` : value;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

export function saveFile(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name.replace(/[\\/:*?"<>|\s]+/g, "_");
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export const saveCsv = (name: string, rows: readonly (readonly (string | number | null | undefined)[])[]): void => saveFile(`${name}.csv`, csvText(rows), "text/csv;charset=utf-8");

/** An svg with its CSS variables replaced by their present values: what stands alone in a file knows no page. */
function standalone(svg: SVGSVGElement, at: CSSStyleDeclaration): { readonly text: string; readonly width: number; readonly height: number } {
  const box = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("width", String(box.width));
  copy.setAttribute("height", String(box.height));
  const text = new XMLSerializer().serializeToString(copy).replace(/var\((--[\w-]+)\)/g, (_, name: string) => at.getPropertyValue(name).trim().replaceAll('"', "'"));
  return { text, width: box.width, height: box.height };
}

const image = (svg: string): Promise<HTMLImageElement> => new Promise((resolve, reject) => {
  const picture = new Image();
  picture.addEventListener("load", () => resolve(picture));
  picture.addEventListener("error", () => reject(new Error("picture")));
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
});

/** The pictures inside an element, one under the other, below their title and source line, at double resolution. */
export async function savePng(name: string, inside: HTMLElement, title: string, source: string): Promise<void> {
  const style = getComputedStyle(document.documentElement);
  const parts = [...inside.querySelectorAll<SVGSVGElement>("svg:not(.icon):not(.inline-svg)")].filter((svg) => svg.getBoundingClientRect().width > 60).map((svg) => standalone(svg, style));
  const width = Math.max(320, ...parts.map((part) => part.width)) + 32;
  const height = parts.reduce((sum, part) => sum + part.height + 8, 72);
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * 2);
  canvas.height = Math.ceil(height * 2);
  const draw = canvas.getContext("2d");
  if (!draw) return;
  const colour = (token: string): string => style.getPropertyValue(token).trim();
  draw.scale(2, 2);
  draw.fillStyle = colour("--surface");
  draw.fillRect(0, 0, width, height);
  const font = colour("--font");
  draw.fillStyle = colour("--ink");
  draw.font = `700 15px ${font}`;
  draw.fillText(title, 16, 28, width - 32);
  draw.fillStyle = colour("--ink3");
  draw.font = `12px ${font}`;
  draw.fillText(source, 16, 48, width - 32);
  let top = 60;
  for (const part of parts) {
    // One after the other: each is drawn below the one before.
    draw.drawImage(await image(part.text), 16, top, part.width, part.height);
    top += part.height + 8;
  }
  const blob = await new Promise<Blob | null>((resolve) => { canvas.toBlob(resolve, "image/png"); });
  if (blob) saveFile(`${name}.png`, blob, "image/png");
}
