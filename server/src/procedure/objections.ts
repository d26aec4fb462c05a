/** Objections to a notice: from anybody's phone, or taken down at the office. Who objected is sealed; the answer is asked for by a reference. */
import { randomInt } from "node:crypto";
import { decide, nothingKnown } from "@diguan/core/procedure/engine.ts";
import { after } from "@diguan/core/procedure/history.ts";
import { showsOn } from "@diguan/core/procedure/notice.ts";
import { Problem } from "@diguan/core/problem.ts";
import { addDays } from "@diguan/core/time.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import type { Revealed } from "../access/reveal.ts";
import { audit } from "../audit.ts";
import type { Tx } from "../postgres/pool.ts";
import { inside } from "../registry/service.ts";
import { append, openFiles, type Key } from "./rows.ts";

const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const newReference = (county: number): string => `${county}-${Array.from({ length: 10 }, () => letters[randomInt(letters.length)] ?? "X").join("")}`;
const rowName = (id: string): string => `procedure.objection|${id}`;

export interface Told { readonly id: string; readonly text: string; readonly contact?: string | undefined; readonly source: "public" | "staff" | "household"; readonly address?: string | undefined }

/** Records an objection to a case whose notice stands; the same id again answers the same reference. */
export async function objectTo(tx: Tx, crypto: FieldCrypto, key: Key, told: Told, now: number, today: string): Promise<{ reference: string; dueOn: string }> {
  const [known] = await tx.sql<{ reference: string; dueOn: string; caseId: string; text: string }[]>`select reference, due_on as "dueOn", case_id as "caseId", text from procedure.objection where county = ${key.county} and id = ${told.id} and ${inside(tx)}`;
  if (known) {
    if (known.caseId !== key.id || known.text !== told.text) throw new Problem("key.reused");
    return { reference: known.reference, dueOn: known.dueOn };
  }
  const [opened] = await openFiles(tx, [key], true);
  if (!opened) throw new Problem("thing.unknown");
  const { file, standing: s } = opened;
  if (told.source === "public" && (!s.notice || !showsOn(s.notice, today))) throw new Problem("notice.expired");
  const event = decide(opened.definition, s, { act: "object", step: s.next?.name ?? "", objection: told.id }, { today, on: today, by: tx.actor?.accountId ?? null, role: tx.actor?.role ?? null, terms: file.terms, known: nothingKnown });
  const dueOn = addDays(today, file.terms.PROCEDURE_OBJECTION_DAYS);
  const reference = newReference(file.county);
  await append(tx, [{ opened, event, standing: after(opened.definition, s, event, file.terms), evidence: [] }]);
  await tx.sql`
    insert into procedure.objection (county, id, region, case_id, notice_id, household_id, reference, on_date, due_on, source, text, sealed, address_idx, account_id, by_name, at)
    values (${file.county}, ${told.id}, ${file.region}, ${file.id}, ${file.noticeId}, ${file.householdId}, ${reference}, ${today}, ${dueOn}, ${told.source}, ${told.text}, ${told.contact ? crypto.seal({ contact: told.contact }, rowName(told.id)) : null},
            ${told.address === undefined ? null : addressIndex(crypto, told.address, now)}, ${tx.actor?.accountId ?? null}, ${tx.actor?.name ?? null}, ${new Date(now).toISOString()})`;
  await audit(tx, "object", "procedure", { region: file.region, target: file.id, detail: { number: file.number, source: told.source } });
  return { reference, dueOn };
}

/** Address and hour together: counts within the hour, and cannot be matched with anything later. */
const addressIndex = (crypto: FieldCrypto, address: string, now: number): Buffer => crypto.blindIndex(`objection|${Math.floor(now / 3_600_000)}`, address);

/** Throws `notice.tooMany` when one address has objected too often within the hour. */
export async function checkRate(tx: Tx, crypto: FieldCrypto, county: number, address: string, now: number, most: number): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(28537, ${county})`;
  const [row] = await tx.sql<{ n: number }[]>`select count(*)::int as n from procedure.objection where county = ${county} and address_idx = ${addressIndex(crypto, address, now)}`;
  if ((row?.n ?? 0) >= most) throw new Problem("notice.tooMany");
}

/** How the person can be reached: only for those who check objections, counted and recorded like any other reveal. */
export async function contactOf(tx: Tx, crypto: FieldCrypto, key: Key): Promise<Revealed<string | null>> {
  const [row] = await tx.sql<{ region: number; caseId: string; sealed: Uint8Array | null }[]>`select region, case_id as "caseId", sealed from procedure.objection where county = ${key.county} and id = ${key.id} and ${inside(tx)}`;
  if (!row) throw new Problem("thing.unknown");
  return { value: row.sealed ? (crypto.open(row.sealed, rowName(key.id))["contact"] ?? null) : null, region: row.region, target: row.caseId, fields: ["contact"] };
}
