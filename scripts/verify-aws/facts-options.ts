import type { Placed } from "./evidence.ts";
import { evidenceOf } from "./evidence.ts";
import type { Evidence, Fact } from "./fact.ts";
import { byKey } from "./fact.ts";
import { membersOf } from "./members.ts";
import { familyOf } from "./platform-family.ts";
import type { LaneReading, PlatformReading, Reading } from "./reading.ts";
import { mapped } from "./reading.ts";
import { LAUNCH, ROLLING } from "./settings-reading.ts";
import type { Tree } from "./tree.ts";
import { items, text } from "./tree.ts";

const IMDS = `${LAUNCH}/DisableIMDSv1`;

function keyOf(option: Tree): string {
  return `${text(option, "Namespace") ?? ""}/${text(option, "Name") ?? ""}`;
}

/** An option's entry in one line, its members in a fixed order. */
function entryWords(option: Tree): string {
  const defaultValue = text(option, "DefaultValue");
  const values = items(option, "ValueOptions").filter((value) => typeof value === "string");
  const limits = ["MinValue", "MaxValue", "MaxLength"].flatMap((name) => {
    const value = text(option, name);
    return value === undefined ? [] : `${name} ${value}`;
  });
  const pattern = text(option, "Regex", "Pattern");
  return [
    defaultValue === undefined ? "no default" : `default ${defaultValue === "" ? "empty" : defaultValue}`,
    text(option, "ChangeSeverity") ?? "no ChangeSeverity",
    text(option, "ValueType") ?? "no ValueType",
    `UserDefined ${text(option, "UserDefined") ?? "absent"}`,
    ...(values.length === 0 ? [] : [`one of ${values.join(", ")}`]),
    ...limits,
    ...(pattern === undefined ? [] : [`pattern ${pattern}`]),
  ].join(" · ");
}

type Known = { family: string; options: readonly Tree[] };

/** What DescribeConfigurationOptions shows of each platform asked about, by family. */
export function optionFacts(lanes: readonly LaneReading[]): Fact[] {
  const from = (
    read: (platform: PlatformReading) => Reading<readonly Tree[]>,
    make: (known: readonly Known[]) => Evidence,
  ) => {
    const readings = lanes.flatMap(({ region, platforms, environments, unlisted }): Placed<Known>[] => [
      ...platforms.map((platform): Placed<Known> => ({
        region,
        each: "platform",
        reading: mapped(read(platform), (options) => ({ family: familyOf(platform.name), options })),
      })),
      // Platforms nobody could name: those that run here, and those AWS offers.
      ...(environments.ok ? [] : [{ region, reading: environments }]),
      ...(unlisted === undefined ? [] : [{ region, reading: { ok: false, failure: unlisted } as const }]),
    ]);
    return evidenceOf(readings, make);
  };
  const entries = (known: readonly Known[], wanted: (key: string) => boolean) =>
    byKey(
      known.flatMap(({ family, options }) =>
        options
          .filter((option) => wanted(keyOf(option)))
          .map((option) => [`${family}: ${keyOf(option)}`, entryWords(option)] as const),
      ),
    );
  const all = (platform: PlatformReading) => platform.all;
  return [
    {
      id: "options.disable-imdsv1",
      question: "Is DisableIMDSv1 an option of each family, with which default, severity and type?",
      evidence: from(all, (known) => ({
        kind: "entries",
        missing: "ignored",
        extra: "differs",
        entries: byKey(
          known.map(({ family, options }) => {
            const found = options.find((option) => keyOf(option) === IMDS);
            return [family, found === undefined ? "not an option" : entryWords(found)] as const;
          }),
        ),
      })),
    },
    {
      id: "options.asked-alone",
      question: "What comes when only DisableIMDSv1 is asked about?",
      evidence: from(
        ({ imdsOnly }) => imdsOnly,
        (known) => ({
          kind: "entries",
          missing: "ignored",
          extra: "differs",
          entries: byKey(
            known.map(({ family, options }) => [family, options.map(keyOf).join(", ") || "an empty list"] as const),
          ),
        }),
      ),
    },
    {
      id: "options.rolling-updates",
      question: "Which severities, defaults and limits do the rolling update options have?",
      evidence: from(all, (known) => ({
        kind: "entries",
        missing: "differs",
        extra: "noted",
        entries: entries(known, (key) => key.startsWith(`${ROLLING}/`)),
      })),
    },
    {
      id: "options.catalogue",
      question: "Are the other options the simulator knows as AWS has them?",
      evidence: from(all, (known) => ({
        kind: "entries",
        missing: "differs",
        extra: "noted",
        entries: entries(known, (key) => !key.startsWith(`${ROLLING}/`) && key !== IMDS),
      })),
    },
    {
      id: "options.members",
      question: "Which members does an option's entry have?",
      evidence: from(all, (known) => ({
        kind: "members",
        members: membersOf(known.flatMap(({ options }) => options)),
      })),
    },
  ];
}
