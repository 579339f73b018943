import { expect } from "@playwright/test";
import type { Download, Page } from "@playwright/test";

/** The list of environments. */
export class EnvironmentsPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open(query = ""): Promise<void> {
    await this.page.goto(`/environments${query}`);
    await expect(this.page.getByRole("heading", { name: "Environments", level: 1 })).toBeVisible();
  }

  /** Waits until every lane that can be read has been. */
  async openScanned(): Promise<void> {
    await expect
      .poll(
        async () => {
          const answer = await this.page.request.get("/api/lanes");
          const lanes: unknown = await answer.json();
          return (
            Array.isArray(lanes) &&
            lanes.every(
              (lane: { lastSuccessAt: unknown; failure: unknown }) =>
                lane.lastSuccessAt !== null || lane.failure !== null,
            )
          );
        },
        { timeout: 60_000 },
      )
      .toBe(true);
    await this.open();
  }

  async search(text: string): Promise<void> {
    await this.page.getByRole("textbox", { name: "Search environments" }).fill(text);
    await expect(this.page).toHaveURL(new RegExp(`q=${encodeURIComponent(text)}`));
  }

  async follow(name: string): Promise<void> {
    await this.page.getByRole("link", { name, exact: true }).first().click();
    await this.page.waitForURL(/\/environments\/\d{12}\//);
  }

  /** Selects by pasting ids, as from a spreadsheet. */
  async selectByPaste(ids: readonly string[]): Promise<void> {
    await this.page.getByRole("button", { name: /select by paste/i }).click();
    const dialog = this.page.getByRole("dialog");
    await dialog.getByRole("textbox").fill(ids.join("\n"));
    await dialog.getByRole("button", { name: /find/i }).click();
    await dialog.getByRole("button", { name: new RegExp(`add ${ids.length} to selection`, "i") }).click();
    await expect(this.page.getByText(`${ids.length} selected`)).toBeVisible();
  }

  /** Takes the list away as a file, by keyboard alone, and gives it. */
  async exportAs(format: "CSV" | "JSON"): Promise<Download> {
    const download = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name: "Export" }).focus();
    await this.page.keyboard.press("Enter");
    const item = this.page.getByRole("menuitem", { name: format });
    await expect(item).toBeVisible();
    while (!(await item.evaluate((element) => element === document.activeElement))) {
      await this.page.keyboard.press("ArrowDown");
    }
    await this.page.keyboard.press("Enter");
    await expect(item).toBeHidden();
    return download;
  }

  async planDisable(): Promise<void> {
    await this.page.getByRole("button", { name: "Disable IMDSv1…" }).click();
    await this.page.waitForURL(/\/rollouts\/[0-9a-f-]{36}/);
  }
}
