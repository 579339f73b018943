import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

const WORDS = {
  en: {
    create: "Create rollout",
    steps: ["Select environments", "Plan", "Policy", "Review and start"],
    position: (number: number) => `Step ${number} of 4`,
    paste: "Names, IDs or ARNs",
    entries: "Names, IDs or ARNs",
    find: "Find",
    next: "Next",
    notFound: "1 not found",
    policy: "Policy",
    cap: "At a time in one account and Region",
    outOfRange: "At a time: 1 to 10",
    regions: "Regions",
    regionOrder: "Regions that come first",
    noRegion: "ireland is no Region name such as us-east-1.",
    saveAs: "Save as…",
    rename: "Rename…",
    delete: "Delete…",
    name: "Name",
    confirmDelete: "Delete",
    goesBy: "Policy: Steady",
    incomplete: "The policy or the start is not complete",
    now: "Now",
    later: "At a time",
    editPolicy: "Edit: Policy",
    code: /^AWS CLI commands/,
    moved: "The plan has changed since you accepted",
    confirm: /to confirm/,
    start: "Start rollout",
    left: /^(Running|Finished)/,
  },
  ja: {
    create: "ロールアウトを作成",
    steps: ["環境を選択", "計画", "ポリシー", "確認して開始"],
    position: (number: number) => `ステップ ${number}/4`,
    paste: "名前、ID、ARN",
    entries: "名前、ID、または ARN",
    find: "検索",
    next: "次へ",
    notFound: "1 件見つかりません",
    policy: "ポリシー",
    cap: "1 つのアカウントとリージョンでの同時実行数",
    outOfRange: "同時実行数: 1 〜 10",
    regions: "リージョン",
    regionOrder: "先に実行するリージョン",
    noRegion: "ireland は us-east-1 のようなリージョン名ではありません。",
    saveAs: "名前を付けて保存…",
    rename: "名前を変更…",
    delete: "削除…",
    name: "名前",
    confirmDelete: "削除",
    goesBy: "ポリシー: 標準",
    incomplete: "ポリシーまたは開始の指定が正しくありません",
    now: "今すぐ",
    later: "日時を指定",
    editPolicy: "編集: ポリシー",
    code: /^対象の環境に対する AWS CLI/,
    moved: "承諾した後に計画が変わりました",
    confirm: /入力して確定/,
    start: "ロールアウトを開始",
    left: /^(実行中|完了)/,
  },
} as const;

export type Language = keyof typeof WORDS;

/** The steps that lead to a rollout, gone through by keyboard alone. */
export class WizardPage {
  readonly page: Page;
  readonly words: (typeof WORDS)[Language];
  constructor(page: Page, language: Language) {
    this.page = page;
    this.words = WORDS[language];
  }

  async press(target: Locator, key: string): Promise<void> {
    await target.focus();
    await this.page.keyboard.press(key);
  }

  /** Opens the first step from the list of rollouts. */
  async open(): Promise<void> {
    await this.page.goto("/rollouts");
    await this.press(this.page.getByRole("link", { name: this.words.create }), "Enter");
    await expect(this.heading(1)).toBeVisible();
  }

  /** A step's title, by its number. */
  heading(number: 1 | 2 | 3 | 4) {
    return this.page.getByRole("heading", { name: this.words.steps[number - 1] ?? "", level: 2, exact: true });
  }

  /** A step was come to from another: its title has the focus, and the list of steps marks it. */
  async expectAt(number: 1 | 2 | 3 | 4): Promise<void> {
    await expect(this.heading(number)).toBeFocused();
    await expect(this.page.locator("[aria-current=step]:visible")).toContainText(this.words.steps[number - 1] ?? "");
  }

  async next(): Promise<void> {
    await this.press(this.page.getByRole("button", { name: this.words.next, exact: true }), "Enter");
  }

  async paste(entries: readonly string[]): Promise<void> {
    await this.press(this.page.getByRole("radio", { name: this.words.paste }), "Space");
    await this.page.getByRole("textbox", { name: this.words.entries }).focus();
    await this.page.keyboard.insertText(entries.join("\n"));
    await this.press(this.page.getByRole("button", { name: this.words.find, exact: true }), "Enter");
  }

  get policy() {
    return this.page.getByRole("combobox", { name: this.words.policy, exact: true });
  }

  /** Chooses a policy by its place in the list, from 0. */
  async choosePolicy(place: number): Promise<void> {
    await this.press(this.policy, "Home");
    for (let step = 0; step < place; step++) await this.page.keyboard.press("ArrowDown");
  }

  /** The policy that is chosen, as the list calls it. */
  get chosenPolicy() {
    return this.policy.locator("option:checked");
  }

  /** Gives the policy that is chosen a name of its own, or another one. */
  async namePolicy(how: "saveAs" | "rename", name: string): Promise<void> {
    const { words } = this;
    await this.press(this.page.getByRole("button", { name: words[how], exact: true }), "Enter");
    const dialog = this.page.getByRole("dialog");
    await this.type(dialog.getByRole("textbox", { name: words.name, exact: true }), name);
    await this.page.keyboard.press("Enter");
    await expect(dialog).toHaveCount(0);
  }

  /** Deletes the saved policy that is chosen. */
  async deletePolicy(): Promise<void> {
    const { words } = this;
    await this.press(this.page.getByRole("button", { name: words.delete, exact: true }), "Enter");
    const dialog = this.page.getByRole("alertdialog");
    await this.press(dialog.getByRole("button", { name: words.confirmDelete, exact: true }), "Enter");
    await expect(dialog).toHaveCount(0);
  }

  /** When it is to begin, by one of the two words for that. */
  start(when: "now" | "later") {
    return this.page.getByRole("radio", { name: this.words[when], exact: true });
  }

  /** What is ticked, chosen and written in the step, control by control. */
  async decisions(): Promise<(string | boolean)[]> {
    const controls = this.page.getByRole("main").locator("input");
    return controls.evaluateAll((all) =>
      all.flatMap((one) =>
        one instanceof HTMLInputElement
          ? [one.type === "radio" || one.type === "checkbox" ? one.checked : one.value]
          : [],
      ),
    );
  }

  /** Fills a field with what is typed in place of what it has. */
  async type(field: Locator, text: string): Promise<void> {
    await this.press(field, "ControlOrMeta+a");
    await this.page.keyboard.insertText(text);
  }

  /** Accepts all that is asked for: in what is in use with a reason, else by its tick. */
  async accept(): Promise<void> {
    const override = this.page.getByRole("radio").last();
    if (await override.isVisible()) {
      await this.press(override, "Space");
      await this.type(this.page.getByRole("textbox").first(), "Agreed with the owners");
    }
    for (const box of await this.page.getByRole("main").getByRole("checkbox").all()) await this.press(box, "Space");
  }
}
