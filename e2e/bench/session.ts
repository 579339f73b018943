import { chromium } from "playwright";
import { CHROMIUM_FLAGS, findChromium } from "../../scripts/chromium.ts";
import { SignInPage } from "../pages/sign-in.ts";
import { measureScreen } from "./list-screen.ts";
import type { ScreenFigures } from "./list-screen.ts";

/** Somebody who is signed in: the session's cookie for requests, and the button that has every lane read again. */
export type Session = {
  cookie: string;
  refresh: () => Promise<void>;
  /** How the list feels in the browser. */
  measure: () => Promise<ScreenFigures>;
  end: () => Promise<void>;
};

/** Takes the product's address and signs in there as a person does, in a browser that looks at nothing meanwhile. */
export async function signIn(url: string): Promise<Session> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_FLAGS] });
  const context = await browser.newContext({ baseURL: url, locale: "en-GB" });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await new SignInPage(page).as("author");
  const cookies = await context.cookies();
  // The list asks again and again while a scan runs: it must not be part of what is measured.
  await page.goto("about:blank");
  return {
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
    refresh: async () => {
      await page.goto("/environments");
      await page.getByRole("button", { name: "Refresh", exact: true }).click();
      await page.getByRole("progressbar").waitFor();
      await page.goto("about:blank");
    },
    measure: async () => {
      const figures = await measureScreen(page);
      await page.goto("about:blank");
      return figures;
    },
    end: () => browser.close(),
  };
}
