/** 政策参数: every number that policy fixes with its value in force here, where it comes from and since when; beside it its history and proposals. */
import { useMemo } from "react";
import { Input, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { listParameterValues, type ParameterValues } from "@diguan/core/policy/contract.ts";
import { surenessName, topicName } from "@diguan/core/policy/labels.ts";
import { parameterTopics, type ParameterTopic } from "@diguan/core/policy/parameters.ts";
import { call } from "../api.ts";
import { saveCsv } from "../kit/files.ts";
import { line, number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { EmptyState, Shown } from "../kit/States.tsx";
import { usePlace } from "../shells/place.ts";
import { ParameterPane } from "./ParameterPane.tsx";
import type { ParameterSearch } from "./search.ts";
import { shownValue } from "./value.ts";
import { policyWords } from "./words.ts";
import "./policy.css";

type Row = ParameterValues["rows"][number];

export function ParametersPage(): React.JSX.Element {
  const words = useWords(policyWords);
  const [locale] = useLocale();
  const navigate = useNavigate();
  const search: ParameterSearch = useSearch({ strict: false });
  const { region } = usePlace();
  const values = useQuery({ queryKey: ["parameters", region, "today"], queryFn: ({ signal }) => call(listParameterValues, { query: region === undefined ? {} : { region } }, signal), enabled: region !== undefined });
  const go = (to: ParameterSearch): void => { void navigate({ to: "/parameters" as string, search: (before: Record<string, unknown>) => ({ ...(before["region"] === undefined ? {} : { region: before["region"] }), ...(before["year"] === undefined ? {} : { year: before["year"] }), ...to }) as never }); };
  const { code: _code, ...filters } = search;
  const asked = (search.find ?? "").trim().toLowerCase();
  const { topic: only } = search;
  const rows = useMemo(() => (values.data?.rows ?? []).filter((r) => (only === undefined || r.topic === only) && (asked === "" || `${r.code} ${r.zh} ${r.en} ${r.inForce?.source ?? ""}`.toLowerCase().includes(asked))), [values.data, only, asked]);
  const columns = useMemo((): readonly GridColumn<Row>[] => [
    { key: "code", title: words.parameterColumns.code, render: (r) => <span className="two-line">{locale === "en" ? r.en : r.zh}<br /><span className="code mut sm">{r.code}</span></span> },
    { key: "value", title: words.parameterColumns.value, numeric: true, render: (r) => (r.inForce ? <b>{shownValue(r.inForce.value, r.unit, locale)}</b> : <span className="mut">{words.noValue}</span>) },
    { key: "place", title: words.parameterColumns.place, render: (r) => r.inForce?.place ?? "" },
    { key: "period", title: words.parameterColumns.period, render: (r) => (r.inForce ? (r.inForce.validTo === null ? `${r.inForce.validFrom} ${words.openEnd}` : words.period(r.inForce.validFrom, r.inForce.validTo)) : "") },
    { key: "source", title: words.parameterColumns.source, render: (r) => <span className="why-line sub" title={r.inForce?.source ?? ""}>{r.inForce ? line(r.inForce.source, surenessName(r.inForce.sureness, locale)) : ""}</span> },
    { key: "used", title: words.parameterColumns.used, render: (r) => <span className="sub sm">{line(locale === "en" ? r.usedBy.en : r.usedBy.zh, r.rules > 0 ? words.usedByRules(number(r.rules)) : "")}</span> },
    { key: "open", title: words.parameterColumns.open, numeric: true, render: (r) => (r.open > 0 ? <b className="t-warn">{number(r.open)}</b> : "") },
  ], [words, locale]);
  return (
    <>
      <PageHead title={words.parametersTitle} line={values.data ? words.parametersLine(values.data.place, values.data.on) : ""} acts={<Link to={"/rules" as string} className="ant-btn-like">{words.rulesLink}</Link>} />
      <div className={`parameter-body ${search.code ? "opened" : ""}`}>
        <section className="card parameter-list">
          <Shown of={values} rows={10}>
            {() => <KeysetTable name="parameters" label={words.parametersTitle} columns={columns} rows={rows} rowKey={(r) => r.code} onOpen={(r) => go({ ...filters, code: r.code })} {...(search.code ? { openKey: search.code } : {})}
              onExport={() => saveCsv(words.parametersTitle, [[words.parameterColumns.code, words.meaning, words.parameterColumns.value, words.unit, words.parameterColumns.place, words.from, words.until, words.parameterColumns.source, words.sureness], ...rows.map((r) => [r.code, locale === "en" ? r.en : r.zh, r.inForce?.value, r.unit, r.inForce?.place, r.inForce?.validFrom, r.inForce?.validTo, r.inForce?.source, r.inForce ? surenessName(r.inForce.sureness, locale) : ""])])}
              tools={<>
                <Select size="small" style={{ width: 120 }} aria-label={words.topic} value={search.topic ?? "all"} onChange={(topic) => go({ ...(search.find ? { find: search.find } : {}), ...(topic === "all" ? {} : { topic }) })} options={[{ value: "all", label: words.allTopics }, ...parameterTopics.map((t: ParameterTopic) => ({ value: t, label: topicName(t, locale) }))]} />
                <Input.Search size="small" allowClear style={{ width: 180 }} aria-label={words.find} placeholder={words.find} defaultValue={search.find ?? ""} onSearch={(find) => go({ ...(search.topic ? { topic: search.topic } : {}), ...(find.trim() ? { find: find.trim() } : {}) })} />
              </>}
              empty={<EmptyState>{words.noMatch}</EmptyState>} />}
          </Shown>
        </section>
        {search.code && values.data ? <ParameterPane key={search.code} code={search.code} of={values.data} onClose={() => go(filters)} /> : null}
      </div>
    </>
  );
}
