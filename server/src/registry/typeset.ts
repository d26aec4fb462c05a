/**
 * Text for prints, character by character in a font that has it: the one Chinese file, else the slice of the family with the
 * rare character, else a font installed on this machine, else its code point in brackets with a note – never an empty box.
 */
import fs from "node:fs";
import path from "node:path";
import { chineseFonts, rangeFonts, unpackedFont, woffToSfnt } from "./font.ts";
import { codePoints, codePointsOf, postScriptName } from "./glyphs.ts";

/** How the PDF writer names fonts: a file, or a file and the face of a collection. */
export interface FontFiles { readonly normal: string | readonly [string, string]; readonly bold: string | readonly [string, string] }
export interface Run { readonly text: string; readonly font: string }
export interface Typesetter {
  /** Pieces of a text, each in one font. */
  runs(text: string): Run[];
  /** Fonts used so far. */
  fonts(): Readonly<Record<string, FontFiles>>;
  /** Characters that no font could draw, printed as code points. */
  missing(): readonly string[];
}

export const mainFont = "Song";
const systemDirs = ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts"];
const mostSystemFonts = 400;

function* fontFiles(dir: string, depth = 4): Generator<string> {
  if (depth === 0 || !fs.existsSync(dir)) return;
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    const at = path.join(dir, entry.name);
    if (entry.isDirectory()) yield* fontFiles(at, depth - 1);
    else if (/\.(ttf|otf|ttc)$/i.test(entry.name)) yield at;
  }
}

interface Known { readonly main: ReadonlySet<number>; readonly files: FontFiles; readonly found: Map<number, { name: string; files: FontFiles } | undefined> }
const known = new Map<string, Known>();

function load(dir: string): Known {
  let k = known.get(dir);
  if (!k) {
    const { regular, bold } = chineseFonts(dir);
    known.set(dir, (k = { main: codePoints(regular), files: { normal: regular, bold }, found: new Map() }));
  }
  return k;
}

function search(dir: string, code: number, systems: readonly string[]): { name: string; files: FontFiles } | undefined {
  for (const woff of rangeFonts()) {
    if (!codePointsOf(woffToSfnt(fs.readFileSync(woff))).has(code)) continue;
    const file = unpackedFont(dir, woff);
    return { name: path.basename(file, ".ttf"), files: { normal: file, bold: file } };
  }
  let tried = 0;
  for (const file of systems.flatMap((root) => [...fontFiles(root)])) {
    if (++tried > mostSystemFonts) break;
    try {
      if (!codePoints(file).has(code)) continue;
      const face = file.toLowerCase().endsWith(".ttc") ? postScriptName(file) : undefined;
      const normal = face === undefined ? file : [file, face] as const;
      return { name: path.basename(file), files: { normal, bold: normal } };
    } catch { /* a font file that cannot be read is no font for us */ }
  }
  return undefined;
}

/** @param systems where installed fonts lie; tests give none */
export function typesetter(dir: string, systems: readonly string[] = systemDirs): Typesetter {
  const { main, files, found } = load(dir);
  const used = new Map<string, FontFiles>([[mainFont, files]]);
  const missing = new Set<string>();
  const fontOf = (char: string): string | undefined => {
    const code = char.codePointAt(0) ?? 0;
    if (main.has(code) || code < 0x20) return mainFont;
    if (!found.has(code)) found.set(code, search(dir, code, systems));
    const other = found.get(code);
    if (!other) { missing.add(char); return undefined; }
    used.set(other.name, other.files);
    return other.name;
  };
  return {
    runs(text) {
      const out: { text: string; font: string }[] = [];
      for (const char of text) {
        const font = fontOf(char);
        const piece = font === undefined ? `[U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase()}]` : char;
        const last = out.at(-1);
        if (last && last.font === (font ?? mainFont)) last.text += piece; else out.push({ text: piece, font: font ?? mainFont });
      }
      return out;
    },
    fonts: () => Object.fromEntries(used),
    missing: () => [...missing],
  };
}
