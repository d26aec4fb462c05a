/** Routes of the registry that change something, open a masked field, or keep and hand out files. */
import path from "node:path";
import type { FastifyInstance } from "fastify";
import type { z } from "zod";
import { roleName } from "@diguan/core/access/labels.ts";
import { Problem } from "@diguan/core/problem.ts";
import { addIncome, arrive, cancelHousehold, createHousehold, depart, downloadAttachment, editHousehold, editVillage, getVillage, makeSnapshot, printHandbook, restoreHousehold, revealField, undoDeparture, uploadAnswer, uploadAttachment, withdrawAttachment, withdrawIncome } from "@diguan/core/registry/contract-write.ts";
import { notRegistered } from "@diguan/core/registry/codes.ts";
import { revealSeconds } from "@diguan/core/registry/masking.ts";
import { countyOf } from "@diguan/core/region-code.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { reveal } from "../access/reveal.ts";
import { audit } from "../audit.ts";
import type { Actor } from "../postgres/pool.ts";
import { serve, serveRaw, type Deps } from "../serve.ts";
import { attach, checkDescription, fetch, store, withdraw } from "./attachments.ts";
import { readStored } from "./vault.ts";
import type { Desk } from "./dossier.ts";
import { edit } from "./edit.ts";
import { addItem, withdrawItem } from "./income-acts.ts";
import { create, setValid, snapshot } from "./lifecycle.ts";
import { chinaClock, handbook, verificationCode } from "./handbook.ts";
import { once } from "./once.ts";
import { householdPage } from "./page.ts";
import { makePdf } from "./pdf.ts";
import { arriveAt, departFrom, takeBackDeparture } from "./people.ts";
import { lookAt } from "./secrets.ts";
import { typesetter } from "./typeset.ts";
import { changeVillage, villagePage } from "./village.ts";

