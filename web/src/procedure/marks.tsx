/** Small parts of procedure pages: days left, state of a case, who takes a step. */
import { roleName } from "@diguan/core/access/labels.ts";
import type { Role } from "@diguan/core/access/policy.ts";
import type { CaseRow } from "@diguan/core/procedure/contract.ts";
import { number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { procedureWords } from "./words.ts";

export interface Two { readonly zh: string; readonly en: string }
export const useTwo = (): ((t: Two) => string) => { const [locale] = useLocale(); return (t) => (locale === "en" ? t.en : t.zh); };
export const useWho = (): ((roles: readonly Role[]) => string) => { const [locale] = useLocale(); return (roles) => roles.map((r) => roleName(r, locale)).join(locale === "en" ? ", " : "、"); };

export function DaysLeft({ row }: { readonly row: Pick<CaseRow, "daysLeft" | "status"> }): React.JSX.Element {
  const words = useWords(procedureWords);
  const n = row.daysLeft;
  if (row.status !== "open" || n === null) return <span className="mut">—</span>;
  return <StateTag tone={n < 0 ? "bad" : n <= 2 ? "warn" : "plain"} icon={n < 0 ? "clock" : null}>{n < 0 ? words.late(number(-n)) : n === 0 ? words.today : words.left(number(n))}</StateTag>;
}

export function StatusTag({ status }: { readonly status: CaseRow["status"] }): React.JSX.Element {
  const words = useWords(procedureWords);
  return <StateTag tone={status === "finished" ? "ok" : status === "rejected" ? "bad" : status === "open" ? "primary" : "plain"} icon={status === "finished" ? "check" : null}>{words.statuses[status]}</StateTag>;
}
