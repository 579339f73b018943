import type { tags as english } from "#lib/i18n/messages/en/tags.ts";

/** 環境のタグ (フィルターと環境ページ) の文言。 */
export const tags: typeof english = {
  title: "タグ",
  key: "タグ {key}",
  any: "すべての値",
  anyOf: "{key} のすべての値",
  empty: "(空)",
  back: "すべてのタグ",
  searchKeys: "タグキーを検索",
  clear: "検索をクリア",
  chosen: "{count, number} 件を選択中",
  noKeys: "インスタンスにタグが付いている環境はありません。",
  noMatch: "一致なし",
  loading: "タグを読み込んでいます…",
  failed: "タグを読み込めませんでした: {detail}",
  retry: "再試行",
  about: "タグは実行中のインスタンスから読み取ります。インスタンスが一度も確認されていない環境のタグは表示されません。",
  none: "なし",
  filterBy: "{key}: {value} の環境を表示",
  carriers: "{instances, number} インスタンス中 {carry, number}",
  differ: "インスタンス間で不一致",
  from: {
    instances:
      "実行中のインスタンスから取得 (<when></when>)。タグの変更前に起動したインスタンスには反映されていない場合があります。",
    "none-running": "実行中のインスタンスはありません。最後のインスタンスに付いていたタグです (<when></when>)。",
    "not-read": "まだ読み取られていません。",
  },
  neverSeen: "不明: タグはインスタンスから読み取りますが、実行中のインスタンスが確認されていません。",
};
