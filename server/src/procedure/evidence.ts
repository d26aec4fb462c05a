/** Evidence of steps: photos, scans, recordings of a village, kept by content like the attachments of households, never overwritten. */
import path from "node:path";
import { evidenceKinds, type EvidenceKind } from "@diguan/core/procedure/names.ts";
import { Problem } from "@diguan/core/problem.ts";
import { countyOf } from "@diguan/core/region-code.ts";
import { isRealDate } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import type { Tx } from "../postgres/pool.ts";
import { safeName, type Stored } from "../registry/service.ts";
import { ofPlace, type Key } from "./rows.ts";

export interface Described { readonly key: string; readonly kind: string; readonly region: number; readonly takenOn: string | null; readonly name: string }

export function checkDescription(tx: Tx, told: Described, today: string): EvidenceKind {
  const kind = evidenceKinds.find((k) => k === told.kind);
  if (!kind) throw new Problem("registry.value", { field: "材料种类", key: "kind", fault: "code", detail: "不在代码表内" });
  if (!Number.isSafeInteger(told.region) || told.region < tx.scope.lo || told.region > tx.scope.hi || tx.scope.own) throw new Problem("thing.unknown");
  if (told.takenOn !== null && (!isRealDate(told.takenOn) || told.takenOn > today)) throw new Problem("registry.day", { on: told.takenOn, fault: "date", detail: "拍摄日期不对" });
  return kind;
}

export async function keepEvidence(tx: Tx, told: Described, file: Stored, today: string): Promise<{ county: number; id: string; kind: EvidenceKind; name: string; type: string; bytes: number; positionRemoved: boolean }> {
  const kind = checkDescription(tx, told, today);
  const county = countyOf(told.region);
  const name = safeName(told.name, file.media);
  const [made] = await tx.sql`
    insert into procedure.evidence (county, id, region, kind, name, media_type, bytes, sha256, taken_on, account_id, by_name)
    values (${county}, ${told.key}, ${told.region}, ${kind}, ${name}, ${file.media.type}, ${file.bytes}, ${file.sha256}, ${told.takenOn}, ${tx.actor?.accountId ?? null}, ${tx.actor?.name ?? null})
    on conflict (county, id) do nothing returning id`.catch((e: unknown) => { if ((e as { code?: string }).code === "42501") throw new Problem("thing.unknown"); throw e; });
  if (!made) {
    // sent twice: the same file is the same evidence, another one under the same key is refused
    const [known] = await tx.sql<{ same: boolean }[]>`select sha256 = ${file.sha256} and kind = ${kind} as same from procedure.evidence where county = ${county} and id = ${told.key} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
    if (!known?.same) throw new Problem("key.reused");
  } else await audit(tx, "create", "procedure", { region: told.region, target: told.key, detail: { kind, name } });
  return { county, id: told.key, kind, name, type: file.media.type, bytes: file.bytes, positionRemoved: file.positionRemoved };
}

export async function fetchEvidence(tx: Tx, dataDir: string, key: Key): Promise<{ path: string; type: string; name: string; bytes: number }> {
  const [row] = await tx.sql<{ region: number; type: string; name: string; bytes: number; sha256: Uint8Array }[]>`
    select region, media_type as type, name, bytes, sha256 from procedure.evidence where county = ${key.county} and id = ${key.id} and ${ofPlace(tx)}`;
  if (!row) throw new Problem("thing.unknown");
  await audit(tx, "view", "procedure", { region: row.region, target: key.id, detail: { evidence: row.name } });
  const hex = Buffer.from(row.sha256).toString("hex");
  return { path: path.join(dataDir, "attachments", hex.slice(0, 2), hex), type: row.type, name: row.name, bytes: row.bytes };
}
