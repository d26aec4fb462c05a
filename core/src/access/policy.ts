/**
 * Who may do what: roles × resources × actions × field class (domain guide §10.1–10.2). Area and time are checked where the
 * post is known; this table is pure. Three administrators are separated: no account may hold two of those posts.
 */
import { fieldClasses, type FieldClass } from "../registry/fields.ts";

export const roles = [
  "villageWorker", "teamMember", "helper", "townOfficer", "countyOfficer", "countyFinance", "departmentOfficer", "cityOverseer", "provinceOverseer",
  "auditor", "bank", "enterprise", "socialOrganisation", "household", "systemAdmin", "securityAdmin", "auditAdmin",
] as const;
export type Role = (typeof roles)[number];

export const actions = ["view", "search", "reveal", "edit", "create", "import", "export", "assign", "verify", "configure"] as const;
export type Action = (typeof actions)[number];

export const resources = ["session", "account", "audit", "region", "organisation", "overview", "household", "village", "attachment", "intake", "finding", "parameter", "assessment", "comparison", "procedure", "evaluation", "helping", "system"] as const;
export type Resource = (typeof resources)[number];

/** What a route declares. `public`: nobody need be signed in; `self`: only one's own things; `region`: rows inside the post's area; `reference`: dictionaries every signed-in person may read. */
export interface Access { readonly action: Action; readonly resource: Resource; readonly scope: "public" | "self" | "region" | "reference"; readonly fields: FieldClass }

type Grants = Partial<Record<Resource, { readonly actions: readonly Action[]; readonly fields: FieldClass }>>;
const may = (fields: FieldClass, ...list: readonly Action[]): { readonly actions: readonly Action[]; readonly fields: FieldClass } => ({ actions: list, fields });

const everyone: Grants = { session: may("C2", "view", "edit", "create"), region: may("C1", "view", "search") };
const official: Grants = { ...everyone, organisation: may("C1", "view", "search"), overview: may("C1", "view", "export"), parameter: may("C1", "view", "search"), evaluation: may("C1", "view") };

