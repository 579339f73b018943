import type { instances as english } from "#lib/i18n/messages/en/instances.ts";

/** 環境のページの文言: 見出し、概要、変更、インスタンスのパネル */
export const instances: typeof english = {
  sections: "環境のセクション",
  tabs: { overview: "概要", configuration: "設定", changes: "イベントと変更" },
  breadcrumbs: { environments: "環境" },
  header: {
    health: "ヘルス",
    status: "ステータス",
    account: "アカウント",
    region: "リージョン",
    application: "アプリケーション",
    platform: "プラットフォーム",
    environmentId: "環境 ID",
    arn: "ARN",
    copy: "{what}をコピー",
    copied: "コピーしました",
  },
  gone: {
    title: "{name} は存在しません",
    body: "{id} は終了されており、<when></when>以降 AWS の一覧にありません。履歴はロールアウトとアクティビティに残ります。",
    reused: "{name} という名前は現在、別の環境 {id} が使用しています。",
    successor: "新しい {name} を開く",
    list: "すべての環境",
  },
  methods: { "v2-only": "IMDSv2 のみ", "v1-and-v2": "IMDSv1 と IMDSv2" },
  configured: {
    "v2-only": "IMDSv2 のみ",
    "v1-and-v2": "IMDSv1 と IMDSv2",
    unsupported: "プラットフォームが未対応",
    "not-applicable": "対象外",
    unknown: "不明",
  },
  effective: {
    "v2-only": "IMDSv2 のみ",
    "v1-and-v2": "IMDSv1 と IMDSv2",
    mixed: "混在",
    "no-instances": "実行中のインスタンスなし",
    "not-applicable": "対象外",
    unknown: "未読み取り",
  },
  overview: {
    facts: "基本情報",
    tier: "環境枠",
    managedUpdates: "マネージドプラットフォーム更新",
    managedWindow: "毎週 {start} (UTC) から 2 時間",
    platformArn: "プラットフォーム ARN",
    version: "実行中のバージョン",
    domain: "ドメイン",
    created: "作成日時",
    updated: "AWS での最終変更",
    description: "説明",
    launchKind: "インスタンスの起動元",
    launchKinds: { "launch-template": "起動テンプレート", "launch-configuration": "起動設定" },
    replacement: "インスタンスの置換方法",
    none: "–",
    imds: "インスタンスメタデータサービス",
    configured: "設定値",
    configuredHint: "オプション設定の内容",
    effective: "実効値",
    effectiveHint: "実行中のインスタンスの動作",
    platformDefault: "プラットフォームのデフォルト",
    drift: "設定値と実効値が一致していません",
    driftText:
      "設定は「{configured}」ですが、実行中のインスタンスのうちトークン必須は {required} 個、任意は {optional} 個です。更新の途中か、Elastic Beanstalk 以外からインスタンスが変更されています。後者の変更は、インスタンスが置換されると失われます。",
    instances: "実行中のインスタンス",
    instanceId: "インスタンス ID",
    tokens: "HttpTokens",
    tokensMeaning: { required: "required: IMDSv2 のみ", optional: "optional: IMDSv1 と IMDSv2" },
    launched: "起動日時",
    agrees: "設定と一致",
    yes: "はい",
    no: "いいえ",
    noInstances: "実行中のインスタンスはありません。",
    notRead: "インスタンスはまだ読み取られていません。",
    change: "設定を変更",
    draft: {
      pending: "Elastic Beanstalk に保留中の設定の下書きがあります。",
      failed: "以前の更新で失敗した設定の下書きが Elastic Beanstalk に残っています。",
    },
  },
  age: {
    environment: "環境の読み取り: <when></when>",
    setting: "設定の読み取り: <when></when>",
    platform: "プラットフォームのデフォルトの読み取り: <when></when>",
    instances: "インスタンスの読み取り: <when></when>",
    never: "なし",
    refresh: "更新",
    refreshing: "更新中…",
    refreshed: "AWS から再度読み取りました",
    laneFailure: "このアカウントとリージョンの前回のスキャンは失敗しました。表示しているのはそれ以前の内容です。",
  },
  changes: {
    latest: "ここから行った最新の変更",
    none: "ここからの変更はまだありません。",
    noneHint: "AWS コンソールや他のツールによる変更は、次回の更新後に設定へ反映されます。",
    openRollout: "ロールアウトを開く",
    timeline: "タイムライン",
  },
  configuration: {
    category: "インスタンス",
    path: "現在の Elastic Beanstalk コンソールでは、このカテゴリは「Instance traffic and scaling」です。以前は [インスタンス] (Instances) でした。",
  },
  panel: {
    title: "インスタンスメタデータサービス (IMDS)",
    option: "IMDSv1",
    checkbox: "Disable IMDSv1 (IMDSv1 の無効化)",
    whenSet:
      "オン: IMDSv2 が強制されます。インスタンスはセッショントークン付きのリクエストにだけ応答し、IMDSv1 の呼び出しは拒否されます。",
    whenCleared: "オフ: インスタンスは IMDSv1 と IMDSv2 の両方に応答します。",
    current: {
      "v2-only": "現在の設定では、この環境のインスタンスは <b>IMDSv2 のみ</b>に応答します。",
      "v1-and-v2": "現在の設定では、この環境のインスタンスは <b>IMDSv1 と IMDSv2 の両方</b>に応答します。",
      unsupported:
        "このプラットフォームバージョンにはこのオプションがありません。対応するバージョンにプラットフォームを更新してください。",
      "not-applicable": "Cluster (EKS) 環境ではこのオプションを使用できません (対象外)。",
      "not-read": "設定はまだ読み取られていません。[更新] で AWS から読み取ってください。",
      "default-unknown":
        "オプションは設定されておらず、このプラットフォームのデフォルトを AWS から取得できていないため、新しいインスタンスが何に応答するかは不明です。明示的に設定すると確実です。",
      "odd-value":
        "オプションの値が true でも false でもないため、新しいインスタンスが何に応答するかは不明です。明示的に設定すると確実です。",
    },
    origin: {
      unset: "値は設定されていません。プラットフォームのデフォルトが有効です。",
      equal: "値はプラットフォームのデフォルトと同じです。明示的に設定されたのかデフォルトなのかを、AWS は示しません。",
      set: "値はプラットフォームのデフォルトと異なるため、明示的に設定されています。",
    },
    edit: "編集",
    cancel: "キャンセル",
    apply: "適用",
    preparing: "AWS から読み取り中…",
    unchanged: "まだ変更していません。",
    editHint: "[適用] を選択すると、実行内容が表示され、確認してから実行できます。",
    why: {
      role: "お使いのロール (閲覧者) では表示だけができます。変更するにはオペレーター以上のロールが必要です。",
      readOnly: "読み取り専用モード (READ_ONLY) で動作しているため、変更できません。",
      unsupported: "このプラットフォームバージョンにはこのオプションがありません。",
      "not-applicable": "Cluster (EKS) 環境にはこのオプションを適用できません。",
      unknown: "設定はまだ読み取られていません。",
      rollout: "この環境は変更の途中です。",
      busy: "環境のステータスは {status} です。変更できるのは準備完了 (Ready) のときだけです。",
    },
    openRollout: "ロールアウトを開く",
    nothingToDo: "変更していません",
  },
  confirm: {
    title: {
      "v2-only": "{name} の IMDSv1 を無効にしますか?",
      "v1-and-v2": "{name} の IMDSv1 を再び有効にしますか?",
      remove: "{name} の上書き設定を削除しますか?",
    },
    setting: "設定",
    instances: "インスタンスへの影響",
    replaced:
      "{count, plural, =0 {現在、実行中のインスタンスはありません。} other {# 個のインスタンスが置換されます。}}",
    launchTemplate: "起動テンプレートに移行します (元に戻せません)",
    managedWindow: "Elastic Beanstalk による更新が始まる可能性があります",
    launchTemplateText:
      "この環境は起動設定を使用しています。IMDSv1 を無効にすると、Elastic Beanstalk は環境を起動テンプレートに移行します。元に戻す操作をしても、AWS は起動設定に戻しません。パネルに示すアクセス許可が必要です。",
    masks: "値は環境に直接書き込まれ、以後は .ebextensions や保存済み設定より優先されます。",
    failure:
      "失敗した場合: AWS が呼び出しを拒否したときは、何も変わりません。更新が失敗したときは、Elastic Beanstalk が以前の設定に戻します。AWS のメッセージがここに表示されます。",
    v1Calls:
      "IMDSv1 をまだ呼び出しているコードは応答を得られなくなります。設定の横の「IMDSv1 を無効にする前に」をご覧ください。",
    downtime: "ダウンタイム",
    acceptDowntime: "置換中にアプリケーションが応答しなくなることを了承します",
    confirm: "確認して適用",
    cancel: "キャンセル",
    starting: "AWS を呼び出し中…",
  },
  live: {
    title: "最新の変更",
    running: "実行中",
    succeeded: "確認済み",
    failed: "失敗",
    blocked: "変更していません",
    skipped: "変更していません",
    pending: "待機中",
    openRollout: "ロールアウトを開く",
    undo: "元に戻す…",
    stop: "開始前に停止",
    safe: "このページを離れても、変更の処理はサーバーで続きます。",
  },
  about: {
    title: "IMDS とは、なぜバージョン 2 か",
    summary:
      "インスタンス上のコードは IMDS から情報や認証情報を取得します。バージョン 2 では最初にセッションを開始します。",
    what: "インスタンスメタデータは EC2 インスタンスに関するデータで、アプリケーションが実行中のインスタンスを設定・管理するために使います。インスタンスメタデータサービス (IMDS) は、インスタンス上のコードがこのデータに安全にアクセスするための、インスタンス上のコンポーネントです。アクセスするコードには、Elastic Beanstalk のプラットフォームコード、アプリケーションが使う AWS SDK、アプリケーション自身のコードがあります。",
    versions:
      "アクセスの手法は 2 つあります。IMDSv1 は単純なリクエストに応答します。IMDSv2 はセッション指向で、PUT リクエストで取得したトークンを読み取りのたびに送ります。",
    why: "セッションを使うことで、設定に不備のある Web アプリケーションファイアウォールやリバースプロキシ、サーバーサイドリクエストフォージェリ (SSRF)、レイヤー 3 のファイアウォールや NAT など、IMDS へのアクセスに悪用されうる脆弱性の影響を抑えます。IMDS はロールの認証情報も渡すため、重要な対策です。",
  },
  support: {
    title: "プラットフォームの対応とデフォルト",
    summary: {
      known: "このプラットフォームのデフォルト: {default}",
      unsupported: "このプラットフォームにはオプションがありません",
      "not-applicable": "この環境枠は対象外です",
      unknown: "このプラットフォームのデフォルトは不明です",
    },
    versions:
      "以前のプラットフォームバージョン (初代 Amazon Linux AMI の時代) は IMDSv1 のみに対応しています。Amazon Linux 2、Amazon Linux 2023、Windows Server のプラットフォームは両方に対応し、両方を有効にするか、IMDSv1 を無効にするかを選べます。",
    defaults:
      "何も設定しない場合の動作は OS によって異なります。Amazon Linux 2 と、Windows Server 2019 以前は両方を許可します。Amazon Linux 2023 は IMDSv2 を強制します。Windows Server 2022 以降については AWS の資料に矛盾があるため、名前から推測せず AWS に問い合わせます (DescribeConfigurationOptions)。",
    here: "{platform} について、何も設定しない場合は <b>{default}</b> であると AWS は回答しています。",
    unsupported:
      "AWS は {platform} に DisableIMDSv1 を提示していません。プラットフォームを更新するまで設定できません。",
    notApplicable:
      "この環境の環境枠は Cluster (EKS) です。オプションを使用できないため、準拠とも非準拠とも見なしません。",
  },
  template: {
    title: "起動テンプレートとアクセス許可",
    summary: {
      "launch-template": "この環境はすでに起動テンプレートを使用しています",
      "launch-configuration": "IMDSv1 を無効にすると起動テンプレートに移行します (元に戻せません)",
      unknown: "IMDSv1 の無効化には起動テンプレートが必要です",
    },
    text: "IMDSv1 を無効にするには、Amazon EC2 起動テンプレートが必要です。環境の作成時または更新時に設定すると、まだ使用していない場合、Elastic Beanstalk は環境が起動テンプレートを使うように設定しようとします。必要なアクセス許可がないと、作成や更新が失敗することがあります。",
    oneWay: "いったん起動テンプレートを使い始めた環境を、Elastic Beanstalk は起動設定に戻しません。",
    advice:
      "推奨: AWS の管理ユーザーポリシー (AdministratorAccess-AWSElasticBeanstalk) を使用してください。必要なアクセス許可を含み、AWS の変更にも追従します。カスタムポリシーを使う場合は、次のアクションを追加してください。",
    resource: "リソース: {resource}",
    wrongNames:
      "以前のドキュメントには {first} と {second} が記載されていますが、実在しないアクションです。ポリシーに書いても何も許可されません。",
    tags: "起動テンプレートに対する ec2:CreateTags は AWS の一覧にありませんが、これがないために更新が失敗した例があります。",
  },
  considerations: {
    title: "IMDSv1 を無効にする前に",
    summary: "AWS SDK、アプリケーションコード、プラットフォームコード",
    sdk: "AWS SDK",
    sdkText:
      "アプリケーションが AWS SDK を使っている場合は、言語を問わず最新バージョンを使用してください。SDK 自体が IMDS を呼び出し、新しいバージョンは可能な限り IMDSv2 を使います。IMDSv1 を無効にすると、古いバージョンの呼び出しは失敗することがあります。",
    application: "アプリケーションコード",
    applicationText:
      "自前のコードで IMDS を呼び出している場合は、直接の HTTP リクエストではなく AWS SDK を経由することを検討してください。SDK は可能な限り IMDSv2 を使うため、手法を切り替えてもコードの変更は不要です。",
    platform: "Elastic Beanstalk プラットフォームコード",
    platformText:
      "インスタンス上の AWS のコードは SDK を介して IMDS を呼び出すため、対応するすべてのプラットフォームバージョンで IMDSv2 を使用します。コードが最新の SDK を使い、すべての IMDS 呼び出しを SDK 経由で行っていれば、IMDSv1 を安全に無効にできます。",
    evidence:
      "IMDSv1 の呼び出しが残っているかどうかは、インスタンスの CloudWatch メトリクス MetadataNoToken (名前空間 AWS/EC2、統計 Sum) で確認できます。0 は呼び出しなし、データなしは不明を意味します。",
    containers:
      "Docker コンテナでは、コードと IMDS の間のネットワークホップが 1 つ増えます。インスタンスのホップ制限が 1 の場合、IMDSv1 を無効にするとコンテナから IMDS を利用できなくなります。Elastic Beanstalk にホップ制限のオプションはありません。",
  },
  console: {
    title: "AWS コンソールで設定する場合",
    summary: "1 つのリージョンの 1 つの環境ずつ",
    steps: {
      region: "Elastic Beanstalk コンソールを開き、[リージョン] のリストで {region} を選択します。",
      environment:
        "ナビゲーションペインで [環境] を選択し、{name} を選択します。環境が多い場合は、検索バーでリストを絞り込めます。",
      configuration: "ナビゲーションペインで [設定] を選択します。",
      category: "カテゴリ「Instance traffic and scaling」(以前は [インスタンス]) で [編集] を選択します。",
      option:
        "IMDSv2 を強制するには [Disable IMDSv1 (IMDSv1 の無効化)] をオンにします。IMDSv1 と IMDSv2 の両方を有効にするにはオフにします。",
      apply: "[Apply] を選択します。",
    },
    open: "この環境をコンソールで開く",
  },
  code: {
    title: "コードによる設定",
    summary: "設定ファイルと AWS CLI (この環境、これから作成する環境)",
    yamlText:
      "アプリケーションのソースの .ebextensions フォルダに、拡張子 .config のファイルとして保存し、デプロイします。そのソースから作成する環境にも適用されます。",
    yamlFile: ".ebextensions/imds.config",
    precedence:
      "優先順位: 環境に直接設定した値 (コンソール、API、このダッシュボード)、保存済み設定、.ebextensions、デフォルトの順です。値が直接設定されている環境では、その上書き設定を削除するまでファイルの値は効きません。",
    cli: "AWS CLI: この環境",
    cliText: "環境 ID を指定し、DisableIMDSv1 だけを送ります。インスタンスは前述のとおり置換されます。",
    readBack: "設定の読み返し",
    readBackText: "デプロイ済みの値を表示します。クエリにより、アプリケーションの環境変数は出力されません。",
    readInstances: "インスタンスの読み返し",
    remove: "上書き設定の削除",
    create: "AWS CLI: これから作成する環境",
    createText:
      "NEW-ENVIRONMENT を置き換え、バージョンや通常指定する設定 (インスタンスプロファイルなど) を追加してください。",
    copied: "コピーしました",
    value: "例に使う値",
  },
  links: {
    title: "AWS ドキュメント",
    ebImds: "環境のインスタンスでの IMDS の設定",
    options: "aws:autoscaling:launchconfiguration のオプション",
    templates: "Elastic Beanstalk の起動テンプレート",
    metadata: "インスタンスメタデータとユーザーデータ (Amazon EC2)",
    configure: "インスタンスメタデータサービスの設定 (Amazon EC2)",
    policies: "Elastic Beanstalk ユーザーポリシーの管理",
    sdk: "IMDSv2 に対応する SDK のバージョン",
    precedence: "設定オプションの優先順位",
    newTab: "(新しいタブで開きます)",
  },
};
