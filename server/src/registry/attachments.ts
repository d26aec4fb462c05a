/** Attachments (photo, audio, film, scan): kept outside the database by the SHA-256 of their content, written once, withdrawn but never deleted. */
import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import type { z } from "zod";
import { audit } from "../audit.ts";
import { Problem } from "@diguan/core/problem.ts";
import { attachmentKinds, type uploadAnswer } from "@diguan/core/registry/contract-write.ts";
import { isRealDate } from "@diguan/core/time.ts";
import { openDossier, openYear, type Desk } from "./dossier.ts";
import { mediaOf, type Media } from "./media.ts";
import { cleaned, withoutPlace } from "./position.ts";
import { inside, type Key } from "./rows.ts";
import { append } from "./save.ts";
import { passing, seal } from "./vault.ts";
import type { Tx } from "../postgres/pool.ts";

export interface Stored { readonly path: string; readonly sha256: Buffer; readonly bytes: number; readonly media: Media; readonly positionRemoved: boolean }

const fileOf = (dataDir: string, sha256: Buffer): string => { const hex = sha256.toString("hex"); return path.join(dataDir, "attachments", hex.slice(0, 2), hex); };

/** Takes a stream into the store: type by content, size limit of its kind, no position, sealed. Refused files leave nothing behind. */
export async function store(dataDir: string, name: string, stream: Readable): Promise<Stored> {
  const folder = path.join(dataDir, "attachments");
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = path.join(folder, `.${randomUUID()}`);
  const kept = passing(temporary);
  try {
    const judged = await judge(name, stream, (source) => kept.write(source));
    let { sha256, bytes } = judged;
    let content: AsyncIterable<Uint8Array> = kept.read();
    let positionRemoved = false;
    if (cleaned(judged.media)) {
      const clean = withoutPlace(judged.media, await whole(content));
      if (!clean) throw new Problem("registry.fileType", { name, kind: `${judged.media.extension.toUpperCase()} (damaged)` });
      [sha256, bytes, positionRemoved, content] = [createHash("sha256").update(clean.file).digest(), clean.file.length, clean.removed, Readable.from([clean.file])];
    }
    const to = fileOf(dataDir, sha256);
    fs.mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 });
    // the same content is the same file: whoever came first keeps it
    if (!fs.existsSync(to)) {
      const made = `${temporary}.sealed`;
      try { await seal(dataDir, made, content, sha256.toString("hex")); await fs.promises.rename(made, to); } finally { await fs.promises.rm(made, { force: true }); }
    }
    return { path: to, sha256, bytes, media: judged.media, positionRemoved };
  } finally { await fs.promises.rm(temporary, { force: true }); }
}

interface Judged { readonly media: Media; readonly sha256: Buffer; readonly bytes: number }

async function judge(name: string, stream: Readable, keep: (source: AsyncIterable<Uint8Array>) => Promise<void>): Promise<Judged> {
  const hash = createHash("sha256");
  let bytes = 0;
  let media: Media | undefined;
  const seen = async function* (): AsyncGenerator<Buffer> {
    for await (const part of stream) {
      const chunk = part as Buffer;
      if (!media) {
        const kind = mediaOf(chunk);
        if (typeof kind === "string") throw new Problem("registry.fileType", { name, kind });
        media = kind;
      }
      bytes += chunk.length;
      if (bytes > media.limitMb * 1024 * 1024) throw new Problem("registry.fileTooBig", { name, limitMb: media.limitMb });
      hash.update(chunk);
      yield chunk;
    }
  };
  await keep(seen());
  if (!media) throw new Problem("registry.fileType", { name, kind: "empty" });
  return { media, bytes, sha256: hash.digest() };
}

async function whole(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

export interface Described { readonly key: string; readonly kind: string; readonly note: string | null; readonly takenOn: string | null; readonly memberId: string | null; readonly name: string }

/** Control characters, paths and overlong names out; the extension says what the content is. */
export function safeName(name: string, media: Media): string {
  const base = path.basename(name.normalize("NFC").replaceAll("\\", "/")).replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, "").replace(/\.[^.]*$/, "").slice(0, 80).trim();
  return `${base || "attachment"}.${media.extension}`;
}