/** The policy. A resource that a role does not list is refused. */
export const policy: Readonly<Record<Role, Grants>> = {
  villageWorker: { ...official, household: may("C4", "view", "search", "edit", "create", "reveal"), village: may("C2", "view", "edit"), attachment: may("C3", "view", "create"), finding: may("C2", "view", "search", "edit"), assessment: may("C3", "view", "search"), comparison: may("C3", "view", "search", "edit"), procedure: may("C3", "view", "search", "edit", "create"), helping: may("C2", "view", "edit", "create") },
  teamMember: { ...official, household: may("C4", "view", "search", "edit", "reveal"), village: may("C2", "view"), attachment: may("C3", "view", "create"), finding: may("C2", "view", "search", "edit"), assessment: may("C3", "view", "search"), comparison: may("C3", "view", "search", "edit"), procedure: may("C3", "view", "search", "edit", "create"), helping: may("C2", "view", "edit", "create") },
  helper: { ...everyone, household: may("C3", "view", "search"), attachment: may("C3", "view", "create"), assessment: may("C3", "view"), procedure: may("C2", "view"), helping: may("C2", "view", "create") },
  townOfficer: { ...official, household: may("C4", "view", "search", "edit", "create", "reveal", "export"), village: may("C2", "view", "edit"), attachment: may("C3", "view", "create"), intake: may("C4", "view", "import"), finding: may("C2", "view", "search", "edit", "assign", "export"), assessment: may("C3", "view", "search"), comparison: may("C3", "view", "search", "edit", "assign", "export"), procedure: may("C3", "view", "search", "edit", "create", "assign", "verify"), helping: may("C2", "view", "edit", "create", "assign") },
  countyOfficer: { ...official, organisation: may("C2", "view", "search", "edit", "create"), region: may("C1", "view", "search", "edit", "create", "export"), household: may("C4", "view", "search", "edit", "create", "reveal", "export"), village: may("C2", "view", "edit", "export"), attachment: may("C3", "view", "create"), intake: may("C4", "view", "import", "export"), finding: may("C2", "view", "search", "edit", "assign", "verify", "export"), parameter: may("C1", "view", "search", "create", "edit", "verify", "export"), assessment: may("C3", "view", "search", "edit", "export"), comparison: may("C4", "view", "search", "edit", "assign", "verify", "import", "export"), procedure: may("C3", "view", "search", "edit", "create", "assign", "verify", "configure", "export"), evaluation: may("C2", "view", "create", "edit", "assign", "export"), helping: may("C2", "view", "edit", "create", "assign") },
  countyFinance: { ...official, household: may("C2", "view", "search") },
  departmentOfficer: { ...official, household: may("C1", "view", "search"), comparison: may("C2", "view", "import") },
  cityOverseer: { ...official, organisation: may("C2", "view", "search", "edit", "create"), household: may("C3", "view", "search"), village: may("C2", "view"), attachment: may("C3", "view"), intake: may("C1", "view"), finding: may("C2", "view", "search", "export"), assessment: may("C2", "view", "search"), comparison: may("C2", "view", "search", "export"), procedure: may("C2", "view", "search"), evaluation: may("C2", "view", "create", "assign", "verify", "export"), helping: may("C2", "view") },
  provinceOverseer: { ...official, organisation: may("C2", "view", "search", "edit", "create"), region: may("C1", "view", "search", "edit", "create", "import", "export"), household: may("C3", "view", "search"), village: may("C2", "view"), attachment: may("C3", "view"), intake: may("C1", "view"), finding: may("C2", "view", "search", "export"), parameter: may("C1", "view", "search", "create", "edit", "verify", "export"), assessment: may("C2", "view", "search"), comparison: may("C2", "view", "search", "export"), procedure: may("C2", "view", "search", "configure"), evaluation: may("C2", "view", "create", "assign", "verify", "export"), helping: may("C2", "view") },
  auditor: { ...official, organisation: may("C2", "view", "search"), household: may("C4", "view", "search", "reveal"), village: may("C2", "view"), attachment: may("C3", "view"), intake: may("C2", "view"), finding: may("C2", "view", "search", "export"), audit: may("C2", "view", "search", "export"), assessment: may("C3", "view", "search", "export"), comparison: may("C3", "view", "search", "export"), procedure: may("C3", "view", "search", "export"), evaluation: may("C2", "view", "create", "edit", "assign", "verify", "export"), helping: may("C2", "view") },
  bank: { ...everyone },
  enterprise: { ...everyone },
  socialOrganisation: { ...everyone },
  household: { ...everyone, household: may("C4", "view", "reveal"), attachment: may("C3", "view"), assessment: may("C3", "view"), procedure: may("C3", "view", "create"), helping: may("C2", "view") },
  systemAdmin: { ...everyone, organisation: may("C1", "view", "search"), system: may("C0", "view", "configure"), region: may("C1", "view", "search", "edit", "create", "import", "export") },
  securityAdmin: { ...everyone, organisation: may("C1", "view", "search"), account: may("C2", "view", "search", "create", "edit", "configure") },
  auditAdmin: { ...everyone, audit: may("C2", "view", "search", "export") },
};

export const administrators: readonly Role[] = ["systemAdmin", "securityAdmin", "auditAdmin"];

const rank = (c: FieldClass): number => fieldClasses.indexOf(c);

/** May a role do this at all (before its area is asked)? Public routes are open to nobody-in-particular. @example permits("bank", { action: "view", resource: "household", scope: "region", fields: "C1" }) // => false */
export function permits(role: Role | undefined, access: Access): boolean {
  if (access.scope === "public") return true;
  if (!role) return false;
  const grant = policy[role][access.resource];
  return grant !== undefined && grant.actions.includes(access.action) && rank(access.fields) <= rank(grant.fields);
}

/** Highest field class a role may see of a resource; `undefined` when none. */
export const clearance = (role: Role, resource: Resource): FieldClass | undefined => policy[role][resource]?.fields;
