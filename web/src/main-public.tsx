/** Entry of the public pages (公示网站, paper 001 §3.1): small, for a phone on a slow line; no sign-in, no component library. */
import { StrictMode, useEffect } from "react";
import { createRoot } from "react-dom/client";
import "./kit/global.css";
import { useLocale } from "./kit/i18n.tsx";
import { themeSheet } from "./kit/tokens.ts";
import { useTheme } from "./kit/useTheme.ts";
import { PublicPage } from "./procedure/PublicPage.tsx";

const sheet = new CSSStyleSheet();
sheet.replaceSync(themeSheet);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

function Public(): React.JSX.Element {
  const [locale] = useLocale();
  const { dark } = useTheme();
  useEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
  }, [locale, dark]);
  return <PublicPage path={globalThis.location.pathname} />;
}

const root = document.querySelector("#public");
if (root) createRoot(root).render(<StrictMode><Public /></StrictMode>);
