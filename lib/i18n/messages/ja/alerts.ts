import type { alerts as english } from "#lib/i18n/messages/en/alerts.ts";

/** アラートと、アラートを通知する Webhook の文言。 */
export const alerts: typeof english = {
  header: "未解決のアラート",
  none: "未解決のアラートはありません",
  noneHint:
    "環境が新たに IMDSv1 を許可するようになったとき、外部で IMDSv1 に戻されたとき、ドリフトしたとき、リスクの受容が終了しても IMDSv1 が許可されたままのとき、またはレーンを読み取れないときに、アラートが発生します。状態が解消すると、アラートも自動的に解決済みになります。",
  more: "ほか {count, number} 件",
  kind: {
    "newly-allows-v1": "新たに IMDSv1 を許可",
    "switched-back": "外部で IMDSv1 に戻されました",
    "exception-ended": "リスクの受容が終了したが、IMDSv1 は許可されたまま",
    drifted: "設定値と実効値が不一致 (ドリフト)",
    "lane-unreadable": "レーンを読み取れません",
  },
  since: "検出: <when></when>",
  nowIs: "設定値: {configured} · 実効値: {effective}",
  failing: "{count, number} 回連続でスキャンに失敗",
  webhook: {
    header: "Webhook",
    description:
      "アラートが発生したときと解決したとき、およびロールアウトの開始、ウェーブの完了、一時停止、再開、終了を他のシステムへ通知します。",
    off: "未設定",
    offHint:
      "WEBHOOK_URL と WEBHOOK_SECRET を設定してサーバーを再起動してください。送信内容は docs/webhooks.md に記載されています。",
    receiver: "送信先",
    last: "最後の送信",
    lastError: "最後のエラー",
    waiting: "送信待ち",
    waitingCount: "{count, number} 件",
    never: "まだ送信されていません",
    noError: "なし",
    test: "テストを送信",
    tested: "テストメッセージを送信待ちに追加しました。",
    adminOnly: "テストの送信には管理者ロールが必要です。",
    log: "最近の送信",
    columns: { made: "作成日時", type: "タイプ", state: "状態", attempts: "試行回数", answer: "応答" },
    state: { waiting: "送信待ち", delivered: "送信済み", "given-up": "送信を断念" },
    next: "次の試行: <when></when>",
    answered: "送信先の応答",
    failed: "Webhook の状態を読み込めませんでした",
  },
};
