/** DuckDB for the workbench: an engine in memory that lives for one file and gives whole columns as typed arrays. Never the record. */
import { mkdtemp, rm, symlink } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";

export interface Duck {
  run(sql: string): Promise<void>;
  /** Few rows, as texts. */
  rows(sql: string): Promise<readonly (readonly (string | null)[])[]>;
  /** Hands each piece of the answer on: the arrays (of this type of column) live only until the next piece. */
  pieces(sql: string, use: (columns: readonly ArrayBufferView[], rows: number) => void): Promise<void>;
}

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const named = (column: string): string => `"${column.replaceAll('"', '""')}"`;

const reader = (c: DuckDBConnection): Duck => ({
  run: async (sql) => { await c.run(sql); },
  rows: async (sql) => (await c.runAndReadAll(sql)).getRows().map((row) => row.map((v) => (v === null ? null : String(v)))),
  pieces: async (sql, use) => {
    const result = await c.stream(sql);
    for (;;) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) return;
      use(Array.from({ length: chunk.columnCount }, (_, j) => (chunk.getColumnVector(j) as unknown as { readonly items: ArrayBufferView }).items), chunk.rowCount);
    }
  },
});

/** Opens an engine with a bounded memory, which spills to a directory of its own, and closes both. `at`: the file under a name without wildcards. */
export async function withDuck<T>(file: string, act: (duck: Duck, at: string) => Promise<T>): Promise<T> {
  const { DuckDBInstance } = await import("@duckdb/node-api").catch(() => { throw new Error("there is no DuckDB for this machine; survey files of this kind cannot be read here"); });
  const dir = await mkdtemp(path.join(os.tmpdir(), "diguan-survey-"));
  try {
    const instance = await DuckDBInstance.create(":memory:", { memory_limit: "1GB", temp_directory: path.join(dir, "spill"), autoinstall_known_extensions: "false" });
    try {
      const connection = await instance.connect();
      try {
        let at = path.resolve(file);
        if (/[*?[\]{}]/.test(at)) { at = path.join(dir, "survey"); await symlink(path.resolve(file), at); }
        return await act(reader(connection), at);
      } finally { connection.closeSync(); }
    } finally { instance.closeSync(); }
  } finally { await rm(dir, { recursive: true, force: true }); }
}
