/** Routes of public procedures for those who sign in: open, act, look, answer, print. */
import path from "node:path";
import type { FastifyInstance } from "fastify";
import { permits } from "@diguan/core/access/policy.ts";
import { actOnCases, consentToExit, exportCasesFile, getBoard, getCase, listCases, objectTo as objectContract, openCases, revealContact, taskList } from "@diguan/core/procedure/contract.ts";
import { addDefinition, downloadEvidence, listDefinitions, listSuggestions, previewNotice, printNotice, uploaded, uploadEvidence } from "@diguan/core/procedure/contract-more.ts";
import { Problem, tell, type Locale } from "@diguan/core/problem.ts";
import { countyOf } from "@diguan/core/region-code.ts";
import { revealSeconds } from "@diguan/core/registry/masking.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { reveal } from "../access/reveal.ts";
import { audit } from "../audit.ts";
import type { Actor } from "../postgres/pool.ts";
import { readStored, makePdf, once, store, typesetter, type Desk } from "../registry/service.ts";
import { localeOf, serve, serveRaw, type Deps } from "../serve.ts";
import { actOn, consent, type Refused } from "./acts.ts";
import { addVersion, definitionsAt, namedTerms, termsAt } from "./definitions.ts";
import { checkDescription, fetchEvidence, keepEvidence } from "./evidence.ts";
import { writeCases } from "./export.ts";
import { board, listPage, taskRows } from "./list.ts";
import { itemsOf, noticeByKey, previewOf, publicNotice } from "./notices.ts";
import { contactOf, objectTo } from "./objections.ts";
import { openCasesOf } from "./open.ts";
import { noticeSheet } from "./print.ts";
import { registerPublic } from "./public.ts";
import { suggestionsOf } from "./suggestions.ts";
import { tasksFor } from "./tasks.ts";
import { caseView } from "./view.ts";

const placeOf = (actor: Actor): number => (actor.scope.lo === 0 ? 0 : actor.scope.lo);
const toldIn = (locale: Locale) => (r: Refused): { id: string; code: string; message: string } => ({ id: r.id, code: r.code, message: tell(r.code, r.details, locale) });

