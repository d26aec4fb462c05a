/**
 * COPY … FROM STDIN that always ends. What the server refuses after the last row (a key twice, a value out of range) never
 * reaches the driver's stream, which would wait for ever: a question behind the COPY, in the same transaction, is then refused
 * (25P02) and tells.
 */
import { once } from "node:events";
import type { Writable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Query } from "./pool.ts";

/** Sends pieces to "table (columns)", waiting where the server is slower. Throws what the server or the source refuses. */
export async function copyIn(sql: Query, statement: string, pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>): Promise<void> {
  const stream: Writable = await sql.unsafe(statement).writable();
  const failed = new Promise<never>((_, reject) => stream.once("error", reject));
  failed.catch(() => {});
  try {
    for await (const piece of pieces) if (piece.length > 0 && !stream.write(piece)) await Promise.race([once(stream, "drain"), failed]);
    // the driver ends the COPY only when the last piece has left; a question before that is refused
    await Promise.race([new Promise<void>((sent, refused) => { stream.write(new Uint8Array(0), (e) => { if (e) refused(e); else sent(); }); }), failed]);
  } catch (e) { stream.destroy(e as Error); throw e; }
  const finished = once(stream, "finish");
  stream.end();
  // the end of the COPY is on its way once the stream has been ended and a turn has passed
  await nextTurn();
  await Promise.race([finished, failed, sql`select 1`.then(() => finished)]);
}
