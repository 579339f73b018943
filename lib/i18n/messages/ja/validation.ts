import type { validation as english } from "#lib/i18n/messages/en/validation.ts";

/** 計画時に AWS で設定を検証した結果の文言。 */
export const validation: typeof english = {
  answer: {
    ok: "AWS による設定の検証に合格しました",
    messages: "AWS からの警告:",
    unanswered: "この設定を AWS で検証できませんでした ({code})。変更は妨げられません。",
  },
  notAsked: "この設定はまだ AWS で検証していません",
  progress: "これらの設定を AWS で検証しています",
  progressCount: "{of} 件中 {answered} 件完了",
  permission: "不足している権限:",
};
