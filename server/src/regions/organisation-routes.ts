/** Routes of organisations (core/src/regions/organisation-contract.ts). */
import type { FastifyInstance } from "fastify";
import { permits } from "@diguan/core/access/policy.ts";
import * as c from "@diguan/core/regions/organisation-contract.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { reveal } from "../access/reveal.ts";
import { serve, type Deps } from "../serve.ts";
import { coverage, linesOf, lineVersions, saveLines, totals, yearsOf } from "./lines.ts";
import { createOrganisation, editOrganisation, listOrganisations, lookAtPhone, regionOf, showOrganisation } from "./organisations.ts";
import { placeNames } from "./service.ts";

export function registerOrganisations(app: FastifyInstance, deps: Deps): void {
  const { db, crypto } = deps;
  const thisYear = (): number => Number(chinaDate(deps.now()).slice(0, 4));

  serve(app, deps, c.listOrganisations, ({ query, actor }) => db.within(actor, (tx) => listOrganisations(tx, crypto, query)));
  serve(app, deps, c.coverage, ({ query, actor }) => db.within(actor, async (tx) => ({ region: query.region, year: query.year, ...(await coverage(tx, query.region, query.year)) })));

  serve(app, deps, c.showOrganisation, ({ params, query, actor }) => db.within(actor, async (tx) => {
    const shown = await showOrganisation(tx, crypto, params.county, params.id);
    const years = await yearsOf(tx, params.county, params.id);
    const year = query.year ?? years[0] ?? thisYear();
    const lines = await linesOf(tx, params.county, params.id, year);
    const { region } = shown.organisation;
    return { ...shown, place: (await placeNames(tx, [region])).get(region) ?? "", year, years, lines, totals: totals(lines), mayEdit: permits(actor.role, c.editOrganisation.access) };
  }));

  serve(app, deps, c.createOrganisation, ({ body, actor }) => db.within(actor, (tx) => createOrganisation(tx, crypto, body)));
  serve(app, deps, c.editOrganisation, ({ params, body, actor }) => db.within(actor, (tx) => editOrganisation(tx, crypto, params.county, params.id, body)));
  serve(app, deps, c.revealContact, async ({ params, body, actor }) => ({ phone: await reveal(db, actor, { resource: "organisation", reason: body.reason, ...(body.note ? { note: body.note } : {}) }, (tx) => lookAtPhone(tx, crypto, params.county, params.id)) }));
  serve(app, deps, c.saveLines, ({ params, body, actor }) => db.within(actor, async (tx) => {
    const saved = await saveLines(tx, params.county, params.id, body);
    return { saved, lines: await linesOf(tx, params.county, params.id, body.year) };
  }));
  serve(app, deps, c.lineHistory, ({ params, query, actor }) => db.within(actor, async (tx) => { await regionOf(tx, params.county, params.id); return { rows: await lineVersions(tx, params.county, params.id, query.year) }; }));
}
