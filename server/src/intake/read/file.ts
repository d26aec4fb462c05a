/** Opens a file by what it is, not by what it is called: magic bytes decide, and what cannot be read is told what to do. */
import { open } from "node:fs/promises";
import { Problem } from "@diguan/core/problem.ts";
import { readCsv } from "./csv.ts";
import type { Sink } from "./sink.ts";
import { readXlsx } from "./xlsx.ts";

export type FileKind = "xlsx" | "csv";

/** Kind of a file; throws the Problem that tells how to make an unreadable one readable. */
export async function kindOf(path: string, name: string): Promise<FileKind> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(65_536);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const start = head.subarray(0, bytesRead);
    if (bytesRead === 0) throw new Problem("intake.damaged", { name, detail: "文件是空的" });
    const hex = start.subarray(0, 8).toString("hex");
    if (hex.startsWith("504b0304")) return "xlsx";
    if (hex.startsWith("504b")) throw new Problem("intake.damaged", { name, detail: "压缩包不完整" });
    if (hex === "d0cf11e0a1b11ae1") {
      // a password-protected .xlsx is wrapped in the same old container; its streams are named in UTF-16
      const tail = Buffer.alloc(Math.min(65_536, (await file.stat()).size));
      await file.read(tail, 0, tail.length, Math.max(0, (await file.stat()).size - tail.length));
      const mark = Buffer.from("EncryptedPackage", "utf16le");
      throw new Problem(start.includes(mark) || tail.includes(mark) ? "intake.password" : "intake.oldExcel", { name });
    }
    const other = foreign(start);
    if (other !== undefined) throw new Problem("intake.unknownType", { name, kind: other });
    return "csv";
  } finally { await file.close(); }
}

function foreign(start: Buffer): string | undefined {
  const hex = start.subarray(0, 8).toString("hex");
  if (hex.startsWith("25504446")) return "PDF";
  if (hex.startsWith("ffd8ff") || hex.startsWith("89504e47") || hex.startsWith("47494638")) return "图片";
  if (hex.startsWith("52617221") || hex.startsWith("377abcaf") || hex.startsWith("1f8b")) return "压缩包";
  if (/^0[29](00|02|04|08)?/.test(hex) && (hex.startsWith("0908") || hex.startsWith("0904"))) return "旧版 Excel";
  const text = start.toString("latin1").replace(/^\u00EF\u00BB\u00BF/, "").trimStart().slice(0, 300).toLowerCase();
  if (/^(<!--[^]*?-->\s*)?(<!doctype html|<html|<table|<head|<meta|<style|mime-version:)/.test(text)) return "网页（改了扩展名的 .xls）";
  if (text.startsWith("<?xml")) return "XML 文档";
  if (/^(\{\s*"|\[\s*[{[])/.test(text)) return "JSON";
  if (text.startsWith("{\\rtf")) return "RTF 文档";
  return undefined;
}

export async function readFile(path: string, name: string, sink: Sink): Promise<void> {
  await ((await kindOf(path, name)) === "xlsx" ? readXlsx : readCsv)(path, name, sink);
}
