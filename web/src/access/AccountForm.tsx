/** Makes an account with its first post, or gives a further post. */
import { App, Form, Input, Modal } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { addPost, createAccount } from "@diguan/core/access/contract-admin.ts";
import { call } from "../api.ts";
import { useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { postBody, PostFields, type FilledPost } from "./PostFields.tsx";
import { useSession } from "./session.ts";
import { adminWords } from "./words-admin.ts";

interface Filled extends FilledPost { readonly signInName: string; readonly displayName: string }

export function AccountForm({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: (name: string, made: { id: string; password: string }) => void }): React.JSX.Element {
  const words = useWords(adminWords);
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const session = useSession();
  const [form] = Form.useForm<Filled>();
  const area = session.data?.post.region ?? 0;
  const making = useMutation({
    mutationFn: (filled: Filled) => call(createAccount, { body: { signInName: filled.signInName, displayName: filled.displayName, post: postBody(filled, area) } }),
    onSuccess: async (made, filled) => { await queries.invalidateQueries({ queryKey: ["accounts"] }); onDone(filled.displayName, made); },
    onError: (error) => { void message.error(told(error), 8); },
  });
  return (
    <Modal open width={560} title={words.createTitle} okText={words.create} cancelText={words.cancel} confirmLoading={making.isPending} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(filled: Filled) => making.mutate(filled)}>
        <div className="pair">
          <Form.Item name="displayName" label={words.displayName} rules={[{ required: true, message: words.need }]}><Input maxLength={60} autoComplete="off" /></Form.Item>
          <Form.Item name="signInName" label={words.signInName} extra={words.nameHelp} rules={[{ required: true, pattern: /^[\p{L}\p{N}._@-]{2,64}$/u, message: words.nameHelp }]}><Input maxLength={64} autoComplete="off" autoCapitalize="none" spellCheck={false} /></Form.Item>
        </div>
        <PostFields area={area} areaName={session.data?.post.regionName ?? ""} />
      </Form>
    </Modal>
  );
}

export function PostForm({ id, name, onClose }: { readonly id: string; readonly name: string; readonly onClose: () => void }): React.JSX.Element {
  const words = useWords(adminWords);
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const session = useSession();
  const [form] = Form.useForm<FilledPost>();
  const area = session.data?.post.region ?? 0;
  const giving = useMutation({
    mutationFn: (filled: FilledPost) => call(addPost, { params: { id }, body: postBody(filled, area) }),
    onSuccess: async () => { await queries.invalidateQueries({ queryKey: ["accounts"] }); onClose(); },
    onError: (error) => { void message.error(told(error), 8); },
  });
  return (
    <Modal open width={560} title={words.addTitle(name)} okText={words.addPost} cancelText={words.cancel} confirmLoading={giving.isPending} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(filled: FilledPost) => giving.mutate(filled)}><PostFields area={area} areaName={session.data?.post.regionName ?? ""} /></Form>
    </Modal>
  );
}
