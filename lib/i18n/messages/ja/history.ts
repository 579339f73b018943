import type { history as english } from "#lib/i18n/messages/en/history.ts";

/** IMDS の状態の変化と、その実行者の文言。 */
export const history: typeof english = {
  tabs: { label: "アクティビティのセクション", audit: "監査ログ", changes: "変更履歴" },
  title: "変更履歴",
  lead: "スキャンで検出した環境の変更と、それがこのダッシュボードから行われたかどうかを表示します。直前のスキャンと比較するため、その間に元へ戻された変更は表示されません。",
  columns: { seen: "検出日時", environment: "環境", change: "変更内容", cause: "変更元" },
  what: {
    appeared: "新しい環境",
    gone: "環境の終了",
    configured: "設定値",
    effective: "実効値",
    drift: "ドリフト",
  },
  to: "変更後:",
  cause: {
    outside: "外部",
    outsideHint:
      "このダッシュボードのロールアウト以外による変更です (AWS コンソール、デプロイ、他のツール、AWS 自身など)",
    rollout: "ロールアウト",
    rolloutBy: "{actor} によるロールアウト",
  },
  filter: {
    cause: "変更元",
    what: "変更内容",
    all: "すべて",
    outside: "外部",
    rollout: "ロールアウト",
  },
  none: "変更はまだありません",
  noneHint:
    "レーンの最初のスキャンで見つかった状態は起点であり、変更には含まれません。それ以降の差異はすべてここに表示されます。",
  noMatch: "一致する変更がありません",
  noMatchHint: "「すべて」を選択すると、すべての変更が表示されます。",
  older: "以前の変更",
  newest: "最新の変更",
  pages: "変更履歴のページ",
  environment: {
    header: "履歴",
    description: "スキャンで検出した設定の変更 (外部によるものを含む) と、この環境を対象としたロールアウトの一覧です。",
    empty: "最初のスキャン以降、変更はありません",
    emptyHint: "AWS コンソールや他のツールによる変更は、次のスキャンの後にここに表示されます。",
  },
};
