/** 扶贫手册: one household on one page, now or as it was; every value knows its source, every change its author (paper 001 §2.3). */
import { useState } from "react";
import { Button, Dropdown, Tooltip } from "antd";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { HouseholdPage as Page } from "@diguan/core/registry/contract.ts";
import { printHandbook } from "@diguan/core/registry/contract-write.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import { can, useSession } from "../access/session.ts";
import { address } from "../api.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { clock, line } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Icon } from "../kit/Icon.tsx";
import { Choices, PageHead } from "../kit/PageHead.tsx";
import { Shown } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { AttachmentsCard, CausesCard, FindingsCard, NextCard, Timeline, type NextAct } from "./cards.tsx";
import { AttachmentsTab } from "./AttachmentsTab.tsx";
import { ConditionsTab, ConditionsCard } from "./ConditionsTab.tsx";
import { EditDrawer, type Editing } from "./EditDrawer.tsx";
import { FamilyCard } from "./FamilyCard.tsx";
import { GuaranteeCard } from "./GuaranteeCard.tsx";
import { HelpingTab } from "../measures/HelpingTab.tsx";
import { HistoryTab } from "./HistoryTab.tsx";
import { useHousehold, type Key } from "./household.ts";
import { IncomeCard } from "./IncomeCard.tsx";
import { IncomeTab } from "./IncomeTab.tsx";
import { LifecycleModal, type Ending } from "./LifecycleModal.tsx";
import { MembersTab } from "./MembersTab.tsx";
import { PeopleDrawer } from "./PeopleDrawer.tsx";
import { bookTabs, type BookSearch, type BookTab } from "./routes.tsx";
import { registryWords } from "./words.ts";
import { formWords } from "./words-forms.ts";
import "./registry.css";

export function HouseholdPage(): React.JSX.Element {
  const { county, id } = useParams({ strict: false });
  const search: BookSearch & { readonly year?: number } = useSearch({ strict: false });
  const key: Key = { county: Number(county), id: id ?? "" };
  const household = useHousehold(key, search.year, search.at);
  return <Shown of={household} rows={8}>{(page) => <Book page={page} tab={search.tab ?? "book"} updating={household.isPlaceholderData} />}</Shown>;
}

type Open = { readonly what: "edit"; readonly editing: Editing } | { readonly what: "people" } | { readonly what: "ending"; readonly ending: Ending };

function Book({ page, tab, updating }: { readonly page: Page; readonly tab: BookTab; readonly updating: boolean }): React.JSX.Element {
  const words = useWords(registryWords);
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open>();
  const to = (search: { readonly tab?: BookTab | undefined; readonly at?: string | undefined; readonly year?: number }): void => { void navigate({ to: ".", search: (before: Record<string, unknown>) => ({ ...before, ...search }) }); };
  const see = (at: string): void => to({ at, tab: "book" });
  const act = (next: NextAct): void => {
    if (next === "restore") setOpen({ what: "ending", ending: "restore" });
    else if (next === "conditions") setOpen({ what: "edit", editing: { of: "household", group: "conditions" } });
    else to({ tab: next });
  };
  const counts: Partial<Record<BookTab, number>> = { members: page.members.filter((m) => m.active).length, findings: page.findings.length, attachments: page.attachments.filter((a) => a.withdrawnAt === null).length };
  return (
    <>
      <Head page={page} onOpen={setOpen} onYear={(year) => to({ year, at: undefined })} />
      {page.at === null ? null : <div className="as-of" role="status">{words.asOf(clock(page.at))}<Button size="small" onClick={() => to({ at: undefined })}>{words.backToNow}</Button></div>}
      <div className="book-tabs" role="tablist" aria-label={words.household(page.headName)}>
        {bookTabs.map((t) => <button key={t} type="button" role="tab" aria-selected={t === tab} onClick={() => to({ tab: t === "book" ? undefined : t })}>{words.tabs[t]}{counts[t] ? ` ${counts[t]}` : ""}</button>)}
        <SourceNote page={page} />
      </div>
      <div role="tabpanel" aria-label={words.tabs[tab]} aria-busy={updating}>
        {tab === "book" ? (
          <div className="book">
            <div><FamilyCard page={page} /><ConditionsCard page={page} onAll={() => to({ tab: "conditions" })} /><AttachmentsCard page={page} tools={<Button type="link" size="small" onClick={() => to({ tab: "attachments" })}>{words.all}</Button>} /></div>
            <div><GuaranteeCard page={page} /><IncomeCard page={page} /><CausesCard page={page} /></div>
            <div className="right">{page.at === null ? <NextCard page={page} onAct={act} /> : null}<FindingsCard page={page} /><FindingCard title={words.changesTitle} note={words.changesLine} tools={<Button type="link" size="small" onClick={() => to({ tab: "history" })}>{words.all}</Button>}><Timeline changes={page.changes} /></FindingCard></div>
          </div>) : null}
        {tab === "members" ? <MembersTab page={page} onEdit={(member) => setOpen({ what: "edit", editing: { of: "member", member } })} onPeople={() => setOpen({ what: "people" })} /> : null}
        {tab === "income" ? <IncomeTab page={page} /> : null}
        {tab === "conditions" ? <ConditionsTab page={page} onEdit={(group) => setOpen({ what: "edit", editing: { of: "household", group } })} /> : null}
        {tab === "help" ? <HelpingTab page={page} /> : null}
        {tab === "findings" ? <FindingsCard page={page} all /> : null}
        {tab === "attachments" ? <AttachmentsTab page={page} /> : null}
        {tab === "history" ? <HistoryTab page={page} onSee={see} /> : null}
      </div>
      {open?.what === "edit" ? <EditDrawer page={page} editing={open.editing} onClose={() => setOpen(undefined)} /> : null}
      {open?.what === "people" ? <PeopleDrawer page={page} onClose={() => setOpen(undefined)} /> : null}
      {open?.what === "ending" ? <LifecycleModal page={page} ending={open.ending} onClose={() => setOpen(undefined)} onYear={(year) => to({ year })} /> : null}
    </>
  );
}

