/** What anybody may see and send without signing in: a notice while it stands, an objection to it, and its answer. Never indexed, never kept by caches. */
import type { FastifyInstance } from "fastify";
import { getAnswer, getNotice, listNotices, objectPublicly } from "@diguan/core/procedure/contract-more.ts";
import { Problem } from "@diguan/core/problem.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { serve, type Deps } from "../serve.ts";
import { termsAt } from "./definitions.ts";
import { caseOfItem, listOf, publicNotice } from "./notices.ts";
import { checkRate, objectTo } from "./objections.ts";

export function registerPublic(app: FastifyInstance, deps: Deps): void {
  const { db, crypto } = deps;
  const today = (): string => chinaDate(deps.now());
  serve(app, deps, getNotice, async ({ params, reply }) => { void reply.header("x-robots-tag", "noindex, nofollow"); return db.asSystem((tx) => publicNotice(tx, params.token, today())); });
  serve(app, deps, listNotices, async ({ params, reply }) => { void reply.header("x-robots-tag", "noindex, nofollow"); return db.asSystem((tx) => listOf(tx, params.region, today())); });

  serve(app, deps, objectPublicly, async ({ params, body, request }) => db.asSystem(async (tx) => {
    // a program filled in the field that people do not see: it is thanked like everybody, and nothing is kept
    if (body.website) return { reference: `${params.token.slice(0, 6)}-${body.id.replaceAll("-", "").slice(0, 10).toUpperCase()}`, dueOn: today() };
    const { notice, key } = await caseOfItem(tx, params.token, body.item, today());
    const { terms } = await termsAt(tx, notice.region, today());
    await checkRate(tx, crypto, notice.county, request.ip, deps.now(), terms.PROCEDURE_PUBLIC_OBJECTIONS);
    return objectTo(tx, crypto, key, { id: body.id, text: body.text, contact: body.contact, source: "public", address: request.ip }, deps.now(), today());
  }));

  serve(app, deps, getAnswer, async ({ params }) => db.asSystem(async (tx) => {
    const [row] = await tx.sql<{ on: string; dueOn: string; answeredOn: string | null; upheld: boolean | null; text: string | null }[]>`
      select o.on_date as "on", o.due_on as "dueOn", a.on_date as "answeredOn", a.upheld, a.answer as text
        from procedure.objection o left join procedure.objection_answer a on a.county = o.county and a.objection_id = o.id
       where o.county = ${Number(params.reference.slice(0, 6))} and o.reference = ${params.reference} and o.region between ${tx.scope.lo} and ${tx.scope.hi}`;
    if (!row) throw new Problem("thing.unknown");
    return { on: row.on, dueOn: row.dueOn, answer: row.answeredOn === null ? null : { on: row.answeredOn, upheld: row.upheld === true, text: row.text ?? "" } };
  }));
}
