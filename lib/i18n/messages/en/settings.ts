/** Words of the settings page: what the dashboard reads, as whom, and under which configuration. */
export const settings = {
  title: "Settings",
  lead: "What this dashboard reads, as whom, and how it was started. The configuration comes from environment variables.",
  lanes: {
    never: "Never scanned",
    queued: "Waiting",
    scanning: "Reading: {phase}, {done} of {known} calls",
    phases: {
      identity: "identity",
      environments: "environments",
      instances: "instances",
      platforms: "platforms",
      settings: "settings",
      metrics: "IMDSv1 use",
    },
    ok: "Read",
    failed: "Failed",
    failedAt: "Could not be read",
    metricsFailedAt: "CloudWatch could not be read",
    metricsHint: "IMDSv1 use is not known anew; environments and settings are read all the same.",
    platformsFailedAt: "A platform's default could not be read",
    platformsHint: "What is known of it is from an earlier reading, or nothing; all else is read all the same.",
    staleSince: "Its rows are from an earlier scan.",
  },
  configuration: {
    header: "Configuration in force",
    database: "Database",
    databaseKinds: { pglite: "Embedded (PGlite)", postgres: "PostgreSQL" },
    changes: "Changes",
    changesAllowed: "Allowed",
    changesReadOnly: "Read-only (READ_ONLY=1)",
    endpoint: "AWS endpoint",
    endpointAws: "AWS's own addresses",
    scanInterval: "Scan interval",
    rolloutTick: "Rollout step",
    seconds: "{count, plural, one {# second} other {# seconds}}",
    metrics: "IMDSv1 use (CloudWatch)",
    metricsOff: "Not read (METRICS_INTERVAL_MINUTES=0)",
    metricsEvery:
      "Over {windowDays, plural, one {# day} other {# days}}, at most every {intervalMinutes, plural, one {minute} other {# minutes}} per environment",
    metricsCost: "CloudWatch cost, estimated",
    metricsCostText:
      "about {dollars} a month at that frequency: {count, plural, one {# metric} other {# metrics}} every {every}, at $0.01 per 1,000",
    metricsCap: "CloudWatch cost, at most",
    metricsCapHolds: "{cap} a month (METRICS_DOLLARS_A_MONTH). The estimate is within it.",
    metricsCapBinds:
      "{cap} a month (METRICS_DOLLARS_A_MONTH). The chosen frequency would cost more, so that counts are now read every {every}, for about {dollars} a month.",
    signIn: "Sign-in",
    signInKinds: { oidc: "OpenID Connect", token: "One-time token", demo: "Demo roles" },
    address: "Address",
  },
  policies: {
    header: "IAM policies",
    description: "For the role or user this dashboard acts as, in each account.",
    read: "Read only",
    readHint: "Enough to see everything. Use it with READ_ONLY=1 for a first trial.",
    assume: "Act in the configured accounts",
    assumeHint:
      "For the server's own identity only. The roles are those of ACCOUNTS or ACCOUNTS_FILE; each has to trust that identity and to have one of the policies above.",
    discovery: "Find the organization's accounts",
    discoveryHint:
      "For the server's own identity only, beside one of the others. It must be of the management account or of a delegated administrator.",
    write: "Read and change",
    writeHint:
      "Adds the calls that change an environment and the launch template permissions they lead to. The update also acts on AWS CloudFormation, Auto Scaling, Elastic Load Balancing and Amazon S3 with the same rights: attach AWS's managed policy AdministratorAccess-AWSElasticBeanstalk beside this one, or write those permissions out yourself.",
    managed:
      "That managed policy alone lacks cloudwatch:GetMetricData. Managed policies follow AWS's changes by themselves; custom ones are yours to keep up to date.",
  },
};
