/** What a search found; a whole ID number may also be asked of other counties, which answer only that it is theirs. */
import { useMemo } from "react";
import { Button } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { lookUpPerson, searchHouseholds, type Hit } from "@diguan/core/registry/contract.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import { call } from "../api.ts";
import { line, number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { EmptyState, Shown, useTold } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { usePlace } from "../shells/place.ts";
import { registryWords } from "./words.ts";

const keyOf = (hit: Hit): string => `${hit.id}|${hit.memberId ?? ""}`;

export function SearchResults({ text }: { readonly text: string }): React.JSX.Element {
  const words = useWords(registryWords);
  const [locale] = useLocale();
  const navigate = useNavigate();
  const told = useTold();
  const { year } = usePlace();
  // a search is of the whole area of the post, whatever place is looked at
  const found = useQuery({ queryKey: ["search", text, year], queryFn: ({ signal }) => call(searchHouseholds, { query: { q: text, ...(year === undefined ? {} : { year }) } }, signal), staleTime: 30_000 });
  const wide = useMutation({ mutationFn: () => call(lookUpPerson, { body: { certNo: text } }) });
  const columns = useMemo((): readonly GridColumn<Hit>[] => [
    { key: "member", title: words.columns.member, width: 110, render: (h) => <><b>{h.memberName ?? h.headName}</b>{h.active ? null : <StateTag icon={null}>{words.left}</StateTag>}</> },
    { key: "relation", title: words.columns.relation, width: 100, render: (h) => labelOf("relation", h.relation, locale) || "—" },
    { key: "age", title: words.columns.age, numeric: true, width: 56, render: (h) => number(h.age) },
    { key: "cert", title: words.columns.cert, width: 170, render: (h) => <span className="tab-num">{h.certNo ?? "—"}</span> },
    { key: "head", title: words.columns.head, width: 100, render: (h) => h.headName || "—" },
    { key: "code", title: words.columns.code, width: 150, render: (h) => <span className="tab-num">{h.code}</span> },
    { key: "village", title: words.columns.village, width: 120, render: (h) => h.villageName || h.region },
  ], [words, locale]);
  const isCert = /^\d{15}(\d{2}[\dXx])?(\d{2}(\d{2})?)?$/.test(text.replace(/\s/g, ""));
  const elsewhere = wide.data;
  const note = wide.error ? told(wide.error) : elsewhere?.found === "elsewhere" ? words.elsewhere(elsewhere.countyName ?? String(elsewhere.county ?? "")) : elsewhere?.found === "nowhere" ? words.nowhere : undefined;
  return (
    <>
      <PageHead title={words.searchTitle(text)} line={line(found.data && words.by[found.data.by], words.searchLogged)} acts={<Link to="/households" search={(b: Record<string, unknown>) => ({ ...(b["region"] === undefined ? {} : { region: b["region"] }), ...(b["year"] === undefined ? {} : { year: b["year"] }) })} className="button-link">{words.clearSearch}</Link>} />
      <section className="card grow">
        <Shown of={found} rows={6} empty={{ when: (d) => d.rows.length === 0, view: <EmptyState act={isCert && !note ? <Button loading={wide.isPending} onClick={() => wide.mutate()}>{words.lookWide}</Button> : undefined}>{note ?? words.noHits}</EmptyState> }}>
          {(data) => (
            <KeysetTable name="hits" label={words.searchTitle(text)} columns={columns} rows={data.rows} rowKey={keyOf} height="calc(100vh - 218px)" tools={data.more ? <span className="t-warn">{words.moreHits}</span> : undefined}
              onOpen={(hit) => { void navigate({ to: "/households/$county/$id", params: { county: String(hit.county), id: hit.id }, search: () => ({ year: hit.year }) }); }} />)}
        </Shown>
      </section>
    </>
  );
}
