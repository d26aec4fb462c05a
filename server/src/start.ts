/** Starts the server and its database, stops both cleanly; also `migrate` and `version`, which need no more than that. */
import { chinaDate } from "@diguan/core/time.ts";
import { fieldCrypto } from "./access/crypto.ts";
import { authenticator } from "./access/session.ts";
import { buildApp } from "./app.ts";
import type { Command } from "./command.ts";
import { readConfig, readKeys, type Config } from "./config.ts";
import { fillMissingFacts } from "./identification/service.ts";
import { resumeIntake } from "./intake/routes.ts";
import { connect } from "./postgres/connect.ts";

export interface Running { readonly address: string; stop(): Promise<void> }

export async function startServer(config: Config): Promise<Running> {
  const began = performance.now();
  const connection = await connect(config, { mayAttach: false, max: 16 });
  try {
    const crypto = fieldCrypto(readKeys(config.dataDir));
    if (config.demonstration) {
      const { seedDemonstration } = await import("./demo/seed.ts");
      await seedDemonstration(connection.db, crypto, { today: chinaDate(Date.now()) }, (text) => process.stdout.write(`${text}\n`));
    }
    await fillMissingFacts(connection.db, chinaDate(Date.now()));
    const deps = { db: connection.db, config, crypto, now: Date.now, authenticate: authenticator(connection.db, config, Date.now) };
    const app = await buildApp(deps);
    const address = await app.listen({ port: config.port, host: config.host }).catch((e: NodeJS.ErrnoException) => {
      throw e.code === "EADDRINUSE" ? new Error(`port ${config.port} is in use by another program: stop it, or choose another with PORT=8081 npm start`) : e;
    });
    await resumeIntake(deps);
    const [someone] = await connection.db.asSystem((tx) => tx.sql`select from access.account limit 1`);
    if (!someone) process.stdout.write("nobody can sign in yet; make the first account: npx diguan user add NAME --role securityAdmin --region CODE --display 姓名\n");
    process.stdout.write(`滴灌 diguan ${config.version}: ${address}   (ready in ${((performance.now() - began) / 1000).toFixed(1)} s, data in ${config.dataDir})\n`);
    let stopping: Promise<void> | undefined;
    const stop = (): Promise<void> => (stopping ??= (async () => { await app.close(); await connection.close(); })());
    // without its database the server cannot keep a promise: end, and let the service manager start both again
    void connection.engine?.exited.then((code) => { if (stopping === undefined) { process.stderr.write(`PostgreSQL ended by itself (${code}); stopping. See postgres.log in ${config.dataDir}\n`); process.exit(1); } });
    return { address, stop };
  } catch (e) { await connection.close(); throw e; }
}

/** Runs until SIGTERM, SIGINT or, below npm, until npm itself is gone (sh does not pass signals on). */
export async function runServer(config: Config): Promise<void> {
  const running = await startServer(config);
  const parent = process.ppid;
  await new Promise<void>((done) => {
    const end = (): void => { void running.stop().then(done); };
    process.once("SIGTERM", end);
    process.once("SIGINT", end);
    if (config.belowNpm) setInterval(() => { if (process.ppid !== parent) end(); }, 500).unref();
  });
}

export const command: Command = {
  name: "start", usage: "start", summary: "start the platform (embedded database unless DATABASE_URL is set)",
  help: "Runs in the foreground until SIGTERM or Ctrl-C. PORT (8080), HOST (127.0.0.1), DIGUAN_DATA (./data), DATABASE_URL, DIGUAN_DEMO (on|off), DIGUAN_ORIGIN.",
  options: {}, run: async ({ config }) => { await runServer(config); return 0; },
};

export const migrateCommand: Command = {
  name: "migrate", usage: "migrate", summary: "bring the database to the present version and say what was done",
  help: "Plain-SQL migrations under a lock, with checksums. Running it again does nothing.",
  options: {},
  run: async ({ open, json, print }) => {
    const { db } = await open();
    const applied = await db.owner<{ name: string; appliedAt: string }[]>`select name, applied_at as "appliedAt" from public.migration order by name`;
    print(json ? JSON.stringify({ migrations: applied }) : applied.map((m) => `${m.name}  ${m.appliedAt}`).join("\n"));
    return 0;
  },
};

export const versionCommand: Command = {
  name: "version", usage: "version", summary: "print the version", help: "Prints the version of diguan and of Node.",
  options: {}, run: async ({ json, print }) => { const { version } = readConfig(); print(json ? JSON.stringify({ version, node: process.version }) : `diguan ${version} (Node ${process.version})`); return 0; },
};
