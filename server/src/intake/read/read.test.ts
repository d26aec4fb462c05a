import fs from "node:fs";
import { once } from "node:events";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ZipFile } from "yazl";
import { Problem } from "@diguan/core/problem.ts";
import { openWorkbook } from "../write/xlsx.ts";
import { csvLine } from "../exports.ts";
import { Records } from "./csv.ts";
import { readFile } from "./file.ts";
import { openContainer } from "./zip.ts";

let dir = "";
beforeAll(() => { dir = fs.mkdtempSync(path.join(os.tmpdir(), "dg-read-")); });
afterAll(() => { fs.rmSync(dir, { recursive: true }); });

interface Read { sheets: { name: string; hidden: boolean; rows: [number, readonly string[]][]; merges: number; notices: string[]; hiddenColumns: readonly number[] }[] }
async function read(file: string): Promise<Read["sheets"]> {
  const sheets: Read["sheets"] = [];
  await readFile(file, path.basename(file), {
    sheet: (name, hidden) => { sheets.push({ name, hidden, rows: [], merges: 0, notices: [], hiddenColumns: [] }); },
    row: (row, cells) => { sheets.at(-1)?.rows.push([row, cells]); },
    end: (e) => { const s = sheets.at(-1); if (s) { s.merges = e.merges.length; s.notices = e.notices.map((n) => n.kind); s.hiddenColumns = e.hiddenColumns; } },
  });
  return sheets;
}
const refusal = async (file: string): Promise<string> => { try { await read(file); return "read"; } catch (e) { if (e instanceof Problem) return e.code; throw e; } };

const sheetNs = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const relNs = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/** A workbook of hand-made parts. */
async function book(name: string, sheet: string | Buffer, more: Readonly<Record<string, string | Buffer>> = {}): Promise<string> {
  const zip = new ZipFile();
  const parts: Record<string, string | Buffer> = {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": `<workbook ${sheetNs} xmlns:r="${relNs}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="${relNs}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relNs}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="${relNs}/styles" Target="/xl/styles.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": sheet, ...more,
  };
  for (const [at, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), at);
  zip.end();
  const file = path.join(dir, name);
  const out = fs.createWriteStream(file);
  zip.outputStream.pipe(out);
  await once(out, "finish");
  return file;
}
const sheetOf = (rows: string, tail = ""): string => `<?xml version="1.0"?><worksheet ${sheetNs}><sheetData>${rows}</sheetData>${tail}</worksheet>`;

