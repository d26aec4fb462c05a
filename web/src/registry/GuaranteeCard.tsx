/** 两不愁三保障 + 饮水: six judgements from the record, each with its word and reason. */
import type { HouseholdPage } from "@diguan/core/registry/contract.ts";
import type { Guarantee, Reason } from "@diguan/core/registry/guarantee.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Icon, type IconName } from "../kit/Icon.tsx";
import { kitWords } from "../kit/words.ts";
import { registryWords } from "./words.ts";

const pictures: Readonly<Record<Guarantee, readonly string[]>> = {
  food: ["M3 11h18c0 5-3.500 8-6 9H9c-2.500-1-6-4-6-9z", "M9 3c-1 1.500 1 2.500 0 4.500M13 3c-1 1.500 1 2.500 0 4.500"],
  clothing: ["M8 4L3 7.500 5 12l2-1v9h10v-9l2 1 2-4.500L16 4c-1 2-2.500 3-4 3S9 6 8 4z"],
  education: ["M12 6.500C10 5 7 4.500 3.500 4.500v14c3.500 0 6.500.5 8.500 2 2-1.500 5-2 8.500-2v-14C17 4.500 14 5 12 6.500zM12 6.500v14"],
  medical: ["M9.500 4h5v5.500H20v5h-5.500V20h-5v-5.500H4v-5h5.500z"],
  housing: ["M3.500 11.500L12 4l8.500 7.500", "M6 9.500V20h12V9.500M10 20v-6h4v6"],
  water: ["M4 11h9a4 4 0 0 1 4 4v1h-4v-1H4zM9 11V7M6 6h6M15 19.500c-.8 1-.8 2 0 2s.8-1 0-2z"],
};
const marks: Readonly<Record<"met" | "unmet" | "unknown", { readonly icon: IconName; readonly tone: string }>> = { met: { icon: "check", tone: "t-ok" }, unmet: { icon: "cross", tone: "t-bad" }, unknown: { icon: "clock", tone: "t-warn" } };

export function GuaranteeCard({ page }: { readonly page: HouseholdPage }): React.JSX.Element | null {
  const words = useWords(registryWords);
  const kit = useWords(kitWords);
  const [locale] = useLocale();
  const all = page.guarantees;
  if (!all) return null;
  const of = (verdict: string): Guarantee[] => all.filter((g) => g.verdict === verdict).map((g) => g.guarantee);
  const [unmet, unknown] = [of("unmet"), of("unknown")];
  const rest = (unmet.length > 0 ? words.guaranteeUnmet(unmet.map((g) => words.guarantees[g]).join(kit.comma)) : "") + (unknown.length > 0 ? words.guaranteeUnknown(String(unknown.length)) : "");
  const reason = (g: (typeof all)[number]): string => (g.guarantee === "housing" && g.grade !== undefined ? words.grade(labelOf("houseGrade", g.grade)) : words.reasons[g.reason as Reason]);
  return (
    <FindingCard title={words.guaranteeTitle(String(of("met").length), rest)} note={words.guaranteeLine} table={{ heads: [words.field, words.columns.exit, words.reason], rows: all.map((g) => [words.guarantees[g.guarantee], words.verdicts[g.verdict], reason(g)]) }}>
      <ul className="guarantees" lang={locale}>
        {all.map((g) => (
          <li key={g.guarantee} className={g.verdict}>
            <svg className="big" viewBox="0 0 24 24" aria-hidden="true">{pictures[g.guarantee].map((d) => <path key={d} d={d} />)}</svg>
            <b>{words.guarantees[g.guarantee]}</b>
            <span className={`mark ${marks[g.verdict].tone}`}><Icon name={marks[g.verdict].icon} size={14} />{words.verdicts[g.verdict]}</span>
            <small>{reason(g)}</small>
          </li>))}
      </ul>
    </FindingCard>
  );
}
