/** The audit trail of an area (安全审计员, 审计监督): filters in one line, newest first, export with a purpose. */
import { useState } from "react";
import { Button, DatePicker, Form, Input, Modal, Select } from "antd";
import dayjs from "dayjs";
import { useInfiniteQuery } from "@tanstack/react-query";
import { exportAudit, listAudit, type AuditEntry } from "@diguan/core/access/contract-admin.ts";
import { actionNames, resourceNames } from "@diguan/core/access/labels.ts";
import { actions, type Action, type Resource } from "@diguan/core/access/policy.ts";
import { revealReasonNames, type RevealReason } from "@diguan/core/access/reveal.ts";
import { address, call } from "../api.ts";
import { clock } from "../kit/formats.ts";
import { Icon } from "../kit/Icon.tsx";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { EmptyState, ErrorState, Loading } from "../kit/States.tsx";
import { can, useSession } from "./session.ts";
import { actWords, adminWords } from "./words-admin.ts";
import "./access.css";

const pageSize = 50;
const rowKey = (row: AuditEntry): string => String(row.id);
interface Filter { readonly from?: string; readonly to?: string; readonly account?: string; readonly action?: string; readonly target?: string }

/** Sets or clears one part of the filter. */
const withPart = (filter: Filter, key: keyof Filter, value: string): Filter => { const { [key]: _before, ...rest } = filter; return value === "" ? rest : { ...rest, [key]: value }; };

function useNames(): { readonly act: (action: string) => string; readonly thing: (resource: string) => string; readonly purpose: (purpose: string | null) => string; readonly acts: readonly { value: string; label: string }[] } {
  const named = useWords(actWords) as Readonly<Record<string, string>>;
  const [locale] = useLocale();
  const say = (names: { readonly zh: string; readonly en: string }): string => (locale === "en" ? names.en : names.zh);
  const act = (action: string): string => named[action] ?? (Object.hasOwn(actionNames, action) ? say(actionNames[action as Action]) : action);
  return {
    act, thing: (resource) => (Object.hasOwn(resourceNames, resource) ? say(resourceNames[resource as Resource]) : resource),
    purpose: (purpose) => (purpose === null ? "—" : Object.hasOwn(revealReasonNames, purpose) ? say(revealReasonNames[purpose as RevealReason]) : purpose),
    acts: [...Object.keys(actWords["zh-CN"]), ...actions].map((value) => ({ value, label: act(value) })),
  };
}

export function AuditPage(): React.JSX.Element {
  const words = useWords(adminWords);
  const names = useNames();
  const [locale] = useLocale();
  const session = useSession();
  const [filter, setFilter] = useState<Filter>(() => ({ from: dayjs().subtract(30, "day").format("YYYY-MM-DD") }));
  const [exporting, setExporting] = useState(false);
  const part = (key: keyof Filter) => (value: string): void => setFilter((before) => withPart(before, key, value));
  const list = useInfiniteQuery({
    queryKey: ["audit", filter, locale], initialPageParam: "",
    queryFn: ({ pageParam, signal }) => call(listAudit, { query: { ...filter, limit: pageSize, ...(pageParam ? { after: pageParam } : {}) } }, signal),
    getNextPageParam: (last) => last.next ?? undefined, placeholderData: (before) => before,
  });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const columns: readonly GridColumn<AuditEntry>[] = [
    { key: "at", title: words.at, width: 130, render: (r) => clock(r.at) },
    { key: "who", title: words.who, render: (r) => r.accountName ?? words.system },
    { key: "role", title: words.role, render: (r) => r.roleName ?? "—" },
    { key: "act", title: words.act, render: (r) => names.act(r.action) },
    { key: "thing", title: words.thing, render: (r) => names.thing(r.resource) },
    { key: "place", title: words.place, render: (r) => r.regionName ?? "—" },
    { key: "purpose", title: words.purpose, render: (r) => names.purpose(r.purpose) },
    { key: "target", title: words.target, render: (r) => <span className="audit-target">{r.targetName ?? r.target ?? "—"}</span> },
    { key: "address", title: "IP", spare: true, render: (r) => r.address ?? "—" },
    { key: "detail", title: words.detail, render: (r) => <span className="audit-detail sm" title={JSON.stringify(r.detail)}>{Object.keys(r.detail).length === 0 ? "—" : JSON.stringify(r.detail)}</span> },
  ];
  return (
    <>
      <PageHead title={words.audit} line={words.auditLine} acts={can(session.data, "export", "audit") ? <Button icon={<Icon name="download" size={14} />} onClick={() => setExporting(true)}>{words.export}</Button> : null} />
      <section className="card">
        {list.error && list.data === undefined ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : list.data === undefined ? <Loading rows={8} /> : (
          <KeysetTable<AuditEntry> name="audit" label={words.trail} columns={columns} rows={rows} rowKey={rowKey} height="calc(100dvh - 230px)"
            next={{ has: list.hasNextPage, busy: list.isFetchingNextPage, size: pageSize, fetch: () => { void list.fetchNextPage(); } }} empty={<EmptyState>{words.emptyTrail}</EmptyState>}
            tools={<>
              <DatePicker aria-label={words.fromDate} placeholder={words.fromDate} size="small" value={filter.from ? dayjs(filter.from) : null} onChange={(day) => part("from")(day ? day.format("YYYY-MM-DD") : "")} />
              <DatePicker aria-label={words.toDate} placeholder={words.toDate} size="small" value={filter.to ? dayjs(filter.to) : null} onChange={(day) => part("to")(day ? day.format("YYYY-MM-DD") : "")} />
              <Select aria-label={words.act} size="small" allowClear showSearch={{ optionFilterProp: "label" }} placeholder={words.allActs} style={{ width: 150 }} options={[...names.acts]} onChange={(value: string | undefined) => part("action")(value ?? "")} />
              <Search label={words.whoFind} onFind={part("account")} />
              <Search label={words.targetFind} onFind={part("target")} />
            </>} />)}
      </section>
      {exporting ? <ExportForm filter={filter} onClose={() => setExporting(false)} /> : null}
    </>
  );
}

function Search({ label, onFind }: { readonly label: string; readonly onFind: (text: string) => void }): React.JSX.Element {
  return <Input aria-label={label} size="small" allowClear placeholder={label} style={{ width: 140 }} onChange={(event) => { if (event.target.value === "") onFind(""); }} onPressEnter={(event) => onFind(event.currentTarget.value.trim())} onBlur={(event) => onFind(event.target.value.trim())} />;
}

function ExportForm({ filter, onClose }: { readonly filter: Filter; readonly onClose: () => void }): React.JSX.Element {
  const words = useWords(adminWords);
  const [form] = Form.useForm<{ purpose: string }>();
  const save = ({ purpose }: { purpose: string }): void => { location.assign(address(exportAudit, { query: { ...filter, purpose } })); onClose(); };
  return (
    <Modal open width={460} title={words.exportTitle} okText={words.export} cancelText={words.cancel} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden>
      <p className="sub">{words.exportLine}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={save}><Form.Item name="purpose" label={words.exportWhy} rules={[{ required: true, min: 4, message: words.more }]}><Input maxLength={200} /></Form.Item></Form>
    </Modal>
  );
}