describe("what spreadsheets write", () => {
  test("every kind of cell", async () => {
    const file = await book("kinds.xlsx", `<?xml version="1.0"?><worksheet ${sheetNs}><cols><col min="2" max="3" hidden="1"/></cols><sheetData>`
      + '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="inlineStr"><is><t>&#24352;&amp;</t></is></c><c r="D2" s="1"><v>43069</v></c><c r="E2" t="b"><v>1</v></c><c r="F2" t="e"><v>#N/A</v></c><c r="G2"><f>A1+1</f><v>3</v></c><c r="H2"><f>A1+1</f></c><c r="I2" t="str"><f>x</f><v>t</v></c><c r="J2"><v>990102198304172000</v></c><c r="K2"/><c r="M2"><v>1.5</v></c></row>'
      + '<row r="5" hidden="1"><c><v>1</v></c><c t="inlineStr"><is><t>无坐标</t></is></c></row></sheetData><mergeCells count="1"><mergeCell ref="A2:A5"/></mergeCells></worksheet>', {
      "xl/sharedStrings.xml": `<sst ${sheetNs}><si><t>文_x0041_字</t></si><si><r><t>富</t></r><r><rPr><b/></rPr><t xml:space="preserve">文 本</t></r><rPh sb="0" eb="1"><t>fu</t></rPh></si></sst>`,
      "xl/styles.xml": `<styleSheet ${sheetNs}><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>`,
    });
    const [s] = await read(file);
    expect(s?.rows).toEqual([[2, ["文A字", "富文 本", "张&", "2017-11-30", "TRUE", "#N/A", "3", "=A1+1", "t", "9.90102198304172E+17", "", "", "1.5"]], [5, ["1", "无坐标"]]]);
    expect([s?.merges, s?.hiddenColumns]).toEqual([1, [1, 2]]);
  });

  test("a prefix on every element", async () => {
    const file = await book("prefix.xlsx", '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>');
    expect((await read(file))[0]?.rows).toEqual([[1, ["甲"]]]);
  });

  const cell = fc.oneof(fc.string({ unit: "grapheme", maxLength: 40 }), fc.constantFrom("=1+1", "+86", "@x", "-3", "_x0041_", "a\nb", " 前后 ", '"引"', "㑇𠮷䶮", "<&>", "990102197506153014"));
  test("writing and reading XLSX is the identity", async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.array(cell, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 12 }), async (table) => {
      const file = path.join(dir, "identity.xlsx");
      const w = openWorkbook(file);
      await w.sheet("表", [], { heading: false });
      for (const row of table) await w.row(row);
      await w.close();
      const rows = new Map((await read(file))[0]?.rows);
      table.forEach((row, i) => {
        const wanted = [...row];
        while (wanted.at(-1) === "") wanted.pop();
        expect(rows.get(i + 1) ?? []).toEqual(wanted);
      });
    }), { numRuns: 60 });
  });

  test("writing and reading CSV is the identity, however the text is cut", async () => {
    const field = fc.string({ unit: fc.constantFrom("a", "张", ",", '"', "\n", "\r", " ", ";", "\t", "1"), maxLength: 8 });
    await fc.assert(fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 7 }), (table, size) => {
      const text = table.map((row) => `${row.map((c) => `"${c.replaceAll('"', '""')}"`).join(",")}\r\n`).join("");
      const found: (readonly string[])[] = [];
      const records = new Records("x", { row: (n, cells) => { found[n - 1] = [...cells]; } }, ",");
      for (let i = 0; i < text.length; i += size) records.write(text.slice(i, i + size));
      records.end();
      table.forEach((row, i) => expect(found[i] ?? row.map(() => "")).toEqual(row));
    }), { numRuns: 300 });
  });

  test("remarks full of Chinese commas do not cut the cells; a file that has nothing else is cut by them", () => {
    const cellsOf = (text: string): readonly string[][] => {
      const found: string[][] = [];
      const records = new Records("x", { row: (_, cells) => { found.push([...cells]); } });
      records.write(text);
      records.end();
      return found;
    };
    const remark = "因病，缺劳力，".repeat(20);
    expect(cellsOf(`姓名,户编号,备注\n甲,1,${remark}\n乙,2,${remark}\n`)[1]).toEqual(["甲", "1", remark]);
    expect(cellsOf("姓名，户编号\n甲，1\n")[1]).toEqual(["甲", "1"]);
  });

  test("no exported text starts a formula, and the apostrophe comes off again", () => {
    fc.assert(fc.property(fc.constantFrom("=", "+", "-", "@", "\t", "\r"), fc.string(), (first, rest) => {
      const line = csvLine([first + rest]);
      expect(/^"?[=+\-@\t\r]/.test(line)).toBe(false);
    }));
    expect(csvLine(["a,b", 3, null, 'x"y'])).toBe('"a,b",3,,"x""y"\r\n');
  });
});

describe("encodings and delimiters of CSV", () => {
  const text = "户编号,姓名\r\n9901,赵㑇\r\n\r\n9902,\"李,四\n五\"\r\n";
  const rows = [[1, ["户编号", "姓名"]], [2, ["9901", "赵㑇"]], [4, ["9902", "李,四\n五"]]];
  const gb = Buffer.concat([Buffer.from([0xbb, 0xa7, 0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb, 0x0d, 0x0a]), Buffer.from([0x39, 0x39, 0x2c, 0xd5, 0xc5, 0x0a])]);
  test.each<[string, Buffer, unknown]>([
    ["UTF-8", Buffer.from(text), rows], ["UTF-8 with BOM", Buffer.from(`\uFEFF${text}`), rows], ["UTF-16 LE", Buffer.from(`\uFEFF${text}`, "utf16le"), rows],
    ["GB18030", gb, [[1, ["户编号", "姓名"]], [2, ["99", "张"]]]],
    ["tab", Buffer.from("户编号\t姓名\n9901\t甲\n"), [[1, ["户编号", "姓名"]], [2, ["9901", "甲"]]]], ["semicolon", Buffer.from("户编号;姓名\n9901;甲,乙\n"), [[1, ["户编号", "姓名"]], [2, ["9901", "甲,乙"]]]],
    ["CR alone", Buffer.from("户编号,姓名\r9901,甲\r"), [[1, ["户编号", "姓名"]], [2, ["9901", "甲"]]]], ["no line end", Buffer.from("户编号,姓名\n9901,甲"), [[1, ["户编号", "姓名"]], [2, ["9901", "甲"]]]],
  ])("%s", async (name, bytes, wanted) => {
    const file = path.join(dir, `${name}.csv`);
    fs.writeFileSync(file, bytes);
    expect((await read(file))[0]?.rows.filter(([, cells]) => cells.some((c) => c !== ""))).toEqual(wanted);
  });
});

