/** The project's layers, each with what it may import of ours and why. The linter's configuration is made from this table. */

export type Layer = {
  /** Folder, from the project's root. */
  folder: string;
  /** Other folders of ours it may import. */
  mayImport: readonly string[];
  /** Single files of ours it may import besides. */
  files?: readonly string[];
  /** Packages that stay out of this layer. */
  withoutPackages?: readonly string[];
  why: string;
};

const FRAMEWORK = [
  "next",
  "next/*",
  "next-auth",
  "next-auth/*",
  "next-intl",
  "next-intl/*",
  "react",
  "react-dom",
  "@tanstack/*",
];

export const LAYERS: readonly Layer[] = [
  {
    folder: "lib/imds",
    mayImport: [],
    files: ["lib/errors.ts"],
    withoutPackages: [...FRAMEWORK, "node:*"],
    why: "lib/imds decides what a setting means; it is pure, so that a table of examples can prove it. Pass facts in as arguments.",
  },
  {
    folder: "lib/rollouts",
    mayImport: ["lib/imds"],
    files: ["lib/errors.ts"],
    withoutPackages: [...FRAMEWORK, "node:*"],
    why: "lib/rollouts decides what to do next; it is pure, so that model tests can run it. lib/jobs reads and acts for it.",
  },
  {
    folder: "lib/export",
    mayImport: ["lib/imds", "lib/rollouts"],
    files: ["lib/errors.ts"],
    withoutPackages: [...FRAMEWORK, "node:*"],
    why: "lib/export writes what it is given as a file's text, for the server and the browser alike; who reads it from where is decided outside.",
  },
  {
    folder: "lib/aws",
    mayImport: ["lib/imds", "lib/rollouts"],
    files: ["lib/errors.ts", "lib/config.ts"],
    withoutPackages: FRAMEWORK,
    why: "lib/aws only talks to AWS and reshapes its answers; it knows neither the database nor the screens.",
  },
  {
    folder: "lib/db",
    mayImport: ["lib/imds", "lib/rollouts"],
    files: ["lib/errors.ts", "lib/config.ts"],
    withoutPackages: FRAMEWORK,
    why: "lib/db only reads and writes PostgreSQL; what a row means is decided by lib/imds and lib/rollouts.",
  },
  {
    folder: "lib/webhook",
    mayImport: [],
    withoutPackages: FRAMEWORK,
    why: "lib/webhook signs and sends what it is given; what is told, and when it is tried again, is kept by lib/db and decided by lib/jobs.",
  },
  {
    folder: "lib/jobs",
    mayImport: ["lib/aws", "lib/db", "lib/webhook", "lib/rollouts", "lib/imds"],
    files: ["lib/errors.ts", "lib/config.ts"],
    withoutPackages: FRAMEWORK,
    why: "lib/jobs connects AWS, the database and the pure core; a job has no request, no session and no screen.",
  },
  {
    folder: "lib/auth",
    mayImport: ["lib/db"],
    files: ["lib/errors.ts", "lib/config.ts", "lib/paths.ts"],
    why: "lib/auth tells who acts and what they may do; it decides nothing about environments.",
  },
  {
    folder: "lib/actions",
    mayImport: ["lib/jobs", "lib/aws", "lib/db", "lib/auth", "lib/rollouts", "lib/imds"],
    files: ["lib/errors.ts", "lib/config.ts"],
    why: "A server action authorises, parses, acts and writes the audit log; screens call it, never the other way round.",
  },
  {
    folder: "lib/queries",
    mayImport: ["lib/actions", "lib/rollouts", "lib/imds"],
    files: ["lib/errors.ts", "lib/paths.ts"],
    why: "lib/queries runs in the browser: server code reaches it through actions and api routes only.",
  },
  {
    folder: "lib/i18n",
    mayImport: ["lib/rollouts", "lib/imds"],
    files: ["lib/errors.ts"],
    why: "lib/i18n holds words; it may know the unions it has a word for, and nothing that runs.",
  },
  {
    folder: "lib/simulator",
    mayImport: [],
    withoutPackages: FRAMEWORK,
    why: "The simulator is AWS: it knows nothing of ours, so that the product cannot tell it from the real one.",
  },
  {
    folder: "components/ui",
    mayImport: [],
    why: "components/ui knows no domain word: texts come in as props, so that each primitive serves every screen.",
  },
  {
    folder: "components",
    mayImport: ["components/ui", "lib/queries", "lib/actions", "lib/export", "lib/rollouts", "lib/imds", "lib/i18n"],
    files: ["lib/errors.ts", "lib/paths.ts", "lib/auth/role.ts"],
    why: "Components render and call queries or actions; the database, AWS and jobs are behind those.",
  },
  {
    folder: "app",
    mayImport: [
      "components",
      "components/ui",
      "lib/queries",
      "lib/actions",
      "lib/db",
      "lib/auth",
      "lib/export",
      "lib/rollouts",
      "lib/imds",
      "lib/i18n",
    ],
    files: ["lib/errors.ts", "lib/config.ts", "lib/paths.ts"],
    why: "Routes read the database and render; AWS is called by jobs and actions, never while a page renders.",
  },
];

/** Packages that only some folders may import. */
export const PACKAGE_OWNERS: readonly { packages: readonly string[]; folders: readonly string[]; why: string }[] = [
  {
    packages: ["@aws-sdk/*", "@smithy/*"],
    folders: ["lib/aws", "lib/simulator"],
    why: "Only lib/aws talks to AWS (the simulator reads the SDK's schemas): ask for what you need there.",
  },
  {
    packages: ["drizzle-orm", "drizzle-orm/*", "pg", "@electric-sql/*"],
    folders: ["lib/db"],
    why: "Only lib/db writes SQL: add a query there and give it a name.",
  },
  {
    packages: ["pg-boss"],
    folders: ["lib/jobs", "lib/db"],
    why: "Only lib/jobs speaks to the job engine.",
  },
  {
    packages: ["temporal-polyfill"],
    folders: ["lib/rollouts"],
    why: "Only lib/rollouts/window-times.ts reckons in time zones, and it stays out of the browser: answer with instants.",
  },
];

/** Every folder and file of ours that some layer may not import. */
export const OURS: readonly string[] = [...LAYERS.map((layer) => layer.folder), "e2e", "scripts"];
export const OUR_FILES: readonly string[] = ["lib/errors.ts", "lib/config.ts", "lib/paths.ts"];
