/** One organisation: what it is, and its staff, equipment and budget of a year (paper 001 §3.1). */
import { useState } from "react";
import { Button, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { revealContact, showOrganisation } from "@diguan/core/regions/organisation-contract.ts";
import { organisationKinds, sectionKeys } from "@diguan/core/regions/organisation.ts";
import { call, type Answer } from "../api.ts";
import { line } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Masked } from "../kit/Masked.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { Shown } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { inWords, thisYear } from "./labels.ts";
import { LinesCard } from "./LinesCard.tsx";
import { LineVersions } from "./LineVersions.tsx";
import { OrganisationForm } from "./OrganisationForm.tsx";
import { organisationWords } from "./words-organisations.ts";
import "./regions.css";

type Detail = Answer<typeof showOrganisation>;

export function OrganisationPage(): React.JSX.Element {
  const params: { county?: string; organisation?: string } = useParams({ strict: false });
  const [year, setYear] = useState<number>();
  const key = { county: Number(params.county), id: params.organisation ?? "" };
  const shown = useQuery({ queryKey: ["organisations", "show", key.county, key.id, year ?? 0], queryFn: ({ signal }) => call(showOrganisation, { params: key, query: year === undefined ? {} : { year } }, signal), placeholderData: (before) => before });
  return <Shown of={shown} rows={8}>{(detail) => <Body detail={detail} onYear={setYear} />}</Shown>;
}

function Body({ detail, onYear }: { readonly detail: Detail; readonly onYear: (year: number) => void }): React.JSX.Element {
  const words = useWords(organisationWords);
  const [locale] = useLocale();
  const [editing, setEditing] = useState(false);
  const o = detail.organisation;
  const now = thisYear();
  const years = [...new Set([now + 1, now, ...detail.years, detail.year])].toSorted((a, b) => b - a);
  return (
    <>
      <PageHead title={o.name} tags={o.closedOn ? <StateTag tone="bad">{words.closed}</StateTag> : <StateTag tone="ok">{words.open}</StateTag>}
        line={line(inWords(organisationKinds[o.kind], locale), words.levels[o.level], detail.place)}
        acts={<>
          <Link to="/organisations">{words.back}</Link>
          <Select aria-label={words.year} value={detail.year} style={{ width: 110 }} options={years.map((y) => ({ value: y, label: words.yearOf(String(y)) }))} onChange={onYear} />
          {detail.mayEdit ? <Button onClick={() => setEditing(true)}>{words.edit}</Button> : null}
        </>} />
      <div className="organisation">
        <section className="card" aria-label={words.facts}>
          <div className="card-head"><h2>{words.facts}</h2></div>
          <div className="card-body">
            <dl className="facts">
              <dt>{words.place}</dt><dd>{detail.place}</dd>
              <dt>{words.creditCode}</dt><dd>{o.creditCode ?? "—"}</dd>
              <dt>{words.parent}</dt><dd>{o.parentId === null ? "—" : (detail.parentName ?? words.notVisible)}</dd>
              <dt>{words.contact}</dt><dd>{o.contact ?? "—"}</dd>
              <dt>{words.phone}</dt><dd>{o.phoneMasked === null ? "—" : <Masked label={words.phone} value={o.phoneMasked} {...(detail.mayEdit ? { reveal: async (reason) => (await call(revealContact, { params: { county: o.county, id: o.id }, body: { reason } })).phone } : {})} />}</dd>
              <dt>{words.opened}</dt><dd>{o.openedOn}</dd>
              {o.closedOn ? <><dt>{words.closedOn}</dt><dd>{o.closedOn}</dd></> : null}
              {detail.children.length > 0 ? <><dt>{words.lower}</dt><dd>{detail.children.map((c) => <div key={c.id}>{c.name}</div>)}</dd></> : null}
            </dl>
          </div>
        </section>
        <div className="stack">
          {sectionKeys.map((section) => <LinesCard key={section} section={section} detail={detail} />)}
          {detail.lines.length > 0 ? <LineVersions county={o.county} id={o.id} year={detail.year} /> : null}
        </div>
      </div>
      {editing ? <OrganisationForm region={o.region} place={detail.place} known={o} parentName={detail.parentName} onClose={() => setEditing(false)} onDone={() => setEditing(false)} /> : null}
    </>
  );
}
