/** The registry's door for other slices: how its rows are named and sealed, and the policy numbers of a place and year. Acts of people go through its routes. */
export { columnOf, householdColumns, householdSecrets, memberColumns, memberSecrets } from "./columns.ts";
export { contextOf, linesOf } from "./context.ts";
export { changeRow, householdRow, memberRow, personKey, sealHousehold, sealMember } from "./seal.ts";
export { mappingsOf, translator, type CodeMapping } from "./mapping.ts";
export { adultFrom, seesClass, showName, sightOf } from "./view.ts";
export { store, safeName, type Stored } from "./attachments.ts";
export { readStored } from "./vault.ts";
export type { Desk } from "./dossier.ts";
export { create as createHousehold } from "./lifecycle.ts";
export { once } from "./once.ts";
export { makePdf } from "./pdf.ts";
export { inside } from "./rows.ts";
export { decideStanding, standingOf, type Decision, type Standing } from "./standing.ts";
export { typesetter, type Typesetter } from "./typeset.ts";
