/** Adds a passkey of this device or of a security key. */
import { App, Button, Form, Input } from "antd";
import { useMutation } from "@tanstack/react-query";
import { Problem } from "@diguan/core/problem.ts";
import { useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { passkeysWork, registerPasskey } from "./passkeys.ts";
import { accessWords } from "./words.ts";

export function PasskeyAdd({ onDone }: { readonly onDone: () => void }): React.JSX.Element {
  const words = useWords(accessWords);
  const told = useTold();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ name: string; password: string }>();
  const adding = useMutation({
    mutationFn: ({ name, password }: { name: string; password: string }) => registerPasskey(name, password),
    onSuccess: () => { form.resetFields(); onDone(); },
    onError: (error) => { void message.error(error instanceof Problem ? told(error) : words.passkeyGivenUp, 6); },
  });
  if (!passkeysWork()) return <p className="mut sm">{words.passkeyNeedsHost}</p>;
  const need = [{ required: true, message: words.need }];
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(filled: { name: string; password: string }) => adding.mutate(filled)}>
      <Form.Item name="name" label={words.passkeyName} rules={need}><Input maxLength={60} placeholder={words.passkeyNameHint} autoComplete="off" /></Form.Item>
      <Form.Item name="password" label={words.password} extra={words.totpAsk} rules={need}><Input.Password autoComplete="current-password" /></Form.Item>
      <Button htmlType="submit" loading={adding.isPending}>{words.addPasskey}</Button>
    </Form>
  );
}
