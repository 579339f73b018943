/** What AWS's own hosts end in, in every partition: https://docs.aws.amazon.com/general/latest/gr/rande.html */
const OF_AWS =
  /(^|\.)(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws|api\.amazonwebservices\.(com\.cn|eu)|(c2s|csp\.hci)\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk)(:443)?$/;

/** Takes the hosts that were asked and gives who answered, in words. */
export function answererOf(hosts: readonly string[]): string {
  const others = hosts.filter((host) => !OF_AWS.test(host));
  return others.length === 0 ? "AWS" : `${others.join(", ")} (not AWS)`;
}

/** Takes the environment's variables and gives the names of those that would have led the SDK elsewhere. */
export function ignoredEndpoints(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(env)
    .filter((name) => /^AWS_ENDPOINT_URL(_|$)/.test(name) && env[name] !== "")
    .toSorted();
}
