/** A new password: checked here as on the server, so that the reason stands under the field. */
import { App, Button, Form, Input } from "antd";
import { useMutation } from "@tanstack/react-query";
import { changePassword } from "@diguan/core/access/contract.ts";
import { passwordFault } from "@diguan/core/access/password.ts";
import { tell } from "@diguan/core/problem.ts";
import { call } from "../api.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { accessWords } from "./words.ts";

interface Filled { readonly current: string; readonly next: string; readonly again: string }

export function PasswordForm({ names, onDone }: { readonly names: readonly string[]; readonly onDone?: () => void }): React.JSX.Element {
  const words = useWords(accessWords);
  const told = useTold();
  const [locale] = useLocale();
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const changing = useMutation({
    mutationFn: ({ current, next }: Filled) => call(changePassword, { body: { current, next } }),
    onSuccess: () => { form.resetFields(); void message.success(words.changed); onDone?.(); },
    onError: (error) => { void message.error(told(error), 6); },
  });
  const checkNext = (_rule: unknown, value: string | undefined): Promise<void> => {
    const fault = value ? passwordFault(value, names) : undefined;
    return fault ? Promise.reject(new Error(tell(`access.password.${fault}`, {}, locale))) : Promise.resolve();
  };
  const need = { required: true, message: words.need };
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(filled: Filled) => changing.mutate(filled)}>
      <Form.Item name="current" label={words.current} rules={[need]}><Input.Password autoComplete="current-password" /></Form.Item>
      <Form.Item name="next" label={words.next} validateTrigger="onBlur" rules={[need, { validator: checkNext }]}><Input.Password autoComplete="new-password" /></Form.Item>
      <Form.Item name="again" label={words.again} dependencies={["next"]} validateTrigger="onBlur" rules={[need, ({ getFieldValue }) => ({ validator: (_rule: unknown, value: string | undefined) => (!value || value === getFieldValue("next") ? Promise.resolve() : Promise.reject(new Error(words.differs))) })]}><Input.Password autoComplete="new-password" /></Form.Item>
      <Button type="primary" htmlType="submit" loading={changing.isPending}>{words.change}</Button>
    </Form>
  );
}
