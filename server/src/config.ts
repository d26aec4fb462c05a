/** The only reader of the environment: where data live, which database, which port. Documented in docs/operations.md. */
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

export interface Keys { /** hex, 32 bytes: AES-256-GCM key of sealed fields */ readonly data: string; /** hex, 32 bytes: pepper of the blind indexes */ readonly pepper: string; readonly id: string }

export interface Config {
  /** DIGUAN_DATA: keys, uploads, attachments and (embedded) the database; default ./data */
  readonly dataDir: string;
  /** PORT, default 8080 */
  readonly port: number;
  /** HOST, default 127.0.0.1 */
  readonly host: string;
  /** DATABASE_URL: a PostgreSQL ≥ 15 of one's own instead of the embedded one */
  readonly databaseUrl: string | undefined;
  /** DIGUAN_PG_USER: account of the embedded PostgreSQL when diguan runs as root */
  readonly databaseAccount?: string;
  /** DIGUAN_ORIGIN: the address people type, needed for passkeys behind a proxy */
  readonly origin: string;
  /** DIGUAN_DEMO: "on" (default on the embedded database), "off" */
  readonly demonstration: boolean;
  /** built pages, when they exist */
  readonly webDir: string;
  readonly version: string;
  /** started by npm, which does not pass signals on */
  readonly belowNpm: boolean;
}

const checkout = path.resolve(import.meta.dirname, "../..");

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const port = Number(env["PORT"] ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT must be a whole number from 0 to 65535, not ${env["PORT"]}`);
  const databaseUrl = env["DATABASE_URL"] || undefined;
  const version = (JSON.parse(fs.readFileSync(path.join(checkout, "package.json"), "utf8")) as { version: string }).version;
  return {
    dataDir: path.resolve(env["DIGUAN_DATA"] ?? path.join(checkout, "data")),
    port, host: env["HOST"] ?? "127.0.0.1", databaseUrl,
    origin: env["DIGUAN_ORIGIN"] ?? `http://localhost:${port}`,
    demonstration: (env["DIGUAN_DEMO"] ?? (databaseUrl ? "off" : "on")) === "on",
    ...(env["DIGUAN_PG_USER"] ? { databaseAccount: env["DIGUAN_PG_USER"] } : {}),
    webDir: path.join(checkout, "web", "dist"),
    version, belowNpm: env["npm_lifecycle_event"] !== undefined,
  };
}

/** Keys live beside the data, never inside the database: a stolen dump alone opens nothing. Made at the first start, mode 0600. */
export function readKeys(dataDir: string): Keys {
  const file = path.join(dataDir, "keys.json");
  fs.mkdirSync(dataDir, { recursive: true });
  if (!fs.existsSync(file)) {
    const data = randomBytes(32).toString("hex");
    const made: Keys = { data, pepper: randomBytes(32).toString("hex"), id: createHash("sha256").update(data).digest("hex").slice(0, 8) };
    const temporary = `${file}.${process.pid}`;
    fs.writeFileSync(temporary, JSON.stringify(made), { mode: 0o600, flag: "wx" });
    try { fs.linkSync(temporary, file); } catch (e) { if ((e as NodeJS.ErrnoException).code !== "EEXIST") throw e; } finally { fs.rmSync(temporary, { force: true }); }
  }
  return JSON.parse(fs.readFileSync(file, "utf8")) as Keys;
}
