/** The form of an act on the tree: what, from which day, on what ground. One form for all acts, each with its own fields. */
import { App, Button, DatePicker, Form, Input, Modal, Radio } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { closeRegion, confirmRegion, createRegion, mergeRegions, renameRegion, saveGroups, splitRegion } from "@diguan/core/regions/contract.ts";
import { levelOf } from "@diguan/core/region-code.ts";
import { parentOf } from "@diguan/core/regions/place.ts";
import { call } from "../api.ts";
import { useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { RegionPick, RegionPickMany } from "./RegionPick.tsx";
import { regionWords } from "./words.ts";

export type ActKind = "create" | "rename" | "close" | "merge" | "split" | "confirm" | "groups";
/** `code` is the region itself, for `create` the region above. */
export interface Act { readonly kind: ActKind; readonly code: number; readonly name: string; readonly groups?: readonly string[] }

interface Filled { code?: string; name?: string; on?: Dayjs; reason: string; successor?: number; from?: number[]; into?: { code: string; name: string }[]; keep?: boolean; groups?: string }

/** Sends the act; gives the code whose history should be shown afterwards. */
async function send({ kind, code, groups = [] }: Act, f: Filled): Promise<number> {
  const { reason } = f;
  const on = (f.on ?? dayjs()).format("YYYY-MM-DD");
  const params = { region: code };
  switch (kind) {
    case "create": return (await call(createRegion, { body: { code: Number(f.code), name: f.name ?? "", on, reason } })).code;
    case "rename": return (await call(renameRegion, { params, body: { name: f.name ?? "", on, reason } })).code;
    case "close": return (await call(closeRegion, { params, body: { on, reason, ...(f.successor ? { successor: f.successor } : {}) } })).code;
    case "merge": return (await call(mergeRegions, { params, body: { from: f.from ?? [], on, reason } })).code;
    case "split": return (await call(splitRegion, { params, body: { into: (f.into ?? []).map((p) => ({ code: Number(p.code), name: p.name })), keep: f.keep ?? true, on, reason } })).code;
    case "confirm": return (await call(confirmRegion, { params, body: { name: f.name ?? "", reason } })).code;
    case "groups": {
      const wanted = new Set((f.groups ?? "").split("\n").map((g) => g.trim()).filter(Boolean));
      await call(saveGroups, { params, body: { add: [...wanted].filter((g) => !groups.includes(g)), remove: groups.filter((g) => !wanted.has(g)), reason } });
      return code;
    }
  }
}

export function RegionActForm({ act, onClose, onDone }: { readonly act: Act; readonly onClose: () => void; readonly onDone: (code: number) => void }): React.JSX.Element {
  const words = useWords(regionWords);
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [form] = Form.useForm<Filled>();
  const { kind, code, name } = act;
  const saving = useMutation({
    mutationFn: (filled: Filled) => send(act, filled),
    onSuccess: async (done) => { void message.success(words.saved); await queries.invalidateQueries({ queryKey: ["regions"] }); onDone(done); },
    onError: (error) => { void message.error(told(error), 8); },
  });
  const titles: Readonly<Record<ActKind, string>> = { create: words.create(name), rename: words.renameAct(name), close: words.closeAct(name), merge: words.mergeAct(name), split: words.splitAct(name), confirm: words.confirmAct(name), groups: words.groupsAct(name) };
  const need = [{ required: true, message: words.need }];
  const codeRule = [{ required: true, pattern: /^\d{12}$/, message: words.needCode }];
  const siblings = { within: parentOf(code), level: levelOf(code), but: code };
  return (
    <Modal open title={titles[kind]} okText={words.acts[kind]} cancelText={words.cancel} confirmLoading={saving.isPending} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(filled: Filled) => saving.mutate(filled)} initialValues={{ on: dayjs(), keep: true, into: [{}], groups: (act.groups ?? []).join("\n"), ...(kind === "confirm" || kind === "rename" ? { name } : {}), ...(kind === "create" ? { code: String(code || "").replace(/0+$/, "") } : {}) }}>
        {kind === "create" ? <Form.Item name="code" label={words.fields.code} rules={codeRule} extra={words.needCode}><Input inputMode="numeric" maxLength={12} /></Form.Item> : null}
        {kind === "create" || kind === "rename" || kind === "confirm" ? <Form.Item name="name" label={kind === "rename" ? words.fields.newName : words.fields.name} rules={need}><Input maxLength={60} /></Form.Item> : null}
        {kind === "merge" ? <Form.Item name="from" label={words.fields.from} rules={need}><RegionPickMany {...siblings} label={words.fields.from} /></Form.Item> : null}
        {kind === "close" ? <Form.Item name="successor" label={words.fields.successor}><RegionPick {...siblings} label={words.fields.successor} /></Form.Item> : null}
        {kind === "split" ? (
          <>
            <Form.List name="into">{(parts, { add }) => (
              <fieldset className="parts"><legend>{words.fields.into}</legend>
                {parts.map((part) => (
                  <div key={part.key} className="part">
                    <Form.Item name={[part.name, "code"]} rules={codeRule}><Input aria-label={words.fields.code} placeholder={words.fields.code} inputMode="numeric" maxLength={12} /></Form.Item>
                    <Form.Item name={[part.name, "name"]} rules={need}><Input aria-label={words.fields.name} placeholder={words.fields.name} maxLength={60} /></Form.Item>
                  </div>))}
                <Button size="small" onClick={() => add({})}>{words.addPart}</Button>
              </fieldset>)}
            </Form.List>
            <Form.Item name="keep" label={words.keepOrEnd}><Radio.Group options={[{ value: true, label: words.fields.keep }, { value: false, label: words.fields.end }]} /></Form.Item>
          </>) : null}
        {kind === "groups" ? <Form.Item name="groups" label={words.groups} extra={words.groupHint}><Input.TextArea rows={6} /></Form.Item> : null}
        {kind === "confirm" || kind === "groups" ? null : <Form.Item name="on" label={words.fields.on} rules={need}><DatePicker style={{ width: "100%" }} /></Form.Item>}
        <Form.Item name="reason" label={words.fields.reason} rules={[{ required: true, min: 2, message: words.need }]}><Input maxLength={200} /></Form.Item>
      </Form>
    </Modal>
  );
}