describe("hostile and unusable files are refused with a sentence", () => {
  const doctype = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
  const cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>';

  test("zip bomb: refused before anything is inflated", async () => {
    const file = await book("bomb.xlsx", Buffer.concat([Buffer.from(sheetOf("").slice(0, -12)), Buffer.alloc(80 * 2 ** 20, " ")]));
    expect(fs.statSync(file).size).toBeLessThan(2 ** 20);
    const start = performance.now();
    expect(await refusal(file)).toBe("intake.hostile");
    expect(performance.now() - start).toBeLessThan(5000);
  });
  test.each<[string, string, Record<string, string>]>([
    ["DTD in a sheet", `<?xml version="1.0"?>${doctype}${sheetOf(cells).slice(21)}`, {}],
    ["external entity in the workbook", sheetOf(""), { "xl/workbook.xml": `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook ${sheetNs}><sheets><sheet name="&e;" sheetId="1"/></sheets></workbook>` }],
    ["DTD in shared strings", sheetOf('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), { "xl/sharedStrings.xml": `${doctype}<sst ${sheetNs}><si><t>&b;</t></si></sst>` }],
    ["DTD in a part that is never read", sheetOf(""), { "docProps/core.xml": `${doctype}<a/>` }],
    ["unknown entity", sheetOf(cells), {}],
  ])("%s", async (name, sheet, more) => { expect(await refusal(await book(`${name}.xlsx`, sheet, more))).toBe("intake.hostile"); });

  test("names that leave the archive", async () => {
    const file = await book("traversal.xlsx", sheetOf(""), { "xl/aaa/evil.xml": "<a/>" });
    const bytes = fs.readFileSync(file);
    for (let at = bytes.indexOf("xl/aaa/evil.xml"); at >= 0; at = bytes.indexOf("xl/aaa/evil.xml", at + 1)) bytes.write("../../../ev.xml", at);
    fs.writeFileSync(file, bytes);
    expect(await refusal(file)).toBe("intake.hostile");
  });

  test("XFD1048576: one row of 512 columns at most, told", async () => {
    const [s] = await read(await book("sparse.xlsx", sheetOf('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')));
    expect(s?.rows).toEqual([[1, ["1"]]]);
    expect(s?.notices).toEqual(["columnsCut"]);
  });

  test("a file cut in the middle, and one whose sizes lie", async () => {
    const whole = fs.readFileSync(await book("whole.xlsx", sheetOf(Array.from({ length: 3000 }, (_, i) => `<row r="${i + 1}"><c r="A${i + 1}"><v>${i * 7919}</v></c></row>`).join(""))));
    const cut = path.join(dir, "cut.xlsx");
    fs.writeFileSync(cut, whole.subarray(0, whole.length / 2));
    expect(await refusal(cut)).toBe("intake.damaged");
    const lies = path.join(dir, "lies.xlsx");
    const bytes = Buffer.from(whole);
    const central = bytes.lastIndexOf(Buffer.from("xl/worksheets/sheet1.xml")) - 46;
    bytes.writeUInt32LE(100, central + 24);
    fs.writeFileSync(lies, bytes);
    expect(["intake.damaged", "intake.hostile"]).toContain(await refusal(lies));
  });

  test("too many entries", async () => {
    const file = await book("many.xlsx", sheetOf(""), Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`xl/media/${i}.png`, "x"])));
    await expect(openContainer(file, "many.xlsx", { entries: 50, entryBytes: 1e9, totalBytes: 1e9, ratio: 100, ratioFloorBytes: 1e6 })).rejects.toThrow("64 个文件");
  });

  const cfb = Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(2048)]);
  test.each<[string, Buffer, string]>([
    ["old.xls", cfb, "intake.oldExcel"], ["locked.xlsx", Buffer.concat([cfb, Buffer.from("EncryptedPackage", "utf16le"), Buffer.alloc(64)]), "intake.password"], ["page.xls", Buffer.from("<html><table><tr><td>1</td></tr></table></html>"), "intake.unknownType"],
    ["scan.pdf", Buffer.from("%PDF-1.7 …"), "intake.unknownType"], ["photo.csv", Buffer.from("89504e470d0a1a0a0000", "hex"), "intake.unknownType"], ["empty.csv", Buffer.alloc(0), "intake.damaged"], ["bytes.csv", Buffer.from([0, 1, 0, 2, 0, 0, 3, 0]), "intake.unknownType"], ["quote.csv", Buffer.from('a,b\n"c,d\n'), "intake.damaged"],
  ])("%s", async (name, bytes, code) => {
    const file = path.join(dir, name);
    fs.writeFileSync(file, bytes);
    expect(await refusal(file)).toBe(code);
  });
  test("archives of other kinds", async () => { expect(await refusal(await book("doc.xlsx", sheetOf(""), { "xl/workbook.xml": "", "word/document.xml": "<a/>" }).then(async (f) => { const z = new ZipFile(); z.addBuffer(Buffer.from("<a/>"), "word/document.xml"); z.end(); const out = fs.createWriteStream(f); z.outputStream.pipe(out); await once(out, "finish"); return f; }))).toBe("intake.unknownType"); });
});
