import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

const WORDS = {
  en: {
    title: "Change windows",
    create: "Create window",
    name: "Name",
    deny: "Deny",
    once: "Once, from one date to another",
    from: "From",
    until: "Until",
    noEnd: "Until further notice",
    zone: "Time zone",
    save: "Save",
    edit: (name: string) => `Edit ${name}`,
    end: (name: string) => `End ${name}`,
    endConfirm: "End window",
  },
  ja: {
    title: "変更ウィンドウ",
    create: "ウィンドウを作成",
    name: "名前",
    deny: "拒否",
    once: "1 回のみ (日付の範囲)",
    from: "開始",
    until: "終了",
    noEnd: "終了日未定",
    zone: "タイムゾーン",
    save: "保存",
    edit: (name: string) => `${name} を編集`,
    end: (name: string) => `${name} を終了`,
    endConfirm: "ウィンドウを終了",
  },
} as const;

/** Settings → Change windows. */
export class WindowsPage {
  readonly page: Page;
  readonly words: (typeof WORDS)[keyof typeof WORDS];
  constructor(page: Page, language: keyof typeof WORDS = "en") {
    this.page = page;
    this.words = WORDS[language];
  }

  async open(): Promise<void> {
    await this.page.goto("/settings/windows");
    await expect(this.page.getByRole("heading", { name: this.words.title, level: 1 })).toBeVisible();
  }

  dialog() {
    return this.page.getByRole("dialog");
  }

  async openDialog(): Promise<void> {
    await this.page.getByRole("button", { name: this.words.create }).focus();
    await this.page.keyboard.press("Enter");
    await expect(this.dialog()).toBeVisible();
  }

  /** Opens the dialog on a window that there is. */
  async openEdit(name: string): Promise<void> {
    await this.page.getByRole("button", { name: this.words.edit(name), exact: true }).focus();
    await this.page.keyboard.press("Enter");
    await expect(this.dialog()).toBeVisible();
  }

  /** Fills the open dialog with a freeze from a time on, in UTC; without an end unless one is given. */
  async writeFreeze(name: string, from: string, until?: string): Promise<void> {
    const dialog = this.dialog();
    await dialog.getByRole("textbox", { name: this.words.name, exact: true }).fill(name);
    await dialog.getByRole("radio", { name: this.words.deny, exact: true }).check();
    await dialog.getByRole("radio", { name: this.words.once, exact: true }).check();
    await dialog.getByLabel(this.words.from, { exact: true }).fill(from);
    if (until === undefined) await dialog.getByRole("checkbox", { name: this.words.noEnd }).check();
    else await this.writeEnd(until);
    await dialog.getByLabel(this.words.zone, { exact: true }).fill("UTC");
  }

  /** Writes into the open dialog when the window ends. */
  async writeEnd(until: string): Promise<void> {
    await this.dialog().getByLabel(this.words.until, { exact: true }).fill(until);
  }

  /** Limits the window in the dialog to values of a list: an account, an application. */
  async limit(list: string, value: string): Promise<void> {
    await this.dialog().getByText(`${list}: all`).click();
    await this.dialog().getByRole("checkbox", { name: value }).check();
  }

  async save(): Promise<void> {
    await this.dialog().getByRole("button", { name: this.words.save }).click();
  }

  row(name: string) {
    return this.page.getByRole("row").filter({ hasText: name }).first();
  }

  async end(name: string): Promise<void> {
    await this.open();
    await this.page.getByRole("button", { name: this.words.end(name), exact: true }).click();
    await this.page.getByRole("alertdialog").getByRole("button", { name: this.words.endConfirm }).click();
    await expect(this.page.getByRole("alertdialog")).toBeHidden();
  }
}
