/** ロールアウトの終わり方と、その後にできることの文言。 */
export const rolloutEnds = {
  report: {
    title: "結果",
    allProven: "{count} 個の環境をすべて変更し、確認しました。",
    someFailed: "{attempted} 個中 {succeeded} 個を変更して確認しました。{failed} 個は失敗しました。",
    gatesFailed:
      "{succeeded} 個の環境を変更して確認しましたが、そのうち {failed} 個は状態が悪化したか、IMDSv1 をまだ呼び出しています。",
    gatesFailedToo: "変更した環境のうち {count} 個は状態が悪化したか、IMDSv1 をまだ呼び出しています。",
    noneChanged: "変更された環境はありません。",
    blocked: "{count} 個はブロックされました。",
    skipped: "{count} 個はスキップされました。",
    stopped: "ロールアウトは停止されました。",
    retry: "変更されなかったものを再試行 ({count})",
    undo: "元に戻す…",
    export: "レポートをダウンロード",
    exportJson: "JSON をダウンロード",
    exportCsv: "CSV をダウンロード",
    basedOn: "元になったロールアウト",
    followUps: "その後の経過",
    followUp: {
      undo: "ロールバック {id}",
      retry: "再試行 {id}",
      other: "ロールアウト {id}",
    },
    accepted: {
      header: "{name} が承知のうえで開始しました",
      inUse: "IMDSv1 が使用されていました。理由: {reason}",
      leftOut: "IMDSv1 を使用している環境は対象から外しました。",
      noEvidence: "IMDSv1 の使用状況について、分かっていることが不十分でした。",
      downtime: "ダウンタイムを承諾しました。",
    },
  },
  undo: {
    title: "この変更を元に戻しますか?",
    text: "以前の状態を復元する新しい下書きを作成します。実行前に内容を確認できます。インスタンスはもう一度置換されます。",
    keepsTemplate: "起動テンプレートに移行した環境は、起動テンプレートのままです。AWS は起動設定に戻しません。",
    unknownOrigin:
      "変更前の値がプラットフォームのデフォルトと同じだった場合、明示的に設定されていたのかデフォルトだったのかを AWS は示しません。その場合の復元方法を選択してください。それ以外の以前の値は、そのまま書き戻されます。",
    write: "以前の値を書き込む",
    writeHint: "以前の値を明示的に設定します。以後、設定ファイルより優先されます。",
    remove: "上書き設定を削除する",
    removeHint:
      ".ebextensions の値、なければプラットフォームのデフォルトが有効になります。ファイルに別の値があれば、その値が有効になります。",
    prepare: "元に戻す準備をする",
    cancel: "キャンセル",
  },
};
