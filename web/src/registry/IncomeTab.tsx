/** 收入台账: line items added and withdrawn, the sums beside them computed (never typed). */
import { useState } from "react";
import { App, Button, Input, InputNumber, Modal, Select } from "antd";
import { useMutation } from "@tanstack/react-query";
import type { FindingView, HouseholdPage } from "@diguan/core/registry/contract.ts";
import { addIncome, withdrawIncome } from "@diguan/core/registry/contract-write.ts";
import { codeLists, labelOf, type Code } from "@diguan/core/registry/codes.ts";
import { call } from "../api.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { line, yuan } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { EmptyState, useTold } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { newKey, useRefresh } from "./household.ts";
import { Steps } from "./IncomeCard.tsx";
import { ReasonModal } from "./ReasonModal.tsx";
import { GroundFields, groundOf, noGround, optionalText, Refusal } from "./SaveBox.tsx";
import { registryWords } from "./words.ts";
import { formWords } from "./words-forms.ts";

export function IncomeTab({ page }: { readonly page: HouseholdPage }): React.JSX.Element {
  const words = useWords(registryWords);
  const forms = useWords(formWords);
  const [locale] = useLocale();
  const [adding, setAdding] = useState(false);
  const [withdrawing, setWithdrawing] = useState<string>();
  const [key, setKey] = useState(newKey);
  const told = useTold();
  const { message } = App.useApp();
  const refresh = useRefresh(page.key);
  const withdraw = useMutation({
    mutationFn: (reason: string) => call(withdrawIncome, { params: page.key, body: { key, year: page.year, itemId: withdrawing ?? "", reason, explanation: reason.length >= 4 ? reason : `${forms.withdraw}：${reason}` } }),
    onSuccess: async (outcome) => { if (!outcome.saved) { void message.error(forms.blocked(String(outcome.blocked.length))); return; } setKey(newKey()); setWithdrawing(undefined); await refresh(); }, onError: (e) => { void message.error(told(e)); },
  });
  const may = page.may.edit && page.valid;
  if (page.household.withheld.includes("wageFen")) return <section className="card"><EmptyState>{words.withheld}</EmptyState></section>;
  const standing = page.items.filter((i) => i.withdrawnAt === null);
  return (
    <div className="income" style={{ alignItems: "start" }}>
      <FindingCard title={forms.incomeTitle} unit={forms.yuan} note={words.fromTo(page.accounting.from, page.accounting.to)} tools={may ? <Button size="small" type="primary" onClick={() => setAdding(true)}>{forms.addItem}</Button> : undefined}
        table={{ heads: [forms.itemKind, forms.amount, forms.member, forms.source, forms.from, forms.toDate], numeric: [1], rows: standing.map((i) => [labelOf("incomeKind", i.kind, locale), yuan(i.amountFen), i.memberName ?? forms.wholeFamily, labelOf("source", i.source, locale), i.from, i.to]) }}>
        {page.items.length === 0 ? <EmptyState>{page.steps ? words.noItems : words.incomeNoneWhat}</EmptyState> : (
          <table className="sums"><tbody>
            {page.items.map((i) => (
              <tr key={i.id} className={i.withdrawnAt === null ? "" : "gone"}>
                <th scope="row">{labelOf("incomeKind", i.kind, locale)} {i.withdrawnAt === null ? null : <StateTag icon={null}>{forms.withdrawn}</StateTag>}<br /><span className="mut sm">{line(i.memberName ?? forms.wholeFamily, i.from && i.to && words.fromTo(i.from, i.to), labelOf("source", i.source, locale), i.evidence, i.note)}</span></th>
                <td>{yuan(i.kind === 60 ? -i.amountFen : i.amountFen)}{may && i.withdrawnAt === null ? <Button type="link" size="small" onClick={() => setWithdrawing(i.id)}>{forms.withdraw}</Button> : null}</td>
              </tr>))}
          </tbody></table>)}
      </FindingCard>
      <FindingCard title={words.how}><Steps page={page} /></FindingCard>
      {adding ? <AddItem page={page} onClose={() => setAdding(false)} /> : null}
      {withdrawing ? <ReasonModal title={forms.withdrawTitle} busy={withdraw.isPending} onCancel={() => setWithdrawing(undefined)} onDone={({ reason }) => withdraw.mutate(reason)} /> : null}
    </div>
  );
}

function AddItem({ page, onClose }: { readonly page: HouseholdPage; readonly onClose: () => void }): React.JSX.Element {
  const words = useWords(formWords);
  const [locale] = useLocale();
  const told = useTold();
  const { message } = App.useApp();
  const refresh = useRefresh(page.key);
  const [kind, setKind] = useState<number>();
  const [amount, setAmount] = useState<number | null>(null);
  const [memberId, setMemberId] = useState<string>();
  const [from, setFrom] = useState(page.accounting.from);
  const [to, setTo] = useState(page.accounting.to);
  const [note, setNote] = useState("");
  const [ground, setGround] = useState({ ...noGround, source: 2 });
  const [answer, setAnswer] = useState<{ readonly blocked: readonly FindingView[]; readonly toExplain: readonly FindingView[] }>({ blocked: [], toExplain: [] });
  const [key] = useState(newKey);
  const add = useMutation({
    mutationFn: () => call(addIncome, { params: page.key, body: { key, year: page.year, kind: kind ?? 0, amountFen: Math.round((amount ?? 0) * 100), ...(memberId ? { memberId } : {}), from, to, ...groundOf(ground), ...(optionalText(note) ? { note: note.trim() } : {}) } }),
    onSuccess: async (outcome) => { setAnswer(outcome); if (!outcome.saved) return; await refresh(); void message.success(words.saved); onClose(); },
    onError: (e) => { void message.error(told(e)); },
  });
  const kinds: readonly Code[] = codeLists.incomeKind;
  return (
    <Modal open title={words.addItem} okText={words.save} cancelText={words.cancel} okButtonProps={{ disabled: kind === undefined || amount === null || amount <= 0, loading: add.isPending }} onCancel={onClose} onOk={() => add.mutate()} width={560} destroyOnHidden>
      <div className="form-stack">
        <Refusal blocked={answer.blocked} toExplain={answer.toExplain} nameOf={(code) => page.members.find((m) => m.values["memberCode"] === code)?.name} />
        <div className="form-grid">
          <label className="field"><span>{words.itemKind}</span><Select value={kind ?? null} options={kinds.map((k) => ({ value: k.value, label: locale === "en" ? k.en : k.zh }))} onChange={setKind} /></label>
          <label className="field"><span>{words.amount}</span><InputNumber min={0.01} precision={2} suffix={words.yuan} value={amount} onChange={setAmount} /></label>
          <label className="field"><span>{words.member}</span><Select allowClear placeholder={words.wholeFamily} {...(memberId ? { value: memberId } : {})} options={page.members.filter((m) => m.active).map((m) => ({ value: m.id, label: m.name }))} onChange={(v: string | undefined) => setMemberId(v)} /></label>
          <label className="field"><span>{words.from}</span><Input type="date" value={from} onChange={(e) => setFrom(e.target.value)} /></label>
          <label className="field"><span>{words.toDate}</span><Input type="date" value={to} onChange={(e) => setTo(e.target.value)} /></label>
          <label className="field"><span>{words.note}</span><Input value={note} maxLength={500} onChange={(e) => setNote(e.target.value)} /></label>
        </div>
        <GroundFields ground={ground} set={setGround} asks={answer.toExplain.length > 0} reason={false} />
      </div>
    </Modal>
  );
}
