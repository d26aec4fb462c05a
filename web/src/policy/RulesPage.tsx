/** 认定规则: the rules that apply to the place or lie in it, with what is in force and what is being prepared. */
import { useMemo } from "react";
import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { listRuleSets, type RuleSets } from "@diguan/core/policy/contract.ts";
import { purposeName } from "@diguan/core/policy/labels.ts";
import { call } from "../api.ts";
import { clock, number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { EmptyState, Shown } from "../kit/States.tsx";
import { usePlace } from "../shells/place.ts";
import { VersionMark } from "./marks.tsx";
import { policyWords } from "./words.ts";
import "./policy.css";

type SetRow = RuleSets["rows"][number];

export function RulesPage(): React.JSX.Element {
  const words = useWords(policyWords);
  const [locale] = useLocale();
  const navigate = useNavigate();
  const { region } = usePlace();
  const sets = useQuery({ queryKey: ["rules", "list", region], queryFn: ({ signal }) => call(listRuleSets, { query: region === undefined ? {} : { region } }, signal), enabled: region !== undefined });
  const columns = useMemo((): readonly GridColumn<SetRow>[] => [
    { key: "name", title: words.columns.name, render: (r) => <Link to={`/rules/${r.id}` as string}>{locale === "en" ? r.en : r.zh}</Link> },
    { key: "purpose", title: words.columns.purpose, render: (r) => purposeName(r.purpose, locale) },
    { key: "place", title: words.columns.place, render: (r) => r.place },
    { key: "active", title: words.columns.active, render: (r) => (r.active ? <>{words.versionNo(number(r.active.version))} <span className="mut sm">{words.since(r.active.from)}</span></> : <span className="mut">{words.noActive}</span>) },
    { key: "newest", title: words.columns.newest, render: (r) => words.versionNo(number(r.newest.version)) },
    { key: "state", title: words.columns.state, render: (r) => <VersionMark state={r.newest.state} /> },
    { key: "by", title: words.columns.by, render: (r) => r.newest.byName },
    { key: "at", title: words.columns.at, render: (r) => <span className="mut">{clock(r.newest.at)}</span> },
  ], [words, locale]);
  return (
    <>
      <PageHead title={words.title} line={words.line} acts={<>
        <Link to={"/parameters" as string} className="ant-btn-like">{words.parametersLink}</Link>
        {sets.data?.may.create ? <Button type="primary" onClick={() => { void navigate({ to: "/rules/new" as string }); }}>{words.create}</Button> : null}
      </>} />
      <section className="card">
        <Shown of={sets} rows={6}>
          {(data) => <KeysetTable name="rules" label={words.title} columns={columns} rows={data.rows} rowKey={(r) => r.id} onOpen={(r) => { void navigate({ to: `/rules/${r.id}` as string }); }} empty={<EmptyState>{words.none}<br />{words.noneHint}</EmptyState>} />}
        </Shown>
      </section>
    </>
  );
}
