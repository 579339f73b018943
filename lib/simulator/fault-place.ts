import type { FaultPlace } from "./faults.ts";
import type { Service } from "./service.ts";
import type { World } from "./world.ts";

const unknown = (what: string, name: string, known: readonly string[]): string =>
  `expected a known ${what}, not ${JSON.stringify(name)}: ${known.join(", ")}`;

/**
 * What is wrong with a rule's place, as a sentence with the names there are: a rule at a place that does not exist would
 * never strike, and nobody would know why. `undefined` where such calls can come.
 */
export const wrongPlace = (
  { accountId, region, service, operation }: FaultPlace,
  services: readonly Service[],
  { accounts, regions }: World,
): string | undefined => {
  const ids = accounts.map(({ id }) => id);
  if (accountId !== undefined && !ids.includes(accountId)) return unknown("accountId", accountId, ids);

  const asked = services.filter(({ signingName }) => service === undefined || signingName === service);
  const signingNames = services.map(({ signingName }) => signingName);
  if (service !== undefined && asked.length === 0) return unknown("service", service, signingNames);

  // A global service answers in any region.
  const anywhere = service !== undefined && asked.every(({ scope }) => scope === "global");
  if (region !== undefined && !anywhere && !regions.includes(region)) return unknown("region", region, regions);

  // One that is not played can still be called, and refused.
  return operation === undefined || asked.some(({ operations }) => operations.has(operation))
    ? undefined
    : unknown(
        "operation",
        operation,
        asked.flatMap(({ handlers }) => Object.keys(handlers)),
      );
};
