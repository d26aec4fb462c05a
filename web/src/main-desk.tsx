/** Entry of the desk (电脑系统, paper 001 §3.1): providers around the routes. */
import { StrictMode, useEffect } from "react";
import { App, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { createRoot } from "react-dom/client";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { Problem } from "@diguan/core/problem.ts";
import "./kit/global.css";
import "./kit/kit.css";
import { useLocale } from "./kit/i18n.tsx";
import { reducedMotion } from "./kit/preferences.ts";
import { deskTheme } from "./kit/theme.ts";
import { themeSheet } from "./kit/tokens.ts";
import { useTheme } from "./kit/useTheme.ts";
import { router } from "./routes.tsx";

const sheet = new CSSStyleSheet();
sheet.replaceSync(themeSheet);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

/** What a session must do before anything else. */
const firstSteps: readonly string[] = ["access.mustChange", "access.needsFactor", "access.needsSecondFactor"];

/** A session that ended sends the reader to sign in, and back to the same page afterwards; one with something left to do, to do it. */
function onError(error: unknown): void {
  const { pathname, href } = router.state.location;
  if (error instanceof Problem && firstSteps.includes(error.code) && pathname !== "/first-steps") void router.navigate({ to: "/first-steps", search: { next: href } });
  if (error instanceof Problem && (error.code === "access.signedOut" || error.code === "access.noPost") && pathname !== "/sign-in") void router.navigate({ to: "/sign-in", search: { next: href } });
}

const queries = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: { queries: { staleTime: 5_000, retry: (count, error) => count < 2 && error instanceof Problem && error.code === "server.unreachable" } },
});

function Desk(): React.JSX.Element {
  const [locale] = useLocale();
  const { dark, tokens } = useTheme();
  const still = reducedMotion.use();
  useEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
    dayjs.locale(locale === "en" ? "en" : "zh-cn");
    // what the server names (roles, problems) is asked again in the new language
    void queries.invalidateQueries();
  }, [locale, dark]);
  return (
    <ConfigProvider theme={deskTheme(tokens, dark, still)} locale={locale === "en" ? enUS : zhCN} wave={{ disabled: true }} button={{ autoInsertSpace: false }}>
      <App><QueryClientProvider client={queries}><RouterProvider router={router} /></QueryClientProvider></App>
    </ConfigProvider>
  );
}

const root = document.querySelector("#desk");
if (root) createRoot(root).render(<StrictMode><Desk /></StrictMode>);
