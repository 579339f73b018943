import type { overview as english } from "#lib/i18n/messages/en/overview.ts";

/** 概要ページの文言。 */
export const overview: typeof english = {
  title: "概要",
  lead: "IMDSv1 に応答する Elastic Beanstalk 環境、その推移、確認が必要な項目を表示します。",
  numbers: {
    label: "現在の状態",
    environments: "環境",
    enforced: "IMDSv2 のみ",
    allowing: "IMDSv1 を許可",
    inUse: "IMDSv1 使用中",
    drifted: "ドリフトあり",
    unreadable: "読み取れないレーン",
    share: "全体の {share}",
    shareAccepted: "全体の {share} (うち {accepted, number} 環境はリスク受容)",
    ofLanes: "{count, number} レーン中",
  },
  range: { label: "表示期間", days: "{days, number} 日間" },
  chart: {
    header: "状態の推移",
    description: "各スキャンで確認した、すべてのアカウントの環境数です。",
    summary:
      "{from} から {to} まで: {total, number} 環境のうち、IMDSv2 のみに応答するのは {enforced, number} 環境 (期間の初めは {enforcedBefore, number})、IMDSv1 を許可しているのは {allowing, number} 環境 (期間の初めは {allowingBefore, number}) です。",
    series: { environments: "すべて", enforced: "IMDSv2 のみ", allowing: "IMDSv1 を許可", inUse: "IMDSv1 使用中" },
    table: "表で表示",
    at: "日時",
    none: "履歴がまだ十分ではありません",
    noneHint:
      "これ以降のスキャンはすべて集計されます。選択した期間に 2 点以上のデータが揃うと線が表示されます。期間が短いほど早く表示されます。",
  },
  accounts: {
    header: "アカウント別",
    columns: {
      account: "アカウント",
      environments: "環境",
      enforced: "IMDSv2 のみ",
      allowing: "IMDSv1 を許可",
      inUse: "IMDSv1 使用中",
      drifted: "ドリフトあり",
      lanes: "レーン",
    },
    lanesText: "{lanes, number} 件中 {unreadable, number} 件を読み取れません",
  },
  changes: { header: "最近の変更", all: "すべての変更" },
  empty: {
    title: "読み取ったデータがまだありません",
    body: "最初のスキャンを実行中か、まもなく開始します。AWS から応答があり次第、ここに数値が表示されます。読み取りによって AWS 側が変更されることはありません。",
    settings: "設定へ移動",
  },
  failed: "概要を読み込めませんでした",
};
