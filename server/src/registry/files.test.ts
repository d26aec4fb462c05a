/** Originals and prints: what a file is, what is taken out of it, what is refused; the handbook as PDF, rare names included. */
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { HouseholdPage } from "@diguan/core/registry/contract.ts";
import { pdfText } from "../../../tests/pdf.ts";
import { conditions, family, person, places, testServer, type TestServer } from "../../../tests/registry.ts";
import { safeName } from "./attachments.ts";
import { mediaOf, withoutPosition } from "./media.ts";
import { typesetter } from "./typeset.ts";

/** A small JPEG with a GPS position in Exif, orientation 6. */
function photo(): Buffer {
  const tiff = Buffer.from("4d4d002a00000008 0002 011200030000000100060000 882500040000000100000026 00000000 0001 0001000200000002 4e000000 00000000".replaceAll(" ", ""), "hex");
  const exif = Buffer.concat([Buffer.from("Exif\0\0"), tiff]);
  const segment = (marker: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xe0, Buffer.from("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", "latin1")), segment(0xe1, exif), segment(0xe1, Buffer.from("http://ns.adobe.com/xap/1.0/\0<x:gps/>")), segment(0xdb, Buffer.alloc(65, 1)), segment(0xda, Buffer.alloc(6)), Buffer.from([1, 2, 3, 0xff, 0xd9])]);
}

let s: TestServer;
let id = "";
const make = async (members: object[]): Promise<string> => (await s.ask<{ id: string }>(s.as("countyOfficer"), "POST", "/api/households", { key: randomUUID(), region: places.village, year: 2018, household: { ...conditions, householdPhone: "13812345678", bankAccount: "6230990000000021234" }, members: members.map((values) => ({ values })), reason: "新识别", source: 4, explanation: "入户核实过原件" })).body.id;
beforeAll(async () => { s = await testServer(); id = await make(family(0)); });

async function upload(file: Buffer, fields: Record<string, string>, name = "房屋.jpg", actor = s.as("villageWorker", places.village)) {
  const boundary = "xxBOUNDARYxx";
  const parts = Object.entries(fields).map(([k, v]) => `--${boundary}\r\ncontent-disposition: form-data; name="${k}"\r\n\r\n${v}\r\n`).join("");
  const payload = Buffer.concat([Buffer.from(`${parts}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`), file, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return s.raw(actor, "POST", `/api/households/990102/${id}/attachments`, payload, { "content-type": `multipart/form-data; boundary=${boundary}` });
}

describe("originals", () => {
  test("the content decides the type", () => {
    const kind = (b: Buffer): string => { const m = mediaOf(b); return typeof m === "string" ? `no: ${m}` : m.type; };
    expect([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from("%PDF-1.7"), Buffer.from("\0\0\0\x20ftypisom"), Buffer.from("\0\0\0\x20ftypM4A "), Buffer.from("ID3\x04"), Buffer.from("PK\x03\x04"), Buffer.from("MZ"), Buffer.from("<svg onload=x>"), Buffer.from("hello")].map(kind))
      .toEqual(["image/jpeg", "application/pdf", "video/mp4", "audio/mp4", "audio/mpeg", "no: ZIP, Office", "no: program", "no: HTML, SVG", "no: unknown"]);
  });

  test("position and XMP leave a photo, orientation and picture stay", () => {
    const clean = withoutPosition(photo());
    expect(clean?.removed).toBe(true);
    const text = clean?.file.toString("latin1") ?? "";
    expect(text).not.toContain("adobe");
    expect(text).not.toContain("\x88\x25");
    expect(clean?.file.subarray(-5)).toEqual(Buffer.from([1, 2, 3, 0xff, 0xd9]));
    expect(withoutPosition(clean?.file ?? Buffer.alloc(0))?.file.toString("latin1")).toContain("\x01\x12\0\x03\0\0\0\x01\0\x06");
    expect(withoutPosition(Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 0]))).toBeUndefined();
  });

  test("names cannot leave the folder or carry another type", () => {
    expect(safeName("../../etc/passwd.exe", { type: "image/png", extension: "png", limitMb: 1 })).toBe("passwd.png");
    expect(safeName("..\\a\u202Egpj.exe", { type: "image/png", extension: "png", limitMb: 1 })).toBe("agpj.png");
  });

  test("upload, look, history, withdraw; the same content is kept once; another village sees nothing", async () => {
    const key = randomUUID();
    const sent = await upload(photo(), { key, kind: "housePhoto", takenOn: "2018-09-18", note: "正面" });
    expect(sent.statusCode, sent.body).toBe(200);
    expect(sent.json()).toMatchObject({ mediaType: "image/jpeg", name: "房屋.jpg", positionRemoved: true });
    expect((await upload(photo(), { key, kind: "housePhoto" })).json()).toMatchObject({ id: key });
    await upload(photo(), { key: randomUUID(), kind: "housePhoto" });
    const stored = fs.readdirSync(path.join(s.dataDir, "attachments"), { recursive: true }).filter((f) => String(f).length > 60);
    expect(stored).toHaveLength(1);
    const url = `/api/households/990102/${id}/attachments/${key}`;
    const look = await s.raw(s.as("countyOfficer"), "GET", url);
    expect([look.statusCode, look.headers["content-type"], look.headers["x-content-type-options"], look.headers["content-disposition"]]).toEqual([200, "image/jpeg", "nosniff", `inline; filename*=UTF-8''${encodeURIComponent("房屋.jpg")}`]);
    expect(look.rawPayload.toString("latin1")).not.toContain("adobe");
    expect((await s.raw(s.as("villageWorker", places.nextVillage), "GET", url)).statusCode).toBe(404);
    const page = (await s.ask<HouseholdPage>(s.as("countyOfficer"), "GET", `/api/households/990102/${id}`)).body;
    expect([page.attachments.length, page.changes[0]?.act]).toEqual([2, "attached"]);
    const gone = await s.ask(s.as("countyOfficer"), "POST", `${url}/withdraw`, { reason: "拍错了户" });
    expect(gone.status).toBe(200);
    const [seen] = await s.t.sql<{ n: number }[]>`select count(*)::int as n from audit.entry where resource = 'attachment' and action = 'view' and detail->>'attachment' = ${key}`;
    expect(seen?.n).toBe(1);
  });

  test("programs, pages and overlong files are refused and leave nothing behind", async () => {
    const refused = await upload(Buffer.from("<html><script>alert(1)</script>"), { key: randomUUID(), kind: "other" }, "a.jpg");
    expect([refused.statusCode, refused.json().code]).toEqual([415, "registry.fileType"]);
    const big = await upload(Buffer.concat([photo(), Buffer.alloc(21 * 1024 * 1024)]), { key: randomUUID(), kind: "other" });
    expect([big.statusCode, big.json().code]).toEqual([413, "registry.fileTooBig"]);
    const files = (): number => fs.readdirSync(path.join(s.dataDir, "attachments"), { recursive: true }).length;
    const before = files();
    const other = Buffer.concat([photo(), Buffer.from("other")]);
    expect((await upload(other, { key: randomUUID(), kind: "nonsense" })).statusCode).toBe(422);
    expect((await upload(other, { key: randomUUID(), kind: "other" }, "a.jpg", s.as("villageWorker", places.nextVillage))).statusCode).toBe(404);
    expect(files()).toBe(before);
    expect(fs.readdirSync(path.join(s.dataDir, "attachments")).filter((f) => f.startsWith("."))).toEqual([]);
  });
});

