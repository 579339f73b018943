import {
  DescribeConfigurationOptionsCommand,
  ListAvailableSolutionStacksCommand,
} from "@aws-sdk/client-elastic-beanstalk";
import type { AwsFailure } from "#lib/errors.ts";
import { pickVaried } from "./pick.ts";
import { familyOf, isOfAws, platformName } from "./platform-family.ts";
import type { PlatformReading, Reading } from "./reading.ts";
import { mapped } from "./reading.ts";
import { LAUNCH, ROLLING } from "./settings-reading.ts";
import type { Target } from "./target.ts";
import type { Tree } from "./tree.ts";
import { items, text } from "./tree.ts";

/** Which platforms to ask about besides those that run: none, all that AWS offers (one of each family), or these stacks. */
export type MorePlatforms = "none" | "offered" | readonly string[];

/** Platforms asked about in any region, and whether AWS answered: they are the same everywhere. */
export type Asked = Map<string, Promise<boolean>>;

type Platform = {
  name: string;
  ofAws: boolean;
  key: { PlatformArn?: string | undefined; SolutionStackName?: string | undefined };
};

/** Options of a platform of the account's own that are AWS's for sure. */
function isKnown(option: Tree): boolean {
  const namespace = text(option, "Namespace");
  return namespace === ROLLING || (namespace === LAUNCH && text(option, "Name") === "DisableIMDSv1");
}

async function readPlatform({ tree, beanstalk }: Target, { name, ofAws, key }: Platform): Promise<PlatformReading> {
  const options = async (Options?: { Namespace: string; OptionName: string }[]): Promise<Reading<readonly Tree[]>> =>
    mapped(
      await tree("elasticbeanstalk:DescribeConfigurationOptions", () =>
        beanstalk.send(new DescribeConfigurationOptionsCommand({ ...key, Options })),
      ),
      (answer) =>
        items(answer, "DescribeConfigurationOptionsResult", "Options").filter((option) => ofAws || isKnown(option)),
    );
  return { name, all: await options(), imdsOnly: await options([{ Namespace: LAUNCH, OptionName: "DisableIMDSv1" }]) };
}

function platformOf(environment: Tree): Platform {
  const PlatformArn = text(environment, "PlatformArn");
  const SolutionStackName = text(environment, "SolutionStackName");
  return {
    name: platformName(SolutionStackName, PlatformArn),
    ofAws: isOfAws(SolutionStackName, PlatformArn),
    key: PlatformArn === undefined || PlatformArn === "" ? { SolutionStackName } : { PlatformArn },
  };
}

/** Two platforms of the account's own share what they are called here, and nothing else. */
function identityOf({ name, ofAws, key }: Platform): string {
  return ofAws ? name : (key.PlatformArn ?? key.SolutionStackName ?? "");
}

/** Of the platforms AWS offers one of every family, the newest: AWS lists it first. */
async function offered({ ask, beanstalk }: Target): Promise<Reading<readonly string[]>> {
  const reading = await ask("elasticbeanstalk:ListAvailableSolutionStacks", () =>
    beanstalk.send(new ListAvailableSolutionStacksCommand({})),
  );
  return mapped(reading, ({ SolutionStacks: names = [] }) =>
    pickVaried(names, new Set(names.map(familyOf)).size, familyOf),
  );
}

/** Gives what AWS answered about a platform, or nothing where it has answered another region the same question. */
async function readOnce(
  asked: Asked,
  identity: string,
  read: () => Promise<PlatformReading>,
): Promise<PlatformReading | undefined> {
  for (;;) {
    const earlier = asked.get(identity);
    if (earlier === undefined) break;
    if (await earlier) return undefined;
    // What was refused there may be answered here; whoever comes first asks.
    if (asked.get(identity) === earlier) asked.delete(identity);
  }
  const reading = read();
  const answer = reading.then(({ all, imdsOnly }) => all.ok && imdsOnly.ok);
  // Whoever made the call hears of what broke; nobody else need be there to.
  answer.catch(() => {});
  asked.set(identity, answer);
  return reading;
}

/**
 * Takes a lane's environments and gives what is known of their platforms' options and of `more`, and what could not be
 * listed. `listing`: whether this is the lane that asks what AWS offers, which is the same everywhere.
 */
export async function readPlatforms(
  target: Target,
  described: readonly Tree[],
  { platforms: more, asked, listing }: { platforms: MorePlatforms; asked: Asked; listing: boolean },
  progress: (what: string) => void,
): Promise<{ platforms: readonly PlatformReading[]; unlisted: AwsFailure | undefined }> {
  const stacks: Reading<readonly string[]> =
    more === "offered" && listing ? await offered(target) : { ok: true, value: typeof more === "string" ? [] : more };
  const named = (stacks.ok ? stacks.value : []).map((name): Platform => ({
    name,
    ofAws: true,
    key: { SolutionStackName: name },
  }));
  const wanted = new Map([...described.map(platformOf), ...named].map((one) => [identityOf(one), one]));
  const platforms: PlatformReading[] = [];
  for (const [identity, platform] of wanted) {
    progress(`options of platform ${platforms.length + 1}`);
    const reading = await readOnce(asked, identity, () => readPlatform(target, platform));
    if (reading !== undefined) platforms.push(reading);
  }
  return { platforms, unlisted: stacks.ok ? undefined : stacks.failure };
}
