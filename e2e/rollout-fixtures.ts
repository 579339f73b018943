import type { Page } from "@playwright/test";
import { z } from "zod";
import type { Locale } from "../lib/i18n/locale.ts";
import { axe, expect, test as base } from "./fixtures.ts";
import { OwnFleet } from "./own-fleet.ts";
import type { EnvironmentsPage } from "./pages/environments.ts";
import { RolloutControls } from "./pages/rollout-controls.ts";
import type { RolloutPage } from "./pages/rollout.ts";
import { awsCli } from "./running/aws-cli.ts";
import type { WorldEnvironment } from "./running/shapes.ts";
import { laneOf } from "./running/shapes.ts";

export { axe, expect };

type Language = { language: Locale };

/** Flows that steer rollouts: on one fleet of their own, in which AWS's updates end when the flow says so. */
export const test = base.extend<Language & { controls: RolloutControls }, { fleet: OwnFleet }>({
  language: ["en", { option: true }],
  fleet: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright asks for the pattern even where nothing is taken from it
    async ({}, use) => {
      const fleet = await OwnFleet.start(".data/e2e-rollouts", { seed: 5, environments: 200, atRest: true });
      await use(fleet);
      await fleet.end();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ fleet }, use) => use(fleet.url),
  controls: async ({ page, language }, use) => use(new RolloutControls(page, language)),
});

type Flow = {
  page: Page;
  environments: EnvironmentsPage;
  rollout: RolloutPage;
  controls: RolloutControls;
  fleet: OwnFleet;
};

/** A flow that fails leaves its environments in an unfinished rollout: no other one may need them. */
const taken = new Set<string>();

/** Gives, as whoever is signed in, so many environments of one lane that a change to v2-only would change, for one flow alone: first the one that a canary takes, then the others as a wave takes them. */
export async function takeChangeable(
  { page, fleet }: Pick<Flow, "page" | "fleet">,
  count: number,
): Promise<WorldEnvironment[]> {
  await fleet.expectScanned(page);
  const changeable = (await fleet.aws.environments()).filter(
    ({ id, status, fate, callsImdsV1, disableImdsV1, platformDefault, instances }) =>
      !taken.has(id) &&
      // What still calls IMDSv1 fails its bake, as it should.
      !callsImdsV1 &&
      status === "Ready" &&
      fate === "succeeds" &&
      platformDefault === "false" &&
      disableImdsV1 === null &&
      instances.every(({ httpTokens }) => httpTokens === "optional"),
  );
  const lanes = [...Map.groupBy(changeable, laneOf).values()];
  const lane = lanes.toSorted((one, other) => other.length - one.length)[0] ?? [];
  if (lane.length < count) throw new Error(`No lane has ${count} such environments left`);
  const found = lane.slice(0, count);
  for (const { id } of found) taken.add(id);
  const [canary, ...wave] = found.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return canary === undefined ? [] : [canary, ...wave.toSorted((one, other) => (one.name < other.name ? -1 : 1))];
}

/** A canary that bakes until somebody ends that, then a wave of all others; the first failure pauses. */
const CANARY_AND_WAVE = {
  Shares: "100",
  "Bake after the canary, minutes": "600",
  "Bake after each wave, minutes": "0",
  "At a time in all": "",
  "Failures tolerated in a lane": "0",
};

/** Plans to disable IMDSv1 in environments, with a canary and a wave, and starts; from then on the flow's language is spoken. */
export async function startWaved(
  { environments, rollout, controls }: Omit<Flow, "page" | "fleet">,
  targets: readonly WorldEnvironment[],
  policy: Record<string, string> = {},
): Promise<void> {
  await environments.open();
  await environments.selectByPaste(targets.map(({ id }) => id));
  await environments.planDisable();
  await rollout.choosePolicy("Careful");
  await expect(rollout.preview).toContainText("Canary");
  await rollout.choosePolicy("Custom");
  const chosen = { ...CANARY_AND_WAVE, ...policy };
  await rollout.write(chosen);
  const bake = new RegExp(`Canary.*${chosen["Bake after the canary, minutes"]} minute`, "u");
  await expect(rollout.preview.getByRole("listitem")).toHaveText([bake, /Wave 2/]);
  await rollout.start(targets.length);
  await controls.speak();
}

/** Has AWS carry out what it updates of a rollout's canary, and waits until that bakes. */
export async function bringToBake(
  { controls, fleet }: Pick<Flow, "controls" | "fleet">,
  canary: string,
): Promise<void> {
  const { t } = controls;
  await controls.expectTarget(canary, "updating");
  await fleet.aws.completeAll();
  await expect(controls.wave(t("waves.wave.canary"))).toContainText(t("waves.wave.state.baking"), { timeout: 30_000 });
}

/** Takes environments and gives their settings as they really are: the option's value, and what their instances do. */
export async function settingsOf(fleet: OwnFleet, targets: readonly WorldEnvironment[]) {
  const states = new Map((await fleet.aws.environments()).map((state) => [state.id, state]));
  return targets.map(({ id }) => {
    const state = states.get(id);
    const isRequired = state?.instances.every(({ httpTokens }) => httpTokens === "required") ?? false;
    return { option: state?.disableImdsV1 ?? null, isRequired };
  });
}

type ReplacementKind = "all-at-once" | "rolling" | "immutable";

const Settings = z.object({
  ConfigurationSettings: z.array(
    z.object({ OptionSettings: z.array(z.object({ OptionName: z.string(), Value: z.string().optional() })) }),
  ),
});

/** Somebody at the AWS CLI changes how an environment's instances are replaced, and AWS is done with it; gives how they were and are. */
export async function replaceElsewhere(
  fleet: OwnFleet,
  { id, name, application, ...place }: WorldEnvironment,
): Promise<{ was: ReplacementKind; is: ReplacementKind }> {
  const cli = (command: string, ...args: string[]) => awsCli(fleet.aws, place, ["elasticbeanstalk", command, ...args]);
  const settings = ["--application-name", application, "--environment-name", name];
  const { ConfigurationSettings } = Settings.parse(await cli("describe-configuration-settings", ...settings));
  const options = ConfigurationSettings[0]?.OptionSettings ?? [];
  const read = (option: string) => options.find(({ OptionName }) => OptionName === option)?.Value;
  const isOn = read("RollingUpdateEnabled") === "true";
  const isImmutable = isOn && read("RollingUpdateType") === "Immutable";
  const isRolling = isOn && read("EnvironmentType") !== "SingleInstance";
  const set = (option: string, value: string) =>
    `Namespace=aws:autoscaling:updatepolicy:rollingupdate,OptionName=${option},Value=${value}`;
  const wanted = [
    set("RollingUpdateType", isImmutable ? "Time" : "Immutable"),
    set("RollingUpdateEnabled", String(!isImmutable)),
  ];
  await cli("update-environment", "--environment-id", id, "--option-settings", ...wanted);
  await fleet.aws.completeAll();
  return {
    was: isImmutable ? "immutable" : isRolling ? "rolling" : "all-at-once",
    is: isImmutable ? "all-at-once" : "immutable",
  };
}
