/** Organisations of a place (paper 001 §3.1 人员配置、软硬件配置、经费): the list with its filters, and how well each level is equipped. */
import { useState } from "react";
import { Button, Checkbox, Input, Select } from "antd";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { listOrganisations } from "@diguan/core/regions/organisation-contract.ts";
import { kindKeys, organisationKinds, type OrganisationKind } from "@diguan/core/regions/organisation.ts";
import { levels, type Level } from "@diguan/core/region-code.ts";
import { can, useSession } from "../access/session.ts";
import { call, type Answer } from "../api.ts";
import { Icon } from "../kit/Icon.tsx";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { EmptyState, ErrorState, Loading } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { usePlace } from "../shells/place.ts";
import { CoverageCard } from "./CoverageCard.tsx";
import { OrganisationForm } from "./OrganisationForm.tsx";
import { organisationWords } from "./words-organisations.ts";
import { inWords, thisYear } from "./labels.ts";
import "./regions.css";

type Row = Answer<typeof listOrganisations>["rows"][number];
const pageSize = 50;

export function OrganisationsPage(): React.JSX.Element {
  const words = useWords(organisationWords);
  const [locale] = useLocale();
  const session = useSession();
  const navigate = useNavigate();
  const { region, year, place } = usePlace();
  const [kind, setKind] = useState<OrganisationKind>();
  const [level, setLevel] = useState<Level>();
  const [q, setQ] = useState("");
  const [closed, setClosed] = useState(false);
  const [creating, setCreating] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ["organisations", "list", region, kind, level, q, closed], enabled: region !== undefined, initialPageParam: "",
    queryFn: ({ pageParam, signal }) => call(listOrganisations, { query: { region: region ?? 0, limit: pageSize, closed: closed ? "true" : "false", ...(kind ? { kind } : {}), ...(level ? { level } : {}), ...(q ? { q } : {}), ...(pageParam ? { after: pageParam } : {}) } }, signal),
    getNextPageParam: (last) => last.next ?? undefined, placeholderData: (before) => before,
  });
  const name = place.data?.code === 0 ? words.nation : (place.data?.name ?? session.data?.post.regionName ?? "");
  const rows = list.data?.pages.flatMap((p) => p.rows) ?? [];
  const columns: readonly GridColumn<Row>[] = [
    { key: "name", title: words.name, render: (r) => r.name },
    { key: "kind", title: words.kind, width: 150, render: (r) => inWords(organisationKinds[r.kind], locale) },
    { key: "level", title: words.level, width: 70, render: (r) => words.levels[r.level] },
    { key: "place", title: words.place, width: 120, render: (r) => r.regionName },
    { key: "state", title: words.state, width: 90, render: (r) => (r.closedOn ? <StateTag tone="bad">{words.closed}</StateTag> : words.open) },
    { key: "code", title: words.creditCode, width: 170, spare: true, render: (r) => r.creditCode ?? "—" },
    { key: "contact", title: words.contact, width: 90, spare: true, render: (r) => r.contact ?? "—" },
  ];
  return (
    <>
      <PageHead title={words.title(name)} line={words.line} acts={can(session.data, "create", "organisation") && region !== undefined ? <Button type="primary" icon={<Icon name="plus" size={14} />} onClick={() => setCreating(true)}>{words.create}</Button> : null} />
      <div className="organisations">
        <section className="card">
          {list.error && list.data === undefined ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : list.data === undefined ? <Loading rows={8} /> : (
            <KeysetTable<Row> name="organisations" label={words.list} columns={columns} rows={rows} rowKey={rowKey} onOpen={(r) => { void navigate({ to: "/organisations/$county/$organisation", params: { county: String(r.county), organisation: r.id } }); }} height="calc(100dvh - 230px)"
              next={{ has: list.hasNextPage, busy: list.isFetchingNextPage, size: pageSize, fetch: () => { void list.fetchNextPage(); } }} empty={<EmptyState>{words.empty}</EmptyState>}
              tools={<>
                <Select aria-label={words.kind} size="small" allowClear placeholder={words.allKinds} value={kind ?? null} style={{ width: 150 }} options={kindKeys.map((k) => ({ value: k, label: inWords(organisationKinds[k], locale) }))} onChange={(value: OrganisationKind | undefined) => setKind(value ?? undefined)} />
                <Select aria-label={words.level} size="small" allowClear placeholder={words.allLevels} value={level ?? null} style={{ width: 96 }} options={levels.slice(1).map((l) => ({ value: l, label: words.levels[l] }))} onChange={(value: Level | undefined) => setLevel(value ?? undefined)} />
                <Input aria-label={words.find} size="small" allowClear placeholder={words.find} style={{ width: 120 }} onChange={(event) => { if (event.target.value === "") setQ(""); }} onPressEnter={(event) => setQ(event.currentTarget.value.trim())} onBlur={(event) => setQ(event.target.value.trim())} />
                <Checkbox checked={closed} onChange={(event) => setClosed(event.target.checked)}>{words.showClosed}</Checkbox>
              </>} />)}
        </section>
        {region === undefined ? null : <CoverageCard region={region} year={year ?? thisYear()} />}
      </div>
      {creating && region !== undefined ? <OrganisationForm region={region} place={name} onClose={() => setCreating(false)} onDone={(made) => { void navigate({ to: "/organisations/$county/$organisation", params: { county: String(made.county), organisation: made.id } }); }} /> : null}
    </>
  );
}

const rowKey = (row: Row): string => row.id;
