/** 扶贫精准度: the composite (or the partial one, named so), the six precisions, the places below, errors against the limit (domain guide §9; mockup 04). */
import { useState } from "react";
import { Link, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { getPrecision } from "@diguan/core/evaluation/contract.ts";
import { kindNames } from "@diguan/core/evaluation/labels.ts";
import { ancestorAt } from "@diguan/core/region-code.ts";
import { call } from "../api.ts";
import { saveCsv } from "../kit/files.ts";
import { line, number, percent } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Icon } from "../kit/Icon.tsx";
import { Choices, PageHead } from "../kit/PageHead.tsx";
import { EmptyState, Shown } from "../kit/States.tsx";
import { usePlace } from "../shells/place.ts";
import { AskForAudit, CountiesCard, ErrorsCard, IndicesCard, MeasuresCard, PlacesCard, TrendCard, type Shown as Full } from "./cards.tsx";
import { MethodDrawer } from "./MethodDrawer.tsx";
import { evaluationWords } from "./words.ts";
import "./evaluation.css";

export function EvaluationPage(): React.JSX.Element {
  const words = useWords(evaluationWords);
  const [locale] = useLocale();
  const { region, year, go } = usePlace();
  const search: { readonly quarter?: string } = useSearch({ strict: false });
  const [method, setMethod] = useState(false);
  const precision = useQuery({
    queryKey: ["evaluation", "precision", region, year, search.quarter],
    queryFn: ({ signal }) => call(getPrecision, { query: { ...(region === undefined ? {} : { region }), ...(year === undefined ? {} : { year }), ...(search.quarter?.startsWith(String(year)) ? { quarter: search.quarter } : {}) } }, signal),
    enabled: region !== undefined, placeholderData: (before) => before,
  });
  const data = precision.data;
  const report = data?.report;
  const kind = data?.source ? `${locale === "en" ? kindNames[data.source.kind].en : kindNames[data.source.kind].zh}` : "";
  const truth = report ? words.truth(kind, number(report.asked.registered), number(report.asked.exited), number(report.asked.others)) : "";
  const stability = report?.stability ? words.stability(percent(report.stability.change), report.stability.spearman.toFixed(2)) : "";
  const save = (): void => {
    if (!data || !report) return;
    const head = [words.title, data.name, data.quarter ?? "", data.source?.name ?? "", truth, stability, words.notForRanking];
    saveCsv(`${words.title} ${data.name} ${data.quarter ?? ""}`, [head, ["key", "value", "low", "high", "n", "weight", "waits"],
      ["composite", report.composite.value, report.composite.low, report.composite.high, null, null, report.composite.missing.join(" ")], ["partial", report.partial?.value ?? null, report.partial?.low ?? null, report.partial?.high ?? null, null, null, report.partial?.of.join(" ") ?? ""],
      ...report.indices.map((i) => [i.key, i.value, i.low, i.high, null, i.weight, i.waits]), ...report.measures.map((m) => [m.key, m.value, m.low, m.high, m.n, null, null]), ...report.places.map((p) => [`${p.region} ${p.name ?? ""}`, p.value, p.low, p.high, p.asked, null, p.fewer ? "few" : null])]);
  };
  return (
    <>
      <PageHead title={words.title} line={line(truth, data?.source?.simulated ? words.simulated : "", stability)} tags={<span className="tag warn">{words.notForRanking}</span>}
        acts={<>
          {data && data.quarters.length > 1 ? <Choices label={words.quarter} value={data.quarter ?? ""} of={data.quarters.map((q) => [q, words.quarterOf(q.slice(-1))] as const)} onChange={(quarter) => go({ quarter } as never)} /> : null}
          {data?.may.seeAudits ? <Link to={"/evaluation/audits" as string}><Button>{words.audits}</Button></Link> : null}
          <Button onClick={() => setMethod(true)} disabled={!data}>{words.method}</Button>
          <Button onClick={save} disabled={!report} icon={<Icon name="download" size={14} />}>{words.download}</Button>
        </>} />
      <Shown of={precision} rows={8}>{(shown) => (shown.report ? <Dashboard data={shown as Full} /> : ancestorAt(shown.region, "county") === undefined
        ? <CountiesCard data={shown} /> : <section className="card"><EmptyState act={<AskForAudit may={shown.may.create}>{words.newAudit}</AskForAudit>}><b>{words.none(shown.name || words.nation, String(shown.year))}</b><br />{words.noneDo}</EmptyState></section>)}</Shown>
      {data ? <MethodDrawer data={data} open={method} onClose={() => setMethod(false)} /> : null}
    </>
  );
}

function Dashboard({ data }: { readonly data: Full }): React.JSX.Element {
  const words = useWords(evaluationWords);
  return (
    <>
      {data.source?.simulated ? <p className="sm mut simulated-note">{words.simulatedNote}</p> : null}
      <div className="precision">
        <div className="stack"><TrendCard data={data} /><IndicesCard data={data} /></div>
        <PlacesCard data={data} />
        <div className="stack"><ErrorsCard data={data} /><MeasuresCard data={data} /></div>
      </div>
    </>
  );
}
