/** Light or dark: follows the system unless the reader chose. */
import { systemDark, themePreference } from "./preferences.ts";
import { dark as darkTokens, light as lightTokens, type Tokens } from "./tokens.ts";

export function useTheme(): { readonly dark: boolean; readonly tokens: Tokens } {
  const [mode] = themePreference.use();
  const system = systemDark.use();
  const isDark = mode === "dark" || (mode === "system" && system);
  return { dark: isDark, tokens: isDark ? darkTokens : lightTokens };
}
