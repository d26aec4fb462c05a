/** Registers or changes an organisation. The id is made here and kept until it is saved, so that sending twice creates once. */
import { useState } from "react";
import { App, DatePicker, Form, Input, Modal, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { creditCodeFaults, readCreditCode } from "@diguan/core/regions/credit-code.ts";
import { createOrganisation, editOrganisation, listOrganisations, type Organisation } from "@diguan/core/regions/organisation-contract.ts";
import { kindKeys, organisationKinds, type OrganisationKind } from "@diguan/core/regions/organisation.ts";
import { call } from "../api.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { inWords, useKept } from "./labels.ts";
import { RegionPick } from "./RegionPick.tsx";
import { organisationWords } from "./words-organisations.ts";

interface Filled { region?: number; kind: OrganisationKind; name: string; creditCode?: string; parentId?: string; contact?: string; phone?: string; openedOn: Dayjs; closedOn?: Dayjs | null; reason: string }
interface Props { /** where a new one is registered */ readonly region: number; readonly place: string; readonly known?: Organisation; readonly parentName?: string | null; readonly onClose: () => void; readonly onDone: (made: Organisation) => void }

export function OrganisationForm({ region, place, known, parentName, onClose, onDone }: Props): React.JSX.Element {
  const words = useWords(organisationWords);
  const [locale] = useLocale();
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [form] = Form.useForm<Filled>();
  const [id] = useState(() => crypto.randomUUID());
  const [parentText, setParentText] = useState("");
  const parents = useQuery({ queryKey: ["organisations", "parents", region, parentText], queryFn: ({ signal }) => call(listOrganisations, { query: { region: 0, limit: 30, ...(parentText ? { q: parentText } : {}) } }, signal), placeholderData: (before) => before });
  const saving = useMutation({
    mutationFn: (f: Filled) => {
      const body = { kind: f.kind, name: f.name, creditCode: f.creditCode?.trim() || null, parentId: f.parentId ?? null, contact: f.contact?.trim() || null, openedOn: f.openedOn.format("YYYY-MM-DD"), closedOn: f.closedOn ? f.closedOn.format("YYYY-MM-DD") : null, reason: f.reason };
      return known ? call(editOrganisation, { params: { county: known.county, id: known.id }, body: { ...body, version: known.version, ...(f.phone?.trim() ? { phone: f.phone.trim() } : {}) } })
        : call(createOrganisation, { body: { ...body, id, region: f.region ?? region, phone: f.phone?.trim() || null } });
    },
    onSuccess: async (made) => { void message.success(words.saved); await queries.invalidateQueries({ queryKey: ["organisations"] }); onDone(made); },
    onError: (error) => { void message.error(told(error), 8); },
  });
  const need = [{ required: true, message: words.need }];
  const chosen = Form.useWatch("parentId", form);
  const offered = useKept([...(known?.parentId && parentName ? [{ value: known.parentId, label: parentName }] : []), ...(parents.data?.rows ?? []).filter((p) => p.id !== known?.id && p.id !== known?.parentId).map((p) => ({ value: p.id, label: p.name }))], chosen ? [chosen] : []);
  return (
    <Modal open width={620} title={known ? words.editTitle(known.name) : words.createTitle(place)} okText={words.save} cancelText={words.cancel} confirmLoading={saving.isPending} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(filled: Filled) => saving.mutate(filled)}
        initialValues={known ? { kind: known.kind, name: known.name, creditCode: known.creditCode ?? "", contact: known.contact ?? "", openedOn: dayjs(known.openedOn), closedOn: known.closedOn ? dayjs(known.closedOn) : null, ...(known.parentId ? { parentId: known.parentId } : {}) } : { kind: "office", openedOn: dayjs() }}>
        <Form.Item name="name" label={words.name} rules={[{ required: true, min: 2, message: words.need }]}><Input maxLength={100} /></Form.Item>
        <div className="pair">
          <Form.Item name="kind" label={words.kind} rules={need}><Select options={kindKeys.map((k) => ({ value: k, label: inWords(organisationKinds[k], locale) }))} /></Form.Item>
          {known ? null : <Form.Item name="region" label={words.optional(words.region)}><RegionPick within={region} label={words.region} placeholder={place} /></Form.Item>}
          <Form.Item name="creditCode" label={words.optional(words.creditCode)} extra={words.codeHelp} validateTrigger="onBlur" rules={[{ validator: (_rule: unknown, text: string | undefined) => { const read = text?.trim() ? readCreditCode(text) : undefined; return read && "fault" in read ? Promise.reject(new Error(inWords(creditCodeFaults[read.fault], locale))) : Promise.resolve(); } }]}><Input maxLength={24} autoComplete="off" /></Form.Item>
          <Form.Item name="parentId" label={words.optional(words.parent)}><Select allowClear showSearch={{ filterOption: false, onSearch: setParentText }} options={offered} /></Form.Item>
          <Form.Item name="contact" label={words.optional(words.contact)}><Input maxLength={40} autoComplete="off" /></Form.Item>
          <Form.Item name="phone" label={words.optional(words.phone)}><Input maxLength={30} autoComplete="off" inputMode="tel" {...(known?.phoneMasked ? { placeholder: words.phoneKeep } : {})} /></Form.Item>
          <Form.Item name="openedOn" label={words.opened} rules={need}><DatePicker style={{ width: "100%" }} /></Form.Item>
          <Form.Item name="closedOn" label={words.optional(words.closedOn)}><DatePicker style={{ width: "100%" }} /></Form.Item>
        </div>
        <Form.Item name="reason" label={words.reason} rules={[{ required: true, min: 2, message: words.need }]}><Input maxLength={200} /></Form.Item>
      </Form>
    </Modal>
  );
}
