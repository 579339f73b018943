import { defineConfig } from "oxlint";
import type { OxlintOverride } from "oxlint";
import { LAYERS, OUR_FILES, OURS, PACKAGE_OWNERS } from "./scripts/layers.ts";
import type { Layer } from "./scripts/layers.ts";

/** The imports a layer may not have, as groups whose message is the lesson. */
function restrictionsOf(layer: Layer) {
  const own = [layer.folder, ...layer.mayImport];
  const inside = (folder: string) =>
    own.some((allowed) => folder === allowed || (allowed !== "components" && folder.startsWith(`${allowed}/`)));
  const folders = OURS.filter((folder) => !inside(folder));
  const files = OUR_FILES.filter((file) => !(layer.files ?? []).includes(file));
  const kept = [
    ...own.filter((folder) => folder !== "components" || layer.folder !== "components/ui"),
    ...(layer.files ?? []),
  ];
  return {
    patterns: [
      {
        group: [
          ...folders.flatMap((folder) => [`#${folder}/**`, `**/${folder}/**`]),
          ...files.map((file) => `#${file}`),
          // A relative path that leaves the folder would hide which layer it reaches.
          "../../**",
          ...(layer.folder === "lib/simulator" || layer.folder === "app" ? [] : ["../**"]),
          ...kept.map((allowed) => (allowed.endsWith(".ts") ? `!#${allowed}` : `!#${allowed}/**`)),
        ],
        message: `${layer.why} (Across folders import by #alias.)`,
      },
      ...((layer.withoutPackages ?? []).length === 0
        ? []
        : [{ group: [...(layer.withoutPackages ?? [])], message: layer.why }]),
      ...PACKAGE_OWNERS.filter((owner) => !owner.folders.includes(layer.folder)).map((owner) => ({
        group: [...owner.packages],
        message: owner.why,
      })),
    ],
  };
}

const TESTS = ["**/*.test.ts", "**/*.test.tsx", "**/test-*.ts", "e2e/**", "scripts/**"];

export default defineConfig({
  plugins: [
    "eslint",
    "typescript",
    "unicorn",
    "oxc",
    "import",
    "react",
    "jsx-a11y",
    "nextjs",
    "promise",
    "node",
    "vitest",
  ],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  options: { typeAware: true },
  ignorePatterns: [".next*/**", "lib/db/migrations/**", "next-env.d.ts", "test-results/**"],
  rules: {
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/switch-exhaustiveness-check": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/await-thenable": "error",
    "typescript/return-await": "error",
    "typescript/only-throw-error": "error",
    "typescript/ban-ts-comment": ["error", { "ts-expect-error": "allow-with-description" }],
    "eslint/eqeqeq": "error",
    "eslint/no-console": "error",
    "eslint/no-param-reassign": "error",
    "eslint/no-var": "error",
    "eslint/prefer-const": "error",
    "import/no-cycle": "error",
    "import/no-default-export": "off",
    "node/no-process-env": "error",
    "react/rules-of-hooks": "error",
    "react/exhaustive-deps": "error",
    "react/jsx-key": "error",
    // The JSX transform brings React itself.
    "react/react-in-jsx-scope": "off",
    // Awaiting in a loop is how a lane is kept to one call at a time; the limiter decides what runs at once.
    "eslint/no-await-in-loop": "off",
    // Names of a union's members shadow nothing that matters, and forbid good local names.
    "eslint/no-shadow": "off",
    // CSS is imported for its effect.
    "import/no-unassigned-import": "off",
    "unicorn/no-array-sort": "error",
    // TypeScript's noImplicitReturns sees the same and knows exhaustive switches.
    "typescript/consistent-return": "off",
    // A closure beside its only caller reads better than one at the top of the file.
    "unicorn/consistent-function-scoping": "off",
    "oxc/no-map-spread": "off",
    // fast-check is written and read as `fc.…` everywhere.
    "import/no-named-as-default-member": "off",
    // A windowed table positions its rows, which <tr> cannot be; roles and aria-rowindex say what they are.
    "jsx-a11y/prefer-tag-over-role": "off",
    // next-intl's rich texts take their tags as functions.
    "react/no-unstable-nested-components": "off",
    // A library's own business: the React Compiler is not used here.
    "react/incompatible-library": "off",
  },
  overrides: [
    ...LAYERS.map((layer): OxlintOverride => ({
      files: [`${layer.folder}/**/*.ts`, `${layer.folder}/**/*.tsx`],
      // The longer folder wins: components/ui has a rule of its own.
      ...(layer.folder === "components" ? { excludeFiles: ["components/ui/**"] } : {}),
      rules: { "eslint/no-restricted-imports": ["error", restrictionsOf(layer)] },
    })),
    {
      // Tests look at everything from outside, and scripts start it.
      files: TESTS,
      rules: { "eslint/no-restricted-imports": "off", "node/no-process-env": "off", "eslint/no-console": "off" },
    },
    {
      // Playwright's fixtures hand themselves over with a function called use.
      files: ["e2e/*fixtures.ts"],
      rules: { "react/rules-of-hooks": "off", "react-hooks/rules-of-hooks": "off" },
    },
    {
      files: [
        "lib/config.ts",
        "next.config.ts",
        "playwright.config.ts",
        "drizzle.config.ts",
        "vitest.config.ts",
        "instrumentation.ts",
      ],
      rules: { "node/no-process-env": "off" },
    },
  ],
});