export function registerProcedure(app: FastifyInstance, deps: Deps): void {
  const { db, crypto } = deps;
  const today = (): string => chinaDate(deps.now());
  const at = <T>(actor: Actor, act: (desk: Desk) => Promise<T>): Promise<T> => db.within(actor, (tx) => act({ tx, crypto, today: today() }));
  registerPublic(app, deps);

  serve(app, deps, getBoard, ({ query, actor }) => db.within(actor, (tx) => board(tx, query, today())));
  serve(app, deps, listCases, ({ query, actor }) => db.within(actor, (tx) => listPage(tx, query, today())));
  serveRaw(app, deps, exportCasesFile, ({ query, actor, request, reply }) => db.within(actor, async (tx) => {
    await audit(tx, "export", "procedure", { region: query.region ?? tx.scope.lo, detail: { filter: query } });
    reply.hijack();
    reply.raw.writeHead(200, { "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(`程序办理清单-${today()}.xlsx`)}`, "cache-control": "no-store", "x-content-type-options": "nosniff" });
    await writeCases(tx, query, reply.raw, today(), localeOf(request));
  }));
  serve(app, deps, taskList, ({ query, actor }) => db.within(actor, async (tx) => { const { nearest: _nearest, ...counts } = await tasksFor(tx, query.region, today()); return { ...counts, today: today(), rows: await taskRows(tx, query.region, today(), 50) }; }));
  serve(app, deps, getCase, ({ params, actor, request }) => at(actor, (desk) => caseView(desk, params, localeOf(request))));
  serve(app, deps, listSuggestions, ({ query, actor }) => db.within(actor, async (tx) => ({ rows: await suggestionsOf(tx, query.region, today()) })));

  serve(app, deps, openCases, ({ body, actor, request }) => at(actor, (desk) => {
    // a household objects and appeals through the office, which looks into the papers first
    if (actor.role === "household") throw new Problem("thing.unknown");
    const county = body.households[0]?.county ?? body.about?.county ?? countyOf(body.applicant?.region ?? body.place ?? actor.scope.lo);
    return once(desk.tx, { county, region: Math.max(actor.scope.lo, county * 1_000_000), key: body.key, body }, async () => {
      const { opened, refused } = await openCasesOf(desk, body);
      return { done: true, answer: { opened, refused: refused.map(toldIn(localeOf(request))) } };
    });
  }));
  serve(app, deps, actOnCases, ({ body, actor, request }) => at(actor, (desk) => {
    const county = body.cases[0]?.county ?? 0;
    return once(desk.tx, { county, region: Math.max(actor.scope.lo, county * 1_000_000), key: body.key, body }, async () => {
      const { done, refused, notice } = await actOn(desk, body);
      return { done: true, answer: { done, refused: refused.map(toldIn(localeOf(request))), notice } };
    });
  }));
  serve(app, deps, consentToExit, ({ params, body, actor }) => at(actor, async (desk) => ({ version: await consent(desk, params, body) })));
  serve(app, deps, objectContract, ({ params, body, actor }) => db.within(actor, async (tx) => {
    const { reference } = await objectTo(tx, crypto, params, { ...body, source: actor.role === "household" ? "household" : "staff" }, deps.now(), today());
    return { reference };
  }));
  serve(app, deps, revealContact, async ({ params, body, actor }) => ({ value: await reveal(db, actor, { resource: "procedure", reason: body.reason }, (tx) => contactOf(tx, crypto, params)), seconds: revealSeconds }));

  serve(app, deps, listDefinitions, ({ query, actor }) => db.within(actor, async (tx) => {
    const region = query.region ?? placeOf(actor);
    const on = query.on ?? today();
    const rows = await definitionsAt(tx, region, on);
    return { rows: rows.map(({ id: _id, ...r }) => r), terms: namedTerms((await termsAt(tx, region, on)).rows), may: { configure: permits(actor.role, addDefinition.access) } };
  }));
  serve(app, deps, addDefinition, ({ body, actor }) => db.within(actor, (tx) => addVersion(tx, body, today())));
  serve(app, deps, previewNotice, ({ body, actor }) => db.within(actor, (tx) => previewOf(tx, body, today())));

  serveRaw(app, deps, printNotice, async ({ params, actor, reply, request }) => {
    const { page, items, token } = await db.within(actor, async (tx) => {
      const n = await noticeByKey(tx, params);
      const shown = await publicNotice(tx, n.token, today());
      const rows = await itemsOf(tx, n);
      await audit(tx, "print", "procedure", { region: n.region, target: n.id, detail: { title: n.title, households: rows.length } });
      return { page: shown, token: n.token, items: rows.map((r) => ({ name: r.name, village: r.item.village, group: r.groupName ?? "", members: r.members })) };
    });
    const type = typesetter(path.join(deps.config.dataDir, "fonts"));
    const address = `${deps.config.origin || `${request.protocol}://${request.host}`}/notice/${token}`;
    const doc = noticeSheet(page, items, { address, by: actor.name, at: today() }, type);
    const pdf = await makePdf(doc, type.fonts());
    return reply.headers({ "content-type": "application/pdf", "content-security-policy": "frame-ancestors 'none'", "content-disposition": `inline; filename*=UTF-8''${encodeURIComponent(`公示 ${page.village} ${page.from}.pdf`)}` }).send(pdf);
  });

  serveRaw(app, deps, uploadEvidence, async ({ actor, request }) => {
    const fields = new Map<string, string>();
    for await (const part of request.parts()) {
      if (part.type === "field") { if (typeof part.value === "string") fields.set(part.fieldname, part.value); continue; }
      const key = fields.get("key");
      if (!key || !/^[0-9a-f-]{36}$/.test(key)) throw new Problem("request.malformed", { detail: "key" });
      const told = { key, kind: fields.get("kind") ?? "other", region: Number(fields.get("region")), takenOn: fields.get("takenOn") || null, name: part.filename };
      // nothing is kept for a place outside the area or with a faulty description
      await db.within(actor, async (tx) => checkDescription(tx, told, today()));
      const file = await store(deps.config.dataDir, part.filename, part.file);
      return uploaded.parse(await db.within(actor, (tx) => keepEvidence(tx, told, file, today())));
    }
    throw new Problem("request.malformed", { detail: "file" });
  });
  serveRaw(app, deps, downloadEvidence, async ({ params, actor, reply }) => {
    const file = await db.within(actor, (tx) => fetchEvidence(tx, deps.config.dataDir, params));
    const how = /^(image|audio|video)\//.test(file.type) ? "inline" : "attachment";
    return reply.headers({ "content-type": file.type, "content-length": file.bytes, "content-disposition": `${how}; filename*=UTF-8''${encodeURIComponent(file.name)}`, "cross-origin-resource-policy": "same-origin", "content-security-policy": "default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'" }).send(readStored(deps.config.dataDir, file.path));
  });
}