function SourceNote({ page }: { readonly page: Page }): React.JSX.Element {
  const words = useWords(registryWords);
  const [locale] = useLocale();
  return <span className="note">{words.sources(labelOf("source", page.source, locale), clock(page.updatedAt))}</span>;
}

function Head({ page, onOpen, onYear }: { readonly page: Page; readonly onOpen: (open: Open) => void; readonly onYear: (year: number) => void }): React.JSX.Element {
  const words = useWords(registryWords);
  const forms = useWords(formWords);
  const session = useSession();
  const [locale] = useLocale();
  const v = page.household.values;
  const village = page.path.at(-1);
  const latest = page.years.at(-1)?.year ?? page.year;
  const state = typeof v["exitState"] === "number" ? v["exitState"] : undefined;
  const more = [
    ...(page.may.edit && page.valid ? [{ key: "basic", label: forms.editHousehold, onClick: () => onOpen({ what: "edit", editing: { of: "household", group: "basic" } }) }] : []),
    ...(page.may.create && page.valid ? [{ key: "snapshot", label: forms.snapshot(String(latest + 1)), onClick: () => onOpen({ what: "ending", ending: "snapshot" }) }] : []),
    ...(page.may.edit ? [page.valid ? { key: "cancel", label: forms.cancelHousehold, danger: true, onClick: () => onOpen({ what: "ending", ending: "cancel" }) } : { key: "restore", label: forms.restoreHousehold, onClick: () => onOpen({ what: "ending", ending: "restore" }) }] : []),
  ];
  return (
    <PageHead title={words.household(page.headName)}
      tags={<>{typeof v["attribute"] === "number" ? <StateTag icon={null}>{labelOf("attribute", v["attribute"], locale)}</StateTag> : null}
        {state === undefined ? null : <StateTag tone={state === 1 ? "ok" : state === 3 ? "bad" : state === 2 ? "primary" : "plain"} icon={null}>{labelOf("exitState", state, locale)}</StateTag>}
        {typeof v["monitored"] === "number" && v["monitored"] > 0 ? <StateTag tone="warn" icon={null}>{labelOf("monitored", v["monitored"], locale)}</StateTag> : null}
        {page.valid ? null : <StateTag tone="bad">{words.cancelled}</StateTag>}
        <Tooltip title={words.print}><a className="print" href={address(printHandbook, { params: page.key, query: { year: page.year } })} target="_blank" rel="noreferrer" aria-label={words.print}><Icon name="print" size={18} /></a></Tooltip></>}
      line={<>{page.path.slice(-2, -1).map((p) => p.name)} {village ? <Link to="/villages/$region" params={{ region: String(village.code) }} search={{ year: page.year }}>{village.name}</Link> : page.region} {line(typeof v["groupName"] === "string" && v["groupName"], words.codeLine(page.code))}</>}
      acts={<>
        {page.years.length > 1 ? <Choices label={words.years} value={String(page.year)} of={page.years.slice(-6).map((y) => [String(y.year), String(y.year)] as const)} onChange={(y) => onYear(Number(y))} /> : <StateTag icon={null}>{String(page.year)}</StateTag>}
        {can(session.data, "view", "assessment") ? <Link className="ant-btn-like" to="/identification/$county/$household" params={{ county: String(page.key.county), household: page.key.id }} search={(before: Record<string, unknown>) => ({ ...(before["region"] === undefined ? {} : { region: before["region"] }), year: page.year })}>{words.assessment}</Link> : null}
        {can(session.data, "search", "procedure") ? <Link className="ant-btn-like" to="/procedure" search={(before: Record<string, unknown>) => ({ ...(before["region"] === undefined ? {} : { region: before["region"] }), view: "list", status: "all", household: page.key.id })}>{words.procedures}</Link> : null}
        {page.may.edit && page.valid ? <Button onClick={() => onOpen({ what: "people" })}>{forms.people}</Button> : null}
        {more.length > 0 ? <Dropdown trigger={["click"]} menu={{ items: more }}><Button aria-label={forms.more} icon={<Icon name="more" />} /></Dropdown> : null}
      </>} />
  );
}
