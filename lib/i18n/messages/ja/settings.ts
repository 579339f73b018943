import type { settings as english } from "#lib/i18n/messages/en/settings.ts";

/** 設定ページの文言。 */
export const settings: typeof english = {
  title: "設定",
  lead: "ダッシュボードの読み取り対象、使用する認証情報、起動時の設定を表示します。設定は環境変数で指定します。",
  lanes: {
    header: "アカウントとリージョン",
    description: "1 行が 1 つのレーン (アカウントとリージョンの組み合わせ) です。",
    columns: {
      account: "アカウント",
      region: "リージョン",
      environments: "環境数",
      scan: "最終スキャン",
      identity: "アイデンティティ",
      role: "ロール ARN",
    },
    empty: "レーンはまだ準備されていません",
    emptyHint: "サーバーが設定を読み込むと、レーンが表示されます。",
    never: "未スキャン",
    queued: "待機中",
    scanning: "読み取り中: {phase} ({done}/{known} 回の呼び出し)",
    phases: {
      identity: "アイデンティティ",
      environments: "環境",
      instances: "インスタンス",
      platforms: "プラットフォーム",
      settings: "設定",
      metrics: "IMDSv1 の使用状況",
    },
    ok: "読み取り済み",
    failed: "失敗",
    failedAt: "読み取れませんでした",
    staleSince: "表示されている行は、以前のスキャンの結果です。",
    enforced:
      "HttpTokensEnforced: このアカウントでは、起動するすべてのインスタンスに IMDSv2 が必須です。IMDSv1 を再び有効にすると、インスタンスの起動はすべて失敗します。",
    ambient: "サーバー自身の認証情報",
  },
  configuration: {
    header: "有効な設定",
    database: "データベース",
    databaseKinds: { pglite: "組み込み (PGlite)", postgres: "PostgreSQL" },
    changes: "変更",
    changesAllowed: "許可",
    changesReadOnly: "読み取り専用 (READ_ONLY=1)",
    endpoint: "AWS エンドポイント",
    endpointAws: "AWS の標準エンドポイント",
    scanInterval: "スキャン間隔",
    rolloutTick: "ロールアウトの確認間隔",
    seconds: "{count, number} 秒",
    signIn: "サインイン",
    signInKinds: { oidc: "OpenID Connect", token: "ワンタイムトークン", demo: "デモ用ロール" },
    address: "アドレス",
  },
  policies: {
    header: "IAM ポリシー",
    description: "各アカウントで、ダッシュボードが使用するロールまたはユーザーに付与します。",
    read: "読み取り専用",
    readHint: "すべての情報の表示に必要な権限です。初めて試すときは READ_ONLY=1 と組み合わせて使用してください。",
    write: "読み取りと変更",
    writeHint:
      "環境を変更する API と、それに伴う起動テンプレートの権限を追加します。更新時には、同じ権限で AWS CloudFormation、Auto Scaling、Elastic Load Balancing、Amazon S3 も操作されます。AWS 管理ポリシー AdministratorAccess-AWSElasticBeanstalk を併せてアタッチするか、これらの権限をご自身で追加してください。",
    managed:
      "この管理ポリシーだけでは cloudwatch:GetMetricData が不足します。管理ポリシーは AWS の変更に合わせて自動的に更新されますが、カスタムポリシーはご自身で最新の状態に保つ必要があります。",
  },
};
