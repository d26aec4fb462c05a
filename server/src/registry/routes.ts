/** Routes of the registry that read: list, search, household page, history, sources. Writing lies in write-routes.ts. */
import type { FastifyInstance } from "fastify";
import { fieldSources, getHousehold, listChanges, listHouseholds, listMappings, lookUpPerson, searchHouseholds } from "@diguan/core/registry/contract.ts";
import { codeLists, labelOf, type CodeList } from "@diguan/core/registry/codes.ts";
import { Problem } from "@diguan/core/problem.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import { serve, type Deps } from "../serve.ts";
import { changesOf, sourcesOf } from "./changes.ts";
import { listPage } from "./list.ts";
import { mappingsOf } from "./mapping.ts";
import { householdPage } from "./page.ts";
import { readYears } from "./rows.ts";
import { lookUp, searchPeople } from "./search.ts";
import { seesClass, sightOf } from "./view.ts";
import { registerWriting } from "./write-routes.ts";

export function registerRegistry(app: FastifyInstance, deps: Deps): void {
  registerReading(app, deps);
  registerWriting(app, deps);
}

function registerReading(app: FastifyInstance, deps: Deps): void {
  const today = (): string => chinaDate(deps.now());

  serve(app, deps, listHouseholds, ({ query, actor }) => deps.db.within(actor, (tx) => {
    // a filter on what a post may not see would tell it
    if (query.cause !== undefined && !seesClass(sightOf(tx), "C3")) throw new Problem("access.refused", { action: "cause" });
    if ((query.perCapitaFrom ?? query.perCapitaTo) !== undefined && !seesClass(sightOf(tx), "C2")) throw new Problem("access.refused", { action: "income" });
    return listPage(tx, query);
  }));
  serve(app, deps, searchHouseholds, ({ query, actor }) => deps.db.within(actor, (tx) => searchPeople(tx, deps.crypto, query, today())));
  serve(app, deps, lookUpPerson, ({ body, actor }) => deps.db.within(actor, (tx) => lookUp(tx, deps.crypto, body.certNo, today())));
  // the record holds health and income: who looked at whom is recorded before it is shown (domain guide §10.5)
  serve(app, deps, getHousehold, ({ params, query, actor }) => deps.db.within(actor, async (tx) => {
    const page = await householdPage(tx, deps.crypto, params, query, today());
    await audit(tx, "view", "household", { region: page.region, target: page.key.id, detail: { year: page.year, ...(page.at === null ? {} : { at: page.at }) } });
    return page;
  }));
  serve(app, deps, listChanges, ({ params, query, actor }) => deps.db.within(actor, async (tx) => {
    if ((await readYears(tx, deps.crypto, params)).length === 0) throw new Problem("thing.unknown");
    return changesOf(tx, params, query, sightOf(tx));
  }));
  serve(app, deps, listMappings, ({ actor }) => deps.db.within(actor, async (tx) => ({ rows: (await mappingsOf(tx)).map((m) => ({ ...m, label: m.list in codeLists ? labelOf(m.list as CodeList, m.ours) : "" })) })));
  serve(app, deps, fieldSources, ({ params, query, actor }) => deps.db.within(actor, (tx) => sourcesOf(tx, params, query.year)));
}
