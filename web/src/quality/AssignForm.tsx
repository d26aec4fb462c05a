/** Gives the chosen findings to a post with a deadline: the only act on many at once; decisions are taken one by one. */
import { useState } from "react";
import { App, DatePicker, Form, Input, Modal, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { Role } from "@diguan/core/access/policy.ts";
import { roleName } from "@diguan/core/access/labels.ts";
import { assignFindings, listAssignees, type FindingRow } from "@diguan/core/quality/contract.ts";
import { ancestorAt, contains, rangeOf } from "@diguan/core/region-code.ts";
import dayjs, { type Dayjs } from "dayjs";
import { call } from "../api.ts";
import { number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { qualityWords } from "./words.ts";

export function AssignForm({ findings, region, onClose, onDone }: { readonly findings: readonly FindingRow[]; readonly region: number; readonly onClose: () => void; readonly onDone: () => Promise<void> }): React.JSX.Element {
  const words = useWords(qualityWords);
  const [locale] = useLocale();
  const told = useTold();
  const { message } = App.useApp();
  const [post, setPost] = useState<string>();
  const [deadline, setDeadline] = useState<Dayjs | null>(null);
  const [note, setNote] = useState("");
  // only posts whose area holds every chosen finding: of the village, else of the town, else of the place
  const holds = (place: number | undefined): boolean => place !== undefined && findings.every((f) => contains(rangeOf(place), f.region));
  const first = findings[0]?.region ?? region;
  const asked = [first, ancestorAt(first, "town"), ancestorAt(first, "county")].find(holds) ?? region;
  const posts = useQuery({ queryKey: ["quality", "assignees", asked], queryFn: ({ signal }) => call(listAssignees, { query: { region: asked } }, signal) });
  const assign = useMutation({
    mutationFn: () => call(assignFindings, { body: { findings: findings.map((f) => ({ county: f.county, id: f.id })), post: post ?? "", ...(deadline ? { deadline: deadline.format("YYYY-MM-DD") } : {}), ...(note.trim() ? { note: note.trim() } : {}) } }),
    onSuccess: async ({ done, refused }) => {
      if (done > 0) void message.success(words.assigned(number(done)));
      if (refused.length > 0) void message.warning(words.assignRefused(number(refused.length), refused[0]?.message ?? ""), 8);
      await onDone();
    },
    onError: (error) => { void message.error(told(error)); },
  });
  return (
    <Modal open title={`${words.assign} ${number(findings.length)}`} okText={words.assign} cancelText={words.cancel} onCancel={onClose} okButtonProps={{ disabled: !post, loading: assign.isPending }} onOk={() => assign.mutate()} width={460} destroyOnHidden>
      <Form layout="vertical">
        <Form.Item label={words.assignTo} required htmlFor="assign-post">
          <Select id="assign-post" showSearch={{ optionFilterProp: "label" }} loading={posts.isPending} placeholder={words.chooseOne} value={post ?? null} onChange={setPost} options={(posts.data?.rows ?? []).filter((p) => holds(p.region)).map((p) => ({ value: p.post, label: `${p.name}　${roleName(p.role as Role, locale)}　${p.place}` }))} />
        </Form.Item>
        <Form.Item label={words.deadline} htmlFor="assign-deadline"><DatePicker id="assign-deadline" value={deadline} onChange={setDeadline} disabledDate={(d) => d.isBefore(dayjs().startOf("day"))} style={{ width: "100%" }} /></Form.Item>
        <Form.Item label={words.note} htmlFor="assign-note"><Input.TextArea id="assign-note" rows={2} maxLength={400} value={note} onChange={(e) => setNote(e.target.value)} /></Form.Item>
      </Form>
    </Modal>
  );
}
