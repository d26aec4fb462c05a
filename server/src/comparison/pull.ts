/**
 * A department's own address: one GET with a bearer token, over https unless it is this machine, limited in size and time and
 * without following redirects (a token must not travel to another host). The answer becomes a file and goes the way of an upload.
 */
import { createWriteStream } from "node:fs";
import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import { Problem } from "@diguan/core/problem.ts";

export interface Limits { readonly bytes: number; readonly ms: number }
export const limits: Limits = { bytes: 256 * 2 ** 20, ms: 120_000 };

const loopback = (host: string): boolean => host === "localhost" || host === "[::1]" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));

/** Refuses addresses that would show the token or the data to others. */
export function requireAddress(text: string): URL {
  let url: URL;
  try { url = new URL(text); } catch { throw new Problem("comparison.address", { url: text.slice(0, 80) }); }
  const secure = url.protocol === "https:" || (url.protocol === "http:" && loopback(url.hostname));
  if (!secure || url.username !== "" || url.password !== "") throw new Problem("comparison.address", { url: `${url.protocol}//${url.host}` });
  return url;
}

/** Fetches into a file; throws `comparison.pull` and leaves nothing usable when anything is not as it should be. */
export async function fetchInto(url: URL, token: string | undefined, target: string, limit: Limits = limits): Promise<void> {
  const refuse = (detail: string): Problem => new Problem("comparison.pull", { host: url.host, detail });
  await new Promise<void>((done, failed) => {
    const out = createWriteStream(target, { mode: 0o600 });
    const stop = (e: Error): void => { clearTimeout(timer); request.destroy(); out.destroy(); failed(e); };
    const request = (url.protocol === "https:" ? https : http).get(url, { headers: { accept: "text/csv, application/json", ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) } }, (answer) => {
      if (answer.statusCode !== 200) { stop(refuse(`HTTP ${answer.statusCode ?? ""}`)); return; }
      let bytes = 0;
      answer.on("data", (part: Buffer) => { bytes += part.length; if (bytes > limit.bytes) stop(refuse(`> ${Math.round(limit.bytes / 2 ** 20)} MB`)); });
      answer.on("aborted", () => { stop(refuse("连接中断")); });
      answer.pipe(out);
      out.on("finish", () => { clearTimeout(timer); if (answer.complete) done(); else failed(refuse("数据不完整")); });
    });
    const timer = setTimeout(() => { stop(refuse(`超过 ${Math.round(limit.ms / 1000)} 秒`)); }, limit.ms);
    request.on("error", (e) => { stop(e instanceof Problem ? e : refuse((e as NodeJS.ErrnoException).code ?? e.message)); });
    out.on("error", (e) => { stop(refuse(e.message)); });
  });
}

/** JSON rows (a list of objects, or {rows: […]}) as CSV lines, so that one reader serves both. */
export function jsonToCsv(text: string, host: string): string {
  let parsed: unknown;
  try { parsed = JSON.parse(text); } catch { throw new Problem("comparison.pull", { host, detail: "JSON" }); }
  const list: unknown = Array.isArray(parsed) ? parsed : (parsed as { rows?: unknown } | null)?.rows;
  if (!Array.isArray(list)) throw new Problem("comparison.pull", { host, detail: "JSON rows" });
  const rows = list.filter((r): r is Readonly<Record<string, unknown>> => typeof r === "object" && r !== null && !Array.isArray(r));
  const headings = [...new Set(rows.flatMap((r) => Object.keys(r)))];
  const cell = (v: unknown): string => { const t = v === null || v === undefined ? "" : typeof v === "object" ? JSON.stringify(v) : String(v as string | number | boolean); return /[",\r\n]/.test(t) ? `"${t.replaceAll('"', '""')}"` : t; };
  return [headings, ...rows.map((r) => headings.map((h) => r[h]))].map((line) => line.map(cell).join(",")).join("\r\n");
}