export function registerWriting(app: FastifyInstance, deps: Deps): void {
  const at = <T>(actor: Actor, act: (desk: Desk) => Promise<T>): Promise<T> => deps.db.within(actor, (tx) => act({ tx, crypto: deps.crypto, today: chinaDate(deps.now()) }));
  /** A write that may be sent twice with the same key. */
  const keyed = <T extends { readonly saved?: boolean }>(actor: Actor, where: { readonly county: number; readonly region: number }, body: { readonly key: string }, act: (desk: Desk) => Promise<T>): Promise<T> =>
    at(actor, (desk) => once(desk.tx, { ...where, key: body.key, body }, async () => { const answer = await act(desk); return { done: answer.saved !== false, answer }; }));
  const ofCounty = (actor: Actor, county: number): { county: number; region: number } => ({ county, region: Math.max(actor.scope.lo, county * 1_000_000) });

  serve(app, deps, editHousehold, ({ params, body, actor }) => at(actor, (desk) => edit(desk, params, body)));
  serve(app, deps, createHousehold, ({ body, actor }) => keyed(actor, { county: countyOf(body.region), region: body.region }, body, (desk) => create(desk, body)));
  serve(app, deps, arrive, ({ params, body, actor }) => keyed(actor, ofCounty(actor, params.county), body, (desk) => arriveAt(desk, params, body)));
  serve(app, deps, depart, ({ params, body, actor }) => keyed(actor, ofCounty(actor, params.county), body, (desk) => departFrom(desk, params, body)));
  serve(app, deps, undoDeparture, ({ params, body, actor }) => keyed(actor, ofCounty(actor, params.county), body, (desk) => takeBackDeparture(desk, params, body)));
  serve(app, deps, addIncome, ({ params, body, actor }) => keyed(actor, ofCounty(actor, params.county), body, (desk) => addItem(desk, params, body)));
  serve(app, deps, withdrawIncome, ({ params, body, actor }) => keyed(actor, ofCounty(actor, params.county), body, (desk) => withdrawItem(desk, params, body)));
  serve(app, deps, makeSnapshot, ({ params, body, actor }) => keyed<z.input<typeof makeSnapshot.answer> & { saved?: boolean }>(actor, ofCounty(actor, params.county), body, (desk) => snapshot(desk, params, body.year)));
  serve(app, deps, cancelHousehold, ({ params, body, actor }) => keyed<{ version: number; saved?: boolean }>(actor, ofCounty(actor, params.county), body, (desk) => setValid(desk, params, body, false)));
  serve(app, deps, restoreHousehold, ({ params, body, actor }) => keyed<{ version: number; saved?: boolean }>(actor, ofCounty(actor, params.county), body, (desk) => setValid(desk, params, body, true)));

  serve(app, deps, revealField, async ({ params, body, actor }) => {
    const value = await reveal(deps.db, actor, { resource: "household", reason: body.reason }, (tx) => lookAt(tx, deps.crypto, params, body));
    return { value, seconds: revealSeconds };
  });

  serveRaw(app, deps, uploadAttachment, async ({ params, actor, request }) => {
    const fields = new Map<string, string>();
    for await (const part of request.parts()) {
      if (part.type === "field") { if (typeof part.value === "string") fields.set(part.fieldname, part.value); continue; }
      const key = fields.get("key");
      if (!key || !/^[0-9a-f-]{36}$/.test(key)) throw new Problem("request.malformed", { detail: "key" });
      const told = { key, kind: fields.get("kind") ?? "other", note: fields.get("note")?.slice(0, 500) || null, takenOn: fields.get("takenOn") || null, memberId: fields.get("memberId") || null, name: part.filename };
      // nothing is kept for a household outside the area or with a faulty description
      await deps.db.within(actor, (tx) => checkDescription(tx, params, told, chinaDate(deps.now())));
      const stored = await store(deps.config.dataDir, part.filename, part.file);
      return uploadAnswer.parse(await at(actor, (desk) => attach(desk, params, told, stored)));
    }
    throw new Problem("request.malformed", { detail: "file" });
  });
  serveRaw(app, deps, downloadAttachment, async ({ params, actor, reply }) => {
    const file = await deps.db.within(actor, (tx) => fetch(tx, deps.config.dataDir, params, params.attachment));
    // photos, sound and film may be shown by the page; everything else is saved, never opened as a page of ours
    const how = /^(image|audio|video)\//.test(file.type) ? "inline" : "attachment";
    return reply.headers({ "content-type": file.type, "content-length": file.bytes, "content-disposition": `${how}; filename*=UTF-8''${encodeURIComponent(file.name)}`, "cross-origin-resource-policy": "same-origin", "content-security-policy": "default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'" }).send(readStored(deps.config.dataDir, file.path));
  });
  serve(app, deps, withdrawAttachment, ({ params, body, actor }) => at(actor, (desk) => withdraw(desk, params, params.attachment, body.reason)));

  serveRaw(app, deps, printHandbook, async ({ params, query, actor, reply }) => {
    const printedAt = chinaClock(new Date(deps.now()).toISOString());
    const { page, code } = await deps.db.within(actor, async (tx) => {
      const shown = await householdPage(tx, deps.crypto, params, query, chinaDate(deps.now()));
      if (shown.household.values["exitState"] === notRegistered) throw new Problem("registry.state", { act: "打印扶贫手册", detail: "该户未识别，不是建档立卡户；识别程序公告、签字后再打印", cause: "the household is not registered yet; its handbook is printed once the procedure of registration is finished" });
      const made = verificationCode(shown, actor.accountId, printedAt);
      await audit(tx, "print", "household", { region: shown.region, target: shown.key.id, detail: { year: shown.year, version: shown.version, code: made } });
      return { page: shown, code: made };
    });
    const type = typesetter(path.join(deps.config.dataDir, "fonts"));
    const doc = handbook(page, { by: actor.name, role: roleName(actor.role, "zh-CN"), at: printedAt, code }, type);
    const pdf = await makePdf(doc, type.fonts());
    return reply.headers({ "content-type": "application/pdf", "content-security-policy": "frame-ancestors 'none'", "content-disposition": `inline; filename*=UTF-8''${encodeURIComponent(`扶贫手册 ${page.code} ${page.year}.pdf`)}` }).send(pdf);
  });

  serve(app, deps, getVillage, ({ params, query, actor }) => deps.db.within(actor, (tx) => villagePage(tx, params.region, query.year)));
  serve(app, deps, editVillage, ({ params, body, actor }) => at(actor, (desk) => changeVillage(desk, params.region, body)));
}
