/** All versions of an organisation's lines in a year: nothing is overwritten, so what stood there before can be read. */
import { useState } from "react";
import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { lineHistory } from "@diguan/core/regions/organisation-contract.ts";
import { fundingLevels, lineKind } from "@diguan/core/regions/organisation.ts";
import { call } from "../api.ts";
import { PlainTableView } from "../kit/FindingCard.tsx";
import { clock, number, yuan } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Shown } from "../kit/States.tsx";
import { inWords } from "./labels.ts";
import { organisationWords } from "./words-organisations.ts";

export function LineVersions({ county, id, year }: { readonly county: number; readonly id: string; readonly year: number }): React.JSX.Element {
  const words = useWords(organisationWords);
  const [locale] = useLocale();
  const [open, setOpen] = useState(false);
  const versions = useQuery({ queryKey: ["organisations", "versions", county, id, year], enabled: open, queryFn: ({ signal }) => call(lineHistory, { params: { county, id }, query: { year } }, signal) });
  return (
    <section className="card">
      <div className="card-head"><h2>{words.versions}</h2><Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? words.hideVersions : words.showVersions}</Button></div>
      {open ? <div className="card-body flush"><Shown of={versions}>{(data) => (
        <PlainTableView title={words.versions} table={{
          heads: [words.at, words.item, words.funding, words.version, words.planned, words.actual, words.plannedYuan, words.actualYuan, words.source], numeric: [3, 4, 5, 6, 7],
          rows: data.rows.map((l) => [clock(l.at), `${inWords(lineKind(l.section, l.kind), locale)}${l.removed ? ` (${words.removed})` : ""}`, inWords(fundingLevels[l.fundingLevel], locale), number(l.version), number(l.planned), number(l.actual), yuan(l.plannedFen), yuan(l.actualFen), l.source]),
        }} />)}</Shown></div> : null}
    </section>
  );
}
