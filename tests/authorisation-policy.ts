/**
 * Who may do what, written a second time by hand from domain guide §10.1 for the authorisation matrix. It must not import the
 * platform's own policy: two people reading the same table must come to the same answer.
 */
type Grant = { readonly top: number; readonly acts: string };
const g = (top: number, acts: string): Grant => ({ top, acts });
/** v view, s search, r reveal, e edit, c create, i import, x export, a assign, y verify, f configure; `top` = highest field class C0–C4 */
const letters: Readonly<Record<string, string>> = { view: "v", search: "s", reveal: "r", edit: "e", create: "c", import: "i", export: "x", assign: "a", verify: "y", configure: "f" };

const everybody = { session: g(2, "vec"), region: g(1, "vs") };
const staff = { ...everybody, organisation: g(1, "vs"), overview: g(1, "vx"), parameter: g(1, "vs"), evaluation: g(1, "v") };
const keepsOffices = { organisation: g(2, "vsec") };

export const table: Readonly<Record<string, Readonly<Record<string, Grant>>>> = {
  villageWorker: { ...staff, household: g(4, "vsecr"), village: g(2, "ve"), attachment: g(3, "vc"), finding: g(2, "vse"), assessment: g(3, "vs"), comparison: g(3, "vse"), procedure: g(3, "vsec"), helping: g(2, "vec") },
  teamMember: { ...staff, household: g(4, "vser"), village: g(2, "v"), attachment: g(3, "vc"), finding: g(2, "vse"), assessment: g(3, "vs"), comparison: g(3, "vse"), procedure: g(3, "vsec"), helping: g(2, "vec") },
  helper: { ...everybody, household: g(3, "vs"), attachment: g(3, "vc"), assessment: g(3, "v"), procedure: g(2, "v"), helping: g(2, "vc") },
  household: { ...everybody, household: g(4, "vr"), attachment: g(3, "v"), assessment: g(3, "v"), procedure: g(3, "vc"), helping: g(2, "v") },
  townOfficer: { ...staff, household: g(4, "vsecrx"), village: g(2, "ve"), attachment: g(3, "vc"), intake: g(4, "vi"), finding: g(2, "vseax"), assessment: g(3, "vs"), comparison: g(3, "vseax"), procedure: g(3, "vsecay"), helping: g(2, "veca") },
  countyOfficer: { ...staff, ...keepsOffices, region: g(1, "vsecx"), household: g(4, "vsecrx"), village: g(2, "vex"), attachment: g(3, "vc"), intake: g(4, "vix"), finding: g(2, "vseayx"), parameter: g(1, "vsceyx"), assessment: g(3, "vsex"), comparison: g(4, "vseayix"), procedure: g(3, "vsecayfx"), evaluation: g(2, "vceax"), helping: g(2, "veca") },
  countyFinance: { ...staff, household: g(2, "vs") },
  departmentOfficer: { ...staff, household: g(1, "vs"), comparison: g(2, "vi") },
  cityOverseer: { ...staff, ...keepsOffices, household: g(3, "vs"), village: g(2, "v"), attachment: g(3, "v"), intake: g(1, "v"), finding: g(2, "vsx"), assessment: g(2, "vs"), comparison: g(2, "vsx"), procedure: g(2, "vs"), evaluation: g(2, "vcayx"), helping: g(2, "v") },
  provinceOverseer: { ...staff, ...keepsOffices, region: g(1, "vsecix"), household: g(3, "vs"), village: g(2, "v"), attachment: g(3, "v"), intake: g(1, "v"), finding: g(2, "vsx"), parameter: g(1, "vsceyx"), assessment: g(2, "vs"), comparison: g(2, "vsx"), procedure: g(2, "vsf"), evaluation: g(2, "vcayx"), helping: g(2, "v") },
  auditor: { ...staff, organisation: g(2, "vs"), household: g(4, "vsr"), village: g(2, "v"), attachment: g(3, "v"), intake: g(2, "v"), finding: g(2, "vsx"), audit: g(2, "vsx"), assessment: g(3, "vsx"), comparison: g(3, "vsx"), procedure: g(3, "vsx"), evaluation: g(2, "vceayx"), helping: g(2, "v") },
  bank: everybody, enterprise: everybody, socialOrganisation: everybody,
  systemAdmin: { ...everybody, organisation: g(1, "vs"), system: g(0, "vf"), region: g(1, "vsecix") },
  securityAdmin: { ...everybody, organisation: g(1, "vs"), account: g(2, "vscef") },
  auditAdmin: { ...everybody, audit: g(2, "vsx") },
};

/** May this role do it anywhere at all? */
export const may = (role: string, access: { readonly action: string; readonly resource: string; readonly fields: string }): boolean => {
  const grant = table[role]?.[access.resource];
  return grant !== undefined && grant.acts.includes(letters[access.action] ?? "?") && Number(access.fields.slice(1)) <= grant.top;
};

/** Does a village lie in a post's area? Written with text, not with ranges: a code without its trailing noughts is a prefix. */
export const lies = (village: number, area: number): boolean => {
  const groups = [2, 4, 6, 9, 12];
  const text = String(area);
  const width = groups.find((w) => /^0*$/.test(text.slice(w))) ?? 12;
  return String(village).startsWith(text.slice(0, width));
};
