/** Which account PostgreSQL runs as, and where it can live: it refuses uid 0, and an account must be able to reach its files. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

export interface Account { readonly uid: number; readonly gid: number; readonly name: string }

/** As root: the first of `wanted`, diguan, postgres, nobody in /etc/passwd (a bare number fails: "could not look up effective user ID"). Otherwise nobody else is needed. */
export function databaseAccount(wanted?: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const rows = fs.readFileSync("/etc/passwd", "utf8").split("\n").map((line) => line.split(":"));
  for (const name of [wanted, "diguan", "postgres", "nobody"]) {
    const row = name === undefined ? undefined : rows.find((r) => r[0] === name);
    if (row) return { uid: Number(row[2]), gid: Number(row[3]), name: row[0] ?? "" };
  }
  throw new Error("running as root, and no account diguan, postgres or nobody exists: add one (useradd --system diguan)");
}

const reaches = (dir: string, who: Account): boolean => spawnSync("/usr/bin/test", ["-x", dir], { uid: who.uid, gid: who.gid, cwd: "/", env: {} }).status === 0;

/**
 * Directory of engine and cluster: the data directory itself, or, when it lies where the database account cannot go
 * (a checkout in root's home), a place of its own below /var/lib/diguan named after the data directory.
 */
export function engineRoot(dataDir: string, who: Account | undefined): string {
  fs.mkdirSync(dataDir, { recursive: true });
  const real = fs.realpathSync(dataDir);
  if (!who) return real;
  fs.chmodSync(real, 0o711);
  if (reaches(real, who)) return real;
  const elsewhere = path.join("/var/lib/diguan", createHash("sha256").update(real).digest("hex").slice(0, 12));
  fs.mkdirSync(elsewhere, { recursive: true, mode: 0o711 });
  fs.chmodSync("/var/lib/diguan", 0o711);
  fs.chmodSync(elsewhere, 0o711);
  if (!reaches(elsewhere, who)) throw new Error(`${who.name} can reach neither ${real} nor ${elsewhere}; set DIGUAN_DATA to a directory that account can enter`);
  return elsewhere;
}
