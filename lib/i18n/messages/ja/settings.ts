import type { settings as english } from "#lib/i18n/messages/en/settings.ts";

/** 設定ページの文言。 */
export const settings: typeof english = {
  title: "設定",
  lead: "ダッシュボードの読み取り対象、使用する認証情報、起動時の設定を表示します。設定は環境変数で指定します。",
  lanes: {
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
    metricsFailedAt: "CloudWatch を読み取れませんでした",
    metricsHint: "IMDSv1 の使用状況は更新されませんが、環境と設定は読み取られます。",
    platformsFailedAt: "プラットフォームのデフォルトを読み取れませんでした",
    platformsHint: "以前に読み取った内容を使うか、不明のままになります。その他は読み取られます。",
    staleSince: "表示されている行は、以前のスキャンの結果です。",
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
    metrics: "IMDSv1 の使用状況 (CloudWatch)",
    metricsOff: "読み取りなし (METRICS_INTERVAL_MINUTES=0)",
    metricsEvery: "過去 {windowDays, number} 日間。環境ごとに最短 {intervalMinutes, number} 分間隔",
    metricsCost: "CloudWatch の料金 (概算)",
    metricsCostText:
      "この頻度で月額約 {dollars}: {every}ごとに {count, number} メトリクス (1,000 メトリクスあたり 0.01 USD)",
    metricsCap: "CloudWatch の料金の上限",
    metricsCapHolds: "月額 {cap} (METRICS_DOLLARS_A_MONTH)。概算は上限以内です。",
    metricsCapBinds:
      "月額 {cap} (METRICS_DOLLARS_A_MONTH)。指定の頻度では上限を超えるため、現在は{every}ごとに読み取っています (月額約 {dollars})。",
    signIn: "サインイン",
    signInKinds: { oidc: "OpenID Connect", token: "ワンタイムトークン", demo: "デモ用ロール" },
    address: "アドレス",
  },
  policies: {
    header: "IAM ポリシー",
    description: "各アカウントで、ダッシュボードが使用するロールまたはユーザーに付与します。",
    read: "読み取り専用",
    readHint:
      "すべての情報の表示に必要なアクセス許可です。初めて試すときは READ_ONLY=1 と組み合わせて使用してください。",
    assume: "設定されたアカウントへのアクセス",
    assumeHint:
      "サーバー自身のアイデンティティだけに付与します。対象は ACCOUNTS または ACCOUNTS_FILE のロールです。各ロールはこのアイデンティティを信頼し、上のいずれかのポリシーを持つ必要があります。",
    discovery: "組織のアカウントの検出",
    discoveryHint:
      "サーバー自身のアイデンティティだけに、ほかのポリシーと併せて付与します。管理アカウントまたは委任された管理者のアイデンティティである必要があります。",
    write: "読み取りと変更",
    writeHint:
      "環境を変更する API と、それに伴う起動テンプレートのアクセス許可を追加します。更新時には、同じアクセス許可で AWS CloudFormation、Auto Scaling、Elastic Load Balancing、Amazon S3 も操作されます。AWS 管理ポリシー AdministratorAccess-AWSElasticBeanstalk を併せてアタッチするか、これらのアクセス許可をご自身で追加してください。",
    managed:
      "この管理ポリシーだけでは cloudwatch:GetMetricData が不足します。管理ポリシーは AWS の変更に合わせて自動的に更新されますが、カスタムポリシーはご自身で最新の状態に保つ必要があります。",
  },
};
