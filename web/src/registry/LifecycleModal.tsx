/** A new year, cancelling, restoring. */
import { useState } from "react";
import { App, Modal } from "antd";
import { useMutation } from "@tanstack/react-query";
import type { HouseholdPage } from "@diguan/core/registry/contract.ts";
import { cancelHousehold, makeSnapshot, restoreHousehold } from "@diguan/core/registry/contract-write.ts";
import { call } from "../api.ts";
import { useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { newKey, useRefresh } from "./household.ts";
import { ReasonModal } from "./ReasonModal.tsx";
import { formWords } from "./words-forms.ts";

export type Ending = "snapshot" | "cancel" | "restore";

export function LifecycleModal({ page, ending, onClose, onYear }: { readonly page: HouseholdPage; readonly ending: Ending; readonly onClose: () => void; readonly onYear: (year: number) => void }): React.JSX.Element {
  const words = useWords(formWords);
  const told = useTold();
  const { message } = App.useApp();
  const refresh = useRefresh(page.key);
  const [key] = useState(newKey);
  const next = (page.years.at(-1)?.year ?? page.year) + 1;
  const act = useMutation({
    mutationFn: async (ground: { readonly reason: string; readonly evidence: string }): Promise<number | undefined> => {
      if (ending === "snapshot") return (await call(makeSnapshot, { params: page.key, body: { key, year: next } })).year;
      await call(ending === "cancel" ? cancelHousehold : restoreHousehold, { params: page.key, body: { key, version: page.version, ...ground } });
      return undefined;
    },
    onSuccess: async (year) => { await refresh(); void message.success(words.saved); if (year !== undefined) onYear(year); onClose(); },
    onError: (e) => { void message.error(told(e)); },
  });
  if (ending === "snapshot") return <Modal open title={words.snapshot(String(next))} okText={words.snapshot(String(next))} cancelText={words.cancel} okButtonProps={{ loading: act.isPending }} onCancel={onClose} onOk={() => act.mutate({ reason: "", evidence: "" })} width={440}><p>{words.snapshotWhat}</p></Modal>;
  return <ReasonModal title={ending === "cancel" ? words.cancelHousehold : words.restoreHousehold} {...(ending === "cancel" ? { what: words.cancelWhat } : {})} proof busy={act.isPending} onCancel={onClose} onDone={(ground) => act.mutate(ground)} />;
}
