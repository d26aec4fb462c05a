/** The shape of a command of `diguan …`; each slice exports its own, cli.ts lists them. */
import type { ParseArgsOptionsConfig } from "node:util";
import type { FieldCrypto } from "./access/crypto.ts";
import type { Config } from "./config.ts";
import type { Db } from "./postgres/pool.ts";

export interface Told { readonly config: Config; readonly values: Readonly<Record<string, string | boolean | undefined>>; readonly positionals: readonly string[]; readonly json: boolean;
  /** Opens the database when the command needs it (embedded, attached to a running server, or DATABASE_URL); closed by the caller. */
  readonly open: () => Promise<{ readonly db: Db; readonly crypto: FieldCrypto }>;
  /** Progress and words for people: standard error, so that --json leaves standard output clean. */
  readonly say: (text: string) => void;
  readonly print: (text: string) => void;
}

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly help: string;
  readonly options: ParseArgsOptionsConfig;
  /** Exit code: 0 done, 2 unusable arguments or file (throw `Usage`), 3 failed. */
  readonly run: (told: Told) => Promise<number>;
}

/** Arguments or a file that cannot be used; the message says what to do. */
export class Usage extends Error {}
