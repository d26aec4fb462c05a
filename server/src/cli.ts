/** `diguan …`: contents of the command line. */
import { parseArgs } from "node:util";
import { Problem } from "@diguan/core/problem.ts";
import { fieldCrypto } from "./access/crypto.ts";
import { Usage, type Command } from "./command.ts";
import { readConfig, readKeys } from "./config.ts";
import { connect, type Connection } from "./postgres/connect.ts";

/** Each command is loaded only when it is used: starting must stay quick. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import("./start.ts")).command,
  "regions import": async () => (await import("./regions/command.ts")).importCommand,
  "regions list": async () => (await import("./regions/command.ts")).listCommand,
  "regions show": async () => (await import("./regions/command.ts")).showCommand,
  "regions export": async () => (await import("./regions/command.ts")).exportCommand,
  import: async () => (await import("./intake/command.ts")).command,
  generate: async () => (await import("./demo/command.ts")).command,
  "user add": async () => (await import("./access/command.ts")).addCommand,
  "user list": async () => (await import("./access/command.ts")).listCommand,
  "user password": async () => (await import("./access/command.ts")).passwordCommand,
  "measure mpi": async () => (await import("./workbench/mpi-command.ts")).command,
  "assess models": async () => (await import("./identification/models-command.ts")).command,
  "assess households": async () => (await import("./identification/assess-command.ts")).command,
  precision: async () => (await import("./evaluation/command.ts")).command,
  compare: async () => (await import("./comparison/command.ts")).command,
  "compare report": async () => (await import("./comparison/command.ts")).reportCommand,
  "procedure list": async () => (await import("./procedure/command.ts")).listCommand,
  "procedure check": async () => (await import("./procedure/command.ts")).checkCommand,
  quality: async () => (await import("./quality/command.ts")).command,
  "measure poverty": async () => (await import("./workbench/poverty-command.ts")).command,
  duplicates: async () => (await import("./comparison/duplicates-command.ts")).command,
  link: async () => (await import("./linkage/command.ts")).command,
  "rules check": async () => (await import("./policy/command.ts")).checkCommand,
  "rules simulate": async () => (await import("./policy/command.ts")).simulateCommand,
  "measure pmt": async () => (await import("./workbench/pmt-command.ts")).command,
  migrate: async () => (await import("./start.ts")).migrateCommand,
  version: async () => (await import("./start.ts")).versionCommand,
};

async function overview(): Promise<string> {
  const rows = await Promise.all(Object.values(commands).map((load) => load()));
  const width = Math.max(...rows.map((c) => c.usage.length));
  return `diguan (滴灌): precision poverty alleviation\n\n${rows.map((c) => `  diguan ${c.usage.padEnd(width)}  ${c.summary}`).join("\n")}\n\nEach command has --help and --json. Data: DIGUAN_DATA (default ./data), DATABASE_URL, PORT.\n`;
}

async function main(argv: readonly string[]): Promise<number> {
  const words = argv.filter((a) => !a.startsWith("-"));
  const name = [`${words[0] ?? ""} ${words[1] ?? ""}`, words[0] ?? ""].find((n) => n in commands);
  const load = name === undefined ? undefined : commands[name];
  if (!load || name === undefined) {
    const asked = words.length === 0;
    (asked ? process.stdout : process.stderr).write(asked ? await overview() : `diguan: there is no command «${words.join(" ")}»\n\n${await overview()}`);
    return asked ? 0 : 2;
  }
  const command = await load();
  let connection: Connection | undefined;
  try {
    // the words of the command itself are taken out, wherever options stand between them
    const left = [...argv];
    for (const word of name.split(" ")) left.splice(left.indexOf(word), 1);
    const { values, positionals } = parseArgs({ args: left, options: { ...command.options, help: { type: "boolean", short: "h" }, json: { type: "boolean" } }, allowPositionals: true });
    if (values["help"]) { process.stdout.write(`diguan ${command.usage}\n\n${command.summary}\n\n${command.help}\n`); return 0; }
    const config = readConfig();
    const open = async (): Promise<{ db: Connection["db"]; crypto: ReturnType<typeof fieldCrypto> }> => {
      connection ??= await connect(config, { mayAttach: true });
      return { db: connection.db, crypto: fieldCrypto(readKeys(config.dataDir)) };
    };
    return await command.run({ config, values: values as Record<string, string | boolean | undefined>, positionals, json: values["json"] === true, open, say: (text) => process.stderr.write(`${text}\n`), print: (text) => process.stdout.write(`${text}\n`) });
  } catch (e) {
    const usage = e instanceof Usage || e instanceof Problem || (e as NodeJS.ErrnoException).code?.startsWith("ERR_PARSE_ARGS");
    process.stderr.write(`diguan ${name}: ${(e as Error).message}\n${usage ? `see: diguan ${name} --help\n` : ""}`);
    return usage ? 2 : 3;
  } finally { await connection?.close(); }
}

// a reader that has seen enough (| head) is no reason to leave the database running
process.stdout.on("error", (e: NodeJS.ErrnoException) => { if (e.code !== "EPIPE") throw e; });
process.exitCode = await main(process.argv.slice(2));
