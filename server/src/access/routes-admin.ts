/** Routes of account administration and of the audit trail. */
import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import * as contracts from "@diguan/core/access/contract-admin.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import { localeOf, serve, serveRaw, type Deps } from "../serve.ts";
import * as admin from "./admin.ts";
import { readTrail, trailCsv } from "./trail.ts";

const done = { ok: true } as const;

export function registerAdministration(api: FastifyInstance, deps: Deps): void {
  serve(api, deps, contracts.listAccounts, ({ query, actor, request }) => admin.listAccounts(deps, actor, query, localeOf(request)));
  serve(api, deps, contracts.getAccount, ({ params, actor, request }) => admin.getAccount(deps, actor, params.id, localeOf(request)));
  serve(api, deps, contracts.createAccount, ({ body, actor }) => admin.addAccount(deps, actor, body));
  serve(api, deps, contracts.editAccount, async ({ params, body, actor }) => { await admin.editAccount(deps, actor, params.id, body); return done; });
  serve(api, deps, contracts.setState, async ({ params, body, actor }) => { await admin.setState(deps, actor, params.id, body.state); return done; });
  serve(api, deps, contracts.resetPassword, async ({ params, body, actor }) => ({ password: await admin.resetPassword(deps, actor, params.id, body.removeFactors) }));
  serve(api, deps, contracts.unlock, async ({ params, actor }) => { await admin.unlock(deps, actor, params.id); return done; });
  serve(api, deps, contracts.addPost, async ({ params, body, actor }) => ({ id: await admin.givePost(deps, actor, params.id, body) }));
  serve(api, deps, contracts.endPost, async ({ params, actor }) => { await admin.endPost(deps, actor, params.id, params.postId); return done; });

  serve(api, deps, contracts.listAudit, ({ query, actor, request }) => readTrail(deps.db, actor, query, { after: query.after, limit: query.limit }, localeOf(request)));
  serveRaw(api, deps, contracts.exportAudit, async ({ query, actor, request, reply }) => {
    const { purpose, ...filter } = query;
    await deps.db.within(actor, (tx) => audit(tx, "export", "audit", { region: actor.scope.lo, purpose, detail: { filter } }));
    reply.header("content-disposition", `attachment; filename="audit-${chinaDate(deps.now())}.csv"`).type("text/csv; charset=utf-8");
    return reply.send(Readable.from(trailCsv(deps.db, actor, filter, localeOf(request))));
  });
}
