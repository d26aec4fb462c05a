/** Code lists of foreign systems (民政, local systems, monitoring) in ours: a code without a row is not taken over (domain guide §1.4.2 warns of clashing lists). */
import type { Tx } from "../postgres/pool.ts";

export interface CodeMapping { readonly system: string; readonly list: string; readonly theirs: string; readonly ours: number; readonly source: string }

/** All mappings, or those of one system. */
export const mappingsOf = async (tx: Tx, system?: string): Promise<CodeMapping[]> =>
  tx.sql<CodeMapping[]>`select system, list, theirs, ours, source from registry.code_mapping ${system === undefined ? tx.sql`` : tx.sql`where system = ${system}`} order by system, list, theirs`;

/** Our code for a code of another system; `undefined` when nobody has said what it means. */
export const translator = (mappings: readonly CodeMapping[], system: string): ((list: string, theirs: string) => number | undefined) => {
  const book = new Map(mappings.filter((m) => m.system === system).map((m) => [`${m.list}|${m.theirs}`, m.ours]));
  return (list, theirs) => book.get(`${list}|${theirs.trim()}`);
};
