/** What the rules in force say about one household, each with every condition and number: for the household's score sheet. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { judgeOne } from "@diguan/core/policy/contract.ts";
import { purposeName } from "@diguan/core/policy/labels.ts";
import { call } from "../api.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { line, number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Shown } from "../kit/States.tsx";
import { Reason } from "./ChangePane.tsx";
import { Verdict } from "./marks.tsx";
import { policyWords } from "./words.ts";
import "./policy.css";

export function HouseholdRules({ county, household, year }: { readonly county: number; readonly household: string; readonly year: number }): React.JSX.Element {
  const words = useWords(policyWords);
  const [locale] = useLocale();
  const judged = useQuery({ queryKey: ["rules", "household", county, household, year, locale], queryFn: ({ signal }) => call(judgeOne, { params: { county, household }, query: { year } }, signal) });
  return (
    <FindingCard title={words.householdTitle} note={words.householdNote}>
      <Shown of={judged} rows={4} empty={{ when: (data) => data.rows.length === 0, view: <p className="mut">{words.noneInForce}</p> }}>
        {(data) => <ul className="judged">{data.rows.map((r) => (
          <li key={r.setId}>
            <details>
              <summary><Verdict of={r.told.verdict} /> <b>{locale === "en" ? r.en : r.zh}</b> <span className="mut sm">{line(purposeName(r.purpose, locale), words.versionNo(number(r.version)))}</span></summary>
              <Reason of={r.told.reason} />
              <p className="mut sm">{r.source}</p>
              <Link className="sm" to={`/rules/${r.setId}` as string}>{words.tabs.text}</Link>
            </details>
          </li>))}</ul>}
      </Shown>
    </FindingCard>
  );
}
