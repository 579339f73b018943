import type { readiness as english } from "#lib/i18n/messages/en/readiness.ts";

/** IMDSv1 を無効にできるかどうかの判定と、その根拠の文言。 */
export const readiness: typeof english = {
  title: "IMDSv1 を無効にしても安全か",
  advice: "判定は参考情報です。設定の変更が妨げられることはありません。",
  wayBack: "現在の状態では、IMDSv1 を再び許可することはできません",
  verdict: {
    "in-use": "IMDSv1 が使用されています。無効にすると、呼び出し元に応答が返らなくなります。",
    ready: "切り替え可能: 問題になるものは見つかっていません。",
    "no-evidence": "切り替えの影響を判断できる情報が足りません。",
    busy: "環境が処理中です。ステータスが準備完了 (Ready) になると切り替えられます。",
    blocked: "現在の状態では切り替えられません。",
    "already-enforced": "切り替え済み: IMDSv2 が必須になっています。",
    "not-applicable": "対象外です。",
  },
  short: {
    "in-use": "IMDSv1 使用中{calls, plural, =0 {} other {: # 回}}",
    ready: "切り替え可能",
    "no-evidence": "判断材料なし",
    busy: "処理中",
    blocked: "切り替え不可",
    "already-enforced": "適用済み",
    "not-applicable": "対象外",
  },
  reason: {
    cluster: "クラスター (EKS) 環境にはこのオプションがありません。",
    unsupported: "このプラットフォームバージョンにはオプションがありません。",
    permission:
      "このアカウントとリージョンで、アクセス許可の不足により、変更が AWS に拒否されました (<when></when>)。AWS の応答:",
    "pending-draft": "Elastic Beanstalk に保留中の設定の下書きがあります。先に適用するか破棄する必要があります。",
    "failed-draft": "Elastic Beanstalk に、以前の更新で失敗した設定の下書きが残っています。",
    "tokens-enforced":
      "アカウントがこのリージョンで IMDSv2 を強制しています (HttpTokensEnforced)。一度無効にすると、IMDSv1 を再び許可することはできません。",
    busy: "AWS が報告するステータスは {status} です。",
    "setting-unknown": "設定がまだ読み取られていません。",
    "default-unknown":
      "オプションは設定されておらず、プラットフォームのデフォルトを AWS から取得できていません。新しいインスタンスが何に応答するかは不明です。",
    "odd-value":
      "オプションの値「{value}」は true でも false でもありません。新しいインスタンスが何に応答するかは不明です。",
    "setting-failed": "設定を読み取れませんでした (<when></when>)。表示があれば、以前に読み取った内容です。AWS の応答:",
    "already-set": "設定で無効になっており、食い違う実行中のインスタンスはありません。",
    "not-in-force":
      "設定では IMDSv1 が無効ですが、実行中のインスタンス {optional, number} 個がまだ IMDSv1 に応答しています。",
    "instances-require":
      "設定では IMDSv1 が許可されていますが、実行中のインスタンス {instances, number} 個はすべて IMDSv2 を必須としています。",
    calls:
      "{instances, number} 個のインスタンスで IMDSv1 の呼び出しが {calls, number} 回ありました。最後の呼び出しは<when></when>です (1 時間単位の集計)。",
    rejected:
      "IMDSv2 を必須とする {instances, number} 個のインスタンスで、IMDSv1 の呼び出しが {calls, number} 回拒否されました。最後の呼び出しは<when></when>です (1 時間単位の集計)。IMDSv2 に対応していない呼び出し元があります。",
    zero: "<span></span>で、IMDSv1 の呼び出しは 1 回もありませんでした。",
    "short-window":
      "IMDSv1 の呼び出しはありませんでしたが、期間は<span></span>だけです。1 日 1 回の処理がまだ動いていない可能性があります。",
    "stale-evidence":
      "IMDSv1 の呼び出しはありませんでしたが、CloudWatch を最後に読み取ったのは<when></when>です。古いため、判断の根拠にはできません。",
    "not-read": "インスタンスの CloudWatch メトリクスがまだ読み取られていません。",
    "read-failed": "CloudWatch を読み取れませんでした。AWS の応答:",
    "no-data":
      "{instances, number} 個のインスタンスについて CloudWatch にデータがありません。データがないことは、呼び出しが 0 回であることを意味しません。",
    silent:
      "呼び出しはありませんでしたが、実行中のインスタンス {instances, number} 個について CloudWatch にデータがありません。データがないことは、呼び出しが 0 回であることを意味しません。",
    "no-instances": "実行中のインスタンスがなく、期間内に確認されたインスタンスもありません。",
    containers:
      "アプリケーションはコンテナで動作しています。{known, select, true {実行中のインスタンスのホップ制限が {limit, number} のため} other {インスタンスのホップ制限は不明ですが、1 の場合は}}、コンテナから IMDSv2 に到達できません。Elastic Beanstalk にはこの制限のオプションがありません。",
    "managed-window":
      "{open, select, true {マネージド更新のメンテナンスウィンドウ中です} other {まもなくマネージド更新のメンテナンスウィンドウが始まります}} (<window></window>)。{refresh, select, true {この間に Elastic Beanstalk が毎週すべてのインスタンスを置換します} other {この間に Elastic Beanstalk がプラットフォームを更新することがあります}}。更新が終わるまで変更は開始できません。",
  },
  next: {
    title: "次に行うこと",
    "find-caller":
      "呼び出し元のプロセスを特定します。下のインスタンスのいずれかで <link>AWS IMDS Packet Analyzer</link> を実行してください。",
    "update-sdk": "呼び出し元の AWS SDK または CLI を、IMDSv2 に対応したバージョンに更新します:",
    "check-hop-limit":
      "インスタンスの HttpPutResponseHopLimit が 2 以上であることを確認します。アカウントのデフォルト、または Elastic Beanstalk の外で管理する起動テンプレートで設定します。",
    "grant-change":
      "AWS が示すアクセス許可を追加します。貼り付け用のポリシーは「設定」にあります。次に変更が成功するとこの判定は消えます。",
    "grant-settings": "AWS が拒否と示すアクションを許可します。貼り付け用のポリシーは「設定」にあります。",
    "grant-metrics":
      "拒否されている場合は cloudwatch:GetMetricData を許可します。スキャン自体はこれがなくても続きます。",
    "update-platform": "オプションがあるプラットフォームバージョンに更新します。",
    "finish-draft": "Elastic Beanstalk で保留中の更新を適用するか中止します。",
    "lift-enforcement":
      "IMDSv1 を使える状態に残す必要がある場合は、先に HttpTokensEnforced をオフにします。アカウントの EC2 の設定、またはそれを管理する組織の宣言型ポリシーで変更します。",
    "replace-instances": "環境の再構築などで、インスタンスを置換します。",
    "watch-longer": "データが集まるのを待ちます。読み取りを無効にしていない限り、自動的に再度読み取られます。",
    "run-instances": "呼び出しの有無を集計できるように、インスタンスを 1 日実行します。",
    "set-explicitly":
      "オプションを明示的に設定します。上の設定で IMDSv1 を無効にするか、環境の定義で DisableIMDSv1 を設定してください。",
    wait: "ステータスが準備完了 (Ready) になるまで待ちます。",
    "let-window-pass":
      "メンテナンスウィンドウとマネージド更新が終わるのを待ちます。待たない場合は、変更の開始が遅れることがあります。",
    switch: "上の設定で IMDSv1 を無効にします。インスタンスは置換されます。変更は後で元に戻せます。",
    refresh: "更新して AWS から読み取ります。",
  },
  span: {
    hours: "{count, number} 時間",
    days: "{count, number} 日間",
    sinceScan: "{span} (最初のスキャン (<when></when>) より前に終了したインスタンスを除く) の間",
    countedOver: "<span></span>の集計です。",
  },
  sdk: "CLI 1.16.289 · boto3 1.12.6 · botocore 1.13.25 · Java 1.11.678 または 2.10.21 · JavaScript 2.722.0 · Go 1.25.38 または v2 0.19.0 · .NET 3.3.634.1 · PHP 3.147.7 · Ruby 3.79.0 · C++ 1.7.229 · PowerShell 4.0.1.0",
  read: "CloudWatch の読み取り: <when></when>",
  neverRead: "CloudWatch は未読み取り",
  metricsFailure:
    "このアカウントとリージョンの CloudWatch を読み取れないか、一部しか読み取れませんでした。足りない分は以前に読み取った内容を表示しています。",
  everything: "理由と次のステップ",
  newTab: "新しいタブで開きます",
  chart: {
    title: "日別の IMDSv1 呼び出し (UTC)",
    refusedTitle: "拒否された IMDSv1 呼び出し (日別、UTC)",
    summary:
      "{days, number} 日間: 合計 {calls, number} 回、1 日の最多は {most} 回。{missing, plural, =0 {すべての日にデータがあります} other {# 日分のデータがありません}}。",
    sinceScan: "最初のスキャン (<when></when>) 以降の集計です。それより前に終了したインスタンスは含まれていません。",
    legend: "細い線は 0 回、何も表示されていない日はデータなしです。",
    table: "表で表示",
    day: "日付",
    calls: "呼び出し",
    noData: "データなし",
  },
  instances: {
    title: "集計したインスタンス",
    instance: "インスタンス ID",
    state: "状態",
    running: "実行中",
    gone: "終了 (<when></when>)",
    calls: "呼び出し",
    refused: "{count} 回を拒否",
    noData: "データなし",
    last: "最終検出",
    never: "–",
  },
};
