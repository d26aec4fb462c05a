/** 帮扶责任人: everybody who helps in the area, how many households each has, who is beyond the quota. */
import { useState } from "react";
import { App, Button, Checkbox, Input, InputNumber, Modal, Select } from "antd";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { addHelper, editHelper, listHelpers, type HelperView } from "@diguan/core/helpers/contract.ts";
import { helperRanks } from "@diguan/core/helpers/ranks.ts";
import { call } from "../api.ts";
import { can, useSession } from "../access/session.ts";
import { KeysetTable } from "../kit/KeysetTable.tsx";
import { number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { saveCsv } from "../kit/files.ts";
import { PageHead } from "../kit/PageHead.tsx";
import { EmptyState, Shown, useTold } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { newKey } from "../registry/household.ts";
import { usePlace } from "../shells/place.ts";
import { helpWords } from "./words.ts";

const pageSize = 100;
const isOver = (h: HelperView): boolean => h.quota !== null && h.households > h.quota;

export function HelpersPage(): React.JSX.Element {
  const words = useWords(helpWords);
  const [locale] = useLocale();
  const { region } = usePlace();
  const session = useSession().data;
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<HelperView | "new">();
  const query = useInfiniteQuery({
    queryKey: ["helpers", "list", region, search], initialPageParam: "",
    queryFn: ({ pageParam, signal }) => call(listHelpers, { query: { limit: pageSize, ...(search.trim() === "" ? {} : { search: search.trim() }), ...(pageParam === "" ? {} : { after: pageParam }) } }, signal),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const rankOf = (rank: number): string => { const r = helperRanks.find((x) => x.value === rank); return r ? (locale === "en" ? r.en : r.zh) : ""; };
  const may = can(session, "assign", "helping");
  return (
    <Shown of={query}>{(data) => {
      const rows = data.pages.flatMap((p) => p.rows);
      return (
        <>
          <PageHead title={words.pageTitle} line={words.pageLine(number(rows.length), number(rows.filter(isOver).length))} acts={may ? <Button type="primary" onClick={() => setOpen("new")}>{words.add}</Button> : undefined} />
          <KeysetTable<HelperView> name="helpers" label={words.pageTitle} rows={rows} rowKey={(h) => h.id} {...(may ? { onOpen: (h: HelperView) => setOpen(h) } : {})}
            tools={<Input.Search size="small" allowClear placeholder={words.search} aria-label={words.search} onSearch={setSearch} style={{ width: 200 }} />}
            onExport={() => saveCsv(words.pageTitle, [[words.name, words.unit, words.post, words.rank, words.households, words.limit], ...rows.map((h) => [h.name, h.unit, h.post, rankOf(h.rank), h.households, h.quota])])}
            next={{ has: query.hasNextPage, fetch: () => { void query.fetchNextPage(); }, busy: query.isFetchingNextPage, size: pageSize }}
            empty={<EmptyState>{words.noHelpersWhat}</EmptyState>}
            columns={[
              { key: "name", title: words.name, render: (h) => <>{h.name} {h.active ? null : <StateTag icon={null}>{words.inactive}</StateTag>}</>, width: 140 },
              { key: "unit", title: words.unit, render: (h) => h.unit }, { key: "post", title: words.post, render: (h) => h.post ?? "", width: 140 }, { key: "rank", title: words.rank, render: (h) => rankOf(h.rank), width: 120 },
              { key: "households", title: words.households, numeric: true, width: 110, render: (h) => number(h.households) }, { key: "quota", title: words.limit, numeric: true, width: 90, render: (h) => (h.quota === null ? "—" : number(h.quota)) },
              { key: "over", title: words.state, width: 110, render: (h) => (isOver(h) ? <StateTag tone="warn">{words.over}</StateTag> : null) },
            ]} />
          {open === undefined ? null : <HelperForm region={session?.post.region ?? 0} {...(open === "new" ? {} : { helper: open })} onClose={() => setOpen(undefined)} />}
        </>);
    }}</Shown>
  );
}

function HelperForm({ region, helper, onClose }: { readonly region: number; readonly helper?: HelperView; readonly onClose: () => void }): React.JSX.Element {
  const words = useWords(helpWords);
  const [locale] = useLocale();
  const told = useTold();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [texts, setTexts] = useState({ name: helper?.name ?? "", unit: helper?.unit ?? "", post: helper?.post ?? "", certNo: "", phone: "" });
  const [place, setPlace] = useState<number | null>(region);
  const [rank, setRank] = useState(helper?.rank ?? 4);
  const [active, setActive] = useState(helper?.active ?? true);
  const [key] = useState(newKey);
  const text = (field: keyof typeof texts) => ({ value: texts[field], onChange: (e: { readonly target: { readonly value: string } }): void => setTexts({ ...texts, [field]: e.target.value }) });
  const own = { name: texts.name.trim(), unit: texts.unit.trim(), rank, ...(texts.post.trim() === "" ? {} : { post: texts.post.trim() }) };
  const save = useMutation({
    mutationFn: () => (helper ? call(editHelper, { params: { county: helper.county, id: helper.id }, body: { ...own, version: helper.version, active } })
      : call(addHelper, { body: { ...own, key, region: place ?? region, ...(texts.certNo === "" ? {} : { certNo: texts.certNo.trim() }), ...(texts.phone === "" ? {} : { phone: texts.phone.trim() }) } })),
    onSuccess: async () => { await client.invalidateQueries({ queryKey: ["helpers"] }); void message.success(words.saved); onClose(); }, onError: (e) => { void message.error(told(e), 8); },
  });
  return (
    <Modal open title={helper ? words.edit : words.add} okText={words.save} cancelText={words.cancel} okButtonProps={{ disabled: own.name.length < 2 || own.unit.length < 2, loading: save.isPending }} onCancel={onClose} onOk={() => save.mutate()} width={560} destroyOnHidden>
      <div className="form-grid">
        <label className="field"><span>{words.name}</span><Input maxLength={40} {...text("name")} /></label>
        <label className="field"><span>{words.unit}</span><Input maxLength={100} {...text("unit")} /></label>
        <label className="field"><span>{words.post}</span><Input maxLength={60} {...text("post")} /></label>
        <label className="field"><span>{words.rank}</span><Select value={rank} options={helperRanks.map((r) => ({ value: r.value, label: locale === "en" ? r.en : r.zh }))} onChange={(v: number) => setRank(v as typeof rank)} /></label>
        {helper ? <Checkbox checked={active} onChange={(e) => setActive(e.target.checked)}>{words.active}</Checkbox> : (
          <>
            <label className="field"><span>{words.certNo}</span><Input maxLength={18} {...text("certNo")} /></label>
            <label className="field"><span>{words.phone}</span><Input maxLength={20} inputMode="tel" {...text("phone")} /></label>
            <label className="field"><span>{words.region}</span><InputNumber controls={false} value={place} onChange={setPlace} /></label>
          </>)}
      </div>
    </Modal>
  );
}