describe("handbook", () => {
  test("prints the sections in order, masked like the page, with page numbers, printer and code", async () => {
    const reply = await s.raw(s.as("townOfficer", places.town), "GET", `/api/households/990102/${id}/handbook.pdf`);
    expect([reply.statusCode, reply.headers["content-type"]]).toEqual([200, "application/pdf"]);
    const { pages, text } = pdfText(reply.rawPayload);
    expect(pages).toBeGreaterThanOrEqual(2);
    for (const word of ["扶贫手册", "周德厚户", "一、基本情况", "二、家庭成员", "三、致贫原因", "四、生产生活条件", "五、两不愁三保障和饮水安全", "六、收入情况", "李*兰", "周**", "138****5678", "**** **** **** 1234", `1 / ${pages}`, "查验码", "户主签字"]) expect(text).toContain(word);
    for (const secret of ["13812345678", "6230990000000021234", "李秀兰", String(family(0)[0]?.["certNo"])]) expect(text).not.toContain(secret);
    const code = /查验码 ([A-Z2-9-]{14})/.exec(text)?.[1];
    const [entry] = await s.t.sql<{ code: string }[]>`select detail->>'code' as code from audit.entry where action = 'print' and target = ${id} order by id desc limit 1`;
    expect(entry?.code).toBe(code);
  });

  test("rare characters: a slice of the font when it has them, else the code point with a note", async () => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgf-"));
    const type = typesetter(dir, []);
    expect(type.runs("张三")).toEqual([{ text: "张三", font: "Song" }]);
    const pieces = type.runs("张𠮷䶮垚");
    expect(pieces.map((r) => r.text).join("")).toBe("张[U+20BB7][U+4DAE]垚");
    expect(type.missing()).toEqual(["𠮷", "䶮"]);
    fs.rmSync(dir, { recursive: true, force: true });
    const rare = await make([person("𠮷田垚", "1970-02-03", 1, 1, 71)]);
    const { text } = pdfText((await s.raw(s.as("countyOfficer"), "GET", `/api/households/990102/${rare}/handbook.pdf`)).rawPayload);
    expect(text.includes("𠮷田垚") || text.includes("[U+20BB7]田垚")).toBe(true);
  });
});
