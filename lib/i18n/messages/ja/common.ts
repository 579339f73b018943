import type { common as english } from "#lib/i18n/messages/en/common.ts";

/** 複数の画面で使う文言。 */
export const common: typeof english = {
  product: "IMDS Fleet",
  actions: {
    cancel: "キャンセル",
    close: "閉じる",
    clear: "クリア",
    retry: "再試行",
    refresh: "更新",
    dismiss: "閉じる",
    edit: "編集",
    apply: "適用",
    undo: "元に戻す",
    back: "戻る",
    showMore: "さらに表示",
    showLess: "表示を減らす",
  },
  copy: {
    label: "コピー",
    what: "{what}をコピー",
    copied: "コピーしました",
    failed: "コピーできませんでした。テキストを選択し、キーボードでコピーしてください。",
  },
  opensInNewTab: "新しいタブで開きます",
  loading: "読み込んでいます…",
  none: "なし",
  unknown: "不明",
  account: "アカウント",
  region: "リージョン",
  environment: "環境",
  application: "アプリケーション",
  roles: {
    viewer: "閲覧者",
    operator: "オペレーター",
    author: "ロールアウト作成者",
    approver: "承認者",
    admin: "管理者",
  },
  aws: {
    said: "AWS からの応答",
    operation: "オペレーション",
    code: "エラーコード",
    message: "メッセージ",
    requestId: "リクエスト ID",
    lost: "応答が届かなかったため、AWS が処理したかどうかは不明です。次に環境の状態を読み取った時点で判明します。",
  },
};
