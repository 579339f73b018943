import type { activity as english } from "#lib/i18n/messages/en/activity.ts";

/** 監査ログの文言。 */
export const activity: typeof english = {
  title: "アクティビティ",
  lead: "誰が何を行ったかを新しい順に表示します。記録の変更や削除はできません。",
  columns: { at: "日時", actor: "実行者", role: "ロール", action: "操作", subject: "対象", detail: "詳細" },
  actions: {
    "signed-in": "サインイン",
    "sign-in-refused": "サインインを拒否 (ロールなし)",
    "signed-out-everywhere": "すべてのセッションからサインアウト",
    "access-refused": "操作を拒否 (ロールの権限不足)",
    "rollout-planned": "ロールアウトを計画",
    "rollout-started": "ロールアウトを開始",
    "rollout-stopped": "ロールアウトを停止",
    "rollout-discarded": "計画を破棄",
    "rollout-scheduled": "ロールアウトの開始を予約",
    "rollout-unscheduled": "開始予約を取り消し",
    "window-created": "変更ウィンドウを作成",
    "window-edited": "変更ウィンドウを編集",
    "window-ended": "変更ウィンドウを終了",
  },
  noRole: "ロールなし",
  empty: "操作の記録はまだありません",
  emptyHint: "サインイン、変更、拒否された操作は、すべてここに記録されます。",
  change: "変更前と変更後",
  before: "変更前",
  after: "変更後",
  older: "以前の記録",
  newest: "最新の記録",
};