/** Is the household inside the area, and is what is said of the file possible? */
export async function checkDescription(tx: Tx, household: Key, told: Omit<Described, "key" | "name">, today: string): Promise<void> {
  if (!(attachmentKinds as readonly string[]).includes(told.kind)) throw new Problem("registry.value", { field: "附件种类", key: "kind", fault: "code", detail: "不在代码表内" });
  if (told.takenOn !== null && (!isRealDate(told.takenOn) || told.takenOn > today)) throw new Problem("registry.day", { on: told.takenOn, fault: "date", detail: "拍摄日期不对" });
  const [found] = await tx.sql`select from registry.household where county = ${household.county} and id = ${household.id} and ${inside(tx, "region", "id")}`;
  if (!found) throw new Problem("thing.unknown");
}

export async function attach(desk: Desk, household: Key, told: Described, file: Stored): Promise<z.output<typeof uploadAnswer>> {
  const { tx } = desk;
  await checkDescription(tx, household, told, desk.today);
  const dossier = await openDossier(desk, household);
  const { row } = openYear(dossier, undefined, true);
  if (told.memberId !== null && !dossier.members.some((m) => m.id === told.memberId)) throw new Problem("thing.unknown");
  const name = safeName(told.name, file.media);
  const [made] = await tx.sql<{ at: string }[]>`
    insert into registry.attachment (county, id, household_id, member_id, region, kind, media_type, name, bytes, sha256, taken_on, note, account_id)
    values (${household.county}, ${told.key}, ${household.id}, ${told.memberId}, ${dossier.region}, ${told.kind}, ${file.media.type}, ${name}, ${file.bytes}, ${file.sha256}, ${told.takenOn}, ${told.note}, ${tx.actor?.accountId ?? null})
    on conflict do nothing returning at`;
  const answer = { id: told.key, memberId: told.memberId, kind: told.kind, mediaType: file.media.type, name, bytes: file.bytes, sha256: file.sha256.toString("hex"), takenOn: told.takenOn, note: told.note, withdrawnAt: null, positionRemoved: file.positionRemoved };
  if (!made) {
    const [first] = await tx.sql<{ at: string; same: boolean }[]>`select at, sha256 = ${file.sha256} and household_id = ${household.id} as same from registry.attachment where county = ${household.county} and id = ${told.key} and ${inside(tx)}`;
    if (!first?.same) throw new Problem("key.reused");
    return { ...answer, at: first.at };
  }
  await append(tx, desk.crypto, { key: household, year: row.year, region: dossier.region, memberId: told.memberId }, { attachment: [null, name] }, { act: "attached", source: 4, evidence: told.key });
  await audit(tx, "create", "attachment", { region: dossier.region, target: household.id, detail: { attachment: told.key, kind: told.kind, bytes: file.bytes, sha256: answer.sha256 } });
  return { ...answer, at: made.at };
}

/** Where the content lies and what it is called; looking is recorded in the same transaction. */
export async function fetch(tx: Tx, dataDir: string, household: Key, id: string): Promise<{ path: string; type: string; name: string; bytes: number }> {
  const [row] = await tx.sql<{ region: number; type: string; name: string; bytes: number; sha256: Uint8Array }[]>`
    select region, media_type as type, name, bytes, sha256 from registry.attachment
     where county = ${household.county} and id = ${id} and household_id = ${household.id} and ${inside(tx)}`;
  if (!row) throw new Problem("thing.unknown");
  await audit(tx, "view", "attachment", { region: row.region, target: household.id, detail: { attachment: id } });
  return { path: fileOf(dataDir, Buffer.from(row.sha256)), type: row.type, name: row.name, bytes: row.bytes };
}

export async function withdraw(desk: Desk, household: Key, id: string, reason: string): Promise<{ withdrawnAt: string }> {
  const dossier = await openDossier(desk, household);
  const [row] = await desk.tx.sql<{ at: string; name: string; memberId: string | null }[]>`
    update registry.attachment set withdrawn_at = clock_timestamp()
     where county = ${household.county} and id = ${id} and household_id = ${household.id} and withdrawn_at is null and ${inside(desk.tx)}
     returning withdrawn_at as at, name, member_id as "memberId"`;
  if (!row) throw new Problem("thing.unknown");
  await append(desk.tx, desk.crypto, { key: household, year: openYear(dossier, undefined, true).row.year, region: dossier.region, memberId: row.memberId }, { attachment: [row.name, null] }, { act: "withdrawn", source: 2, reason, evidence: id });
  await audit(desk.tx, "edit", "attachment", { region: dossier.region, target: household.id, purpose: reason, detail: { attachment: id } });
  return { withdrawnAt: row.at };
}
