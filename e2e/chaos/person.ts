import { chromium } from "playwright";
import type { Browser, BrowserContext, Page } from "playwright";
import { CHROMIUM_FLAGS, findChromium } from "../../scripts/chromium.ts";
import { RolloutPage } from "../pages/rollout.ts";
import { SignInPage } from "../pages/sign-in.ts";

/** Long enough for a plan and a click on two busy cores. */
const PATIENCE_MS = 120_000;

/** Somebody who steers a rollout in a browser, at whichever server is there. */
export class Person {
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  private constructor(browser: Browser, context: BrowserContext) {
    this.#browser = browser;
    this.#context = context;
  }

  /** Takes the product's address and signs in; a session holds at every server. */
  static async at(url: string): Promise<Person> {
    const browser = await chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_FLAGS] });
    const context = await browser.newContext({ baseURL: url, locale: "en-GB" });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    await new SignInPage(page).as("author");
    await page.close();
    return new Person(browser, context);
  }

  async end(): Promise<void> {
    await this.#browser.close();
  }

  /** Opens a rollout at a server, and leaves again: an open page asks for it all the time. */
  async #at<T>(url: string, id: string, act: (page: Page) => Promise<T>): Promise<T> {
    const page = await this.#context.newPage();
    try {
      await page.goto(`${url}/rollouts/${id}`);
      return await act(page);
    } finally {
      await page.close();
    }
  }

  /** Presses a button and waits until it has done its work: then it is not there any more. */
  async press(url: string, id: string, name: "Pause" | "Resume" | "End the bake now"): Promise<void> {
    await this.#at(url, id, async (page) => {
      const button = page.getByRole("button", { name, exact: true });
      await button.click();
      await button.waitFor({ state: "hidden" });
    });
  }

  /** Stops a rollout and has what is in flight aborted. */
  async stopAndAbort(url: string, id: string): Promise<void> {
    await this.#at(url, id, async (page) => {
      await page.getByRole("button", { name: "Stop", exact: true }).click();
      const dialog = page.getByRole("alertdialog");
      await dialog.getByRole("checkbox", { name: /abort/i }).check();
      await dialog.getByRole("button", { name: "Stop rollout" }).click();
      await dialog.waitFor({ state: "hidden" });
    });
  }

  /** Rolls back all that a rollout has changed; gives the rollout that does it, under way. */
  async rollBackAll(url: string, id: string): Promise<string> {
    return this.#at(url, id, async (page) => {
      await page.getByRole("button", { name: /^Undo/ }).click();
      const dialog = page.getByRole("alertdialog");
      await dialog.getByRole("button", { name: /^Prepare/ }).click();
      await page.waitForURL((to) => /\/rollouts\/[0-9a-f-]{36}/.test(to.pathname) && !to.pathname.includes(id));
      await new RolloutPage(page).accept();
      const confirm = page.getByRole("textbox", { name: /to confirm/i });
      const label = await page.getByText(/^Type \d+ to confirm/).innerText();
      await confirm.fill(/\d+/.exec(label)?.[0] ?? "");
      await page.getByRole("button", { name: "Start rollout" }).click();
      await page.getByText("Running").first().waitFor();
      return new URL(page.url()).pathname.split("/").at(-1) ?? "";
    });
  }
}
