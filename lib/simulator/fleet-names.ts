/** Names, descriptions and tags as companies really choose them. All of them are made up. */

export type Product = {
  application: string;
  description: string;
  components: readonly string[];
  team: string;
  costCenter: string;
};

export const PRODUCTS: readonly Product[] = [
  {
    application: "payments",
    description: "Card and wallet payments",
    components: ["api", "web", "worker", "webhooks", "ledger"],
    team: "payments",
    costCenter: "4410",
  },
  {
    application: "shop",
    description: "Customer-facing shop",
    components: ["web", "api", "search", "images", "checkout"],
    team: "storefront",
    costCenter: "4420",
  },
  {
    application: "ec-site",
    description: "日本向けECサイト",
    components: ["front", "kanri", "batch", "api"],
    team: "ec-japan",
    costCenter: "7710",
  },
  {
    application: "identity",
    description: "Sign-in and accounts",
    components: ["api", "admin", "worker"],
    team: "identity",
    costCenter: "4100",
  },
  {
    application: "reporting",
    description: "Finance reports and exports",
    components: ["web", "nightly", "export"],
    team: "data",
    costCenter: "4630",
  },
  {
    application: "kaiin-system",
    description: "会員管理システム",
    components: ["web", "batch", "api"],
    team: "ec-japan",
    costCenter: "7720",
  },
  {
    application: "logistics",
    description: "Orders to warehouse",
    components: ["api", "labels", "tracking", "worker"],
    team: "logistics",
    costCenter: "4510",
  },
  {
    application: "intranet",
    description: "Staff pages",
    components: ["web", "wiki", "forms"],
    team: "it",
    costCenter: "9000",
  },
  {
    application: "partner-portal",
    description: "Portal for partners",
    components: ["web", "api"],
    team: "partners",
    costCenter: "4700",
  },
  {
    application: "legacy-crm",
    description: "Do not touch before the migration",
    components: ["web", "iis", "sync"],
    team: "sales-systems",
    costCenter: "4800",
  },
  {
    application: "content",
    description: "Content and newsletters",
    components: ["cms", "api", "mailer", "preview"],
    team: "marketing",
    costCenter: "4900",
  },
  {
    application: "ml-features",
    description: "Feature store front end",
    components: ["api", "ingest"],
    team: "data",
    costCenter: "4630",
  },
];

export const STAGES: readonly { name: string; tag: string; weight: number }[] = [
  { name: "prod", tag: "production", weight: 5 },
  { name: "stg", tag: "staging", weight: 3 },
  { name: "dev", tag: "development", weight: 3 },
  { name: "qa", tag: "test", weight: 1 },
  { name: "honban", tag: "production", weight: 1 },
  { name: "kensho", tag: "staging", weight: 1 },
];

/** Told apart where one name is not enough. */
export const SUFFIXES: readonly string[] = ["", "-2", "-blue", "-green", "-v2", "-canary", "-old", "-b", "-c", "-d"];

export const DESCRIPTIONS: readonly (string | undefined)[] = [
  undefined,
  undefined,
  "Managed by platform team, ask before changing",
  "本番環境。変更は申請が必要です",
  "検証環境",
  "Created by hand, owner left in 2021",
  "Blue half of a blue/green pair",
  "夜間バッチ (毎日 02:00 JST)",
  "Behind the partner VPN",
];

export const ALIASES: readonly string[] = [
  "shared-services",
  "shop-production",
  "partner-sandbox",
  "payments-hardened",
  "acquired-legacy",
];
